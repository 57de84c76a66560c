"""The web process: `granian --interface wsgi config.wsgi:application`."""

import os
from collections.abc import Callable, Iterable
from io import BytesIO
from threading import Thread
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from scents.evaluation.warm_up import warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

MOST_READ = 1_000_001  # bytes: one more than any of our doors takes

_django = get_wsgi_application()
if settings.WARM_UP:
    Thread(target=warm_up, name="warm-up", daemon=True).start()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django, which takes a body without a length for none: one that comes in chunks is measured
    first, as far as it may be read at all."""
    if "CONTENT_LENGTH" not in environ and environ.get("wsgi.input_terminated"):
        body = environ["wsgi.input"].read(MOST_READ)
        environ["wsgi.input"] = BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
    answer: Iterable[bytes] = _django(environ, start_response)
    return answer
