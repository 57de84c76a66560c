"""A claim: an accepted order line, and how far it is served."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

NEVER = date.max

Rank = tuple[int, date, int]


@dataclass(frozen=True)
class Terms:
    """What an order says of each of its lines.

    `customer` is empty for lines of the classic doors, whose owner nobody knows. A higher
    `priority` (0 to 9) is served first. A line that is `splittable` may be served by several
    batches, and by parts.
    """

    customer: str = ""
    priority: int = 0
    splittable: bool = False


@dataclass(eq=False)
class Claim:
    """Units of one SKU that an order is entitled to, in the four places where they can be.

    qty = held (by batches) + waiting + shipped + cancelled; all in units. `position` is the place
    in the SKU's history (a lower one is older). `promised` is the last day that was promised for
    the whole line; it outlives the loss of a batch, for it decides who is served next. `latest`
    is the last eta among the batches that hold units (None: all is in the warehouse). `reasons`
    tells for each batch that serves the line why it does. `incomplete`: another line of the order
    waits.
    """

    orderid: str
    qty: int
    position: int
    terms: Terms = field(default_factory=Terms)
    waiting: int = 0
    shipped: int = 0
    cancelled: int = 0
    promised: date | None = None
    latest: date | None = None
    incomplete: bool = False
    reasons: dict[str, str] = field(default_factory=dict)

    @property
    def held(self) -> int:
        return self.qty - self.waiting - self.shipped - self.cancelled

    @property
    def wanted(self) -> int:
        """Units that the customer still counts on, those shipped included."""
        return self.qty - self.cancelled

    @property
    def rank(self) -> Rank:
        """Its place in the queue: the lowest is served first, and loses a batch last."""
        return (-self.terms.priority, self.promised or NEVER, self.position)
