"""Other systems are told how a scent is made, and not by whom."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from domain.scents.events.sourcing import ScentUpdated
from scents.handlers import publish_scent_updated

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_a_scent_that_is_made_otherwise_is_published_with_the_formula_until_now() -> None:
    sent: list[tuple[str, Any]] = []
    event = ScentUpdated("SEA", "CHEAP", "SEA@3", "SEA@2", 7, "15.00", "USD", NOON)
    publish_scent_updated(event, lambda channel, message: sent.append((channel, message)))
    told = {"scent": "SEA", "formula": "SEA@3", "before": "SEA@2", "decision": 7}
    assert sent == [("scent_updated", {**told, "at": "2026-11-20T12:00:00+00:00"})]
