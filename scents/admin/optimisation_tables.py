"""What came of a search, in tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.safestring import SafeString

from domain.scents.optimisation import State
from domain.scents.optimiser.targets import Held
from messaging.admin.command_admin import Table
from messaging.admin.looks import badge, list_of, page_of
from scents import queries
from scents.admin.formula_tables import percent
from scents.admin.optimisation_forms import compared, recipe_of
from scents.models import Formula, FormulaVersion, Material, Optimisation

MOST_SHOWN = 20
GIVE_WAY = (
    "Search again with one of them given up: allow odour values more room, allow more materials "
    "or suppliers, or fix fewer shares."
)
_COLOURS = {
    State.RUNNING: "info",
    State.SOLVED: "success",
    State.CONTRADICTION: "warning",
    State.UNSETTLED: "warning",
    State.STOPPED: "warning",
    State.REFUSED: "danger",
    State.FAILED: "danger",
}
_LISTS = {"suppliers": "only from", "materials": "only these beside its own", "without": "never"}
_COUNTS = {"most_materials": "materials at most", "most_suppliers": "suppliers at most"}


def outcome_tables(one: Optimisation) -> Iterator[Table]:
    outcome: dict[str, Any] = one.outcome
    yield from _became(one)
    if "purchases" in outcome:
        yield _purchases(outcome)
        yield _notes(outcome)
        yield from _texts("What holds the cost up, the dearest first", outcome["binding"])
    if "demands" in outcome:
        yield from _texts(_contradiction(outcome), outcome["demands"])
        yield from _texts("What to do next", [GIVE_WAY], "advice")
    yield from _texts("What the nearest formula misses", outcome.get("missed", ()))
    yield from _texts("Why not", [outcome["reason"]] if "reason" in outcome else (), "reason")
    if left_out := outcome.get("left_out"):
        yield Table("Left out", ["offer", "why"], [*left_out.items()])
    yield Table("What was asked for", ["demand", "value"], [*_asked(one.wish)])


def searches_table(formula: str) -> Table:
    """What was searched for a formula, the latest first."""
    rows = Optimisation.objects.filter(formula=formula).order_by("-requested_at")
    shown = [
        (
            page_of(Optimisation, one.pk),
            one.version,
            state_of(one),
            cost_of(one),
            saving_of(one),
            one.requested_by,
        )
        for one in rows[:MOST_SHOWN]
    ]
    headers = ["search", "of version", "state", "cost of a kg", "saved", "asked by"]
    more = list_of(Optimisation, q=formula) if len(shown) == MOST_SHOWN else ""
    return Table("Searches for a cheaper one", headers, shown, more, "All of them")


def state_of(one: Optimisation) -> SafeString:
    return badge(one.state, _COLOURS.get(State(one.state), ""))


def cost_of(one: Optimisation) -> str:
    cost = one.outcome.get("cost_per_kg")
    return f"{float(cost):.2f} {one.wish['currency']}" if cost else "-"


def saving_of(one: Optimisation) -> str:
    cost, before = (one.outcome.get(f"{n}cost_per_kg") for n in ("", "reference_"))
    if not cost or not before or not float(before):
        return "-"
    paid, currency = float(before), one.wish["currency"]
    return f"{1 - float(cost) / paid:.1%} of {paid:.2f} {currency}"


def _became(one: Optimisation) -> Iterator[Table]:
    """The versions that were made of the outcome."""
    if rows := versions_of(one):
        shown = [
            (
                page_of(Formula, one.formula, str(row)),
                row.author,
                row.approved_by or None,
                compared(one, row.number, "see what is different"),
            )
            for row in rows
        ]
        yield Table("It became", ["version", "author", "approved by", "beside the old"], shown)


def versions_of(one: Optimisation) -> list[FormulaVersion]:
    """Of its formula, those that are what was found."""
    if one.state != State.SOLVED:
        return []
    return queries.versions_that_are(one.formula, recipe_of(one.outcome))


def _asked(wish: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What was filled in, with units."""
    yield "batch", f"{wish['batch']} kg"
    yield "odour values", f"± {100 * wish['band']:.4g} %"
    safety = wish["delivery_format"]
    yield "safety", f"{safety} at a dose of {100 * wish['dose']:.4g} %" if safety else "not asked"
    yield "currency", wish["currency"]
    for name, label in _LISTS.items():
        if wish[name]:
            yield label, ", ".join(wish[name])
    if wish["fixed"]:
        yield "fixed shares", ", ".join(f"{c} {100 * f:.4g} %" for c, f in wish["fixed"].items())
    if wish["least_dose"]:
        yield "smallest share", f"{100 * wish['least_dose']:.4g} %"
    for name, label in _COUNTS.items():
        if wish[name]:
            yield label, str(wish[name])
    if wish["price_steps"]:
        yield "price steps", "chosen among"


def _purchases(outcome: dict[str, Any]) -> Table:
    rows = [
        (page_of(Material, each["material"]), each["name"], percent(each["share"]))
        for each in outcome["purchases"]
    ]
    return Table("The cheapest formula", ["material", "bought as", "share by mass"], rows)


def _notes(outcome: dict[str, Any]) -> Table:
    """Without those that neither has; shares by mass in per cent."""
    there = [note for note in outcome["notes"] if note["reference"] or note["value"]]
    rows = [
        (
            note["substance"],
            note["held"],
            *(_held(note, name) for name in ("reference", "low", "value", "high")),
        )
        for note in sorted(there, key=lambda note: (note["held"], -note["reference"]))
    ]
    headers = ["substance", "held by", "reference", "at least", "is", "at most"]
    return Table("Smells the same", headers, rows)


def _held(note: dict[str, Any], name: str) -> str:
    if note["held"] == Held.SHARE:
        return percent(note[name])
    return f"{note[name]:,.0f}" if note[name] >= 1000 else f"{note[name]:.3g}"


def _contradiction(outcome: dict[str, Any]) -> str:
    nearest = "" if outcome["exact"] else ", at the activities of the nearest formula"
    if len(outcome["demands"]) == 1:
        return f"What cannot be had from what may be bought{nearest}"
    which = "The fewest demands" if outcome["smallest"] else "Demands"
    return f"{which} that contradict each other{nearest}: give up any one of them"


def _texts(title: str, texts: Any, header: str = "demand") -> Iterator[Table]:
    if texts:
        yield Table(title, [header], [(text,) for text in texts])
