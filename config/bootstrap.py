"""What triggers what: read this page, and you know how the company reacts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from allocation import channels, handlers
from allocation.customers_repository import CustomerRepository
from allocation.read_models import StoredAllocationsView, StoredLedger
from allocation.repository import ProductRepository
from domain.allocation import commands, events
from domain.kernel import Command, Event
from messaging import handlers as message_handlers
from messaging.bus import Handler, MessageBus, UnitOfWorkFactory, inject
from messaging.commands import DiscardParkedMessage, ReplayParkedMessage
from messaging.django_unit_of_work import DjangoUnitOfWork, ReadModel, StoredRepository
from messaging.notifications import AbstractNotifications, EmailNotifications
from messaging.outbox import Outbox
from messaging.parked import StoredParkedMessages
from messaging.redis_publisher import append_to_stream
from messaging.redis_publisher import publish as publish_on_redis
from messaging.wake import wake

# A command has one handler; its errors reach the caller.
COMMAND_HANDLERS: Mapping[type[Command], Handler] = {
    commands.CreateBatch: handlers.add_batch,
    commands.ReleaseBatch: handlers.release_batch,
    commands.ChangeBatchQuantity: handlers.change_batch_quantity,
    commands.Allocate: handlers.allocate,
    commands.ImportStockAndOrders: handlers.import_stock_and_orders,
    commands.RegisterCustomer: handlers.register_customer,
    commands.ChangeCustomer: handlers.change_customer,
    commands.AddMember: handlers.add_member,
    commands.ChangeMember: handlers.change_member,
    commands.RemoveMember: handlers.remove_member,
    commands.AddAddress: handlers.add_address,
    commands.RemoveAddress: handlers.remove_address,
    commands.IssueApiKey: handlers.issue_api_key,
    commands.RevokeApiKey: handlers.revoke_api_key,
    commands.FlagLeakedApiKey: handlers.flag_leaked_api_key,
    ReplayParkedMessage: message_handlers.replay_parked_message,
    DiscardParkedMessage: message_handlers.discard_parked_message,
}

# In the transaction of the command: read models, and rules that must not wait.
IN_TRANSACTION: Mapping[type[Event], Sequence[Handler]] = {
    events.BatchCreated: [handlers.write_ledger, handlers.fill_backorders],
    events.BatchReleased: [handlers.write_ledger, handlers.fill_backorders],
    events.BatchQuantityChanged: [handlers.write_ledger, handlers.fill_backorders],
    events.Allocated: [handlers.write_ledger, handlers.add_allocation_to_read_model],
    events.Deallocated: [
        handlers.write_ledger,
        handlers.remove_allocation_from_read_model,
        handlers.reallocate,
    ],
}

# After the commit, each on its own, until it succeeds.
EVENT_HANDLERS: Mapping[type[Event], Sequence[Handler]] = {
    events.Allocated: [handlers.publish_allocated_event],
    events.OutOfStock: [handlers.send_out_of_stock_notification],
}

# What other systems send over Redis: the channel, and how its messages become commands.
CHANNELS: Mapping[str, Callable[[Mapping[str, Any]], Command]] = {
    "change_batch_quantity": channels.change_batch_quantity,
}


class UnitOfWork(DjangoUnitOfWork):
    """The repositories and read models of all contexts, on one transaction."""

    def open(self) -> tuple[Sequence[StoredRepository], Sequence[ReadModel]]:
        self.products = ProductRepository(locking=self.locking)
        self.customers = CustomerRepository()
        self.allocations_view = StoredAllocationsView()
        self.ledger = StoredLedger(actor=self.actor, now=timezone.now())
        return [self.products, self.customers], [self.allocations_view, self.ledger]


def bootstrap(
    *,
    uow: UnitOfWorkFactory | None = None,
    notifications: AbstractNotifications | None = None,
    publish: Callable[[str, Mapping[str, Any]], None] = publish_on_redis,
    clock: Callable[[], datetime] = timezone.now,
) -> MessageBus:
    """A bus with everything in place; tests replace parts by parameter name."""
    dependencies: dict[str, Any] = {
        "notifications": notifications
        or EmailNotifications(
            sender=settings.ALLOCATIONS_EMAIL, subject="allocation service notification"
        ),
        "publish": publish,
        "clock": clock,
        "stock_email": settings.STOCK_EMAIL,
        "parked": StoredParkedMessages(),
        "receive_again": append_to_stream,
    }
    projections = {
        kind: [inject(handler, dependencies) for handler in handlers]
        for kind, handlers in IN_TRANSACTION.items()
    }
    return MessageBus(
        uow=uow or stored(clock),
        projections=projections,
        command_handlers=COMMAND_HANDLERS,
        event_handlers=EVENT_HANDLERS,
        dependencies=dependencies,
    )


def stored(clock: Callable[[], datetime]) -> UnitOfWorkFactory:
    """Units of work on the database, which leave their events in the outbox."""
    outbox = Outbox(
        subscribers={kind: [h.__name__ for h in hs] for kind, hs in EVENT_HANDLERS.items()},
        wake=wake,
        clock=clock,
    )

    def make(*, actor: str, locking: bool) -> UnitOfWork:
        return UnitOfWork(outbox=outbox, actor=actor, locking=locking)

    return make
