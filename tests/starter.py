"""The files of the shipped starter set, read as they are."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parents[1] / "scents" / "starter"
CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
Row = Mapping[str, str]


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


MATERIALS = {row["code"]: row for row in rows("materials")}
PROPERTIES = rows("properties")
CONSTITUENTS = rows("constituents")
OFFERS = rows("offers")
FORMULAS: dict[str, Any] = {
    formula["code"]: formula
    for formula in yaml.safe_load((FOLDER / "formulas.yaml").read_text(encoding="utf-8"))
}


def known(material: str, *properties: str) -> bool:
    """Whether one of the properties has a value."""
    return any(
        row["material"] == material and row["property"] in properties and row["value"] != "no data"
        for row in PROPERTIES
    )


def nodes(formula: str) -> Iterator[dict[str, Any]]:
    """What a formula is put together from, its dilutions taken apart as well."""
    for part in FORMULAS[formula]["parts"]:
        yield part
        if "dilution" in part:
            yield {"material": part["dilution"]["material"]}
            yield {"material": part["dilution"]["solvent"]}


def materials_of(formula: str) -> set[str]:
    """All chemicals of a formula, through its accords, dilutions and naturals."""
    found: set[str] = set()
    for node in nodes(formula):
        if "formula" in node:
            found |= materials_of(node["formula"])
        elif "material" in node:
            found.add(node["material"])
    return found | {row["constituent"] for row in CONSTITUENTS if row["natural"] in found}
