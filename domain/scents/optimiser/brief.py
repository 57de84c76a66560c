"""The perfumer's brief: what it shall smell like, what can be bought, and what is demanded."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from domain.kernel import BadInput
from domain.scents.measured import ROOM, require_positive
from domain.scents.physics.substance import Substance

WHOLE = 1 + 1e-9
"""Fractions by mass add up to one, but for the noise of floats."""


@dataclass(frozen=True)
class Ingredient:
    """An offer: a material from a supplier at one price; each price break is an ingredient.

    `cost` per kg; `makeup` are the substances by mass fraction as they typically are (odour is
    reckoned with it), `worst` as they are at most (safety is reckoned with that, or with the
    typical fraction where it is higher). `most` kg can be had; `least` kg must be taken, if any.
    Raises BadInput.
    """

    name: str
    material: str
    supplier: str
    cost: Decimal
    makeup: Mapping[str, float]
    worst: Mapping[str, float] = field(default_factory=dict)
    most: float | None = None
    least: float | None = None

    def __post_init__(self) -> None:
        if not (self.cost.is_finite() and 0 <= self.cost < 10**9):
            raise BadInput(f"{self.name} cost", "must be from 0 on, and finite")
        require_fractions(f"{self.name} makeup", self.makeup)
        for code, share in self.worst.items():
            require_fraction(f"{self.name} worst {code}", share)
        for kind, amount in (("most", self.most), ("least", self.least)):
            if amount is not None and not 0 <= amount < math.inf:
                raise BadInput(f"{self.name} {kind}", "must be from 0 on, and finite")

    def at_worst(self, code: str) -> float:
        return max(self.worst.get(code, 0.0), self.makeup.get(code, 0.0))


@dataclass(frozen=True)
class Limit:
    """A safety limit: factor times mass fraction, summed over the members, is `most` at most.

    Members without factors count once. Raises BadInput.
    """

    name: str
    members: Mapping[str, float] | frozenset[str]
    most: float

    def __post_init__(self) -> None:
        require_fraction(f"limit {self.name}", self.most)
        for code, factor in self.factors.items():
            if not 0 <= factor < 1e9:
                raise BadInput(f"limit {self.name} {code}", "must be from 0 on, and finite")

    @property
    def factors(self) -> Mapping[str, float]:
        if isinstance(self.members, Mapping):
            return self.members
        return dict.fromkeys(sorted(self.members), 1.0)


@dataclass(frozen=True)
class Brief:
    """What is asked of the cheapest formula; all shares are fractions by mass.

    `reference`: the composition to smell like, by substance; what it lacks to one is unidentified.
    Odour values stay within `band` (relative half-width, `bands` by substance) of those of the
    reference. A substance without an odour value (no vapour pressure or threshold) cannot be held
    by smell: its mass fraction stays within the same band instead. `strangers`: the most odour
    value of a substance that the reference lacks, relative to its strongest note. `free` substances
    may come and go (solvents). `unidentified`: the most mass that nobody has identified, where the
    reference has less.

    `fixed` shares, and kg that are `available`, by material;
    `least_dose` of an ingredient that is used; `batch` in kg, needed
    where an ingredient has `most` or `least`; `temperature` in K. Raises BadInput.
    """

    reference: Mapping[str, float]
    ingredients: tuple[Ingredient, ...]
    substances: Mapping[str, Substance]
    band: float = 0.2
    bands: Mapping[str, float] = field(default_factory=dict)
    strangers: float = 0.01
    free: frozenset[str] = frozenset()
    unidentified: float = 0.01
    limits: tuple[Limit, ...] = ()
    fixed: Mapping[str, float] = field(default_factory=dict)
    available: Mapping[str, float] = field(default_factory=dict)
    least_dose: float = 0.0
    most_materials: int | None = None
    most_suppliers: int | None = None
    one_supplier_each: bool = False
    batch: float | None = None
    temperature: float = ROOM

    def __post_init__(self) -> None:
        require_fractions("reference", self.reference)
        self._require_known()
        self._require_ingredients()
        for code, width in {"band": self.band, "strangers": self.strangers, **self.bands}.items():
            if not 0 <= width < 1e6:
                raise BadInput(code, "must be from 0 on, and finite")
        shares = {f"fixed {material}": share for material, share in self.fixed.items()}
        own = {"least_dose": self.least_dose, "unidentified": self.unidentified}
        for name, share in {**shares, **own}.items():
            require_fraction(name, share)
        for material, amount in self.available.items():
            if not 0 <= amount < math.inf:
                raise BadInput(f"available {material}", "must be from 0 on, and finite")
        for name, count in (
            ("most_materials", self.most_materials),
            ("most_suppliers", self.most_suppliers),
        ):
            if count is not None and count < 1:
                raise BadInput(name, "must be one or more")
        require_positive("temperature", self.temperature)

    def _require_known(self) -> None:
        makeups = [ingredient.makeup for ingredient in self.ingredients]
        for code in {code for mixture in [self.reference, *makeups] for code in mixture}:
            if code not in self.substances:
                raise BadInput("substances", f"say nothing of {code}")
        for code, substance in self.substances.items():
            require_positive(f"molar mass of {code}", substance.molar_mass)

    def _require_ingredients(self) -> None:
        names = [ingredient.name for ingredient in self.ingredients]
        if not names or len(set(names)) < len(names):
            raise BadInput("ingredients", "must be there, each with a name of its own")
        if self.batch is not None:
            require_positive("batch", self.batch)
        elif self.available or any(i.most is not None or i.least for i in self.ingredients):
            raise BadInput("batch", "must be known where amounts are limited")

    @property
    def codes(self) -> tuple[str, ...]:
        """The order of substances wherever a position speaks of one."""
        return tuple(self.substances)

    def least_share(self, ingredient: Ingredient) -> float:
        """Of an ingredient that is used at all."""
        ordered = (ingredient.least or 0.0) / self.batch if self.batch else 0.0
        return max(self.least_dose, ordered)

    def width(self, code: str) -> float:
        return self.bands.get(code, self.band)

    @property
    def discrete(self) -> bool:
        """Whether something is used or not, beside how much of it."""
        counted = self.one_supplier_each or self.most_materials or self.most_suppliers
        return bool(counted) or any(self.least_share(i) for i in self.ingredients)


def require_fraction(field: str, share: float) -> None:
    """Raises BadInput unless the share is from 0 to 1."""
    if not 0 <= share <= WHOLE:
        raise BadInput(field, "must be from 0 to 1")


def require_fractions(field: str, shares: Mapping[str, float]) -> None:
    """Raises BadInput unless the shares are such, with a sum above 0 and up to 1."""
    for code, share in shares.items():
        require_fraction(f"{field} {code}", share)
    if not 0 < math.fsum(shares.values()) <= WHOLE:
        raise BadInput(field, "must add up to more than 0 and no more than 1")
