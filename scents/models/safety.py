"""Safety rules as they stand, and every revision that led there.

A record's `value` is what holds now, null where it was withdrawn, in the form that
`scents/safety_values.py` gives it; `members` are the CAS numbers that it names. Its key is the
identity under which the event log knows it.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

NAME = 200
KEY = 2 * NAME + 20
CAS = 12


class Revised(models.Model):
    """What all records have; `revision` counts from 1 and is that of the last change."""

    key = models.CharField(max_length=KEY, primary_key=True)
    value = models.JSONField(null=True)
    source = models.TextField()
    recorded_by = models.CharField(max_length=NAME)
    recorded_at = models.DateTimeField()
    revision = models.PositiveIntegerField()
    version_number = models.BigIntegerField(default=0)

    class Meta:
        abstract = True


class Standard(Revised):
    """What an amendment allows of a substance, by category."""

    amendment = models.CharField(max_length=10)
    name = models.CharField(max_length=NAME)
    members = ArrayField(models.CharField(max_length=CAS), default=list)

    class Meta:
        ordering = ["name", "-amendment"]
        verbose_name = "limit"
        constraints = [
            models.UniqueConstraint(fields=["amendment", "name"], name="standard_in_amendment")
        ]
        indexes = [GinIndex(fields=["members"], name="standards_by_cas")]

    def __str__(self) -> str:
        return f"{self.name} ({self.amendment})"


class Clearance(Revised):
    """Somebody has looked: no standard of the amendment names the substance."""

    amendment = models.CharField(max_length=10)
    cas = models.CharField("CAS number", max_length=CAS)
    name = models.CharField(max_length=NAME, blank=True)

    class Meta:
        ordering = ["name", "cas", "-amendment"]
        constraints = [
            models.UniqueConstraint(fields=["amendment", "cas"], name="clearance_in_amendment")
        ]

    def __str__(self) -> str:
        return f"{self.name or self.cas} ({self.amendment})"


class DeliveryFormat(Revised):
    """How a scent reaches people; `categories` in its value by amendment."""

    code = models.CharField(max_length=NAME, unique=True)
    name = models.CharField(max_length=NAME)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class AllergenRule(Revised):
    """An entry of a list of substances that a label must name."""

    rule = models.CharField(max_length=NAME)
    name = models.CharField(max_length=NAME)
    members = ArrayField(models.CharField(max_length=CAS), default=list)

    class Meta:
        ordering = ["name", "rule"]
        verbose_name = "allergen"
        constraints = [models.UniqueConstraint(fields=["rule", "name"], name="allergen_in_rule")]
        indexes = [GinIndex(fields=["members"], name="allergens_by_cas")]

    def __str__(self) -> str:
        return f"{self.name} ({self.rule})"


class SafetyRevision(models.Model):
    """One change of a record: rows are added, and neither changed nor removed."""

    record = models.CharField(max_length=KEY)
    number = models.PositiveIntegerField()
    value = models.JSONField(null=True)
    source = models.TextField()
    recorded_by = models.CharField(max_length=NAME)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["record", "number"]
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="revision_of_record"),
            models.CheckConstraint(condition=models.Q(number__gt=0), name="revisions_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.record}, revision {self.number}"
