"""Reorder points, and what audits found."""

from django.db import models
from django.db.models import Q

from allocation.models.stock import ID, Product


class ReorderPoint(models.Model):
    """When to warn of a SKU. `low`: the warning was given and is not armed again.

    `demand` is what was ordered in four weeks, measured now and then: it moves slowly, and to add
    it up for every order would make orders slower.
    """

    sku = models.OneToOneField(
        Product,
        models.PROTECT,
        db_column="sku",
        primary_key=True,
        related_name="reorder_point",
        verbose_name="SKU",
    )
    units = models.BigIntegerField(null=True, blank=True)
    days = models.IntegerField("days of cover", null=True, blank=True)
    margin = models.SmallIntegerField("margin, per cent", default=20)
    low = models.BooleanField(default=False)
    low_since = models.DateTimeField(null=True, blank=True)
    demand = models.BigIntegerField("ordered in 28 days", default=0)
    version_number = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["sku"]
        constraints = [
            models.CheckConstraint(
                condition=Q(units__gte=0, days=None) | Q(days__gte=0, units=None),
                name="units_or_days",
            ),
            models.CheckConstraint(condition=Q(margin__gte=0), name="margin_is_beyond"),
        ]

    def __str__(self) -> str:
        return self.sku_id


class StockAudit(models.Model):
    """One comparison of all books; `differences` are those that were found."""

    STATES = [("equal", "equal"), ("differs", "differs"), ("repaired", "repaired")]

    ref = models.CharField("night", max_length=ID, primary_key=True)
    at = models.DateTimeField("when")
    differences = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=STATES)
    version_number = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["-at", "ref"]
        indexes = [models.Index(fields=["-at", "ref"], name="audits_by_age")]

    def __str__(self) -> str:
        return self.ref
