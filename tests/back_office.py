"""What tests of the back office share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.admin.utils import quote
from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access.models import AuditEntry
from allocation.models import (
    Address,
    AllocationView,
    ApiKey,
    Batch,
    CatalogueItem,
    Customer,
    DueBatch,
    Member,
    Order,
    OrderLine,
    OrderToShip,
    Product,
    ReorderPoint,
    Shipment,
    StockAudit,
    StockMovement,
)
from domain.allocation import commands
from messaging.bus import MessageBus
from messaging.models import (
    BulkJob,
    Delivery,
    OutboxEvent,
    ParkedMessage,
    WebhookEndpoint,
    WebhookMessage,
)
from scents.models import (
    AllergenRule,
    Clearance,
    DecisionPolicy,
    DeliveryFormat,
    Formula,
    LaboratoryImport,
    Material,
    Offer,
    Optimisation,
    ScentSource,
    SourcingDecision,
    Standard,
    Supplier,
    Survey,
    SurveyResult,
)
from tests.customers import HOME, issue
from tests.laboratory import fill_laboratory

A_PARCEL = {"shipment": "S1", "carrier": "Gull Post", "tracking": "GP7"}

OURS = [Product, Batch, DueBatch, StockMovement, OrderLine, AllocationView]
OURS += [Order, OrderToShip, Shipment, Customer, Member, Address, ApiKey, CatalogueItem]
OURS += [ReorderPoint, StockAudit]
OURS += [Formula, Optimisation, Material, Supplier, Offer, LaboratoryImport]
OURS += [Survey, SurveyResult]
OURS += [Standard, Clearance, DeliveryFormat, AllergenRule]
OURS += [ScentSource, SourcingDecision, DecisionPolicy]
OURS += [OutboxEvent, Delivery, ParkedMessage, WebhookEndpoint, WebhookMessage]
OURS += [BulkJob, AuditEntry]


def at(page: str, model: type[Model], *args: object) -> str:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    return reverse(name, args=[quote(arg) for arg in args])


def name_of(model: type[Model]) -> str:
    return model._meta.label


def servers_of(orderid: str, sku: str) -> list[tuple[str, int]]:
    """The batches that serve the line, with the units of each."""
    rows = AllocationView.objects.filter(orderid=orderid, sku=sku).order_by("id")
    return list(rows.values_list("batchref", "qty"))


def page_of(client: Client, model: type[Model], key: object) -> str:
    """The page of a row, as HTML."""
    return str(client.get(at("change", model, key)).content.decode())


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def errors_of(response: Any) -> str:
    return str(response.context["errors"])


def park(bus: MessageBus, n: int = 1) -> ParkedMessage:
    """A delivery that failed for good."""
    bus.handle(commands.CreateBatch(f"parked-{n}", f"PARKED-{n}", 5))
    event = OutboxEvent.objects.filter(aggregate_id=f"PARKED-{n}").latest("recorded_at")
    return ParkedMessage.objects.create(
        source="publish_allocated_event",
        payload='{"sku": "é"}',
        event_id=event.id,
        recorded_at=event.recorded_at,
        reason="ValueError('no')",
        traceback="Traceback",
    )


def fill(bus: MessageBus, n: int) -> None:
    """Rows for each page."""
    bus.handle(commands.CreateBatch(f"b{n}", f"SKU {n}/_2", 20, None, date(2030, 1, n), True))
    bus.handle(commands.CreateBatch(f"later{n}", f"SKU {n}/_2", 5, date(2030, 1, n)))
    bus.handle(commands.Allocate(f"o{n}", f"SKU {n}/_2", 5))
    bus.handle(commands.Allocate(f"big{n}", f"SKU {n}/_2", 50))
    bus.handle(commands.SetReorderPoint(f"SKU {n}/_2", units=10 * n))
    bus.handle(commands.AuditStock(f"night {n}"))
    parked = park(bus, n)
    Delivery.objects.create(
        event_id=parked.event_id,
        recorded_at=parked.recorded_at,
        subscriber="somebody",
        due=timezone.now(),
        error="Traceback\nValueError: no",
    )
    endpoint = WebhookEndpoint.objects.create(
        owner="@acme", url=f"https://{n}.example/", created_at=timezone.now()
    )
    WebhookMessage.objects.create(
        id=f"msg_{n}",
        endpoint=endpoint,
        type="order.accepted",
        key=f"=key {n}",
        payload={"order": "é"},
        created_at=timezone.now(),
        due=timezone.now(),
    )
    bus.handle(commands.DescribeProduct(f"SKU {n}/_2", "Scent", "box", "EUR"))
    issue(bus, f"customer-{n}")
    bus.handle(commands.AddMember(f"customer-{n}", f"b{n}@example.com", "Ben"))
    bus.handle(commands.AddAddress(f"customer-{n}", **HOME))
    bus.handle(
        commands.PlaceOrder(f"customer-{n}", f"b{n}", {f"SKU {n}/_2": 3}, allow_partial=True)
    )
    bus.handle(commands.ShipOrder(f"b1-S{n}", f"customer-{n}/b{n}", {f"SKU {n}/_2": 1}))
    BulkJob.objects.create(
        model="allocation.batch",
        action="release",
        title=f"=Release {n}",
        actor="admin:ann",
        keys=[f"b{n}"],
        total=1,
        due=timezone.now(),
        created_at=timezone.now(),
    )
    fill_laboratory(bus, n)
    Group.objects.create(name=f"group {n}")
    User.objects.create_user(f"user {n}")


def fill_in(client: Client, model: type[Model], key: object, form: str, **sent: object) -> Any:
    """Send a form that has a page of its own."""
    return client.post(at("do", model, key, form), sent, follow=True)


def lines(**units: object) -> dict[str, list[object]]:
    return {"lines-key": [*units], "lines-units": [*units.values()]}


def parcel_of(orderid: str) -> str:
    line = OrderLine.objects.filter(orderid=orderid).order_by("sku")[0]
    return at("change", OrderToShip, line.pk)


def agree(client: Client, asked: Any) -> Any:
    """Say yes to a plan that is shown."""
    sent = dict(asked.context["sent"])
    plan = {"_plan": asked.context["fingerprint"]}
    return client.post(asked.context["address"], {**sent, **plan}, follow=True)


def send(client: Client, model: type[Model], action: str, *keys: object) -> Any:
    """Run an action on the rows with these keys."""
    sent = {"action": action, "_selected_action": keys, "index": "0"}
    return client.post(at("changelist", model), sent, follow=True)
