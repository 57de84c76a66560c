"""What a recipe is made of: its materials, its accords, and those within them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from domain.kernel import BadInput, Refused
from domain.scents.recipes.mixture import (
    DEEPEST,
    ContainsItself,
    FormulaVersion,
    TooDeep,
    UnknownFormula,
)
from domain.scents.recipes.recipe import Accord, Blend, Dilution, Node, Use
from domain.scents.recipes.text import (
    LONGEST_CODE,
    MOST_PARTS,
    is_code,
    read_recipe,
    write_recipe,
)


class RetiredMaterial(Refused):
    """The laboratory uses it for nothing new."""

    code = "material-retired"

    def __init__(self, material: str) -> None:
        super().__init__(f"{material} is retired: it is used for nothing new")


def checked(recipe: Blend) -> Blend:
    """The recipe, whose numbers, codes, levels and parts are held to the rules of its text.

    Raises BadInput, TooDeep.
    """
    row: list[Node] = [recipe]
    for _ in range(DEEPEST + 2):
        row = [inner for node in row for inner in _inside(node)]
        if len(row) > MOST_PARTS:
            raise BadInput("parts", f"must be at most {MOST_PARTS}")
    if row:
        raise TooDeep
    return read_recipe(write_recipe(recipe))


def require_code(field: str, code: str) -> None:
    """Raises BadInput for what no formula may be called."""
    if not is_code(code):
        reason = f"must have at most {LONGEST_CODE} visible letters, no blanks around it and no @"
        raise BadInput(field, reason)


def materials_in(recipe: Blend) -> set[str]:
    """Codes of the materials and solvents, without looking into accords."""
    nodes = [*_walk(recipe)]
    neat = {node.material for node in nodes if isinstance(node, Use)}
    return neat | {node.solvent for node in nodes if isinstance(node, Dilution)}


def require_in_use(recipe: Blend, retired: Set[str], *, before: Blend | None = None) -> None:
    """What is retired may stay where it was `before`, and comes into no other recipe. Raises
    RetiredMaterial."""
    kept = materials_in(before) if before is not None else set()
    for material in sorted((materials_in(recipe) - kept) & retired):
        raise RetiredMaterial(material)


def accords_in(recipe: Blend) -> set[FormulaVersion]:
    """The versions of formulas that are named in it."""
    return {(node.formula, node.version) for node in _walk(recipe) if isinstance(node, Accord)}


def uses(recipe: Blend) -> tuple[str, ...]:
    """Codes of materials, and formulas as `CODE@version`: what it is found by."""
    accords = {reference(*accord) for accord in accords_in(recipe)}
    return tuple(sorted(materials_in(recipe) | accords))


def reference(formula: str, version: int) -> str:
    """How people write a version of a formula: `SEA-ACCORD@2`."""
    return f"{formula}@{version}"


def follow(formula: str, recipe: Blend, recipes: Mapping[FormulaVersion, Blend]) -> None:
    """Walk through all accords of a recipe that is to become a version of this formula.

    Raises UnknownFormula, ContainsItself, TooDeep.
    """
    _Walk(recipes).height(recipe, (formula,))


class _Walk:
    """Goes through each accord once, however often it is used."""

    def __init__(self, recipes: Mapping[FormulaVersion, Blend]) -> None:
        self._recipes = recipes
        self._heights: dict[FormulaVersion, int] = {}

    def height(self, node: Node, path: tuple[str, ...]) -> int:
        """Levels below the node, those of accords among them."""
        if len(path) > DEEPEST + 1:
            raise TooDeep
        match node:
            case Use():
                height = 0
            case Accord(formula, version):
                height = 1 + self._accord(formula, version, path)
            case Blend(parts):
                height = max(self._inner(part.node, path) for part in parts)
            case Dilution(of):
                height = 1 + self.height(of, path)
        if height > DEEPEST:
            raise TooDeep
        return height

    def _inner(self, node: Node, path: tuple[str, ...]) -> int:
        return self.height(node, path) + isinstance(node, Blend)

    def _accord(self, formula: str, version: int, path: tuple[str, ...]) -> int:
        if formula in path:
            raise ContainsItself([*path, formula])
        key = (formula, version)
        if key not in self._recipes:
            raise UnknownFormula(formula, version)
        if key not in self._heights:
            self._heights[key] = self.height(self._recipes[key], (*path, formula))
        return self._heights[key]


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for inner in _inside(node):
        yield from _walk(inner)


def _inside(node: Node) -> list[Node]:
    match node:
        case Blend(parts):
            return [part.node for part in parts]
        case Dilution(of):
            return [of]
    return []
