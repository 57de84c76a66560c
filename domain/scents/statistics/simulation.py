"""With so many answers, how often is the best variant named? Contests with known shares."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.kernel import BadInput
from domain.scents.statistics.bandit import MOST_ARMS, require_floor
from domain.scents.statistics.posteriors import COARSE, prospects
from domain.scents.statistics.strategies import Strategy, shares

if TYPE_CHECKING:
    import numpy as np

    from domain.scents.statistics.posteriors import Array


@dataclass(frozen=True)
class Stage:
    """After so many answers: in what share of the runs the arm with the greatest chance of being
    best truly is the best, and how many acceptances were lost on average by not having shown it
    from the start."""

    answers: int
    named_best: float
    regret: float


@dataclass(frozen=True)
class Simulated:
    """`stages` in order of answers; the last one is the end."""

    stages: tuple[Stage, ...]
    runs: int

    @property
    def named_best(self) -> float:
        return self.stages[-1].named_best

    @property
    def regret(self) -> float:
        return self.stages[-1].regret

    @property
    def standard_error(self) -> float:
        """Of `named_best`, for the number of runs."""
        return math.sqrt(self.named_best * (1 - self.named_best) / self.runs)


def simulate(
    rates: Sequence[float],
    most: int,
    *,
    strategy: Strategy,
    floor: float,
    every: int,
    runs: int,
    rng: np.random.Generator,
) -> Simulated:
    """Contests between variants that people accept at the given rates, of `most` answers each.

    Who is shown is decided by the rules of `bandit`, with what was known at the last multiple of
    `every` answers: as in a survey whose tallies are taken now and then. The chances are mostly
    worked out to a thousandth. Raises BadInput.
    """
    _require(rates, most=most, every=every, runs=runs)
    require_floor(floor, arms=len(rates))
    stages = _stages(rates, most, strategy=strategy, floor=floor, every=every, runs=runs, rng=rng)
    return Simulated(tuple(stages), runs)


def _stages(
    rates: Sequence[float],
    most: int,
    *,
    strategy: Strategy,
    floor: float,
    every: int,
    runs: int,
    rng: np.random.Generator,
) -> Iterator[Stage]:
    """One for each time that tallies are taken."""
    import numpy as np

    true = np.array(rates, dtype=np.float64)
    shown = np.zeros((runs, len(true)))
    accepted = np.zeros_like(shown)
    best = np.full_like(shown, 1 / len(true))
    nodes = max(COARSE, 8 * COARSE // len(true))
    for start in range(0, most, every):
        answers = min(most, start + every)
        chances = shares(best, accepted, shown, strategy=strategy, floor=floor)
        asked = rng.multinomial(answers - start, chances)
        shown += asked
        accepted += rng.binomial(asked, true)
        best = prospects(accepted, shown, nodes=nodes).best
        yield _stage(answers, best, shown, true)


def _stage(answers: int, best: Array, shown: Array, true: Array) -> Stage:
    lost = true.max() - true
    return Stage(
        answers=answers,
        named_best=float((lost[best.argmax(axis=1)] == 0).mean()),
        regret=float((shown @ lost).mean()),
    )


def _require(rates: Sequence[float], *, most: int, every: int, runs: int) -> None:
    if not 2 <= len(rates) <= MOST_ARMS:
        raise BadInput("rates", f"between 2 and {MOST_ARMS} variants, not {len(rates)}")
    if not all(0 <= rate <= 1 for rate in rates):
        raise BadInput("rates", "shares from 0 to 1")
    for field, number in (("most", most), ("every", every), ("runs", runs)):
        if number < 1:
            raise BadInput(field, "1 or more")
