"""Surveys that close by themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from domain.scents.commands import surveys as commands
from domain.scents.sourcing.contest import competitors
from domain.scents.sourcing.sufficiency import Known, may_suffice, suffices
from domain.scents.sourcing.zeroing import formula_of
from domain.scents.surveys.ending import EVIDENCE, why_over
from domain.scents.surveys.survey import State, Survey
from scents.handlers.sourcing import policy_version
from scents.handlers.surveys import survey_of

if TYPE_CHECKING:
    from scents.ports import ApprovedVersions, SourcingUnitOfWork

Clock = Callable[[], datetime]
CLOCK = "clock"


def review_survey(
    command: commands.ReviewSurvey,
    uow: SourcingUnitOfWork,
    clock: Clock,
    approved_versions: ApprovedVersions,
) -> str:
    """Why it was closed; empty where it stays open, or where somebody was faster.

    Answers wait meanwhile: the evidence that closes it is the evidence that is weighed afterwards.
    Raises UnknownSurvey.
    """
    now = clock()
    with uow:
        survey = survey_of(command.code, uow)
        if survey.state is not State.OPEN:
            return ""
        reason = why_over(survey, now) or _enough(survey, uow, approved_versions, now)
        if reason:
            survey.close(by=CLOCK, at=now, reason=reason)
        else:
            uow.surveys.reviewed(survey)
        uow.commit()
    return reason


def _enough(
    survey: Survey, uow: SourcingUnitOfWork, approved_versions: ApprovedVersions, now: datetime
) -> str:
    policy = policy_version(survey.policy, uow) if survey.policy else None
    if policy is None or not may_suffice(survey, policy):
        return ""
    tasks = [*enumerate(survey.plan.tasks, 1)]
    contests = {
        task.scent: Known(uow.responses.judged(task.scent), uow.scents.decisions(task.scent))
        for _, task in tasks
        if task.is_adaptive
    }
    formulas = {
        name
        for _, task in tasks
        if task.is_adaptive
        for name in competitors(task, formula_of(contests[task.scent].decisions))
    }
    is_enough = suffices(
        survey,
        policy,
        marks={n: uow.responses.counts(survey.code, n) for n, task in tasks if task.is_two_way},
        contests=contests,
        approved=approved_versions(formulas),
        now=now,
    )
    return EVIDENCE if is_enough else ""
