"""The identity of the delivery under way, for adapters that can tell a repetition by it."""

from __future__ import annotations

from contextvars import ContextVar

delivery_key: ContextVar[str | None] = ContextVar("delivery_key", default=None)
"""The id of the event that is being delivered; the same in every attempt. None elsewhere."""
