"""Why something was not done, in the words of the back office."""

from __future__ import annotations

from django.db import Error

from domain.kernel import DomainError
from messaging.database import is_outage
from messaging.errors import Busy, ConcurrentUpdate, ConnectionLost, OutcomeUnknown, Unavailable

MOST_TOLD = 20
"""Refused rows that are named one by one."""


def reason(error: Exception) -> str | None:
    """What to tell the person who asked; None where the fault is ours."""
    match error:
        case DomainError():
            return str(error)
        case Busy() | ConcurrentUpdate():
            return "Somebody else is changing the same. Try again in a moment."
        case Unavailable():
            return f"Not now, try again later: {error}"
        case ConnectionLost() | OutcomeUnknown() | Error() if is_outage(error):
            return "The database went away. Look whether this was stored before you send it again."
    return None
