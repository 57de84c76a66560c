"""What came of a search, in tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from messaging.admin.command_admin import Table
from messaging.admin.looks import page_of
from scents.models import Material, Optimisation


def outcome_tables(one: Optimisation) -> Iterator[Table]:
    outcome: dict[str, Any] = one.outcome
    if "purchases" in outcome:
        yield _purchases(outcome)
        yield _notes(outcome)
        yield from _texts("What holds the cost up, the dearest first", outcome["binding"])
    if "demands" in outcome:
        yield from _texts(_contradiction(outcome), outcome["demands"])
    yield from _texts("What the nearest formula misses", outcome.get("missed", ()))
    yield from _texts("Why not", [outcome["reason"]] if "reason" in outcome else ())
    if left_out := outcome.get("left_out"):
        yield Table("Left out", ["offer", "why"], [*left_out.items()])


def _purchases(outcome: dict[str, Any]) -> Table:
    rows = [
        (page_of(Material, each["material"]), each["name"], f"{each['share']:.4%}")
        for each in outcome["purchases"]
    ]
    return Table("The cheapest formula", ["material", "bought as", "share by mass"], rows)


def _notes(outcome: dict[str, Any]) -> Table:
    rows = [
        (
            note["substance"],
            note["held"],
            *(f"{note[name]:.4g}" for name in ("reference", "low", "value", "high")),
        )
        for note in sorted(outcome["notes"], key=lambda note: -note["reference"])
    ]
    headers = ["substance", "held by", "reference", "at least", "is", "at most"]
    return Table("Smells the same", headers, rows)


def _contradiction(outcome: dict[str, Any]) -> str:
    which = "The fewest demands" if outcome["smallest"] else "Demands"
    nearest = "" if outcome["exact"] else ", at the activities of the nearest formula"
    return f"{which} that contradict each other{nearest}: give up any one of them"


def _texts(title: str, texts: Any) -> Iterator[Table]:
    if texts:
        yield Table(title, ["demand"], [(text,) for text in texts])
