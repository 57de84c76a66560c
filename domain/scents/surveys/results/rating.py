"""How believable samples are, from 1 to 7."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

from domain.scents.surveys.plan import SCALE
from domain.scents.surveys.results.counts import Counts
from domain.scents.surveys.results.share import ALPHA, Interval, Share, shares

BELIEVABLE = 5
"""Above the middle of the scale: who gives that or more finds it believable."""
LOWEST, HIGHEST = SCALE[0], SCALE[-1]
_VARIANCE = ((HIGHEST - LOWEST) / 2) ** 2
"""The greatest that ratings can have (W. Hoeffding, J. Am. Stat. Assoc. 58 (1963) 13)."""
_TUNED = 10 * _VARIANCE
"""Makes the interval that may always be looked at narrowest, nearly, after 100 answers."""


@dataclass(frozen=True)
class Rated:
    """The ratings of one code. `distribution` counts 1 to 7; `mean` is None without answers,
    `spread` (the sample standard deviation) and `at_end` (of Student's t) with fewer than two, and
    `at_end` where all gave the same: two people who agree leave Student's t without a doubt."""

    code: str
    distribution: tuple[int, ...]
    mean: float | None
    spread: float | None
    at_end: Interval | None
    anytime: Interval | None
    believable: Share

    @property
    def n(self) -> int:
        return sum(self.distribution)


def rating(codes: Sequence[str], counts: Counts, *, alpha: float = ALPHA) -> tuple[Rated, ...]:
    """In the order of the codes."""
    found = shares(believable(codes, counts), alpha=alpha)
    return tuple(
        _rated(code, distribution(code, counts), share, alpha)
        for code, share in zip(codes, found, strict=True)
    )


def distribution(code: str, counts: Counts) -> tuple[int, ...]:
    return tuple(counts.get((code, str(point)), 0) for point in SCALE)


def believable(codes: Sequence[str], counts: Counts) -> list[tuple[int, int]]:
    """How many of how many find each code so."""
    each = [distribution(code, counts) for code in codes]
    return [(sum(one[BELIEVABLE - LOWEST :]), sum(one)) for one in each]


def _rated(code: str, told: tuple[int, ...], share: Share, alpha: float) -> Rated:
    n = sum(told)
    if n == 0:
        return Rated(code, told, None, None, None, None, share)
    mean = sum(point * count for point, count in zip(SCALE, told, strict=True)) / n
    anytime = _within(mean, _half_anytime(n, alpha))
    if n == 1:
        return Rated(code, told, mean, None, None, anytime, share)
    squares = sum(count * (point - mean) ** 2 for point, count in zip(SCALE, told, strict=True))
    spread = sqrt(squares / (n - 1))
    at_end = _within(mean, _half_at_end(n, spread, alpha)) if spread else None
    return Rated(code, told, mean, spread, at_end, anytime, share)


def _half_at_end(n: int, spread: float, alpha: float) -> float:
    """Student's t with n - 1 degrees of freedom."""
    from scipy.special import stdtrit

    return abs(float(stdtrit(n - 1, alpha / 2))) * spread / sqrt(n)


def _half_anytime(n: int, alpha: float) -> float:
    """Of the normal mixture for what lies within bounds: sqrt((V+r) ln((V+r)/(r alpha^2))) / n,
    V = n times the variance; S. R. Howard et al., Ann. Statist. 49 (2021) 1055, section 3.2."""
    grown = n * _VARIANCE + _TUNED
    return sqrt(grown * log(grown / (_TUNED * alpha * alpha))) / n


def _within(mean: float, half: float) -> Interval:
    return max(float(LOWEST), mean - half), min(float(HIGHEST), mean + half)
