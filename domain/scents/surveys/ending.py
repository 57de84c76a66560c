"""When a survey closes by itself."""

from __future__ import annotations

from datetime import datetime

from domain.scents.surveys.survey import State, Survey, SurveyNotOpen, UnknownSurvey

TIME = "its time has come"
FULL = "all groups are full"
EVIDENCE = "the evidence suffices"


def why_over(survey: Survey, now: datetime) -> str:
    """Why no more answers can come to an open survey; empty while they can."""
    closes_at = survey.plan.closes_at
    if closes_at is not None and closes_at <= now:
        return TIME
    return FULL if _is_full(survey) else ""


def require_time(survey: Survey, now: datetime) -> None:
    """Of those who ask for the sake of participants, who hear nothing of drafts.

    Raises UnknownSurvey, and SurveyNotOpen, also where its time has come and nobody has closed it
    yet.
    """
    if survey.state is State.DRAFT:
        raise UnknownSurvey(survey.code)
    survey.require_open()
    if why_over(survey, now) == TIME:
        raise SurveyNotOpen(survey.code, State.CLOSED)


def _is_full(survey: Survey) -> bool:
    groups = survey.plan.groups
    return bool(groups) and all(
        group.quota is not None and survey.taken.get(group.name, 0) >= group.quota
        for group in groups
    )
