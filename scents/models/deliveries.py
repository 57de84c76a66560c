"""What suppliers delivered, as the warehouse told: their record."""

from django.db import models


class Delivery(models.Model):
    """A batch that was announced to come on `due_on`; what was said of it later does not change
    that. News may come in any order, so that either half may be missing for a moment."""

    batch = models.CharField(max_length=255, primary_key=True)
    sku = models.CharField(max_length=255)
    supplier = models.CharField(max_length=40)
    units = models.BigIntegerField()
    announced_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    received_on = models.DateField(null=True)

    class Meta:
        ordering = ["-announced_on", "batch"]
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["supplier", "-announced_on"], name="deliveries_of_supplier")
        ]

    def __str__(self) -> str:
        return self.batch
