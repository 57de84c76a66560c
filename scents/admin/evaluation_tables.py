"""Tables of an evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString

from domain.scents.physics.liquid import Flag
from messaging.admin.command_admin import Table
from messaging.admin.looks import badge
from scents.charts.canvas import amount

Answer = Mapping[str, Any]
_STATUS = {"ok": "success", "exceeded": "danger", "prohibited": "danger", "unknown": "warning"}


_MIND = {
    Flag.RAOULT: "its UNIFAC groups are not known: the liquid is taken to be ideal",
    Flag.MISSING_INTERACTION: "two of the groups never met in an experiment: "
    "they are taken to be indifferent to each other",
    Flag.EXTRAPOLATED: "the temperature is outside the range of its vapour pressure's formula",
    Flag.NO_VAPOUR_PRESSURE: "nobody knows how readily it evaporates: it has no odour value",
    Flag.NO_THRESHOLD: "nobody knows from which concentration on it is smelled",
}
"""Of a figure, before it is trusted."""


def tables_of(answer: Answer) -> list[Table]:
    """Of what was asked."""
    tables = [_headspace(answer), _cost(answer["cost"] or [])]
    if answer["safety"]:
        tables.insert(0, _safety(answer["safety"]))
    flags = sorted({flag for note in answer["headspace"]["notes"] for flag in note["flags"]})
    if flags:
        rows = [(flag.replace("_", " "), _MIND[flag]) for flag in flags]
        tables.append(Table("What to mind", ["mark", "meaning"], rows))
    return tables


def digits(number: float | None, unit: str = "") -> str | None:
    """Three of them; None where there is no data."""
    return None if number is None else f"{amount(number)}{unit}"


def _headspace(answer: Answer) -> Table:
    notes = {note["substance"]: note for note in answer["headspace"]["notes"]}
    masses = {row["substance"]: row["mass_fraction"] for row in answer["composition"]["substances"]}
    tiers = {
        row["substance"]: row["tier"] for row in (answer["evaporation"] or {}).get("courses", ())
    }
    leading = answer["leading"]
    rest = sorted(masses.keys() - set(leading), key=lambda code: (-masses[code], code))
    rows = [_note(notes[code], masses[code], tiers.get(code)) for code in (*leading, *rest)]
    if answer["composition"]["unidentified_mass_fraction"]:
        share = answer["composition"]["unidentified_mass_fraction"]
        rows.append(("unidentified", digits(100 * share, " %"), *[None] * 6))
    headers = ["substance", "by mass", "tier", "activity", "vapour pressure", "in the air"]
    kelvin = answer["headspace"]["temperature_K"]
    title = f"Above it at {kelvin - 273.15:.4g} °C, the strongest first"
    return Table(title, [*headers, "odour value", "mind"], rows)


def _note(note: Answer, mass: float, tier: str | None) -> tuple[Any, ...]:
    return (
        note["substance"],
        digits(100 * mass, " %"),
        tier,
        f"{note['activity_coefficient']:.3g} {note['activity_model']}",
        digits(note["vapour_pressure_Pa"], " Pa"),
        digits(note["concentration_g_m3"], " g/m3"),
        digits(note["odour_value"]),
        ", ".join(flag.replace("_", " ") for flag in note["flags"]) or None,
    )


def _cost(costs: list[Answer]) -> Table:
    rows = [
        (
            one["supplier"] or "the cheapest for each",
            f"{one['cost']} {one['currency']}",
            f"{one['cost_per_kg']} {one['currency']}",
            f"{one['outlay']} {one['currency']}",
            f"{one['lead_time_days']} days",
            ", ".join(one["missing"]) or None,
        )
        for one in costs
    ]
    headers = ["supplier", "cost of the batch", "of a kg", "to be paid", "lead time", "not offered"]
    return Table("Cost", headers, rows)


def _safety(safety: Answer) -> Table:
    rows = [
        (
            one["subject"],
            _status(one["status"]),
            ", ".join(one["materials"]),
            digits(100 * one["mass_fraction_of_product"], " %"),
            one["limit_percent"],
            one["reason"] or None,
        )
        for one in safety["findings"]
    ]
    passes = "may be used" if safety["passes"] else "must not be used"
    title = f"Safety: {passes} in category {safety['category']}, amendment {safety['amendment']}"
    largest = safety["largest_dose"]
    if largest is not None:
        title += f"; largest dose {100 * largest:.4g} %"
    return Table(title, ["standard", "finding", "materials", "share", "limit, %", "why"], rows)


def _status(status: str) -> SafeString:
    return badge(status, _STATUS[status])
