"""Which lines leave a batch that shrinks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from domain.allocation.claim import Rank


@dataclass(frozen=True)
class Stake:
    """What one order has in a batch.

    `rank`: the claim's place in the queue. A stake that is `splittable` may lose a part.
    `incomplete`: the order waits for something else anyway.
    """

    orderid: str
    units: int
    rank: Rank
    splittable: bool = False
    incomplete: bool = False

    @property
    def firmness(self) -> tuple[int, object, bool, int]:
        """The lowest stays longest: by priority and promise, then whole orders, then age."""
        priority, promised, position = self.rank
        return (priority, promised, self.incomplete, position)


def stakes_to_release(stakes: Sequence[Stake], *, shortfall: int) -> list[tuple[Stake, int]]:
    """The fewest stakes whose units make up `shortfall`, and the units that each of them loses.

    Fewest first, because each is a customer who may have to wait. Of the choices of that size, the
    one with the least firm stakes, compared from the least firm on. What is chosen beyond the
    shortfall stays with those that may be split, the firmest first. Returned firmest first.
    """
    chosen = _chosen(stakes, shortfall)
    surplus = sum(stake.units for stake in chosen) - max(shortfall, 0)
    released = []
    for stake in chosen:
        kept = min(surplus, stake.units - 1) if stake.splittable else 0
        surplus -= kept
        released.append((stake, stake.units - kept))
    return released


def _chosen(stakes: Sequence[Stake], shortfall: int) -> list[Stake]:
    """Walks from the least firm stake to the firmest, and takes one whenever the largest of the
    firmer ones can still complete the choice with the picks that are left."""
    picks = _fewest(stakes, shortfall)
    firmer = sorted(stake.units for stake in stakes)
    largest = sum(firmer[len(firmer) - picks :])  # in the `picks` largest stakes not passed yet
    chosen: list[Stake] = []
    for stake in sorted(stakes, key=lambda stake: stake.firmness, reverse=True):
        if not picks:
            break
        at = bisect_right(firmer, stake.units) - 1
        reach = largest - (stake.units if at >= len(firmer) - picks else firmer[-picks])
        firmer.pop(at)
        if stake.units + reach >= shortfall:
            chosen.append(stake)
            shortfall -= stake.units
            picks -= 1
            largest = reach
        else:
            largest = reach + firmer[-picks]
    return chosen[::-1]


def _fewest(stakes: Sequence[Stake], shortfall: int) -> int:
    """How many stakes it takes at the least: the largest ones."""
    count = 0
    for units in sorted((stake.units for stake in stakes), reverse=True):
        if shortfall <= 0:
            break
        shortfall -= units
        count += 1
    return count
