"""What came of an optimisation, as plain data for storage and pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from domain.scents.briefing import Briefing
from domain.scents.optimisation import State
from domain.scents.optimiser import Contradiction, Optimum, Stopped, Unsettled
from domain.scents.optimiser.outcome import Note
from domain.scents.optimiser.program import Reason
from domain.scents.optimiser.targets import Held
from domain.scents.supply.offer import Offer

WHY = {
    Reason.TIME: "it took too long: ask for fewer choices, or for a wider band",
    Reason.CANCELLED: "it was cancelled",
}
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
            return State.STOPPED, {"reason": WHY[reason], "cost": cost, "gap": gap}


def _optimum(found: Optimum, briefing: Briefing) -> dict[str, Any]:
    purchases = [*_bought(found, briefing), *_kept(briefing)]
    materials: dict[str, float] = defaultdict(float)
    for one in purchases:
        materials[one["material"]] += one["share"]
    reference = found.reference_cost
    return {
        "materials": dict(materials),
        "purchases": sorted(purchases, key=lambda one: -one["share"]),
        "cost_per_kg": str(briefing.cost(found.cost)),
        "reference_cost_per_kg": None if reference is None else str(briefing.cost(reference)),
        "notes": [_note(note, briefing.rest) for note in found.notes],
        "binding": list(found.binding),
        "rounds": found.rounds,
        "gap": found.gap,
        "settled": found.settled,
    }


def _bought(found: Optimum, briefing: Briefing) -> Iterator[dict[str, Any]]:
    for name, share in found.shares.items():
        offer = briefing.offers[name]
        yield _purchase(name, offer, share * briefing.rest)


def _kept(briefing: Briefing) -> Iterator[dict[str, Any]]:
    for one in briefing.kept:
        name = f"{one.material} from {one.offer.supplier}, kept as it is"
        yield _purchase(name, one.offer, one.share)


def _purchase(name: str, offer: Offer, share: float) -> dict[str, Any]:
    return {"name": name, "material": offer.item, "supplier": offer.supplier, "share": share}


def _note(note: Note, rest: float) -> dict[str, Any]:
    """Shares by mass are those of the whole."""
    target = note.target
    scale = rest if target.held is Held.SHARE else 1.0
    values = {"reference": target.reference, "low": target.low, "high": target.high}
    told = {name: value * scale for name, value in {**values, "value": note.value}.items()}
    return {"substance": target.code, "held": target.held.value, **told}
