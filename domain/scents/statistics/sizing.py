"""With so many answers and this rule, how often would we choose wrongly? Exactly, by recursion."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.kernel import BadInput
from domain.scents.statistics.counts import check_count
from domain.scents.statistics.stopping import Stop

if TYPE_CHECKING:
    import numpy as np

MOST = 10_000
"""Answers that are looked ahead at."""


@dataclass(frozen=True)
class Outcome:
    """How a rule ends at one true share: the probability of each answer, and how many answers it
    takes on average (all of them where it stays undecided)."""

    cheap: float
    expensive: float
    undecided: float
    mean_answers: float


def outcomes(
    shares: Sequence[float], *, most: int, stop: Stop, looks: Collection[int] | None = None
) -> list[Outcome]:
    """What a rule makes of each true share that favours the cheap one, with `most` answers.

    `looks`: the numbers of answers at which the rule is asked (every one); what it decides at one
    of them stands. The probabilities of k after n answers follow from those after n-1 (P.
    Armitage, C. K. McPherson & B. C. Rowe, J. R. Statist. Soc. A 132 (1969) 235).
    Raises BadInput.
    """
    import numpy as np

    check_count(most, field="most", least=1, most=MOST)
    if not all(0 <= share <= 1 for share in shares):
        raise BadInput("shares", "must be from 0 to 1")
    looks = frozenset(range(1, most + 1) if looks is None else looks)
    for look in looks:
        check_count(look, field="looks", least=1, most=most)
    paths = _Paths(np.array(shares, dtype=np.float64))
    for n in range(1, most + 1):
        paths.step()
        if n in looks:
            paths.absorb(n, *stop(n))
    return paths.outcomes(most)


class _Paths:
    """Surveys that are still open: a row for each true share, a column for each k from `first`."""

    def __init__(self, shares: np.ndarray) -> None:
        import numpy as np

        self._shares = shares[:, None]
        self._open = np.ones((len(shares), 1))
        self._first = 0
        self._cheap, self._expensive, self._answers = np.zeros((3, len(shares)))

    def step(self) -> None:
        """One answer more: k stays or grows by one."""
        import numpy as np

        rows, columns = self._open.shape
        grown = np.zeros((rows, columns + 1))
        grown[:, 1:] = self._open * self._shares
        grown[:, :-1] += self._open * (1 - self._shares)
        self._open = grown

    def absorb(self, n: int, expensive: int, cheap: int) -> None:
        """Close the surveys with k up to `expensive`, and those with k from `cheap`."""
        if expensive >= cheap:
            raise BadInput("stop", f"says both with {n} answers")
        columns = self._open.shape[1]
        left = min(max(expensive + 1 - self._first, 0), columns)
        right = min(max(cheap - self._first, left), columns)
        lost, won = self._open[:, :left].sum(axis=1), self._open[:, right:].sum(axis=1)
        self._expensive += lost
        self._cheap += won
        self._answers += n * (lost + won)
        self._open = self._open[:, left:right]
        self._first += left

    def outcomes(self, most: int) -> list[Outcome]:
        undecided = self._open.sum(axis=1)
        answers = self._answers + most * undecided
        columns = (self._cheap, self._expensive, undecided, answers)
        return [Outcome(*map(float, row)) for row in zip(*columns, strict=True)]
