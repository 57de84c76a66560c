"""What customers are told of products."""

from django.db import models

from allocation.models.stock import ID


class CatalogueItem(models.Model):
    """A SKU as it is sold. `prices` are [from units, amount as text], by quantity."""

    sku = models.CharField("SKU", max_length=ID, primary_key=True)
    scent = models.CharField(max_length=ID, blank=True)
    pack = models.CharField(max_length=ID, blank=True)
    currency = models.CharField(max_length=3)
    prices = models.JSONField(default=list)
    version_number = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["sku"]

    def __str__(self) -> str:
        return self.sku
