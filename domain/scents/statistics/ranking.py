"""Which item wins over the others, from comparisons two by two: Bradley and Terry, with ties."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.kernel import BadInput
from domain.scents.statistics.davidson import Contests

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from domain.scents.statistics.davidson import Matrix, Vector

MOST_ITEMS = 60
MOST_GAMES = 10**9
RIDGE = 0.1
"""Precision of the prior where the answers alone leave the strengths without bounds: a log strength
beyond +- 6.2, odds of 500 to 1, has a chance of 5 %."""


@dataclass(frozen=True)
class Ranking:
    """Items 0 to n - 1 by how strong they are.

    `log_strengths` sum to zero; `standard_errors` are theirs under that constraint, and `intervals`
    Wald's. `nu` says how common ties are; 0 without any. `regularised`: the answers alone leave
    some strengths without bounds, so a weak prior holds them; such figures are a guess.
    """

    log_strengths: tuple[float, ...]
    standard_errors: tuple[float, ...]
    intervals: tuple[tuple[float, float], ...]
    nu: float
    regularised: bool

    def probability_of_beating(self, i: int, j: int) -> float:
        """That i wins when it is compared with j; what is left are losses and ties."""
        _require_item(i, self.log_strengths)
        _require_item(j, self.log_strengths)
        behind = self.log_strengths[j] - self.log_strengths[i]
        half = math.exp(min(behind / 2, 350.0))
        return 1 / (1 + half * half + self.nu * half)


def rank(
    wins: Sequence[Sequence[int]],
    ties: Sequence[Sequence[int]] | None = None,
    *,
    z: float = 1.959964,
) -> Ranking:
    """Strengths of 2 to 60 items by the greatest likelihood (see `davidson`).

    `wins[i][j]`: how often i beat j. `ties[i][j]`: how often the two tied; symmetric, so each tie
    stands in both cells, and counts once. Both of the shape (n, n), zero on the diagonal. `z`: the
    half-width of the intervals in standard errors. Raises BadInput, Unsettled.

    The likelihood has a top if and only if strengths cannot part for ever without making an answer
    less likely; `regularised` otherwise (`_bounded`, after Ford, Am. Math. Mon. 64 (1957) 28).
    """
    import numpy as np

    won = _counts("wins", wins)
    tied = _counts("ties", ties) if ties is not None else np.zeros_like(won)
    _require_match(won, tied)
    if not 0 < z < math.inf:
        raise BadInput("z", "a positive number")
    contests = Contests(won, tied, ridge=0.0 if _bounded(won, tied) else RIDGE)
    return _ranking(contests, contests.fitted(), z)


def _ranking(contests: Contests, parameters: Vector, z: float) -> Ranking:
    import numpy as np

    n = len(contests.wins)
    centres = parameters[:n].tolist()
    errors = np.sqrt(contests.covariance(parameters).diagonal()[:n].clip(0)).tolist()
    return Ranking(
        log_strengths=tuple(centres),
        standard_errors=tuple(errors),
        intervals=tuple((c - z * e, c + z * e) for c, e in zip(centres, errors, strict=True)),
        nu=math.exp(parameters[n]) if contests.tied else 0.0,
        regularised=contests.ridge > 0,
    )


def _bounded(wins: Matrix, ties: Matrix) -> bool:
    """Whether the likelihood has a top.

    Without it, log strengths and ln nu have a direction in which no answer becomes less likely:
    each outcome that occurred keeps the greatest weight of the three. Where ln nu stays, ties keep
    strengths equal and wins keep them in order: none is left if each item leads to each other by
    wins or ties (Ford). Where ln nu grows by 1, ties keep strengths within 2 and wins keep them 2
    apart: none is left if some cycle has more wins than ties, a negative cycle below.
    """
    import numpy as np

    if not _connected((wins > 0) | (ties > 0)):
        return False
    if not ties.any():
        return True
    return _has_negative_cycle(np.where(wins > 0, -1.0, np.where(ties > 0, 1.0, np.inf)))


def _connected(leads: NDArray[np.bool_]) -> bool:
    """Whether every item can be reached from every other one (Warshall's rule)."""
    reached = leads.copy()
    for middle in range(len(reached)):
        reached |= reached[:, [middle]] & reached[[middle], :]
    return bool(reached.all())


def _has_negative_cycle(lengths: Matrix) -> bool:
    """By the rule of Floyd and Warshall, with all that is negative enough kept as it is."""
    import numpy as np

    shortest = lengths.copy()
    for middle in range(len(shortest)):
        through = shortest[:, [middle]] + shortest[[middle], :]
        shortest = np.maximum(np.minimum(shortest, through), -1e6)
    return bool((shortest.diagonal() < 0).any())


def _counts(field: str, rows: Sequence[Sequence[int]]) -> Matrix:
    import numpy as np

    n = len(rows)
    if not 2 <= n <= MOST_ITEMS:
        raise BadInput(field, f"between 2 and {MOST_ITEMS} items, not {n}")
    if any(len(row) != n for row in rows):
        raise BadInput(field, f"{n} rows of {n} counts")
    cells = [count for row in rows for count in row]
    if not all(isinstance(count, int) and 0 <= count <= MOST_GAMES for count in cells):
        raise BadInput(field, f"counts are whole numbers from 0 to {MOST_GAMES}")
    if any(rows[i][i] for i in range(n)):
        raise BadInput(field, "no item is compared with itself")
    return np.array(rows, dtype=np.float64)


def _require_match(wins: Matrix, ties: Matrix) -> None:
    if wins.shape != ties.shape:
        raise BadInput("ties", "as many items as wins are of")
    if (ties != ties.T).any():
        raise BadInput("ties", "a tie of i and j is one of j and i")


def _require_item(item: int, items: Sequence[float]) -> None:
    if not 0 <= item < len(items):
        raise BadInput("item", f"there is no item {item}")
