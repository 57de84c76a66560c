"""The guard of this installation: strict, except in the demo."""

from __future__ import annotations

from django.conf import settings

from domain.kernel import BadInput
from messaging.webhooks.targets import Targets, UnsafeTarget


def our_targets() -> Targets:
    return Targets(anywhere=settings.DEMO)


def check_target(url: str) -> None:
    """Raises BadInput where no message would be sent."""
    try:
        our_targets().checked(url)
    except UnsafeTarget as unsafe:
        raise BadInput("url", str(unsafe)) from unsafe
    except OSError as error:
        raise BadInput("url", "names a host that cannot be found") from error
