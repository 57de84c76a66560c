"""The books of the stock: compared every night, and repaired when a person says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from allocation import staff_mails
from domain.allocation import commands, events
from domain.allocation.product import Product
from domain.allocation.stock_audit import StockAudit, UnknownAudit

if TYPE_CHECKING:
    from allocation.ports import Differences, PurchasingUnitOfWork
    from domain.allocation.books import BatchBooks
    from messaging.notifications import AbstractNotifications

Clock = Callable[[], datetime]

AUDIT = "stock audit"


def audit_stock(
    command: commands.AuditStock,
    uow: PurchasingUnitOfWork,
    compare_books: Callable[[], Differences],
    clock: Clock,
) -> StockAudit | None:
    """The audit; None: another clock was first. The books are compared before the transaction,
    for they need one of their own, which sees a single moment."""
    audit = StockAudit.report(command.ref, clock(), compare_books())
    with uow:
        if uow.periods.claim(AUDIT, command.ref) is None:
            return None
        uow.audits.add(audit)
        uow.commit()
    return audit


def repair_counters(
    command: commands.RepairCounters, uow: PurchasingUnitOfWork, clock: Clock
) -> None:
    """Lines first, for their units are what batches hold; then the counters and the ledger.

    What is free or waits afterwards is matched at once. Where the books agree by now, nothing is
    written.
    """
    with uow:
        uow.books.lock(command.sku)
        told = [*_repair_lines(command, uow), *_repair_batches(command, uow)]
        product = _product(command.sku, uow)
        for event in told:
            product.record(event)
        product.fill_backorders(clock().date())
        uow.commit()


def settle_audit(command: commands.SettleAudit, uow: PurchasingUnitOfWork) -> None:
    """Raises UnknownAudit."""
    with uow:
        audit = uow.audits.get(command.ref)
        if audit is None:
            raise UnknownAudit(command.ref)
        audit.settle()
        uow.commit()


def report_differences(
    event: events.BooksDiffer, notifications: AbstractNotifications, stock_email: str
) -> None:
    notifications.send(
        stock_email, staff_mails.books_differ(event), subject=f"The books differ: {event.ref}"
    )


def _repair_lines(
    command: commands.RepairCounters, uow: PurchasingUnitOfWork
) -> list[events.LineRepaired]:
    orders = {*command.orders, *uow.books.unfounded(command.batches)}
    told = []
    for old in uow.books.lines(command.sku, sorted(orders)):
        new = old.repaired()
        if uow.books.write_line(new) or (old.units, old.shown) != (new.units, new.shown):
            reason = f"the books said {old}; right is {new}"
            told.append(events.LineRepaired(old.orderid, old.sku, reason, command.audit))
    return told


def _repair_batches(
    command: commands.RepairCounters, uow: PurchasingUnitOfWork
) -> list[events.CountersRepaired]:
    """Those that the command names, and those that hold other units now."""
    refs = {*command.batches, *uow.books.touched}
    wrong = [b for b in uow.books.batches(command.sku, sorted(refs)) if not b.agree]
    for books in wrong:
        uow.books.write_batch(books.ref, books.repaired())
    return [_told(books, command.audit) for books in wrong]


def _product(sku: str, uow: PurchasingUnitOfWork) -> Product:
    """The product as it stands after the repair; new where only the ledger knows it."""
    product = uow.products.get(sku)
    if product is None:
        product = Product(sku)
        uow.products.add(product)
    return product


def _told(books: BatchBooks, audit: str) -> events.CountersRepaired:
    right = books.repaired()
    change = right - books.ledger
    reason = f"books repaired: counters said {books.counters or 'nothing'}; "
    reason += f"the ledger {books.ledger}; right is {right}"
    return events.CountersRepaired(
        books.ref, books.sku, change.purchased, change.allocated, change.shipped, reason, audit
    )
