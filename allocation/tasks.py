"""What the clock orders in this context."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from celery import shared_task
from django.utils import timezone

from allocation import queries, read_models, rounds
from allocation.handlers.audit import AUDIT
from domain.allocation.commands import AuditStock, IssuePurchasingDigest, MeasureDemand
from domain.allocation.stock_audit import told_difference
from messaging.bus import get_bus
from messaging.periods import is_claimed

logger = logging.getLogger(__name__)

CLOCK = "clock"
ANSWERS_KEPT = timedelta(days=30)
LONGEST = queries.LONGEST + 20  # seconds


@shared_task(ignore_result=True)
def check_reorder_points(**_: Any) -> None:
    """Every 10 s: one query, and a command for each SKU that crossed its reorder point."""
    rounds.check_reorder_points(timezone.now().date(), actor=CLOCK)


@shared_task(ignore_result=True)
def measure_demand(**_: Any) -> None:
    """Hourly: the average of four weeks does not move faster."""
    get_bus().handle(MeasureDemand(), actor=CLOCK)


@shared_task(ignore_result=True)
def expire_batches(**_: Any) -> None:
    """At the start of each hour, and so of the day: what expires today is not shipped today."""
    rounds.expire_batches(timezone.now().date(), actor=CLOCK)


@shared_task(ignore_result=True)
def issue_purchasing_digest(**_: Any) -> None:
    """From seven on: mails wait in the outbox, so only a database that is away costs a run."""
    get_bus().handle(IssuePurchasingDigest(timezone.now().date()), actor=CLOCK)


@shared_task(ignore_result=True)
def forget_answers(**_: Any) -> None:
    """Daily: answers to requests with an Idempotency-Key are kept for 30 days."""
    read_models.forget_answers(timezone.now() - ANSWERS_KEPT)


@shared_task(ignore_result=True, time_limit=LONGEST)
def audit_stock(**_: Any) -> None:
    """Prove that the counters follow from the ledger and that no line is lost, or say where not.

    From two on, several times an hour, for one audit a day: a failed run costs no night.
    """
    night = timezone.now().date().isoformat()
    if is_claimed(AUDIT, night):
        return
    audit = get_bus().handle(AuditStock(night), actor=CLOCK)
    for difference in audit.differences if audit else ():
        logger.error("audit: %s", told_difference(difference))
