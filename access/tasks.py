"""What the clock orders about access."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from axes.models import AccessAttempt
from celery import shared_task
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from access.receivers import UNKNOWN
from access.trail import forget

GUESSES_KEPT = timedelta(days=90)


@shared_task(ignore_result=True)
def forget_strangers(**_: Any) -> None:
    """Sessions that are over, what was typed as a name by whom nothing is locked any more, and
    guesses at names that nobody bears: anybody can make more of them at any time."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    AccessAttempt.objects.filter(attempt_time__lt=now - settings.AXES_COOLOFF_TIME).delete()
    forget("failure", actor=UNKNOWN, before=now - GUESSES_KEPT)
