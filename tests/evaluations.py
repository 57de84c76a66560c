"""What tests of evaluations share: a mixture with all its data, as a request writes it."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

from domain.scents import commands
from domain.scents.evaluation import Rules
from domain.scents.material import Material
from domain.scents.measured import Measured
from domain.scents.physics.smell import Threshold
from domain.scents.physics.vapour import Correlation, VapourPressure
from domain.scents.recipes.mixture import Library
from domain.scents.safety.delivery_format import CategoryUndecided
from domain.scents.supply.offer import Grade, Offer, PriceStep, Sold
from messaging.bus import MessageBus
from tests.recipes import blend

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

    def rules(self, amendment: str, cas: Any) -> Rules:
        return Rules()

    def category(self, delivery_format: str, *, amendment: str) -> str:
        if delivery_format == "candle":
            return "12"
        raise CategoryUndecided(f"{delivery_format} has no category in amendment {amendment}")


KNOWN = {
    "molar_mass": Measured(136.24, "g/mol", "CIAAW 2021"),
    "vapour_pressure": VapourPressure(
        Correlation.ANTOINE, (6.81591, 2075.62, -16.65), "published fit"
    ),
    "smell": Threshold(2.45e-3, "published threshold"),
}


def stock_sea(bus: MessageBus) -> None:
    """Two versions of limonene in a carrier of which nothing is known, and a price."""
    for code, name in (("LIMONENE", "Limonene"), ("DPG", "Dipropylene glycol")):
        bus.handle(commands.AddMaterial(code, name))
    for name, value in KNOWN.items():
        bus.handle(commands.RecordProperty("LIMONENE", name, value))
    bus.handle(commands.RegisterSupplier("FERN", "Fern & Sons", Grade.PREMIUM))
    steps = (PriceStep(0, Decimal(30)),)
    today = date(2026, 1, 1)
    bus.handle(commands.MakeOffer(Offer("FERN", Sold.MATERIAL, "LIMONENE", "EUR", steps, today)))
    decision = commands.DecideCategory("candle", "Candle", "51", "12", "tox", "never on the skin")
    bus.handle(decision)
    bus.handle(commands.DraftFormula("SEA", "Sea", blend(LIMONENE=1, DPG=3), "", "ann"))
    bus.handle(commands.ReviseFormula("SEA", blend(LIMONENE=1, DPG=1), "", "ann", 1))
