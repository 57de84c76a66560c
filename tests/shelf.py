"""A small laboratory for tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from domain.scents.material import Constituent, Groups, Kind, Material
from domain.scents.measured import Measured
from domain.scents.physics.smell import Threshold
from domain.scents.physics.vapour import Correlation, VapourPressure
from domain.scents.recipes.mixture import Library
from domain.scents.recipes.recipe import Accord, Basis, Blend, Dilution, Node, Part, Use
from domain.scents.supply.offer import Offer, PriceStep, Sold

TODAY = date(2026, 11, 20)
A_PAPER = "a test"


def chemical(code: str, molar_mass: float | None = 100.0, **facts: Any) -> Material:
    known = None if molar_mass is None else Measured(molar_mass, "g/mol", A_PAPER)
    return Material(code, code.title(), molar_mass=known, **facts)


def natural(code: str, *, rest: bool = False, **shares: float) -> Material:
    """`shares` by constituent; the most is a tenth more than the typical share."""
    parts = [
        Constituent(name.replace("_", "-"), share, min(1.0, share * 1.1), A_PAPER)
        for name, share in shares.items()
    ]
    return Material(code, code.title(), Kind.NATURAL, constituents=tuple(parts))


def smelling(
    code: str,
    molar_mass: float,
    antoine: tuple[float, float, float],
    threshold: float,
    groups: dict[int, int],
    **facts: Any,
) -> Material:
    """A chemical with everything that the physics asks for."""
    return chemical(
        code,
        molar_mass,
        vapour_pressure=VapourPressure(Correlation.ANTOINE, antoine, A_PAPER),
        smell=Threshold(threshold, A_PAPER),
        groups=Groups(tuple(sorted(groups.items())), A_PAPER),
        **facts,
    )


def library(*materials: Material, **formulas: Blend) -> Library:
    """Formulas under their names, each in version 1."""
    return Library(
        {one.code: one for one in materials}, {(name, 1): one for name, one in formulas.items()}
    )


def use(code: str, share: str | int = 1) -> Part:
    return Part(Use(code), Decimal(share))


def accord(code: str, share: str | int = 1, version: int = 1) -> Part:
    return Part(Accord(code, version), Decimal(share))


def diluted(of: Node, strength: str, solvent: str, share: str | int = 1) -> Part:
    return Part(Dilution(of, Decimal(strength), solvent), Decimal(share))


def blend(*parts: Part, basis: Basis = Basis.MASS) -> Blend:
    return Blend(parts, basis)


def offer(
    item: str,
    supplier: str = "cheap",
    *,
    price: str = "10",
    steps: dict[int, str] | None = None,
    **terms: Any,
) -> Offer:
    prices = steps or {1: price}
    return Offer(
        supplier,
        terms.pop("sold", Sold.MATERIAL),
        item,
        terms.pop("currency", "USD"),
        tuple(PriceStep(quantity, Decimal(one)) for quantity, one in prices.items()),
        terms.pop("valid_from", TODAY),
        **terms,
    )
