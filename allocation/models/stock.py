"""Products, batches, and the ledger of what moved."""

from django.db import models
from django.db.models import F, Q

from domain.allocation import origin

ID = 255

STATUSES = [
    ("quarantine", "in quarantine"),
    ("released", "released"),
    ("blocked", "blocked"),
    ("expired", "expired"),
]


class Product(models.Model):
    """A SKU, and how many facts were recorded of it."""

    sku = models.CharField("SKU", max_length=ID, primary_key=True)
    version_number = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["sku"]

    def __str__(self) -> str:
        return self.sku


class Batch(models.Model):
    """Stock under one reference; the counters are kept right by conditional updates.

    `has_room` changes only when a batch becomes full or is full no more: as the counters stand in
    no index, the updates of all day touch no index either (PostgreSQL's heap-only updates).
    """

    reference = models.CharField(max_length=ID, primary_key=True)
    sku = models.ForeignKey(
        Product,
        models.PROTECT,
        db_column="sku",
        db_index=False,
        related_name="batches",
        verbose_name="SKU",
    )
    purchased_quantity = models.BigIntegerField()
    allocated_quantity = models.BigIntegerField(default=0)
    shipped_quantity = models.BigIntegerField(default=0, db_default=0)
    has_room = models.GeneratedField(
        expression=Q(allocated_quantity__lt=F("purchased_quantity") - F("shipped_quantity")),  # type: ignore[arg-type]
        output_field=models.BooleanField(),
        db_persist=True,
    )
    eta = models.DateField(null=True, blank=True)
    produced = models.DateField(null=True, blank=True)
    expiry = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=STATUSES, default="released")
    released = models.GeneratedField(
        expression=Q(status="released"),  # type: ignore[arg-type]
        output_field=models.BooleanField(),
        db_persist=True,
    )
    announced_quantity = models.BigIntegerField()
    announced_eta = models.DateField(null=True)
    announced_released = models.BooleanField(default=True)
    formula = models.CharField(max_length=ID, blank=True, default="", db_default="")
    supplier = models.CharField(max_length=ID, blank=True, default="", db_default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "batches"
        ordering = ["sku", F("eta").asc(nulls_first=True), "reference"]
        constraints = [
            models.CheckConstraint(
                condition=Q(allocated_quantity__gte=0, shipped_quantity__gte=0)
                & Q(allocated_quantity__lte=F("purchased_quantity") - F("shipped_quantity")),
                name="never_more_than_it_has",
            ),
            models.CheckConstraint(
                condition=Q(status="released") | Q(allocated_quantity=0), name="held_back_is_free"
            ),
        ]
        indexes = [
            models.Index(fields=["sku"], name="batches_of_sku"),
            models.Index(
                F("sku"),
                F("eta").asc(nulls_first=True),
                F("expiry").asc(nulls_last=True),
                F("reference"),
                name="open_batches",
                condition=Q(released=True, has_room=True),
            ),
            models.Index(
                fields=["expiry"],
                name="batches_that_expire",
                condition=Q(expiry__isnull=False) & ~Q(status="expired"),
            ),
            models.Index(fields=["eta"], name="batches_due", condition=Q(eta__isnull=False)),
            models.Index(fields=["formula"], name="batches_of_formula", condition=~Q(formula="")),
        ]

    def __str__(self) -> str:
        return self.reference


class ApprovedFormula(models.Model):
    """A version of a formula (CODE@version) that may be sold, or may not any more: what the
    laboratory has decided, kept here for the release of batches."""

    version = models.CharField(max_length=ID, primary_key=True)
    approved = models.BooleanField()
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["version"]

    def __str__(self) -> str:
        return self.version


class DecidedSource(models.Model):
    """Who makes a scent from which formula, by the decision that stands: what the laboratory has
    told, kept here for new batches, for buying and for the catalogue."""

    sku = models.CharField("SKU", max_length=ID, primary_key=True)
    supplier = models.CharField(max_length=ID, blank=True)
    formula = models.CharField(max_length=ID, blank=True)
    cost = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    currency = models.CharField(max_length=3, blank=True)
    since = models.DateTimeField()
    decision = models.PositiveIntegerField()

    class Meta:
        ordering = ["sku"]

    def __str__(self) -> str:
        return self.sku

    @property
    def decided(self) -> origin.DecidedSource:
        """As the rules see it."""
        made = origin.Origin(self.formula, self.supplier)
        return origin.DecidedSource(made, self.cost, self.currency, self.since, self.decision)


class DueBatch(Batch):
    """A batch as those see it who receive it."""

    class Meta:
        proxy = True
        verbose_name = "batch due in"
        verbose_name_plural = "due in"
        ordering = ["eta", "reference"]


class StockMovement(models.Model):
    """The ledger: every change of a batch's quantities; rows are added, never changed."""

    KINDS = [
        ("announce", "announced"),
        ("receive", "received"),
        ("correct", "corrected"),
        ("shrink", "shrunk"),
        ("scrap", "scrapped"),
        ("allocate", "allocated"),
        ("release", "released from an order"),
        ("ship", "shipped"),
        ("sell", "released for sale"),
        ("block", "blocked"),
        ("expire", "expired"),
        ("delay", "eta moved"),
    ]

    batchref = models.CharField("batch", max_length=ID)
    sku = models.CharField("SKU", max_length=ID)
    kind = models.CharField(max_length=20, choices=KINDS)
    purchased = models.BigIntegerField()
    allocated = models.BigIntegerField()
    shipped = models.BigIntegerField(default=0, db_default=0)
    orderid = models.CharField("order", max_length=ID, blank=True)
    reason = models.TextField()
    document = models.CharField(max_length=ID, blank=True, default="", db_default="")
    actor = models.CharField(max_length=ID)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["batchref", "id"], name="ledger_of_batch"),
            models.Index(
                fields=["orderid", "id"], name="ledger_of_order", condition=~Q(orderid="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.batchref}"
