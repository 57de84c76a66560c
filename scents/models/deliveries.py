"""What suppliers delivered, as the warehouse told: their record."""

from django.db import models


class Delivery(models.Model):
    """A batch that a supplier promised for `due_on`; what was said of it later does not change
    that. News may come in any order, so that either half may be missing for a moment."""

    batch = models.CharField(max_length=255, primary_key=True)
    sku = models.CharField(max_length=255)
    supplier = models.CharField(max_length=40)
    units = models.BigIntegerField()
    promised_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    came_on = models.DateField(null=True)

    class Meta:
        ordering = ["-promised_on", "batch"]
        verbose_name_plural = "deliveries"
        indexes = [models.Index(fields=["supplier", "-promised_on"], name="deliveries_of_supplier")]

    def __str__(self) -> str:
        return self.batch
