"""Finding where something begins to hold, by halving."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable


def first(numbers: range, holds: Callable[[int], bool]) -> int:
    """The first of consecutive numbers for which it holds, as it does for all that follow; the
    one after the last where it holds for none."""
    return numbers.start + bisect_left(numbers, 1, key=lambda number: int(holds(number)))


def nearest(outer: float, inner: float, *, excluded: Callable[[float], bool]) -> float:
    """Of the numbers from `outer`, which are excluded up to some point, to `inner`, which is not:
    the excluded one that is nearest to `inner`, to the last bit."""
    while (middle := (outer + inner) / 2) not in (outer, inner):
        if excluded(middle):
            outer = middle
        else:
            inner = middle
    return outer
