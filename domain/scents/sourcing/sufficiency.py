"""Whether the answers to an open survey suffice to decide all that it was made for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from domain.scents.sourcing.contest import Count
from domain.scents.sourcing.evidence import NoEvidence
from domain.scents.sourcing.pair import Marks, decide_between, evidence_for, pair_of
from domain.scents.sourcing.policy import Policy, Test
from domain.scents.sourcing.scent import Decision
from domain.scents.sourcing.zeroing import zero_in
from domain.scents.surveys.samples import Samples
from domain.scents.surveys.survey import Survey


class Known(NamedTuple):
    """How often variants of a scent were accepted, and all that was decided of it."""

    counts: Collection[Count]
    decisions: Sequence[Decision]


def may_suffice(survey: Survey, policy: Policy) -> bool:
    """Whether it ends early at all: other tests than sequential ones err more often when they are
    asked again and again."""
    decides = any(task.is_two_way or task.is_adaptive for task in survey.plan.tasks)
    return survey.plan.close_early and policy.test is Test.SEQUENTIAL and decides


def suffices(
    survey: Survey,
    policy: Policy,
    *,
    marks: Mapping[int, Marks],
    contests: Mapping[str, Known],
    approved: Collection[str],
    now: datetime,
) -> bool:
    """Whether each task that decides is decided by now: `marks` by number of a two-way task,
    `contests` by scent. Tasks that decide nothing ask for nothing."""
    for number, task in enumerate(survey.plan.tasks, 1):
        if task.is_two_way and not _is_settled(survey.task(number)[1], marks[number], policy, now):
            return False
        if task.is_adaptive:
            counts, decisions = contests[task.scent]
            found = zero_in(
                task,
                counts,
                survey=survey.code,
                decisions=decisions,
                policy=policy,
                approved=approved,
            )
            if found.contest.winner is None:
                return False
    return True


def _is_settled(samples: Samples, marks: Marks, policy: Policy, now: datetime) -> bool:
    try:
        evidence = evidence_for(samples, marks, reference="")
    except NoEvidence:
        return False
    found = decide_between(pair_of(samples), evidence, policy, bought=None, at=now)
    return not found.provisional
