"""The identity of the delivery under way, for those who must be able to tell a repetition by it."""

from __future__ import annotations

from contextvars import ContextVar

delivery_key: ContextVar[str | None] = ContextVar("delivery_key", default=None)
"""The id of the event that is being delivered; the same in every attempt. None elsewhere."""


def this_delivery() -> str:
    """The id of the event that is being delivered. Raises LookupError where none is."""
    key = delivery_key.get()
    if key is None:
        raise LookupError("no event is being delivered")
    return key
