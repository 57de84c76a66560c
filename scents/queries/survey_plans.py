"""What a survey can be planned with, and what surveys there are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from domain.scents.sourcing.policy import PLAIN
from domain.scents.surveys.survey import State
from scents.models import DecisionPolicy, FormulaVersion, Survey, SurveyTally


def surveyed_scents() -> list[str]:
    """Those that any survey judges."""
    rows = Survey.objects.values_list("scents", flat=True).distinct()
    return sorted({scent for scents in rows for scent in scents})


def answered_on(day: date) -> Q:
    """Which open surveys had an answer on this day (UTC)."""
    cells = SurveyTally.objects.filter(survey__state=State.OPEN, day=day, count__gt=0)
    return Q(pk__in=cells.values("survey"))


def has_survey(code: str) -> bool:
    """Also as a draft."""
    return Survey.objects.filter(pk=code).exists()


def known_policies() -> list[str]:
    """Codes; the plain one is always there."""
    stored = DecisionPolicy.objects.values_list("code", flat=True).distinct()
    return sorted({PLAIN.code, *stored.order_by("code")})


def known_approved_versions(most: int) -> list[str]:
    """Of formulas, as CODE@2, to propose to whoever fills in a form."""
    rows = FormulaVersion.objects.filter(approved_at__isnull=False).order_by("formula", "-number")
    return [f"{code}@{number}" for code, number in rows.values_list("formula", "number")[:most]]


def unknown_versions(versions: Collection[str]) -> list[str]:
    """Those of these versions (CODE@2) that no formula has."""
    codes = {one.rpartition("@")[0] for one in versions}
    rows = FormulaVersion.objects.filter(formula__in=codes).values_list("formula", "number")
    return sorted({*versions}.difference(f"{code}@{number}" for code, number in rows))
