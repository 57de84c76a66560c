"""What is asked of a mixture: a recipe, or a version of a formula, and in which circumstances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.scents.material import Material
from domain.scents.measured import ROOM
from domain.scents.recipes.recipe import Accord, Basis, Blend, Part
from domain.scents.recipes.text import read_recipe
from domain.scents.safety.standard import AMENDMENTS, CATEGORIES
from domain.scents.supply.offer import Offer
from scents.evaluation.fields import Fields, under
from scents.evaluation.materials import read_materials
from scents.evaluation.offers import read_offers
from scents.evaluation.units import quantity

COLDEST, HOTTEST = 273.15, 423.15
"""K: between them the parameters of UNIFAC hold."""
SMALLEST, LARGEST = 1e-3, 1e9
"""Batches in g."""
LONGEST_HOURS = 24 * 365
LATEST_VERSION = 1_000_000
_KNOWN = (
    "recipe",
    "formula",
    "version",
    "materials",
    "temperature",
    "batch",
    "safety",
    "evaporation",
    "offers",
    "on",
)


@dataclass(frozen=True)
class SafetyQuestion:
    """A use: `category` and `delivery_format` are two ways to say the same, one of them empty."""

    amendment: str
    category: str
    delivery_format: str
    dose: float
    leave_on: bool


@dataclass(frozen=True)
class Question:
    """`temperature` in K, `batch` in g, `duration` of the evaporation in s."""

    recipe: Blend
    materials: Mapping[str, Material]
    temperature: float
    batch: Decimal
    duration: float
    offers: tuple[Offer, ...]
    on: date
    safety: SafetyQuestion | None


def read_question(data: object, *, today: date) -> Question:
    """Raises BadInput, whose `field` is the way to what is wrong: `recipe/parts/3/share`."""
    told = Fields(data, "", _KNOWN)
    on = told.day("on", today)
    hours = 24.0
    if "evaporation" in told:
        hours = told.object("evaporation", {"hours"}).number(
            "hours", least=0.01, most=LONGEST_HOURS
        )
    return Question(
        _recipe(told),
        read_materials(told),
        _temperature(told),
        _batch(told),
        hours * 3_600,
        read_offers(told, on=on),
        on,
        _safety(told),
    )


def _recipe(told: Fields) -> Blend:
    if ("recipe" in told) == ("formula" in told):
        raise told.fault("recipe", "must be given, or else a formula and its version")
    if "formula" in told:
        version = told.whole("version", least=1, most=LATEST_VERSION)
        accord = Accord(told.text("formula", longest=255), version)
        return Blend((Part(accord, Decimal(1)),), Basis.MASS)
    if "version" in told:
        raise told.fault("version", "belongs to a formula, and a recipe is given")
    recipe = told.raw("recipe")
    if not isinstance(recipe, Mapping):
        raise told.fault("recipe", "must be an object with named fields")
    with under("recipe"):
        return read_recipe(recipe)


def _temperature(told: Fields) -> float:
    if "temperature" not in told:
        return ROOM
    return quantity(told, "temperature", to="K", least=COLDEST, most=HOTTEST)


def _batch(told: Fields) -> Decimal:
    if "batch" not in told:
        return Decimal(1_000)
    return Decimal(repr(quantity(told, "batch", to="g", least=SMALLEST, most=LARGEST)))


def _safety(told: Fields) -> SafetyQuestion | None:
    if "safety" not in told:
        return None
    names = ("amendment", "category", "delivery_format", "dose", "leave_on")
    asked = told.object("safety", names)
    if ("category" in asked) == ("delivery_format" in asked):
        raise asked.fault("category", "must be given, or else a delivery_format")
    return SafetyQuestion(
        asked.word("amendment", AMENDMENTS) if "amendment" in asked else AMENDMENTS[-1],
        asked.word("category", CATEGORIES) if "category" in asked else "",
        asked.text("delivery_format", longest=200) if "delivery_format" in asked else "",
        asked.number("dose", least=1e-9, most=1),
        asked.flag("leave_on", fallback=True),
    )
