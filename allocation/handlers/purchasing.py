"""What the commands about reorder points set going, and who hears of low stock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from allocation import staff_mails
from domain.allocation import commands, events
from domain.allocation.product import InvalidSku
from domain.allocation.reorder_point import WINDOW, ReorderPoint, Threshold, UnknownReorderPoint

if TYPE_CHECKING:
    from allocation.ports import DecidedSources, PurchasingReport, PurchasingUnitOfWork
    from messaging.notifications import AbstractNotifications

Clock = Callable[[], datetime]

DIGEST = "purchasing digest"


def set_reorder_point(
    command: commands.SetReorderPoint, uow: PurchasingUnitOfWork, clock: Clock
) -> None:
    """And check it at once. Raises InvalidSku, BadInput."""
    now = clock()
    threshold = Threshold(command.units, command.days, command.margin)
    with uow:
        point = uow.reorder_points.get(command.sku)
        supply = uow.reorder_points.supply_of(command.sku, now.date())
        if supply is None:
            raise InvalidSku(command.sku)
        if point is None:
            point = ReorderPoint.set_up(command.sku, threshold)
            uow.reorder_points.add(point)
        point.change(threshold)
        point.demand = uow.reorder_points.demand_of(command.sku, _since(now))
        point.check(supply)
        uow.commit()


def remove_reorder_point(command: commands.RemoveReorderPoint, uow: PurchasingUnitOfWork) -> None:
    """Raises UnknownReorderPoint."""
    with uow:
        point = uow.reorder_points.get(command.sku)
        if point is None:
            raise UnknownReorderPoint(command.sku)
        point.remove()
        uow.commit()


def check_reorder_point(
    command: commands.CheckReorderPoint, uow: PurchasingUnitOfWork, clock: Clock
) -> None:
    """Under the lock of the reorder point: two clocks cause one warning.

    Nothing happens where it was removed meanwhile.
    """
    with uow:
        point = uow.reorder_points.get(command.sku)
        supply = uow.reorder_points.supply_of(command.sku, clock().date())
        if point is not None and supply is not None:
            point.check(supply)
            uow.commit()


def measure_demand(
    command: commands.MeasureDemand, uow: PurchasingUnitOfWork, clock: Clock
) -> None:
    with uow:
        uow.reorder_points.measure_demand(_since(clock()))
        uow.commit()


def issue_purchasing_digest(
    command: commands.IssuePurchasingDigest, uow: PurchasingUnitOfWork, clock: Clock
) -> None:
    """Once for each day, with the demand as it is then."""
    with uow:
        if turn := uow.periods.claim(DIGEST, command.day.isoformat()):
            uow.reorder_points.measure_demand(_since(clock()))
            turn.record(events.PurchasingDigestDue(command.day))
            uow.commit()


def warn_of_low_stock(
    event: events.LowStock,
    notifications: AbstractNotifications,
    purchasing_email: str,
    decided_sources: DecidedSources,
) -> None:
    source = decided_sources.of([event.sku]).get(event.sku)
    text = staff_mails.low_stock(event, source)
    notifications.send(purchasing_email, text, subject=f"Low stock: {event.sku}")


def send_purchasing_digest(
    event: events.PurchasingDigestDue,
    notifications: AbstractNotifications,
    purchasing_email: str,
    purchasing_report: Callable[[date], PurchasingReport],
) -> None:
    """Nothing when nothing is to be done: a mail that says so teaches people not to read it."""
    if text := staff_mails.digest(purchasing_report(event.day)):
        notifications.send(purchasing_email, text, subject=f"Stock to buy, {event.day}")


def _since(now: datetime) -> datetime:
    return now - timedelta(days=WINDOW)
