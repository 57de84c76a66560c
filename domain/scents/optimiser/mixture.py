"""What a formula is made of and how it smells, in plain Python: the solver is checked by this."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal

from domain.scents.optimiser.brief import Brief
from domain.scents.optimiser.smells import Smells

CENT = Decimal("0.0001")

Shares = Mapping[str, float]
"""A formula: mass fractions by the names of ingredients."""


def composition(brief: Brief, shares: Shares) -> dict[str, float]:
    """Mass fractions by substance, typically."""
    return {
        code: math.fsum(
            shares.get(ingredient.name, 0.0) * ingredient.makeup.get(code, 0.0)
            for ingredient in brief.ingredients
        )
        for code in brief.codes
    }


def mole_fractions(brief: Brief, masses: Mapping[str, float]) -> list[float]:
    """In the order of `brief.codes`; of what is identified."""
    moles = [masses.get(code, 0.0) / brief.substances[code].molar_mass for code in brief.codes]
    total = math.fsum(moles)
    return [amount / total for amount in moles]


def odour_values(
    brief: Brief, smells: Smells, masses: Mapping[str, float]
) -> tuple[dict[str, float], Sequence[float]]:
    """Odour values of the substances that have one, and the activity coefficients of all."""
    fractions = mole_fractions(brief, masses)
    gammas = smells.gammas(fractions)
    values = {
        code: gamma * smells.pure[code] * fraction
        for code, gamma, fraction in zip(brief.codes, gammas, fractions, strict=True)
        if code in smells.pure
    }
    return values, gammas


def cost_per_kg(brief: Brief, shares: Shares) -> Decimal:
    """In the brief's currency, to a hundredth of a cent."""
    parts = (i.cost * Decimal(repr(shares.get(i.name, 0.0))) for i in brief.ingredients)
    return sum(parts, Decimal(0)).quantize(CENT)
