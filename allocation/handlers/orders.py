"""What order commands and events set going."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from domain.allocation import commands
from domain.allocation.events import OrderPlaced
from domain.allocation.moments import OrderEvent, moment_of
from domain.allocation.order import (
    Order,
    Shipment,
    ShipmentConflict,
    UnknownOrder,
    UnknownSkus,
    Wish,
    WrongState,
)
from domain.allocation.order_line import OrderLine
from domain.allocation.product import Product
from domain.allocation.standing import standing_of, told

if TYPE_CHECKING:
    from allocation.ports import AllocationUnitOfWork, Answer
    from domain.kernel import Request

Clock = Callable[[], datetime]


def place_order(command: commands.PlaceOrder, uow: AllocationUnitOfWork, clock: Clock) -> Answer:
    """Take all lines, or none. Raises UnknownSkus, OrderConflict, BadInput, KeyInUse, KeyReused."""
    now = clock()
    wish = Wish(
        tuple(sorted(command.lines.items())),
        command.requested,
        command.ship_to,
        command.allow_partial,
    )
    with uow:
        if command.request and (known := uow.answers.recall(command.request)) is not None:
            return known
        order = uow.orders.get(command.orderid)
        if order is None:
            order, products = _place(command, wish, uow, now)
        else:
            order.repeat(wish)
            products = _products(order, order.skus, uow)
        return _answer(order, products, command.request, uow)


def amend_order(command: commands.AmendOrder, uow: AllocationUnitOfWork, clock: Clock) -> Answer:
    """Change quantities, date or address.

    Raises UnknownOrder, UnknownSkus, StaleVersion, WrongState, AlreadyShipped, BadInput, KeyInUse,
    KeyReused.
    """
    today = clock().date()
    lines = tuple(sorted(command.lines.items()))
    with uow:
        if command.request and (known := uow.answers.recall(command.request)) is not None:
            return known
        order = _order(command.orderid, uow)
        order.amend(
            lines,
            requested=command.requested,
            ship_to=command.ship_to,
            version=command.version,
        )
        products = _products(order, [*order.skus, *command.lines], uow)
        for sku, units in lines:
            if order.orderid in products[sku].claims:
                products[sku].change_line(order.orderid, units, today)
            elif units:
                products[sku].allocate(OrderLine(order.orderid, sku, units), today, order.terms)
        claims = [p.claims[order.orderid] for p in products.values() if order.orderid in p.claims]
        if not any(claim.wanted for claim in claims):
            order.cancel(claims)
        return _answer(order, products, command.request, uow)


def cancel_order(command: commands.CancelOrder, uow: AllocationUnitOfWork) -> Answer:
    """Give back what is not shipped. Raises UnknownOrder, StaleVersion, WrongState, KeyInUse,
    KeyReused."""
    with uow:
        if command.request and (known := uow.answers.recall(command.request)) is not None:
            return known
        order = _order(command.orderid, uow)
        products = _products(order, order.skus, uow)
        claims = [product.claims[order.orderid] for product in products.values()]
        if order.cancel(claims, version=command.version):
            for sku in sorted(products):
                products[sku].cancel_line(order.orderid)
        return _answer(order, products, command.request, uow)


def ship_order(command: commands.ShipOrder, uow: AllocationUnitOfWork, clock: Clock) -> Shipment:
    """Send what is ready, or what was chosen of it.

    Raises UnknownOrder, WrongState, NotReady, ShipmentConflict.
    """
    today = clock().date()
    with uow:
        owner = uow.orders.order_of_shipment(command.shipment)
        if owner not in (None, command.orderid):
            raise ShipmentConflict(f"Shipment {command.shipment} belongs to order {owner}")
        order = _order(command.orderid, uow)
        for shipment in order.shipments:
            if shipment.number == command.shipment:
                return shipment
        if order.cancelled:
            raise WrongState(f"Order {order.reference} is cancelled")
        products = _products(order, order.skus, uow)
        shipment = _ship(command, products, today)
        claims = [product.claims[order.orderid] for product in products.values()]
        order.ship(shipment, claims)
        uow.commit()
    return shipment


def note_moment(event: OrderEvent, uow: AllocationUnitOfWork) -> None:
    """In the same transaction: what the customer sees of it. Classic orders have none."""
    if event.customer:
        uow.news.note(event.orderid, event.customer, moment_of(event))


def _place(
    command: commands.PlaceOrder, wish: Wish, uow: AllocationUnitOfWork, now: datetime
) -> tuple[Order, dict[str, Product]]:
    order = Order.place(
        command.orderid,
        customer=command.customer,
        reference=command.reference,
        wish=wish,
        priority=command.priority,
        now=now,
    )
    products = _products(order, order.skus, uow)
    uow.orders.add(order)
    for sku, units in wish.lines:
        products[sku].allocate(OrderLine(order.orderid, sku, units), now.date(), order.terms)
    return order, products


def _answer(
    order: Order,
    products: Mapping[str, Product],
    request: Request | None,
    uow: AllocationUnitOfWork,
) -> Answer:
    """Commit, and tell how the order stands then; the answer is stored with it."""
    is_new = any(isinstance(event, OrderPlaced) for event in order.events)

    def answer() -> Answer:
        lines = standing_of(order, [*products.values()])
        return {"new": is_new, "order": told(order, lines)}

    if request:
        uow.answers.keep(request, answer)
    uow.commit()
    return answer()


def _ship(command: commands.ShipOrder, products: Mapping[str, Product], today: date) -> Shipment:
    wanted: Mapping[str, int | None] = command.lines or dict.fromkeys(products)
    if unknown := sorted(wanted.keys() - products):
        raise UnknownSkus(unknown)
    sent = [
        (sku, products[sku].ship_line(command.orderid, wanted[sku], command.shipment, today))
        for sku in sorted(wanted)
    ]
    lines = tuple((sku, units) for sku, units in sent if units)
    return Shipment(command.shipment, command.carrier, command.tracking, lines)


def _order(orderid: str, uow: AllocationUnitOfWork) -> Order:
    order = uow.orders.get(orderid)
    if order is None:
        raise UnknownOrder(orderid)
    return order


def _products(order: Order, skus: Iterable[str], uow: AllocationUnitOfWork) -> dict[str, Product]:
    """The products, all of which must exist. Raises UnknownSkus."""
    wanted = set(skus)
    products = uow.products.get_for_order(order.orderid, wanted)
    if unknown := sorted(wanted - products.keys()):
        raise UnknownSkus(unknown)
    return products
