"""Searches for cheaper formulas."""

from django.db import models
from django.db.models import Q

from domain.scents.optimisation import UNFINISHED, State


class Optimisation(models.Model):
    """One search: the `wish` as it was asked, the `progress` of the solver, the `outcome`.

    `due` is when a worker may take it; while one is at it, that is when he is taken for dead.
    `attempts` counts the workers that took it.
    """

    reference = models.CharField(max_length=255, primary_key=True)
    formula = models.CharField(max_length=255)
    version = models.PositiveIntegerField()
    wish = models.JSONField()
    state = models.CharField(max_length=13, choices=[(one.value, one.value) for one in State])
    outcome = models.JSONField(default=dict)
    progress = models.JSONField(default=dict, db_default={})
    attempts = models.PositiveIntegerField(default=0, db_default=0)
    requested_by = models.CharField(max_length=255)
    requested_at = models.DateTimeField()
    due = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    version_number = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["-requested_at", "reference"]
        indexes = [
            models.Index(
                fields=["due"],
                name="optimisation_due",
                condition=Q(state__in=["waiting", "running"]),
            ),
            models.Index(fields=["formula", "version"], name="optimisations_of_formula"),
            models.Index(fields=["-requested_at"], name="latest_optimisations"),
        ]

    def __str__(self) -> str:
        return f"{self.formula}@{self.version}: {self.reference}"

    @property
    def is_over(self) -> bool:
        return self.state not in UNFINISHED
