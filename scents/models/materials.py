"""The library of materials."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from domain.scents.material import Kind


class Material(models.Model):
    """A material. `properties` by the name of the property, and `constituents`, are as
    `domain.scents.facts` has them; `gaps` are the names of what is not known."""

    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    cas = models.CharField("CAS number", max_length=12, blank=True)
    descriptors = models.JSONField("smells of", default=list)
    note = models.CharField(max_length=1_000, blank=True)
    properties = models.JSONField(default=dict)
    constituents = models.JSONField(default=list)
    gaps = models.JSONField(default=list)
    retired = models.BooleanField(default=False)
    version_number = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["name", "code"]
        indexes = [
            models.Index(fields=["name", "code"], name="materials_by_name"),
            models.Index(fields=["cas"], condition=~models.Q(cas=""), name="materials_by_cas"),
            GinIndex(fields=["gaps"], name="materials_by_gap", opclasses=["jsonb_path_ops"]),
            GinIndex(
                fields=["constituents"],
                name="naturals_by_constituent",
                opclasses=["jsonb_path_ops"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"
