"""What came of an optimisation, as plain data for storage and pages."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from domain.scents.briefing import Briefing
from domain.scents.optimisation import State
from domain.scents.optimiser import Contradiction, Optimum, Stopped, Unsettled

Outcome = Optimum | Contradiction | Stopped | Unsettled


def plain(found: Outcome, briefing: Briefing) -> tuple[State, dict[str, Any]]:
    """The state that it ends in, and the outcome; masses as fractions, costs per kg as text."""
    match found:
        case Optimum():
            return State.SOLVED, {**_optimum(found, briefing), "left_out": dict(briefing.left_out)}
        case Contradiction(demands, smallest, exact):
            told = {"demands": list(demands), "smallest": smallest, "exact": exact}
            return State.CONTRADICTION, {**told, "left_out": dict(briefing.left_out)}
        case Unsettled(missed, rounds):
            return State.UNSETTLED, {"missed": list(missed), "rounds": rounds}
        case Stopped(reason, cost, gap):
            return State.STOPPED, {"reason": reason.value, "cost": cost, "gap": gap}


def _optimum(found: Optimum, briefing: Briefing) -> dict[str, Any]:
    materials: dict[str, float] = defaultdict(float)
    purchases = []
    for name, share in sorted(found.shares.items(), key=lambda one: -one[1]):
        offer = briefing.offers[name]
        materials[offer.item] += share
        purchases.append(
            {"name": name, "material": offer.item, "supplier": offer.supplier, "share": share}
        )
    return {
        "materials": dict(materials),
        "purchases": purchases,
        "cost_per_kg": str(found.cost),
        "reference_cost_per_kg": None
        if found.reference_cost is None
        else str(found.reference_cost),
        "notes": [
            {
                "substance": note.target.code,
                "held": note.target.held.value,
                "reference": note.target.reference,
                "low": note.target.low,
                "high": note.target.high,
                "value": note.value,
            }
            for note in found.notes
        ],
        "binding": list(found.binding),
        "rounds": found.rounds,
        "gap": found.gap,
        "settled": found.settled,
    }
