"""From the page of a survey to what came of it, or to what it should be sized by."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from domain.scents.surveys.survey import State
from messaging.admin.looks import address_of, list_of
from scents import queries
from scents.models import SourcingDecision, Survey, SurveyResult

OVER = (State.CLOSED, State.UNBLINDED)


def survey_links(request: HttpRequest, survey: Survey) -> list[tuple[str, str]]:
    """Addresses and titles, of pages that this person may see."""
    may = request.user.has_perm
    links = []
    if survey.state == State.DRAFT and may("scents.view_decisionpolicy"):
        links.append((_sizing(survey), "How large must it be?"))
    if survey.state != State.DRAFT and may("scents.view_surveyresult"):
        links.append((address_of(SurveyResult, survey.pk), "Results"))
    if survey.state in OVER and may("scents.view_sourcingdecision"):
        links.append((list_of(SourcingDecision, q=survey.pk), "Decisions"))
    return links


def _sizing(survey: Survey) -> str:
    """By the latest version of its policy, which is what it would open with."""
    code = survey.plan["policy"]
    found = [
        reference for reference, _ in queries.policy_choices() if reference.startswith(f"{code}@")
    ]
    query = {"policy": found[0]} if code and found else None
    return reverse("admin:scents_decisionpolicy_simulate", query=query)
