"""IFRA standards and clearances for tests: small ones, and those that are shipped."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

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


def shipped_standards() -> list[Standard]:
    return [each.standard() for each in standards_from(rows("limits.csv"), by="starter")]


def shipped_clearances() -> list[Clearance]:
    commands = clearances_from(rows("clearances.csv"), by="starter")
    return [Clearance(each.cas, each.amendment, each.source, each.name) for each in commands]
