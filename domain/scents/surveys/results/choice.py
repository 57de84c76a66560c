"""A choice of one among several samples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.scents.surveys.results.counts import Counts, by_position
from domain.scents.surveys.results.position import Positions, positions
from domain.scents.surveys.results.share import ALPHA, Interval, Share, shares


@dataclass(frozen=True)
class Difference:
    """The share of the first of two codes less that of the second, with both intervals."""

    value: float
    at_end: Interval
    anytime: Interval


@dataclass(frozen=True)
class ChoiceResult:
    """Who was chosen. `by_code` in the order of the codes; `difference` only of two codes."""

    n: int
    codes: tuple[str, ...]
    by_code: tuple[Share, ...]
    positions: Positions
    difference: Difference | None


def choice(codes: Sequence[str], counts: Counts, *, alpha: float = ALPHA) -> ChoiceResult:
    """Each participant chose one code; so shares add up to 1."""
    by_code = shares(chosen(codes, counts), alpha=alpha)
    n = by_code[0].n
    return ChoiceResult(
        n,
        tuple(codes),
        tuple(by_code),
        positions(by_position(counts, len(codes))),
        _difference(by_code[0]) if len(codes) == 2 and n else None,
    )


def chosen(codes: Sequence[str], counts: Counts) -> list[tuple[int, int]]:
    """How often each code was, and out of how many choices."""
    each = [counts.get((code, "chosen"), 0) for code in codes]
    return [(count, sum(each)) for count in each]


def _difference(first: Share) -> Difference:
    """p - (1 - p): what is known of p is known of it."""
    value = 2 * first.count / first.n - 1
    return Difference(value, _doubled(first.at_end), _doubled(first.anytime))


def _doubled(interval: Interval) -> Interval:
    low, high = interval
    return 2 * low - 1, 2 * high - 1
