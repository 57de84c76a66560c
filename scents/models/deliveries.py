"""What suppliers delivered, as the warehouse told: their record."""

from django.db import models


class Delivery(models.Model):
    """A batch of finished scent that was announced; `received_on` when it came in."""

    batch = models.CharField(max_length=255, primary_key=True)
    sku = models.CharField(max_length=255)
    supplier = models.CharField(max_length=40)
    units = models.BigIntegerField()
    announced_on = models.DateField()
    due_on = models.DateField()
    received_on = models.DateField(null=True)

    class Meta:
        ordering = ["-announced_on", "batch"]
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["supplier", "-announced_on"], name="deliveries_of_supplier")
        ]

    def __str__(self) -> str:
        return self.batch
