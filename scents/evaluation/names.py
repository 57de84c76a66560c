"""What the materials of a recipe are called, and where in its text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from domain.scents.recipes.recipe import Blend, Dilution, Node, Part, Use


def names_in(node: Node, path: str) -> Iterator[tuple[str, str]]:
    """Each material and solvent, with the way to it (see recipes.text)."""
    match node:
        case Use(material):
            yield material, f"{path}/material"
        case Dilution(of, _, solvent):
            yield from _inside(of, f"{path}/dilution")
            yield solvent, f"{path}/dilution/solvent"
        case Blend(parts):
            for n, part in enumerate(parts):
                yield from _inside(part.node, f"{path}/parts/{n}")


def renamed(blend: Blend, codes: Mapping[str, str]) -> Blend:
    """The recipe with each material under its code, where it is known."""
    parts = (Part(_renamed(part.node, codes), part.share) for part in blend.parts)
    return Blend(tuple(parts), blend.basis)


def _renamed(node: Node, codes: Mapping[str, str]) -> Node:
    match node:
        case Use(material):
            return Use(codes.get(material, material))
        case Dilution(of, strength, solvent, basis):
            return Dilution(_renamed(of, codes), strength, codes.get(solvent, solvent), basis)
        case Blend():
            return renamed(node, codes)
    return node


def _inside(node: Node, path: str) -> Iterator[tuple[str, str]]:
    return names_in(node, f"{path}/blend" if isinstance(node, Blend) else path)
