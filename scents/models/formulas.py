"""Formulas and their versions."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

CODE = 255


class Formula(models.Model):
    """A formula; its recipes are its versions. `latest` is the number of the last one."""

    code = models.CharField(max_length=CODE, primary_key=True)
    name = models.CharField(max_length=255)
    note = models.TextField(blank=True)
    branched_from = models.CharField(max_length=CODE + 10, blank=True)
    latest = models.IntegerField("latest version", default=1)
    revised_at = models.DateTimeField("revised")
    version_number = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class FormulaVersion(models.Model):
    """A recipe. Once it is here only its approval changes.

    `uses`: codes of materials, and formulas as CODE@version: what it is found by.
    """

    formula = models.ForeignKey(
        Formula, models.PROTECT, db_column="formula", related_name="versions"
    )
    number = models.IntegerField("version")
    recipe = models.JSONField()
    uses = ArrayField(models.CharField(max_length=CODE + 10))
    author = models.CharField(max_length=255)
    at = models.DateTimeField("when")
    note = models.TextField(blank=True)
    approved_by = models.CharField(max_length=255, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    delivery_format = models.CharField(max_length=255, blank=True)
    dose = models.DecimalField(max_digits=30, decimal_places=20, null=True, blank=True)

    class Meta:
        ordering = ["formula", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["formula", "number"], name="version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="versions_from_1"),
            models.CheckConstraint(
                condition=Q(approved_by="", approved_at=None, delivery_format="", dose=None)
                | Q(approved_by__gt="", approved_at__isnull=False, dose__gt=0, dose__lte=1),
                name="approval_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(approved_by=F("author")), name="approved_by_a_second_person"
            ),
        ]
        indexes = [GinIndex(fields=["uses"], name="versions_by_use")]

    def __str__(self) -> str:
        return f"{self.formula_id}@{self.number}"
