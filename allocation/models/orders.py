"""Order lines, and the batches that serve them."""

from django.db import models
from django.db.models import Q

from allocation.models.stock import ID, Batch, Product


class OrderLine(models.Model):
    """A line that was accepted: it has a batch, or it is waiting."""

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
    waiting = models.BooleanField()
    accepted_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["orderid", "sku"], name="one_line_per_sku"),
            models.CheckConstraint(condition=Q(qty__gt=0), name="line_wants_units"),
        ]
        indexes = [
            models.Index(fields=["sku", "position"], name="queue", condition=Q(waiting=True))
        ]

    def __str__(self) -> str:
        return f"{self.orderid}: {self.qty} {self.sku_id}"


class Allocation(models.Model):
    """Units of a batch that belong to a line."""

    orderid = models.CharField("order", max_length=ID)
    sku = models.CharField("SKU", max_length=ID)
    batch = models.ForeignKey(
        Batch, models.PROTECT, db_column="batchref", db_index=False, related_name="allocations"
    )
    qty = models.BigIntegerField("quantity")

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
        indexes = [
            models.Index(fields=["orderid", "id"], name="view_by_order"),
            models.Index(fields=["sku", "id"], name="view_by_sku"),
        ]

    def __str__(self) -> str:
        return f"{self.orderid}: {self.qty} {self.sku} from {self.batchref}"
