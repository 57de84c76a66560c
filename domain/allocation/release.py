"""Which lines leave a batch that shrinks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from domain.allocation.order_line import OrderLine


def lines_to_release(lines: Sequence[OrderLine], *, shortfall: int) -> list[OrderLine]:
    """The fewest lines whose units make up `shortfall`; of those choices, the youngest lines.

    Fewest first, because each released line is a customer who may have to wait. Walks from the
    youngest line to the oldest and takes one whenever the largest of the older ones can still
    complete the choice with the picks that are left. Returned oldest first.
    """
    picks = _fewest(lines, shortfall)
    older = sorted(line.qty for line in lines)
    largest = sum(older[len(older) - picks :])  # units in the `picks` largest lines not passed yet
    chosen: list[OrderLine] = []
    for line in sorted(lines, key=lambda line: line.position, reverse=True):
        if not picks:
            break
        at = bisect_right(older, line.qty) - 1
        reach = largest - (line.qty if at >= len(older) - picks else older[-picks])
        older.pop(at)
        if line.qty + reach >= shortfall:
            chosen.append(line)
            shortfall -= line.qty
            picks -= 1
            largest = reach
        else:
            largest = reach + older[-picks]
    return chosen[::-1]


def _fewest(lines: Sequence[OrderLine], shortfall: int) -> int:
    """How many lines it takes at the least: the largest ones."""
    count = 0
    for qty in sorted((line.qty for line in lines), reverse=True):
        if shortfall <= 0:
            break
        shortfall -= qty
        count += 1
    return count
