"""Suppliers, and what they ask."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from domain.scents.supply.offer import Grade, Sold


class Supplier(models.Model):
    """Somebody who sells to us."""

    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=255)
    grade = models.CharField(max_length=10, choices=[(grade.value, grade.value) for grade in Grade])
    email = models.CharField("e-mail", max_length=254, blank=True)
    note = models.CharField(max_length=1_000, blank=True)
    active = models.BooleanField(default=True)
    version_number = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["name", "code"]
        indexes = [models.Index(fields=["name", "code"], name="suppliers_by_name")]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class PriceList(models.Model):
    """All offers of a supplier for an item: the row that is locked."""

    supplier = models.ForeignKey(
        Supplier, models.PROTECT, db_column="supplier", db_index=False, related_name="price_lists"
    )
    sold = models.CharField(max_length=10, choices=[(sold.value, sold.value) for sold in Sold])
    item = models.CharField(max_length=255)
    version_number = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["supplier", "sold", "item"]
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "sold", "item"], name="one_list_for_supplier_and_item"
            )
        ]
        indexes = [models.Index(fields=["sold", "item"], name="price_lists_by_item")]

    def __str__(self) -> str:
        return f"{self.item} of {self.supplier_id}"


class Offer(models.Model):
    """A price that holds from a day to a day. `steps` are [from g or units, price of a kg or unit
    as text], by quantity.

    No two offers of a list hold on the same day. The list's id stands in the exclusion constraint
    as a range, which needs no extension of PostgreSQL.
    """

    price_list = models.ForeignKey(PriceList, models.PROTECT, db_index=False, related_name="offers")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    steps = models.JSONField("prices", default=list)
    minimum = models.BigIntegerField("minimum order", default=0)
    lead_time = models.IntegerField("lead time, days", default=0)
    fee = models.DecimalField("fee per order", max_digits=20, decimal_places=6, default=0)
    source = models.CharField(max_length=1_000, blank=True)

    class Meta:
        ordering = ["price_list", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["price_list", "valid_from"], name="one_offer_begins_on_a_day"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="offer_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="one_offer_holds_on_a_day",
                expressions=[
                    (
                        Func("price_list", "price_list", Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func("valid_from", "valid_to", Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes = [models.Index(fields=["-valid_from", "id"], name="offers_by_age")]

    def __str__(self) -> str:
        return f"{self.price_list} from {self.valid_from}"
