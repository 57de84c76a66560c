"""From a recipe to what is put on the balance, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from domain.kernel import BadInput, Refused
from domain.scents.recipes.balance import Balance, apportion
from domain.scents.recipes.mixture import Library, mass_per_share, masses
from domain.scents.recipes.names import name_of
from domain.scents.recipes.recipe import Accord, Basis, Blend, Dilution, Node, Part, Use

SMALLEST_BATCH, LARGEST_BATCH = Decimal("0.001"), Decimal(1_000_000)
"""In g."""
MOST_TIMES = 10
"""What is prepared for a batch is at most so many times what it needs …"""
ONE = Fraction(1)
LITTLE = Decimal(10)
"""… or so many g, where that is more."""


class BatchTooSmall(Refused):
    """Something comes to nothing on this balance."""

    code = "batch-too-small"

    def __init__(self, item: str, sheet: str, needed: Decimal) -> None:
        self.needed = needed
        super().__init__(
            f"{item} in {sheet} is too little for this balance: dilute it, or make {needed:f} g "
            "of that or more"
        )


@dataclass(frozen=True)
class Step:
    """Weigh `target` g, the display between `least` and `most`; then `running` g are in the
    vessel. `warning` is empty where the balance is good enough."""

    item: Node
    target: Decimal
    least: Decimal
    most: Decimal
    running: Decimal
    warning: str = ""

    @property
    def name(self) -> str:
        return name_of(self.item)


@dataclass(frozen=True)
class Sheet:
    """`makes` g of something, of which the batch takes `needed` g. The steps go from the most to
    the least. `of` is None for the batch itself."""

    of: Accord | Dilution | None
    makes: Decimal
    needed: Decimal
    steps: tuple[Step, ...]

    @property
    def title(self) -> str:
        return "the batch" if self.of is None else name_of(self.of)


@dataclass(frozen=True)
class Prepared:
    """What stands on the shelf already, and is weighed as it is."""

    accords: bool = False
    dilutions: bool = False

    def has(self, item: Node) -> bool:
        match item:
            case Accord():
                return self.accords
            case Dilution():
                return self.dilutions
        return True


NOTHING_PREPARED = Prepared()


def work_sheet(
    recipe: Blend,
    library: Library,
    *,
    batch: Decimal,
    balance: Balance,
    prepared: Prepared = NOTHING_PREPARED,
) -> tuple[Sheet, ...]:
    """Sheets in the order in which they are worked off: what others are made of comes first, the
    batch of `batch` g last.

    The targets of a sheet add up to what it makes, each within one readability of its exact share
    (largest remainders). Dilutions and accords are made in the amount that is needed, or more,
    where that is too little for the balance. Raises BadInput, BatchTooSmall, and what `masses`
    raises.
    """
    _require_batch(batch, balance)
    masses(recipe, library)
    exact = batch.quantize(balance.readability)
    return _Planning(library, balance, prepared).plan(recipe, exact)


def _require_batch(batch: Decimal, balance: Balance) -> None:
    if not (batch.is_finite() and SMALLEST_BATCH <= batch <= LARGEST_BATCH):
        raise BadInput("batch", f"must be from {SMALLEST_BATCH} to {LARGEST_BATCH} g")
    if batch % balance.readability:
        raise BadInput("batch", f"must be a multiple of {balance.readability:f} g")


class _Planning:
    """Works out the sheets, from the batch inwards."""

    def __init__(self, library: Library, balance: Balance, prepared: Prepared) -> None:
        self._library = library
        self._balance = balance
        self._prepared = prepared
        self._shares: dict[Node, Mapping[Node, Fraction]] = {}

    def plan(self, recipe: Blend, batch: Decimal) -> tuple[Sheet, ...]:
        makes = [one for one in self._from_outside(recipe) if isinstance(one, Accord | Dilution)]
        needed: dict[Node, Decimal] = {}
        last = self._sheet(None, recipe, batch, needed)
        # Each notes what it needs of those that come after it here, and before it on the table.
        others = [self._sheet(item, item, needed[item], needed) for item in makes]
        return (*reversed(others), last)

    def _from_outside(self, recipe: Blend) -> list[Node]:
        """All that is made, each after everything that it goes into."""
        done: dict[Node, None] = {}

        def visit(node: Node) -> None:
            if node in done:
                return
            for item in self._items(node):
                if not self._prepared.has(item):
                    visit(item)
            done[node] = None

        visit(recipe)
        return [*reversed(done)][1:]

    def _items(self, node: Node) -> Mapping[Node, Fraction]:
        """What is weighed to make it, with fractions by mass that add up to 1."""
        if node not in self._shares:
            self._shares[node] = _items(_recipe_of(node, self._library), self._library)
        return self._shares[node]

    def _sheet(
        self, of: Accord | Dilution | None, node: Node, needed: Decimal, need: dict[Node, Decimal]
    ) -> Sheet:
        items = self._items(node)
        makes = needed if of is None else self._amount(needed, min(items.values()))
        targets = apportion(items, makes, self._balance.readability)
        for item, target in targets.items():
            if not target:
                least = self._balance.up(Fraction(self._balance.readability) / items[item])
                raise BatchTooSmall(name_of(item), name_of(of) if of else "the batch", least)
            need[item] = need.get(item, Decimal(0)) + target
        return Sheet(of, makes, needed, self._steps(targets))

    def _steps(self, targets: Mapping[Node, Decimal]) -> tuple[Step, ...]:
        steps, running = [], Decimal(0)
        for item, target in sorted(targets.items(), key=lambda one: -one[1]):
            running += target
            least, most = self._balance.around(target)
            steps.append(Step(item, target, least, most, running, self._warning(target)))
        return tuple(steps)

    def _warning(self, target: Decimal) -> str:
        if target >= (minimum := self._balance.minimum):
            return ""
        return f"below {minimum:f} g, the least that this balance weighs well: dilute it first"

    def _amount(self, needed: Decimal, smallest: Fraction) -> Decimal:
        """So much that its smallest part can be weighed, if that is not far more than is needed."""
        wanted = Fraction(self._balance.minimum) / smallest
        if wanted <= needed:
            return needed
        bound = max(MOST_TIMES * needed, self._balance.down(LITTLE))
        return min(bound, self._balance.up(wanted))


def _recipe_of(node: Node, library: Library) -> Blend:
    match node:
        case Blend():
            return node
        case Accord(formula, version):
            return library.formulas[formula, version]
        case Dilution(of, strength, solvent, basis):
            return Blend((Part(of, strength), Part(Use(solvent), 1 - strength)), basis)
        case Use():
            raise TypeError(node)


def _items(recipe: Blend, library: Library) -> dict[Node, Fraction]:
    """What stands in the recipe, its inner blends taken apart, with fractions by mass."""
    weights = [_weight(part, recipe.basis, library) for part in recipe.parts]
    total = sum(weights)
    items: dict[Node, Fraction] = {}
    for part, weight in zip(recipe.parts, weights, strict=True):
        inner = _items(part.node, library) if isinstance(part.node, Blend) else {part.node: ONE}
        for item, fraction in inner.items():
            items[item] = items.get(item, Fraction(0)) + fraction * weight / total
    return items


def _weight(part: Part, basis: Basis, library: Library) -> Fraction:
    return Fraction(part.share) * Fraction(mass_per_share(part.node, basis, library))
