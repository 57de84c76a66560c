"""What the clock has to look at."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q

from domain.scents.surveys.survey import State
from scents.models import ScentSource, Survey


def surveys_to_review(now: datetime) -> list[str]:
    """Open ones whose time has come; and those that may close sooner, and have heard something
    since they were last looked at."""
    may_close_early = Q(plan__close_early=True) | ~Q(plan__groups=[])
    has_news = Q(version_number__gt=F("reviewed"))
    rows = Survey.objects.filter(Q(closes_at__lte=now) | (may_close_early & has_news))
    return [*rows.filter(state=State.OPEN).order_by("code").values_list("code", flat=True)]


def scents_to_watch() -> list[str]:
    """All with a decision that nothing speaks against yet."""
    rows = ScentSource.objects.filter(reopened=False).order_by("code")
    return [*rows.values_list("code", flat=True)]
