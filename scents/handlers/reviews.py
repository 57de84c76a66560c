"""Surveys that close by themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from domain.scents.commands import surveys as commands
from domain.scents.sourcing.sufficiency import may_suffice, suffices
from domain.scents.surveys.ending import EVIDENCE, why_over
from domain.scents.surveys.survey import State, Survey
from scents.handlers.surveys import survey_of

if TYPE_CHECKING:
    from domain.scents.sourcing.policy import Policy
    from scents.ports import ApprovedVersions, SurveysUnitOfWork

Clock = Callable[[], datetime]
CLOCK = "clock"


def review_survey(
    command: commands.ReviewSurvey,
    uow: SurveysUnitOfWork,
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


def settled_policy(survey: Survey, uow: SurveysUnitOfWork) -> Policy | None:
    """The version that was settled when the survey opened; None: it decides nothing."""
    policy = uow.policies.get(survey.policy.rpartition("@")[0]) if survey.policy else None
    versions = policy.versions if policy else []
    return next((one for one in versions if one.reference == survey.policy), None)


def _enough(
    survey: Survey, uow: SurveysUnitOfWork, approved_versions: ApprovedVersions, now: datetime
) -> str:
    policy = settled_policy(survey, uow)
    if policy is None or not may_suffice(survey, policy):
        return ""
    tasks = [*enumerate(survey.plan.tasks, 1)]
    formulas = {one.formula for _, task in tasks for one in task.candidates if one.formula}
    is_enough = suffices(
        survey,
        policy,
        marks={n: uow.responses.counts(survey.code, n) for n, task in tasks if task.is_two_way},
        counts={
            task.scent: uow.responses.judged(task.scent) for _, task in tasks if task.is_adaptive
        },
        approved=approved_versions(formulas),
        now=now,
    )
    return EVIDENCE if is_enough else ""
