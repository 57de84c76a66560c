"""The worker and beat processes: `celery -A config.celery worker` and `… beat`."""

import os
import warnings

from celery import Celery
from celery.exceptions import SecurityWarning

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# Root is refused nothing by this warning, and a container often has nobody else. What makes root
# dangerous here, pickled tasks, is not accepted (CELERY_ACCEPT_CONTENT).
warnings.filterwarnings("ignore", category=SecurityWarning)

app = Celery("scents")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
