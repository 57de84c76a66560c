"""Safety rules as plain data, and back: the one form in which tables keep them.

Numbers are text, so that no digit is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from domain.scents.safety.allergens import AllergenRule
from domain.scents.safety.delivery_format import DeliveryFormat
from domain.scents.safety.standard import Clearance, Standard, limit_from

Value = Mapping[str, Any]


def standard_value(standard: Standard) -> Value:
    return {
        "members": sorted(standard.members),
        "limits": {category: str(limit) for category, limit in standard.limits.items()},
        "condition": standard.condition,
        "together": standard.together,
    }


def standard_from(amendment: str, name: str, value: Value) -> Standard:
    return Standard(
        name,
        amendment,
        frozenset(value["members"]),
        {category: limit_from(text) for category, text in value["limits"].items()},
        value["condition"],
        value["together"],
    )


def clearance_value(clearance: Clearance) -> Value:
    return {"name": clearance.name}


def clearance_from(amendment: str, cas: str, value: Value, *, source: str) -> Clearance:
    return Clearance(cas, amendment, source, value["name"])


def format_value(decision: DeliveryFormat) -> Value:
    return {
        "name": decision.name,
        "amendment": decision.amendment,
        "category": decision.category,
    }


def format_from(code: str, value: Value, *, source: str, by: str) -> DeliveryFormat:
    return DeliveryFormat(code, value["name"], value["amendment"], value["category"], by, source)


def allergen_value(rule: AllergenRule) -> Value:
    return {
        "members": sorted(rule.members),
        "leave_on": str(rule.leave_on),
        "rinse_off": str(rule.rinse_off),
        "new_products_from": rule.new_products_from.isoformat(),
        "all_products_from": rule.all_products_from.isoformat(),
    }


def allergen_from(rule: str, name: str, value: Value, *, source: str) -> AllergenRule:
    return AllergenRule(
        rule,
        name,
        frozenset(value["members"]),
        Decimal(value["leave_on"]),
        Decimal(value["rinse_off"]),
        date.fromisoformat(value["new_products_from"]),
        date.fromisoformat(value["all_products_from"]),
        source,
    )


def changes(before: Value | None, after: Value | None) -> list[str]:
    """What a revision changed, in words; `before` is None where nothing held."""
    if after is None:
        return ["withdrawn"]
    if before is None:
        return ["recorded"]
    return [
        said
        for name in after
        if before[name] != after[name]
        for said in _change(name.replace("_", " "), before[name], after[name])
    ]


def _change(name: str, before: Any, after: Any) -> list[str]:
    match before, after:
        case dict(), dict():
            names = [*before, *(key for key in after if key not in before)]
            return [
                f"{key}: {before.get(key, 'none')} → {after.get(key, 'none')}"
                for key in names
                if before.get(key) != after.get(key)
            ]
        case list(), list():
            added, gone = set(after) - set(before), set(before) - set(after)
            return [f"with {one}" for one in sorted(added)] + [
                f"without {one}" for one in sorted(gone)
            ]
    return [f"{name}: {before or 'none'} → {after or 'none'}"]
