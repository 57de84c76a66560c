"""An evaluation as plain data: numbers with their units in the names, amounts of money as texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.scents.evaluation import Evaluation
from domain.scents.physics.evaporation import Course, Evaporation
from domain.scents.physics.headspace import Note
from domain.scents.recipes.composition import Composition
from domain.scents.safety.allergens import Label
from domain.scents.safety.verdict import Finding, Verdict
from domain.scents.supply.cost import Costing, Purchase

HOUR = 3_600.0
Answer = dict[str, Any]


def written(found: Evaluation) -> Answer:
    """None where there is nothing to say."""
    return {
        "composition": _composition(found.composition),
        "headspace": {
            "temperature_K": found.temperature,
            "notes": [_note(note) for note in found.notes],
        },
        "leading": list(found.leading),
        "evaporation": found.evaporation and _evaporation(found.evaporation),
        "cost": _costs(found.costs) if found.costs else None,
        "safety": found.verdict and _safety(found.verdict, found.label),
        "flags": _flags(found),
    }


def _composition(known: Composition) -> Answer:
    moles = known.moles()
    return {
        "materials": [
            {"material": code, "mass_fraction": mass} for code, mass in known.materials.items()
        ],
        "substances": [
            {"substance": one.code, "mass_fraction": mass, "mole_fraction": moles[one]}
            for one, mass in known.substances.items()
        ],
        "unidentified_mass_fraction": known.unidentified,
    }


def _note(note: Note) -> Answer:
    return {
        "substance": note.code,
        "mole_fraction": note.mole_fraction,
        "activity_coefficient": note.gamma,
        "activity_model": note.model.value,
        "vapour_pressure_Pa": note.pressure,
        "concentration_g_m3": note.concentration,
        "odour_value": note.odour_value,
        "intensity": note.intensity,
        "flags": [flag.value for flag in note.flags],
    }


def _evaporation(known: Evaporation) -> Answer:
    return {
        "times_h": [time / HOUR for time in known.times],
        "mass_fraction_left": list(known.left),
        "courses": [_course(course) for course in known.courses],
    }


def _course(course: Course) -> Answer:
    half = course.half_life
    return {
        "substance": course.code,
        "tier": course.tier and course.tier.value,
        "half_life_h": None if half is None else half / HOUR,
        "mass_fraction_left": list(course.left),
        "odour_values": None if course.odour_values is None else list(course.odour_values),
        "flags": [flag.value for flag in course.flags],
    }


def _costs(costs: Sequence[Costing]) -> list[Answer]:
    return [
        {
            "supplier": one.supplier or None,
            "currency": one.currency,
            "complete": one.complete,
            "missing": list(one.missing),
            "cost": str(one.cost),
            "cost_per_kg": str(one.cost_per_kg),
            "outlay": str(one.outlay),
            "fees": str(one.fees),
            "lead_time_days": one.lead_time,
            "purchases": [_purchase(purchase) for purchase in one.purchases],
        }
        for one in costs
    ]


def _purchase(purchase: Purchase) -> Answer:
    return {
        "material": purchase.material,
        "supplier": purchase.offer.supplier,
        "needed_g": str(purchase.needed),
        "bought_g": str(purchase.bought),
        "price_per_kg": str(purchase.price),
        "cost": str(purchase.cost),
        "outlay": str(purchase.outlay),
    }


def _safety(verdict: Verdict, label: Label | None) -> Answer:
    binding = verdict.binding
    return {
        "amendment": verdict.amendment,
        "category": verdict.category,
        "dose": verdict.dose,
        "passes": verdict.passes,
        "largest_dose": verdict.largest_dose,
        "binding": binding and binding.subject,
        "findings": [_finding(finding) for finding in verdict.findings],
        "conditions": [
            {"standard": one.standard, "materials": list(one.materials), "text": one.text}
            for one in verdict.conditions
        ],
        "label": label and _label(label),
    }


def _finding(finding: Finding) -> Answer:
    return {
        "status": finding.status.value,
        "subject": finding.subject,
        "materials": list(finding.materials),
        "mass_fraction_of_product": finding.share,
        "limit_percent": None if finding.limit is None else str(finding.limit),
        "part_of_limit_used": finding.use,
        "largest_dose": finding.largest_dose,
        "reason": finding.reason,
    }


def _label(label: Label) -> Answer:
    return {
        "allergens": [
            {
                "name": one.rule.name,
                "rule": one.rule.rule,
                "mass_fraction_of_product": one.share,
                "threshold_percent": str(one.threshold),
                "materials": list(one.materials),
                "due": one.due.value,
                "new_products_from": one.rule.new_products_from.isoformat(),
                "all_products_from": one.rule.all_products_from.isoformat(),
            }
            for one in label.mentions
        ],
        "unidentified": list(label.unidentified),
    }


def _flags(found: Evaluation) -> list[str]:
    """All flags of the notes, each once, and what is to be said of the whole."""
    flags = {flag.value for note in found.notes for flag in note.flags}
    if found.composition.unidentified:
        flags.add("unidentified")
    if found.verdict and not found.verdict.passes:
        flags.add("not_released")
    if any(not one.complete for one in found.costs):
        flags.add("incomplete_cost")
    return sorted(flags)
