"""What triggers what: read this page, and you know how the company reacts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from allocation import channels, handlers, queries
from allocation.letters import MailedLetters
from allocation.ports import Letters
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
    StoredBooks,
)
from domain.allocation import commands, events
from domain.kernel import Command, Event
from domain.scents.commands import intake as intake_commands
from domain.scents.commands import materials as material_commands
from domain.scents.commands import suppliers as supplier_commands
from domain.scents.material import Material
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
from scents.handlers import intake, materials, suppliers
from scents.ports import LookUp
from scents.repository import (
    ImportRepository,
    MaterialRepository,
    PriceListRepository,
    SupplierRepository,
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
    material_commands.AddMaterial: materials.add_material,
    material_commands.DescribeMaterial: materials.describe_material,
    material_commands.RecordProperty: materials.record_property,
    material_commands.RecordConstituents: materials.record_constituents,
    material_commands.FillMaterial: materials.fill_material,
    material_commands.RetireMaterial: materials.retire_material,
    material_commands.RestoreMaterial: materials.restore_material,
    supplier_commands.RegisterSupplier: suppliers.register_supplier,
    supplier_commands.ChangeSupplier: suppliers.change_supplier,
    supplier_commands.MakeOffer: suppliers.make_offer,
    supplier_commands.WithdrawOffer: suppliers.withdraw_offer,
    intake_commands.ImportLaboratory: intake.import_laboratory,
    intake_commands.PrepareImport: intake.prepare_import,
    intake_commands.ConfirmImport: intake.confirm_import,
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
        self.books = StoredBooks()
        self.materials = MaterialRepository()
        self.suppliers = SupplierRepository()
        self.price_lists = PriceListRepository()
        self.laboratory_imports = ImportRepository(actor=self.actor, now=now)
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
            self.materials,
            self.suppliers,
            self.price_lists,
            self.laboratory_imports,
            self.periods,
            self.news,
        ]
        return repositories, [self.allocations_view, self.ledger, self.answers]


def look_up_cas(cas: str) -> Material:
    """What the chemical libraries hold of it; they take a second to load, so only where needed."""
    found: Material = import_string("scents.lookups.look_up")(cas)
    return found


def bootstrap(
    *,
    uow: UnitOfWorkFactory | None = None,
    notifications: AbstractNotifications | None = None,
    publish: Callable[[str, Mapping[str, Any]], None] = publish_on_redis,
    clock: Callable[[], datetime] = timezone.now,
    webhooks: Webhooks | None = None,
    letters: Letters | None = None,
    look_up: LookUp = look_up_cas,
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
        "look_up": look_up,
        "stock_email": settings.STOCK_EMAIL,
        "purchasing_email": settings.PURCHASING_EMAIL,
        "purchasing_report": queries.purchasing_report,
        "compare_books": queries.book_differences,
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
