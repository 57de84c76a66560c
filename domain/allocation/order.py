"""An order: what a customer wants of several products at once, and the shipments it goes out in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from domain.allocation.claim import Claim, Terms
from domain.allocation.events import OrderAmended, OrderCancelled, OrderPlaced, OrderShipped
from domain.allocation.order_line import require_units
from domain.kernel import Aggregate, BadInput, NotFound, Refused

MOST_LINES = 1_000


class UnknownOrder(NotFound):
    """No order has this id."""

    def __init__(self, orderid: str) -> None:
        super().__init__(f"Unknown order {orderid}")


class UnknownSkus(NotFound):
    """No batch of these SKUs was ever announced."""

    def __init__(self, skus: Sequence[str]) -> None:
        super().__init__(f"Invalid sku {', '.join(skus)}")
        self.skus = tuple(skus)


class OrderConflict(Refused):
    """The order id was used before, for another order."""

    code: ClassVar[str] = "order-conflict"


class WrongState(Refused):
    """The order is beyond the step that was asked for."""

    code: ClassVar[str] = "wrong-state-of-order"


class StaleVersion(Refused):
    """The order was changed since the customer looked at it."""

    code: ClassVar[str] = "stale-version"

    def __init__(self, version: int) -> None:
        super().__init__(f"The order was changed meanwhile: its version is {version}")
        self.version = version


class ShipmentConflict(Refused):
    """The number was given to another shipment."""

    code: ClassVar[str] = "shipment-conflict"


@dataclass(frozen=True)
class Wish:
    """What a customer asked for when the order was placed; units by sku."""

    lines: tuple[tuple[str, int], ...]
    requested: date | None = None
    ship_to: Mapping[str, str] = field(default_factory=dict)
    allow_partial: bool = False


@dataclass(frozen=True)
class Shipment:
    """A parcel: its number, who carries it, and what is in it (units by sku)."""

    number: str
    carrier: str = ""
    tracking: str = ""
    lines: tuple[tuple[str, int], ...] = ()


class Order(Aggregate):
    """The head of an order. Its lines live with the products, as claims.

    `wish` is what was asked at first, by which a repeated order is known; `requested` and
    `ship_to` may be changed later. An order of the classic doors has no customer.
    """

    def __init__(
        self,
        orderid: str,
        *,
        customer: str = "",
        reference: str = "",
        wish: Wish | None = None,
        priority: int = 0,
        requested: date | None = None,
        ship_to: Mapping[str, str] | None = None,
        placed_at: datetime | None = None,
        cancelled: bool = False,
        skus: Sequence[str] = (),
        shipments: Sequence[Shipment] = (),
        version_number: int = 0,
    ) -> None:
        super().__init__(version_number=version_number)
        self.orderid = orderid
        self.customer = customer
        self.reference = reference or orderid
        self.wish = wish or Wish(())
        self.priority = priority
        self.requested = requested
        self.ship_to = dict(ship_to or {})
        self.placed_at = placed_at
        self.cancelled = cancelled
        self.skus = sorted(skus)
        self.shipments = list(shipments)

    @property
    def identity(self) -> str:
        return self.orderid

    @property
    def terms(self) -> Terms:
        """What holds for each line."""
        return Terms(self.customer, self.priority, self.wish.allow_partial)

    @classmethod
    def place(
        cls,
        orderid: str,
        *,
        customer: str,
        reference: str,
        wish: Wish,
        priority: int,
        now: datetime,
    ) -> Order:
        """A new order. Raises BadInput."""
        _check(wish.lines, least=1)
        if not wish.lines:
            raise BadInput("lines", "an order needs at least one line")
        order = cls(
            orderid,
            customer=customer,
            reference=reference,
            wish=wish,
            priority=priority,
            requested=wish.requested,
            ship_to=wish.ship_to,
            placed_at=now,
            skus=[sku for sku, _ in wish.lines],
        )
        order.record(OrderPlaced(orderid, customer, wish.lines, wish.requested))
        return order

    def repeat(self, wish: Wish) -> None:
        """The order is placed once more; nothing happens. Raises OrderConflict."""
        if self.wish != wish:
            raise OrderConflict(f"Order {self.reference} was placed before, with other contents")

    def amend(
        self,
        lines: Sequence[tuple[str, int]],
        *,
        requested: date | None = None,
        ship_to: Mapping[str, str] | None = None,
        version: int | None = None,
    ) -> None:
        """Raises StaleVersion, WrongState, BadInput."""
        self._expect(version)
        if not lines and requested is None and ship_to is None:
            raise BadInput("lines", "must name something to change")
        _check(lines, least=0)
        if self.cancelled:
            raise WrongState(f"Order {self.reference} is cancelled")
        if len({*self.skus, *(sku for sku, _ in lines)}) > MOST_LINES:
            raise BadInput("lines", f"an order has at most {MOST_LINES} lines")
        self.requested = requested or self.requested
        self.ship_to = self.ship_to if ship_to is None else dict(ship_to)
        self.skus = sorted({*self.skus, *(sku for sku, units in lines if units)})
        self.record(OrderAmended(self.orderid, self.customer, tuple(lines)))

    def cancel(self, claims: Sequence[Claim], *, version: int | None = None) -> bool:
        """Whether there is anything left to cancel. Raises StaleVersion, WrongState."""
        if self.cancelled:
            return False
        self._expect(version)
        if any(c.shipped for c in claims) and all(c.shipped == c.wanted for c in claims):
            raise WrongState(f"Order {self.reference} is shipped")
        self.cancelled = True
        self.record(OrderCancelled(self.orderid, self.customer))
        return True

    def ship(self, shipment: Shipment, claims: Sequence[Claim]) -> None:
        """The parcel has left; `claims` are the lines as they stand now. Raises WrongState."""
        complete = all(claim.shipped == claim.wanted for claim in claims)
        if not complete and not self.wish.allow_partial and self.customer:
            raise WrongState(f"Order {self.reference} may not be shipped in parts")
        if not shipment.lines:
            raise WrongState(f"Nothing of order {self.reference} is ready to ship")
        self.shipments.append(shipment)
        self.record(
            OrderShipped(
                self.orderid,
                self.customer,
                shipment.number,
                shipment.carrier,
                shipment.tracking,
                shipment.lines,
                complete,
            )
        )

    def _expect(self, version: int | None) -> None:
        if version is not None and version != self.version_number:
            raise StaleVersion(self.version_number)


def _check(lines: Sequence[tuple[str, int]], *, least: int) -> None:
    if len(lines) > MOST_LINES:
        raise BadInput("lines", f"an order has at most {MOST_LINES} lines")
    for n, (_, units) in enumerate(lines):
        try:
            require_units("qty", units, least=least)
        except BadInput as bad:
            raise BadInput(f"lines/{n}/qty", bad.reason) from bad
