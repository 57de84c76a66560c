"""Linear programs, round after round, until the activity coefficients are those of the answer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from domain.scents.optimiser.brief import Brief
from domain.scents.optimiser.demands import boxed, nearest, program, same_smell
from domain.scents.optimiser.mixture import Shares, composition, cost_per_kg, odour_values
from domain.scents.optimiser.program import Program, Progress, Row, Solved, Stopped, Watch
from domain.scents.optimiser.smells import Smells
from domain.scents.optimiser.solve import attempt
from domain.scents.optimiser.targets import targets
from domain.scents.optimiser.verify import verify

ROUNDS = 40
"""Rounds of one attempt to settle."""
APPROACHES, CHOSEN_APPROACHES = 8, 2
"""Rounds towards a formula that comes near, where the first coefficients allow none; fewer
where each takes an integer program."""
SETTLED = 1e-6
"""Relative change of the activity coefficients and of the shares below which a round settles."""
TIGHTER = (0.0, 0.03, 0.15)
"""Parts of the bands that are kept in reserve, where the true bands are missed with less."""
REACH, SHRINKING = 0.1, 0.85
"""How far a share may move in the first small step, and how much of that in each one after."""
STEPS, STEP, GROWING = 16, 0.03, 1.5
"""How often one looks around the reference; how far a share may move at first, and how much
farther after a step that was good."""
TRACE = 1e-11
"""Shares below are the solver's noise."""
HEADSTART = Decimal("1.001")
"""What a settled formula may cost more than one that only came by."""


@dataclass(frozen=True)
class Candidate:
    """A formula that keeps the true bands."""

    shares: Shares
    cost: Decimal
    binding: tuple[str, ...]
    settled: bool


class Cancelled(Exception):
    """The solver was told to stop, or its time is up."""

    def __init__(self, stopped: Stopped) -> None:
        super().__init__(stopped.reason)
        self.stopped = stopped


class Impossible(Exception):
    """No formula keeps the demands, at the coefficients of the one that comes nearest.

    `near` is that one; None where no other coefficients are to be hoped for.
    """

    def __init__(self, asked: Program, near: Solved | None) -> None:
        super().__init__("no formula")
        self.asked = asked
        self.near = near


@dataclass
class Rounds:
    """A search for one brief: how many programs it solved, and the best formula that it met.

    `open_gap`: how far, relatively, the cost may fall; all of it, as long as nothing is proved.
    """

    brief: Brief
    smells: Smells
    gap: float
    time_limit: float | None
    watch: Watch | None
    count: int = 0
    best: Candidate | None = None
    missed: tuple[str, ...] = ()
    open_gap: float = 1.0
    gammas: Sequence[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.targets = targets(self.brief, self.smells)
        _, self.gammas = odour_values(self.brief, self.smells, self.brief.reference)

    def solved(self, asked: Program) -> Solved | None:
        """None where the demands contradict each other. Raises Cancelled."""
        found = attempt(
            asked,
            gap=self.gap,
            time_limit=self.time_limit,
            progress=self._progress,
            round=self.count,
        )
        self.count += 1
        if isinstance(found, Stopped):
            raise Cancelled(found)
        return found

    def _progress(self, told: Progress) -> bool:
        """The solver's own progress while it has some; between its runs that of the search."""
        if self.watch is None:
            return True
        if told.cost is None and self.best is not None:
            told = Progress(told.round, float(self.best.cost), self.open_gap)
        return self.watch(told)

    def smell(self, tightness: float) -> tuple[Row, ...]:
        wanted = [target.tightened(tightness) for target in self.targets]
        return same_smell(self.brief, self.smells, wanted, self.gammas)

    def meet(
        self, found: Solved, *, settled: bool = True, limited: bool = True
    ) -> tuple[Shares, bool]:
        """The formula, and whether it keeps the brief; the cheapest one that does is kept.

        `limited`: what holds its cost up are demands of the brief.
        """
        names = (ingredient.name for ingredient in self.brief.ingredients)
        shares = {name: found.values[name] for name in names if found.values[name] > TRACE}
        self.missed = verify(self.brief, shares, smells=self.smells)
        if not self.missed:
            cost = cost_per_kg(self.brief, shares)
            if self._beats(cost, settled=settled):
                binding = found.binding if limited else ()
                self.best = Candidate(shares, cost, binding, settled)
        return shares, not self.missed

    def _beats(self, cost: Decimal, *, settled: bool) -> bool:
        """A formula that only came by must be cheaper by more than the bands' tolerance gives."""
        if self.best is None:
            return True
        mine = cost if settled else cost * HEADSTART
        return mine < (self.best.cost if self.best.settled else self.best.cost * HEADSTART)

    def feasible(self, tightness: float, used: frozenset[str] | None) -> Solved:
        """The cheapest at the coefficients; where there is none, at those of the nearest formulas.

        Raises Impossible.
        """
        hard = used is None and self.brief.discrete
        for _ in range(CHOSEN_APPROACHES if hard else APPROACHES):
            bands = self.smell(tightness)
            asked = program(self.brief, bands, used=used)
            if (found := self.solved(asked)) is not None:
                return found
            near = self.solved(nearest(asked, bands))
            if near is None or self.refresh(near, damping=1.0) < SETTLED:
                near = None
                break
        raise Impossible(asked, near)

    def refresh(self, found: Solved, *, damping: float) -> float:
        """Moves the coefficients towards those of the formula; by how much they were off."""
        masses = composition(self.brief, found.values)
        if not any(share > 0 for share in masses.values()):
            return 0.0
        _, true = odour_values(
            self.brief, self.smells, {code: max(0.0, share) for code, share in masses.items()}
        )
        steps = [math.log(t / g) for t, g in zip(true, self.gammas, strict=True)]
        self.gammas = [g * math.exp(damping * s) for g, s in zip(self.gammas, steps, strict=True)]
        return max(map(abs, steps))

    def settle(self, used: frozenset[str] | None) -> bool:
        """Whether a formula was met that keeps the true bands, with this choice of ingredients.

        Raises Impossible, Cancelled.
        """
        try:
            first = self.feasible(TIGHTER[0], used)
        except Impossible as impossible:
            if impossible.near is not None and self._small_steps(impossible.near, used):
                return True
            raise
        swift = any(self._attempt(first, tightness, used) for tightness in TIGHTER)
        return swift or self._small_steps(first, used)

    def _attempt(self, found: Solved, tightness: float, used: frozenset[str] | None) -> bool:
        """From the formula on. Where the bands become too narrow, it is over."""
        damping, last, kept = 1.0, math.inf, False
        before: Shares = {}
        for _ in range(ROUNDS):
            change = self.refresh(found, damping=damping)
            moved = max((abs(v - before.get(n, 0.0)) for n, v in found.values.items()), default=0.0)
            still = change < SETTLED and moved < SETTLED
            before, good = self.meet(found, settled=still)
            kept = kept or good
            if still:
                return good
            if change > 0.7 * last:
                damping = max(0.05, 0.7 * damping)
            last = change
            try:
                found = self.feasible(tightness, used)
            except Impossible:
                break
        return kept

    def _small_steps(self, found: Solved, used: frozenset[str] | None) -> bool:
        """Where rounds leap to and fro: each share moves by less and less, first towards the bands.

        A linear program in a box that shrinks (a trust region) has its answer where the
        coefficients are still about right.
        """
        reach, kept = REACH, False
        for _ in range(ROUNDS):
            self.refresh(found, damping=1.0)
            kept = self.meet(found, settled=False)[1] or kept
            bands = self.smell(TIGHTER[1])
            asked = boxed(program(self.brief, bands, used=used), found.values, reach=reach)
            step = self.solved(asked) or self.solved(nearest(asked, bands))
            if step is None:
                break
            found, reach = step, SHRINKING * reach
        return kept

    def descend(self, found: Solved) -> None:
        """From a formula that keeps the brief to cheaper ones around it: farther after each one,
        and half as far from the same place where there is none.

        Raises Cancelled.
        """
        reach, cost = STEP, cost_per_kg(self.brief, found.values)
        for _ in range(STEPS):
            self.refresh(found, damping=1.0)
            asked = boxed(program(self.brief, self.smell(TIGHTER[1])), found.values, reach=reach)
            step = self.solved(asked)
            if step is not None and self.meet(step, settled=False)[1]:
                price = cost_per_kg(self.brief, step.values)
                if price < cost:
                    found, cost, reach = step, price, GROWING * reach
                    continue
            reach /= 2
