"""Order lines, and the batches that serve them."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from allocation.models.stock import ID, Batch, Product
from domain.allocation.claim import NEVER

HELD = Q(qty__gt=F("waiting_quantity") + F("shipped_quantity") + F("cancelled_quantity"))
"""A batch holds units for the line."""

OPEN = Q(qty__gt=F("shipped_quantity") + F("cancelled_quantity"))
"""Something of the line is still to come."""


class Order(models.Model):
    """The head of an order. `wish` is what was asked for at first; lines stand in OrderLine."""

    orderid = models.CharField("order", max_length=ID, primary_key=True)
    customer = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=ID)
    wish = models.JSONField()
    allow_partial = models.BooleanField(default=False)
    priority = models.SmallIntegerField(default=0)
    requested = models.DateField(null=True)
    ship_to = models.JSONField(default=dict)
    placed_at = models.DateTimeField()
    cancelled = models.BooleanField(default=False)
    version_number = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["-placed_at", "orderid"]
        constraints = [
            models.UniqueConstraint(fields=["customer", "reference"], name="own_id_of_order")
        ]
        indexes = [
            models.Index(
                F("customer"), F("placed_at").desc(), F("orderid"), name="orders_of_customer"
            ),
            models.Index(
                F("customer"),
                F("placed_at").desc(),
                F("orderid"),
                name="cancelled_of_customer",
                condition=Q(cancelled=True),
            ),
            models.Index(F("placed_at").desc(), F("orderid"), name="orders_by_age"),
            models.Index(
                F("placed_at").desc(),
                F("orderid"),
                name="cancelled_orders",
                condition=Q(cancelled=True),
            ),
            models.Index(
                fields=["reference"], opclasses=["varchar_pattern_ops"], name="orders_by_reference"
            ),
        ]

    def __str__(self) -> str:
        return self.orderid


class OrderLine(models.Model):
    """A line that was accepted: each of its units is held, waiting, shipped or cancelled."""

    orderid = models.CharField("order", max_length=ID)
    sku = models.ForeignKey(
        Product,
        models.PROTECT,
        db_column="sku",
        db_index=False,  # `queue` finds those that matter
        related_name="lines",
        verbose_name="SKU",
    )
    qty = models.BigIntegerField("quantity")
    position = models.BigIntegerField()
    customer = models.CharField(max_length=40, blank=True, default="", db_default="")
    priority = models.SmallIntegerField(default=0, db_default=0)
    splittable = models.BooleanField(default=False, db_default=False)
    waiting_quantity = models.BigIntegerField(default=0, db_default=0)
    shipped_quantity = models.BigIntegerField(default=0, db_default=0)
    cancelled_quantity = models.BigIntegerField(default=0, db_default=0)
    promised = models.DateField(null=True)
    waiting = models.GeneratedField(
        expression=Q(waiting_quantity__gt=0),  # type: ignore[arg-type]
        output_field=models.BooleanField(),
        db_persist=True,
    )
    accepted_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["orderid", "sku"], name="one_line_per_sku"),
            models.CheckConstraint(condition=Q(qty__gt=0), name="line_wants_units"),
            models.CheckConstraint(
                condition=Q(
                    waiting_quantity__gte=0, shipped_quantity__gte=0, cancelled_quantity__gte=0
                )
                & Q(
                    qty__gte=F("waiting_quantity") + F("shipped_quantity") + F("cancelled_quantity")
                ),
                name="every_unit_somewhere",
            ),
        ]
        indexes = [
            models.Index(
                F("sku"),
                -F("priority"),
                Coalesce("promised", Value(NEVER)),
                F("position"),
                name="queue",
                condition=Q(waiting_quantity__gt=0),
            ),
            models.Index(
                fields=["customer", "orderid"],
                name="waiting_of_customer",
                condition=Q(waiting_quantity__gt=0),
            ),
            # Finds the lines of the last weeks; lines come in by time, so it costs them nothing.
            BrinIndex(fields=["accepted_at"], name="lines_by_day", autosummarize=True),
            models.Index(
                fields=["accepted_at"],
                name="waiting_by_age",
                condition=Q(waiting_quantity__gt=0),
            ),
            models.Index(Coalesce("promised", Value(NEVER)), "id", name="to_ship", condition=HELD),
            # For customers only: lines of the classic doors do without these.
            models.Index(
                fields=["customer", "orderid"],
                name="open_of_customer",
                condition=OPEN & ~Q(customer=""),
            ),
            models.Index(
                fields=["customer", "sku", "orderid"],
                name="sku_of_customer",
                condition=~Q(customer=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.orderid}: {self.qty} {self.sku_id}"


class OrderToShip(OrderLine):
    """An order as those see it who ship it: the line of it that was promised first."""

    class Meta:
        proxy = True
        verbose_name = "order to ship"
        verbose_name_plural = "to ship"
        ordering = [Coalesce("promised", Value(NEVER)), "id"]

    def __str__(self) -> str:
        return self.orderid


class Allocation(models.Model):
    """Units of a batch that belong to a line."""

    orderid = models.CharField("order", max_length=ID)
    sku = models.CharField("SKU", max_length=ID)
    batch = models.ForeignKey(
        Batch, models.PROTECT, db_column="batchref", db_index=False, related_name="allocations"
    )
    qty = models.BigIntegerField("quantity")
    reason = models.TextField(default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["orderid", "sku", "batch"], name="one_allocation")
        ]
        indexes = [models.Index(fields=["batch"], name="lines_of_batch")]

    def __str__(self) -> str:
        return f"{self.orderid}: {self.qty} {self.sku} from {self.batch_id}"


class AllocationView(models.Model):
    """Read model: what an order has got, in the order in which it got it."""

    orderid = models.CharField("order", max_length=ID)
    sku = models.CharField("SKU", max_length=ID)
    qty = models.BigIntegerField("quantity")
    batchref = models.CharField("batch", max_length=ID)

    class Meta:
        db_table = "allocations_view"
        verbose_name = "allocation"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["orderid", "sku", "batchref"], name="shown_once")
        ]
        indexes = [models.Index(fields=["sku", "id"], name="view_by_sku")]

    def __str__(self) -> str:
        return f"{self.orderid}: {self.qty} {self.sku} from {self.batchref}"


class Shipment(models.Model):
    """A parcel that left the house; which batches its units came from stands in the ledger."""

    number = models.CharField(max_length=ID, primary_key=True)
    order = models.ForeignKey(Order, models.PROTECT, db_column="orderid", related_name="shipments")
    carrier = models.CharField(max_length=ID, blank=True)
    tracking = models.CharField("tracking number", max_length=ID, blank=True)
    lines = models.JSONField()
    shipped_at = models.DateTimeField()
    actor = models.CharField(max_length=ID)

    class Meta:
        ordering = ["-shipped_at", "number"]
        indexes = [models.Index(F("shipped_at").desc(), F("number"), name="shipments_by_age")]

    def __str__(self) -> str:
        return self.number


class OrderMoment(models.Model):
    """What happened to an order, as its customer sees it; rows are added, never changed."""

    orderid = models.CharField("order", max_length=ID)
    at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    sku = models.CharField("SKU", max_length=ID, blank=True)
    qty = models.BigIntegerField("quantity", null=True)
    promised = models.DateField(null=True)
    text = models.TextField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["orderid", "id"], name="moments_of_order")]

    def __str__(self) -> str:
        return f"{self.orderid}: {self.text}"


class Answer(models.Model):
    """What a request with an Idempotency-Key was answered; the same again gets the same."""

    customer = models.CharField(max_length=40)
    key = models.CharField(max_length=ID)
    fingerprint = models.CharField(max_length=64)
    body = models.JSONField()
    answered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer", "key"], name="one_answer")]
        indexes = [models.Index(fields=["answered_at"], name="answers_by_age")]

    def __str__(self) -> str:
        return f"{self.customer} {self.key}"
