"""What decisions save, against buying everything from the dearest supplier."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol


class Costed(Protocol):
    """A decision; costs of a unit are None where nobody said them."""

    @property
    def currency(self) -> str: ...

    @property
    def cost(self) -> Decimal | None: ...

    @property
    def saving(self) -> Decimal | None: ...


@dataclass(frozen=True)
class Savings:
    """A unit of each of so many `scents` that were decided in one `currency`: what it costs as
    decided (`chosen`), and what all would cost from the dearest."""

    currency: str
    scents: int
    chosen: Decimal
    dearest: Decimal

    @property
    def saving(self) -> Decimal:
        return self.dearest - self.chosen

    @property
    def per_cent(self) -> Decimal:
        """Of the dearest, to one decimal."""
        share = 100 * self.saving / self.dearest if self.dearest else Decimal(0)
        return share.quantize(Decimal("0.1"))


def add_up(decisions: Iterable[Costed]) -> list[Savings]:
    """One sum for each currency, by its name: amounts of several cannot be added."""
    found: dict[str, Savings] = {}
    for one in decisions:
        if one.cost is None or one.saving is None:
            continue
        sums = found.get(one.currency, Savings(one.currency, 0, Decimal(0), Decimal(0)))
        found[one.currency] = Savings(
            one.currency,
            sums.scents + 1,
            sums.chosen + one.cost,
            sums.dearest + one.cost + one.saving,
        )
    return [found[currency] for currency in sorted(found)]
