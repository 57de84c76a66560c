"""People find on the page of a survey the buttons of their work, and no others."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from domain.scents.commands import IssueInvitations
from messaging.bus import get_bus
from scents.models import Survey
from tests.back_office import at
from tests.survey_desk import draft, logged_in, open_it, press
from tests.surveys import invitations, open_survey

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("quick_passwords", "suppliers_of_scents"),
]


BUTTONS: dict[str, dict[str, list[str]]] = {
    "researcher": {
        "draft": ["Revise", "Open to answers", "How large must it be?", "Copy"],
        "open": [
            "Issue invitations",
            "Close the survey",
            "Erase an answer",
            "Results",
            "Invitations",
            "What is stored of somebody",
            "Copy",
        ],
        "closed": [
            "Erase an answer",
            "Results",
            "Invitations",
            "What is stored of somebody",
            "Copy",
        ],
        "unblinded": [
            "Erase an answer",
            "Results",
            "Invitations",
            "What is stored of somebody",
            "Who made which sample",
            "Copy",
        ],
    },
    "sample keeper": {
        "draft": [],
        "open": ["Unblind"],
        "closed": ["Unblind"],
        "unblinded": ["Who made which sample"],
    },
    "perfumer": {
        "draft": ["How large must it be?"],
        "open": ["Results"],
        "closed": ["Results"],
        "unblinded": ["Results", "Who made which sample"],
    },
}


@pytest.mark.parametrize("role", BUTTONS)
def test_each_role_finds_the_buttons_of_its_work(role: str, rosa: Client, keeper: Client):
    client = logged_in(role)
    steps: list[tuple[str, Any]] = [
        ("draft", lambda: draft(rosa)),
        ("open", lambda: open_it(rosa)),
        ("closed", lambda: press(rosa, "close", reason="enough")),
        ("unblinded", lambda: press(keeper, "unblind", reason="results")),
    ]
    for state, step in steps:
        step()
        if state == "open":
            get_bus().handle(IssueInvitations("SEA-1", 3, "rosa"))
        context = client.get(at("change", Survey, "SEA-1")).context
        assert [title for _, title in context["page_links"]] == BUTTONS[role][state]


@pytest.mark.parametrize("role", ["sample keeper", "perfumer", "auditor", "sales"])
def test_who_runs_no_surveys_sends_no_form_and_hands_out_nothing(role: str):
    open_survey()
    client = logged_in(role)
    sent = {"count": "1", "reason": "x", "invitation": invitations()[0], "sure": "on"}
    allowed = {"unblind"} if role == "sample keeper" else set()
    for name in {"revise", "open", "invite", "close", "unblind", "erase"} - allowed:
        assert press(client, name, **sent).status_code == 403
    for page in ("invitations", "stored"):
        assert client.get(at(page, Survey, "SEA-1")).status_code == 403
        assert client.post(at(page, Survey, "SEA-1"), sent).status_code == 403
    assert draft(client, code="X").status_code == 403
    assert Survey.objects.get().version_number == 3


def test_a_researcher_does_not_unblind(rosa: Client):
    open_survey()
    assert press(rosa, "unblind", reason="curious").status_code == 403
    assert Survey.objects.get().unblindings == []
