"""The web process: `granian --interface wsgi config.wsgi:application`."""

import gc
import os
from collections.abc import Callable, Iterable
from io import BytesIO
from threading import Thread
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from messaging.limits import LONGEST_BATCH
from scents.evaluation.warm_up import warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

MOST_READ = LONGEST_BATCH + 1  # more than any of our doors takes

_django = get_wsgi_application()


def _settle() -> None:
    """What is there by then stays: the collector of garbage need not look through it whenever a
    request makes many objects. A batch of answers to a survey takes two thirds of the time."""
    if settings.WARM_UP:
        warm_up()
    gc.freeze()


Thread(target=_settle, name="warm-up", daemon=True).start()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django, which takes a body without a length for none: one that comes in chunks is measured
    first, as far as it may be read at all."""
    if "CONTENT_LENGTH" not in environ and environ.get("wsgi.input_terminated"):
        body = environ["wsgi.input"].read(MOST_READ)
        environ["wsgi.input"] = BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
    answer: Iterable[bytes] = _django(environ, start_response)
    return answer
