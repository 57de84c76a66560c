"""What triggers what: read this page, and you know how the company reacts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from allocation import channels, handlers, queries
from allocation.letters import MailedLetters
from allocation.ports import ApprovedFormulas, Letters
from allocation.read_models import (
    StoredAllocationsView,
    StoredAnswers,
    StoredLedger,
    StoredNews,
)
from allocation.repository import (
    AuditRepository,
    CatalogueRepository,
    CustomerRepository,
    OrderRepository,
    ProductRepository,
    ReorderPointRepository,
    StoredApprovedFormulas,
    StoredBooks,
)
from domain.allocation import commands, events
from domain.kernel import Command, Event
from domain.scents import commands as scents_commands
from domain.scents import events as scents_events
from messaging import handlers as message_handlers
from messaging.bulk_jobs import StoredBulkJobs
from messaging.bus import Handler, MessageBus, UnitOfWorkFactory, inject
from messaging.commands import DiscardParkedMessage, ReplayParkedMessage, StopBulkJob
from messaging.django_unit_of_work import DjangoUnitOfWork, ReadModel, StoredRepository
from messaging.notifications import AbstractNotifications, EmailNotifications
from messaging.outbox import Outbox
from messaging.parked import StoredParkedMessages
from messaging.periods import StoredPeriods
from messaging.redis_publisher import append_to_stream
from messaging.redis_publisher import publish as publish_on_redis
from messaging.wake import wake, wake_webhooks
from messaging.webhooks import commands as webhook_commands
from messaging.webhooks import handlers as webhook_handlers
from messaging.webhooks.endpoints import StoredWebhookEndpoints
from messaging.webhooks.guard import check_target
from messaging.webhooks.ports import Webhooks
from messaging.webhooks.queue import StoredWebhooks
from messaging.webhooks.signing import new_secret
from scents import handlers as scents_handlers
from scents.repository import (
    AllergenRepository,
    ClearanceRepository,
    FormatRepository,
    StandardRepository,
)

# A command has one handler; its errors reach the caller.
COMMAND_HANDLERS: Mapping[type[Command], Handler] = {
    commands.CreateBatch: handlers.add_batch,
    commands.ReleaseBatch: handlers.release_batch,
    commands.BlockBatch: handlers.block_batch,
    commands.ExpireBatch: handlers.expire_batch,
    commands.ChangeBatchQuantity: handlers.change_batch_quantity,
    commands.ScrapUnits: handlers.scrap_units,
    commands.ChangeBatchEta: handlers.change_batch_eta,
    commands.ReceiveBatch: handlers.receive_batch,
    commands.Simulate: handlers.simulate,
    commands.CarryOut: handlers.carry_out,
    commands.Allocate: handlers.allocate,
    commands.ImportStockAndOrders: handlers.import_stock_and_orders,
    commands.PlaceOrder: handlers.place_order,
    commands.AmendOrder: handlers.amend_order,
    commands.CancelOrder: handlers.cancel_order,
    commands.ShipOrder: handlers.ship_order,
    commands.DescribeProduct: handlers.describe_product,
    commands.SetReorderPoint: handlers.set_reorder_point,
    commands.RemoveReorderPoint: handlers.remove_reorder_point,
    commands.CheckReorderPoint: handlers.check_reorder_point,
    commands.MeasureDemand: handlers.measure_demand,
    commands.IssuePurchasingDigest: handlers.issue_purchasing_digest,
    commands.AuditStock: handlers.audit_stock,
    commands.RepairCounters: handlers.repair_counters,
    commands.SettleAudit: handlers.settle_audit,
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
    scents_commands.RecordStandard: scents_handlers.record_standard,
    scents_commands.WithdrawStandard: scents_handlers.withdraw_standard,
    scents_commands.RecordClearance: scents_handlers.record_clearance,
    scents_commands.WithdrawClearance: scents_handlers.withdraw_clearance,
    scents_commands.DecideCategory: scents_handlers.decide_category,
    scents_commands.RecordAllergenRule: scents_handlers.record_allergen_rule,
    scents_commands.WithdrawAllergenRule: scents_handlers.withdraw_allergen_rule,
    scents_commands.ImportSafetyRules: scents_handlers.import_safety_rules,
    ReplayParkedMessage: message_handlers.replay_parked_message,
    DiscardParkedMessage: message_handlers.discard_parked_message,
    StopBulkJob: message_handlers.stop_bulk_job,
    webhook_commands.RegisterWebhook: webhook_handlers.register_webhook,
    webhook_commands.RemoveWebhook: webhook_handlers.remove_webhook,
    webhook_commands.RotateWebhookSecret: webhook_handlers.rotate_webhook_secret,
    webhook_commands.SendTestWebhook: webhook_handlers.send_test_webhook,
    webhook_commands.DisableWebhook: webhook_handlers.disable_webhook,
    webhook_commands.EnableWebhook: webhook_handlers.enable_webhook,
    webhook_commands.ReplayWebhookMessage: webhook_handlers.replay_webhook_message,
}

# In the transaction of the command: read models, and rules that must not wait.
IN_TRANSACTION: Mapping[type[Event], Sequence[Handler]] = {
    events.BatchCreated: [handlers.write_ledger, handlers.fill_backorders],
    events.BatchReleased: [handlers.write_ledger, handlers.fill_backorders],
    events.BatchBlocked: [handlers.write_ledger],
    events.BatchExpired: [handlers.write_ledger],
    events.BatchQuantityChanged: [handlers.write_ledger, handlers.fill_backorders],
    events.BatchEtaChanged: [handlers.write_ledger],
    events.BatchReceived: [handlers.write_ledger, handlers.fill_backorders],
    events.CountersRepaired: [handlers.write_ledger],
    events.Allocated: [
        handlers.write_ledger,
        handlers.add_allocation_to_read_model,
        handlers.note_moment,
    ],
    events.Deallocated: [
        handlers.write_ledger,
        handlers.remove_allocation_from_read_model,
        handlers.note_moment,
        handlers.reallocate,
    ],
    events.LineChanged: [handlers.fill_backorders],
    events.UnitsShipped: [handlers.write_ledger],
    events.Backordered: [handlers.note_moment],
    events.PromiseChanged: [handlers.note_moment],
    events.OrderPlaced: [handlers.note_moment],
    events.OrderAmended: [handlers.note_moment],
    events.OrderCancelled: [handlers.note_moment],
    events.OrderShipped: [handlers.note_moment],
}

# After the commit, each on its own, until it succeeds.
EVENT_HANDLERS: Mapping[type[Event], Sequence[Handler]] = {
    events.Allocated: [handlers.publish_allocated_event],
    events.OutOfStock: [handlers.send_out_of_stock_notification],
    events.OrderUpdated: [handlers.tell_webhooks, handlers.mail_customer],
    events.LowStock: [handlers.warn_of_low_stock],
    events.PurchasingDigestDue: [handlers.send_purchasing_digest],
    events.BooksDiffer: [handlers.report_differences],
    scents_events.FormulaApproved: [handlers.note_formula_approved],
    scents_events.ApprovalWithdrawn: [handlers.note_approval_withdrawn],
}

# What other systems send over Redis: the channel, and how its messages become commands.
CHANNELS: Mapping[str, Callable[[Mapping[str, Any]], Command]] = {
    "change_batch_quantity": channels.change_batch_quantity,
}


class UnitOfWork(DjangoUnitOfWork):
    """The repositories and read models of all contexts, on one transaction."""

    def open(self) -> tuple[Sequence[StoredRepository], Sequence[ReadModel]]:
        now = timezone.now()
        self.orders = OrderRepository(actor=self.actor)
        self.products = ProductRepository(locking=self.locking)
        self.customers = CustomerRepository()
        self.catalogue = CatalogueRepository()
        self.reorder_points = ReorderPointRepository()
        self.audits = AuditRepository()
        self.safety_standards = StandardRepository(now=now)
        self.clearances = ClearanceRepository(now=now)
        self.delivery_formats = FormatRepository(now=now)
        self.allergen_rules = AllergenRepository(now=now)
        self.books = StoredBooks()
        self.periods = StoredPeriods()
        self.allocations_view = StoredAllocationsView()
        self.ledger = StoredLedger(actor=self.actor, now=now)
        self.answers = StoredAnswers()
        self.news = StoredNews(now=now)
        # In this order events are projected, and rows written: whoever needs several locks takes
        # the order's before those of products.
        repositories: list[StoredRepository] = [
            self.customers,
            self.catalogue,
            self.orders,
            self.products,
            self.reorder_points,
            self.audits,
            self.periods,
            self.news,
            self.safety_standards,
            self.clearances,
            self.delivery_formats,
            self.allergen_rules,
        ]
        return repositories, [self.allocations_view, self.ledger, self.answers]


def bootstrap(
    *,
    uow: UnitOfWorkFactory | None = None,
    notifications: AbstractNotifications | None = None,
    publish: Callable[[str, Mapping[str, Any]], None] = publish_on_redis,
    clock: Callable[[], datetime] = timezone.now,
    webhooks: Webhooks | None = None,
    letters: Letters | None = None,
    approved_formulas: ApprovedFormulas | None = None,
) -> MessageBus:
    """A bus with everything in place; tests replace parts by parameter name."""
    stored_webhooks = StoredWebhooks(wake=wake_webhooks, clock=clock)
    dependencies: dict[str, Any] = {
        "notifications": notifications
        or EmailNotifications(
            sender=settings.ALLOCATIONS_EMAIL, subject="allocation service notification"
        ),
        "publish": publish,
        "clock": clock,
        "stock_email": settings.STOCK_EMAIL,
        "purchasing_email": settings.PURCHASING_EMAIL,
        "purchasing_report": queries.purchasing_report,
        "compare_books": queries.book_differences,
        "approved_formulas": approved_formulas or StoredApprovedFormulas(),
        "parked": StoredParkedMessages(),
        "bulk_jobs": StoredBulkJobs(clock=clock),
        "receive_again": append_to_stream,
        "letters": letters or MailedLetters(sender=settings.ALLOCATIONS_EMAIL, clock=clock),
        "webhooks": webhooks or stored_webhooks,
        "webhook_messages": stored_webhooks,
        "webhook_endpoints": StoredWebhookEndpoints(clock=clock),
        "check_webhook_target": check_target,
        "new_webhook_secret": new_secret,
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
