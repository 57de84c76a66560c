"""Whether people tell two samples apart: the odd one of three."""

from __future__ import annotations

from dataclasses import dataclass

from domain.scents.statistics.discrimination import TRIANGLE, critical_count, p_value
from domain.scents.surveys.results.counts import Counts
from domain.scents.surveys.results.share import ALPHA, Interval, Share, shares


@dataclass(frozen=True)
class TriangleResult:
    """`right` answers; `critical`: the fewest that are significant at the end. `distinguishers` is
    the share of people who truly tell them apart, `at_end` and `anytime` its intervals.
    Without answers there is neither."""

    n: int
    right: Share
    p_value: float | None
    critical: int | None
    distinguishers: float | None
    at_end: Interval
    anytime: Interval

    @property
    def told_apart(self) -> bool:
        """Whether that is sure by now, however often one looked."""
        return self.right.anytime[0] > TRIANGLE


def triangle(counts: Counts, *, alpha: float = ALPHA) -> TriangleResult:
    """The exact binomial test against guessing, and Abbott's correction for it (ISO 4120)."""
    [right] = shares([told_right(counts)], alpha=alpha)
    k, n = right.count, right.n
    return TriangleResult(
        n,
        right,
        p_value(k, n, chance=TRIANGLE) if n else None,
        critical_count(n, chance=TRIANGLE, alpha=alpha) if n else None,
        _above_guessing(k / n) if n else None,
        (_above_guessing(right.at_end[0]), _above_guessing(right.at_end[1])),
        (_above_guessing(right.anytime[0]), _above_guessing(right.anytime[1])),
    )


def told_right(counts: Counts) -> tuple[int, int]:
    """How many of how many found the odd one."""
    right = counts.get(("", "right"), 0)
    return right, right + counts.get(("", "wrong"), 0)


def _above_guessing(share: float) -> float:
    return max(0.0, (3 * share - 1) / 2)
