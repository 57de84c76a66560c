"""IFRA standards and clearances for tests: small ones, and those that are shipped."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from domain.kernel import Command
from domain.scents.commands import (
    DecideCategory,
    RecordAllergenRule,
    RecordClearance,
    RecordStandard,
)
from domain.scents.safety.allergens import AllergenRule
from domain.scents.safety.sheets import clearances_from, standards_from
from domain.scents.safety.standard import Clearance, Limit, Rule, Standard

STARTER = Path(__file__).parents[1] / "scents" / "starter"
CITRAL, GERANIAL, LIMONENE, OAKMOSS, TREEMOSS, ETHANOL, TOLUENE = (
    "5392-40-5",
    "141-27-5",
    "5989-27-5",
    "90028-68-5",
    "90028-67-4",
    "64-17-5",
    "108-88-3",
)
CAS = {
    "citral": CITRAL,
    "geranial": GERANIAL,
    "limonene": LIMONENE,
    "oakmoss": OAKMOSS,
    "treemoss": TREEMOSS,
    "ethanol": ETHANOL,
    "toluene": TOLUENE,
    "nameless": "",
    "hexane": "110-54-3",
}
# As the perfumer's page that quotes the 49th amendment gives them; it has no 9 and no 10A.
CITRAL_49 = {
    "1": "0.11",
    "2": "0.032",
    "3": "0.10",
    "4": "0.60",
    "5A": "0.15",
    "5B": "0.15",
    "5C": "0.15",
    "5D": "0.051",
    "6": "0.35",
    "7A": "0.20",
    "7B": "0.20",
    "8": "0.051",
    "10B": "4.2",
    "11A": "0.051",
    "11B": "0.051",
    "12": "no restriction",
}
MOSSES = "Oakmoss and treemoss extracts together"


def standard(
    name: str, *members: str, limits: Mapping[str, Limit] | str | Rule = "1", **said: str
) -> Standard:
    """One limit stands for categories 4 and 12."""
    if isinstance(limits, Rule):
        limits = {"4": limits, "12": limits}
    elif isinstance(limits, str):
        limits = {"4": Decimal(limits), "12": Decimal(limits)}
    said = {"amendment": "51", **said}
    return Standard(name, members=frozenset(members), limits=limits, **said)


def citral_49() -> Standard:
    limits = {
        category: Rule(limit) if limit == "no restriction" else Decimal(limit)
        for category, limit in CITRAL_49.items()
    }
    return standard("Citral", CITRAL, GERANIAL, limits=limits, amendment="49")


def cleared(*numbers: str, amendment: str = "51") -> list[Clearance]:
    return [Clearance(number, amendment, "the index of the amendment") for number in numbers]


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a shipped file."""
    with (STARTER / name).open(newline="") as file:
        return list(csv.DictReader(file))


def shipped_standards(amendment: str = "51") -> list[Standard]:
    shipped = [each.standard() for each in standards_from(rows("limits.csv"), by="starter")]
    return [each for each in shipped if each.amendment == amendment]


def shipped_clearances() -> list[Clearance]:
    commands = clearances_from(rows("clearances.csv"), by="starter")
    return [Clearance(each.cas, each.amendment, each.source, each.name) for each in commands]


def cas_number(n: int) -> str:
    """A CAS number of our own, its check digit right."""
    digits = f"{100 + n}00"
    check = sum(place * int(digit) for place, digit in enumerate(reversed(digits), 1)) % 10
    return f"{100 + n}-00-{check}"


def record_standard(name: str = "Citral", *members: str, **said: Any) -> RecordStandard:
    """One limit stands for category 4."""
    limits = said.pop("limits", "0.6")
    if isinstance(limits, str):
        limits = {"4": Decimal(limits)}
    said = {"amendment": "51", "source": "the book", "by": "Ann", **said}
    return RecordStandard(name=name, members=frozenset(members or [CITRAL]), limits=limits, **said)


def record_allergen(name: str = "Citral", *members: str, **said: Any) -> RecordAllergenRule:
    days = {"new_products_from": date(2026, 7, 31), "all_products_from": date(2028, 7, 31)}
    thresholds = {"leave_on": Decimal("0.001"), "rinse_off": Decimal("0.01")}
    said = {"rule": "The law", "source": "Annex III", **thresholds, **days, **said}
    return RecordAllergenRule(
        AllergenRule(name=name, members=frozenset(members or [CITRAL]), **said), "Ann"
    )


def one_of_each(n: int) -> Iterator[Command]:
    """A record of each kind, none of which is another `n`'s."""
    yield record_standard(f"=Standard {n}", cas_number(n))
    yield RecordClearance("51", cas_number(n + 20), f"=Cleared {n}", "=the index", "Ann")
    yield DecideCategory(f"=FORMAT {n}", "a format", "51", "12", "Ann", "=no skin")
    yield record_allergen(f"=Allergen {n}", cas_number(n))
