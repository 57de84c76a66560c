"""The record of suppliers: what they promised, and when it came."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.db.models import Avg, Count, F, Q, QuerySet
from django.db.models.expressions import ExpressionWrapper
from django.db.models.fields import DurationField

from scents.models import Delivery


class Punctuality(NamedTuple):
    """Of the deliveries that were due: how many came in time, came late, or are overdue; and how
    many days those that were late came after the day, on average (None: none was)."""

    kept: int
    late: int
    overdue: int
    days_late: float | None

    @property
    def due(self) -> int:
        return self.kept + self.late + self.overdue


def punctuality(supplier: str, today: date) -> Punctuality:
    """One query over the index of its deliveries."""
    late = Q(came_on__gt=F("due_on"))
    delay = ExpressionWrapper(F("came_on") - F("due_on"), output_field=DurationField())
    found = deliveries_of(supplier).aggregate(
        kept=Count("pk", filter=Q(came_on__lte=F("due_on"))),
        late=Count("pk", filter=late),
        overdue=Count("pk", filter=Q(came_on=None, due_on__lt=today)),
        delay=Avg(delay, filter=late),
    )
    days = found["delay"].total_seconds() / 86_400 if found["delay"] is not None else None
    return Punctuality(found["kept"], found["late"], found["overdue"], days)


def deliveries_of(supplier: str) -> QuerySet[Any]:
    """Those that were promised, the latest first."""
    return Delivery.objects.filter(supplier=supplier, due_on__isnull=False).order_by(
        "-promised_on", "batch"
    )
