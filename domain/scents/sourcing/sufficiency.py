"""Whether the answers to an open survey suffice to decide all that it was made for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from domain.scents.sourcing.contest import Count, evidence_at, weigh_variants
from domain.scents.sourcing.evidence import NoEvidence
from domain.scents.sourcing.pair import Marks, decide_between, evidence_for, pair_of
from domain.scents.sourcing.policy import Policy, Test
from domain.scents.surveys.samples import Samples
from domain.scents.surveys.survey import Survey


def may_suffice(survey: Survey, policy: Policy | None) -> bool:
    """Whether it ends early at all: other tests than sequential ones err more often when they are
    asked again and again."""
    decides = any(task.is_two_way or task.is_adaptive for task in survey.plan.tasks)
    is_sequential = policy is not None and policy.test is Test.SEQUENTIAL
    return survey.plan.close_early and is_sequential and decides


def suffices(
    survey: Survey,
    policy: Policy,
    *,
    marks: Mapping[int, Marks],
    counts: Mapping[str, Collection[Count]],
    approved: Collection[str],
    now: datetime,
) -> bool:
    """Whether each task that decides is decided by now: `marks` by number of a two-way task,
    `counts` of acceptance by scent. Tasks that decide nothing ask for nothing."""
    for number, task in enumerate(survey.plan.tasks, 1):
        if task.is_two_way and not _is_settled(survey.task(number)[1], marks[number], policy, now):
            return False
        if task.is_adaptive:
            known = evidence_at(counts[task.scent], survey=survey.code)
            if weigh_variants(task, known, policy=policy, approved=approved).winner is None:
                return False
    return True


def _is_settled(samples: Samples, marks: Marks, policy: Policy, now: datetime) -> bool:
    try:
        evidence = evidence_for(samples, marks, reference="")
    except NoEvidence:
        return False
    found = decide_between(pair_of(samples), evidence, policy, bought=None, at=now)
    return not found.provisional
