"""From the page of a survey to what came of it, or to what it should be sized by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from domain.scents.surveys.survey import State
from domain.scents.surveys.text import read_plan
from messaging.admin.command_admin import Table
from messaging.admin.looks import address_of, page_of
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
    return links


def decisions_tables(survey: Survey) -> Iterator[Table]:
    """What was decided by it, once it is over; where nothing was, that is said."""
    if survey.state not in OVER:
        return
    plan = read_plan(survey.plan)
    asked = [
        task.scent for task in plan.tasks if task.is_adaptive or (task.is_two_way and plan.policy)
    ]
    found = SourcingDecision.objects.filter(survey=survey.pk).order_by("scent", "number")
    rows: list[tuple[Any, ...]] = [
        (one.scent_id, page_of(SourcingDecision, one.pk, str(one)), one.decided_by) for one in found
    ]
    decided = {scent for scent, *_ in rows}
    none = "none: the evidence does not suffice"
    rows += [(scent, none, None) for scent in dict.fromkeys(asked) if scent not in decided]
    yield Table("Decisions", ["scent", "decision", "by"], rows)


def _sizing(survey: Survey) -> str:
    """By the latest version of its policy, which is what it would open with."""
    code = survey.plan["policy"]
    found = [
        reference for reference, _ in queries.policy_choices() if reference.startswith(f"{code}@")
    ]
    query = {"policy": found[0]} if code and found else None
    return reverse("admin:scents_decisionpolicy_simulate", query=query)
