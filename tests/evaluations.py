"""What tests of evaluations share: a mixture with all its data, as a request writes it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from domain.scents.evaluation import Rules
from domain.scents.material import Material
from domain.scents.mixture import Library
from domain.scents.safety.delivery_format import CategoryUndecided

ETHANOL = {
    "code": "ETHANOL",
    "cas": "64-17-5",
    "molar_mass": {"value": 46.07, "unit": "g/mol"},
    "density": {"value": 789, "unit": "kg/m3", "temperature": {"value": 20, "unit": "degC"}},
    "vapour_pressure": {
        "correlation": "antoine",
        "coefficients": {"A": 7.239148, "B": 1582.195, "C": -48.854770},
    },
    "groups": {"1": 1, "2": 1, "14": 1},
    "odour_threshold": {"value": 55.3, "unit": "mg/m3"},
}
LIMONENE = {
    "code": "LIMONENE",
    "cas": "5989-27-5",
    "molar_mass": {"value": 0.13624, "unit": "kg/mol"},
    "vapour_pressure": {
        "correlation": "antoine",
        "coefficients": [6.81591, 2075.62, -16.65],
        "lowest": {"value": 0, "unit": "degC"},
        "highest": {"value": 450, "unit": "K"},
    },
    "groups": {"1": 2, "2": 3, "3": 1, "7": 1, "8": 1},
    "odour_threshold": {"value": 2.45, "unit": "ug/L"},
}
QUESTION = {
    "recipe": {
        "parts": [{"material": "LIMONENE", "share": 1}, {"material": "64-17-5", "share": "3"}]
    },
    "materials": [LIMONENE, ETHANOL],
    "temperature": {"value": 25, "unit": "degC"},
}


def question(**changes: Any) -> dict[str, Any]:
    """The usual question with these fields changed; None takes a field away."""
    changed = {**deepcopy(QUESTION), **changes}
    return {name: value for name, value in changed.items() if value is not None}


def with_ethanol(**changes: Any) -> dict[str, Any]:
    """The usual question, ethanol's data changed."""
    return question(materials=[deepcopy(LIMONENE), {**deepcopy(ETHANOL), **changes}])


class OwnShelf:
    """A shelf with these materials and recipes, none of them in a database."""

    def __init__(self, library: Library | None = None, offers: Any = ()) -> None:
        self._library = library or Library({})
        self._offers = tuple(offers)

    def materials(self, names: Any) -> dict[str, Material]:
        known = self._library.materials
        by_cas = {one.cas: one for one in known.values() if one.cas}
        return {name: {**by_cas, **known}[name] for name in names if name in {*known, *by_cas}}

    def recipes(self, formulas: Any) -> Any:
        return self._library.formulas if formulas else {}

    def offers(self, codes: Any, *, on: Any) -> Any:
        return tuple(one for one in self._offers if one.item in codes and one.holds_on(on))

    def rules(self, *, amendment: str) -> Rules:
        return Rules()

    def category(self, delivery_format: str, *, amendment: str) -> str:
        if delivery_format == "candle":
            return "12"
        raise CategoryUndecided(f"{delivery_format} has no category in amendment {amendment}")
