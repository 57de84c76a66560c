"""Who makes a scent, and how that was decided."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from domain.scents.sourcing.scent import Kind

CODE = 255


class DecisionPolicy(models.Model):
    """A version of a policy; `terms` never change."""

    code = models.CharField(max_length=CODE)
    version = models.PositiveIntegerField()
    terms = models.JSONField()
    recorded_by = models.CharField(max_length=255)
    recorded_at = models.DateTimeField()
    version_number = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["code", "-version"]
        verbose_name_plural = "decision policies"
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="one_version_of_a_policy")
        ]

    def __str__(self) -> str:
        return f"{self.code}@{self.version}"


class ScentSource(models.Model):
    """How a scent is made now, by the decision that stands."""

    code = models.CharField("scent", max_length=CODE, primary_key=True)
    supplier = models.CharField(max_length=40, blank=True)
    formula = models.CharField(max_length=CODE, blank=True)
    since = models.DateTimeField()
    decision = models.PositiveIntegerField()
    reopened = models.BooleanField(default=False)
    version_number = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["code"]
        verbose_name = "scent"

    def __str__(self) -> str:
        return self.code


class SourcingDecision(models.Model):
    """One decision; rows are added, and never changed. Costs are those of a unit, as text by
    supplier."""

    scent = models.ForeignKey(
        ScentSource, models.PROTECT, db_column="scent", db_index=False, related_name="decisions"
    )
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Kind])
    supplier = models.CharField(max_length=40, blank=True)
    formula = models.CharField(max_length=CODE, blank=True)
    policy = models.CharField(max_length=CODE, blank=True)
    survey = models.CharField(max_length=CODE, blank=True)
    evidence = models.JSONField(default=dict)
    costs = models.JSONField(default=dict)
    currency = models.CharField(max_length=3, blank=True)
    cost = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    saving = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    provisional = models.BooleanField(default=False)
    reverses = models.BooleanField(default=False)
    reason = models.CharField(max_length=2_000, blank=True)
    decided_by = models.CharField(max_length=255)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["-decided_at", "scent", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["scent", "number"], name="one_number_for_a_decision")
        ]
        indexes = [
            models.Index(fields=["-decided_at", "id"], name="decisions_by_age"),
            models.Index(fields=["survey"], name="decisions_of_survey"),
            GinIndex(fields=["costs"], name="decisions_by_supplier"),
        ]

    def __str__(self) -> str:
        return f"{self.scent_id}, decision {self.number}"
