"""PostgreSQL's errors, in the words of this package."""

from __future__ import annotations

from django.db import Error, InterfaceError, OperationalError, connection

from messaging.errors import ConcurrentUpdate, ConnectionLost, OutcomeUnknown

_CONFLICTS = {
    "23505": "somebody else stored the same first",
    "23514": "somebody else took the stock first",
    "23P01": "somebody else stored what overlaps",
    "40001": "serialization failure",
    "40P01": "deadlock",
    "55P03": "lock timeout",
}


def translated(error: BaseException | None, *, committing: bool) -> Exception | None:
    """ConcurrentUpdate, ConnectionLost or OutcomeUnknown where `error` means that, or None."""
    if not isinstance(error, Error):
        return None
    code = getattr(error.__cause__, "pgcode", None)
    if code in _CONFLICTS:
        return ConcurrentUpdate(_CONFLICTS[code])
    if connection_is_lost():
        return (OutcomeUnknown if committing else ConnectionLost)(str(error))
    return None


def is_outage(error: BaseException) -> bool:
    """Whether the database is away (and not the statement wrong)."""
    code = getattr(error.__cause__, "pgcode", None) or ""
    away = isinstance(error, OperationalError | InterfaceError) and not code
    away = away or code.startswith(("57P", "08"))
    return away or isinstance(error, ConnectionLost | OutcomeUnknown)


def connection_is_lost() -> bool:
    """Whether this thread's connection is beyond use."""
    return connection.connection is None or bool(connection.connection.closed)
