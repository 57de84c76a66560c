"""What the clock orders in this context."""

from __future__ import annotations

import logging
from typing import Any

from celery import shared_task

from allocation import queries

logger = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def audit_stock(**_: Any) -> None:
    """Prove that the counters follow from the ledger and that no line is lost, or say where not."""
    for row in [*queries.counter_differences(), *queries.misplaced_lines()]:
        logger.error("audit: %s", row)
