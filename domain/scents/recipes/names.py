"""Parts of recipes in words."""

from __future__ import annotations

from decimal import Decimal

from domain.scents.recipes.recipe import Accord, Basis, Blend, Dilution, Node, Use
from domain.scents.recipes.uses import reference

_MOST_NAMED = 3


def name_of(node: Node) -> str:
    """`LIMONENE`, `SEA@2`, `CALONE 10 % in DPG`, `blend of A, B, C …`."""
    match node:
        case Use(material):
            return material
        case Accord(formula, version):
            return reference(formula, version)
        case Dilution(of, strength, solvent, basis):
            counted = "" if basis is Basis.MASS else f" by {basis.value}"
            return f"{name_of(of)} {percent(strength)} in {solvent}{counted}"
        case Blend(parts):
            named = ", ".join(name_of(part.node) for part in parts[:_MOST_NAMED])
            return f"blend of {named}{' …' if len(parts) > _MOST_NAMED else ''}"


def percent(fraction: Decimal) -> str:
    """`0.1` as `10 %`, with all its digits."""
    return f"{(fraction * 100).normalize():f} %"
