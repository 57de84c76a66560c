"""What the clock and the workers do in the laboratory."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from domain.scents.commands import ReviewSurvey, WatchSourcing
from messaging.rounds import each
from messaging.turns import my_turn
from scents import queries
from scents.repository.optimisations import is_due
from scents.solver import LONGEST, Solver

OPTIMISATIONS = "optimisations"
CLOCK = "clock"


def drain_optimisations() -> None:
    """Solve what is due, unless somebody is at it: it takes one worker only."""
    with my_turn(OPTIMISATIONS) as mine:
        if mine:
            Solver(clock=timezone.now, actor="optimiser").drain()


@shared_task(ignore_result=True, time_limit=2 * LONGEST)
def solve_optimisations(**_: Any) -> None:
    """When one was requested; and every few seconds while one is due."""
    drain_optimisations()


@shared_task(ignore_result=True)
def sweep_optimisations(**_: Any) -> None:
    """Whatever a worker that died has left behind."""
    if is_due(timezone.now()):
        solve_optimisations.apply_async(retry=False, expires=10)


@shared_task(ignore_result=True)
def review_surveys(**_: Any) -> None:
    """Every 10 s: one query, and a command for each survey that may be over."""
    each(map(ReviewSurvey, queries.surveys_to_review(timezone.now())), actor=CLOCK)


@shared_task(ignore_result=True)
def watch_decisions(**_: Any) -> None:
    """Daily: a survey without a policy of its own closes without anybody weighing it."""
    each(map(WatchSourcing, queries.scents_to_watch()), actor=CLOCK)


def wake_solver() -> None:
    """With no broker, it is solved here and now."""
    if settings.CELERY_BROKER_URL:
        solve_optimisations.apply_async(retry=False, expires=60)
    else:
        drain_optimisations()
