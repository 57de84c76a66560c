"""Researchers draft surveys line by line, and are told where a slip is."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from domain.scents.surveys.plan import Group
from domain.scents.surveys.text import read_plan
from scents.models import Survey
from tests.back_office import at, errors_of
from tests.survey_desk import draft, press

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("quick_passwords", "suppliers_of_scents"),
]


def test_what_is_typed_becomes_the_plan_and_is_shown_as_it_stands(rosa: Client):
    page = draft(rosa, closes_at="2099-05-01T18:30", close_early="on")
    assert page.redirect_chain[-1][0] == at("change", Survey, "SEA-1")
    row = Survey.objects.get()
    plan = read_plan(row.plan)
    assert (row.state, row.drafted_by, plan.title) == ("draft", "researcher", "Sea breeze")
    assert plan.introduction == "Smell,\nthen choose."
    assert [str(one) for one in plan.tasks[0].candidates] == ["EXPENSIVE", "CHEAP"]
    assert plan.groups == (Group("18-25", 200), Group("over 25"))
    assert plan.questions[0].out == ("under 18",)
    assert (plan.policy, plan.close_early) == ("PLAIN", True)
    assert f"{plan.closes_at:%Y-%m-%d %H:%M %Z}" == "2099-05-01 18:30 UTC"

    form = rosa.get(at("do", Survey, "SEA-1", "revise")).context["adminform"].form
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in sent.items() if value not in (None, False)}
    press(rosa, "revise", **{**sent, "closes_at": "2099-05-01T18:30", "close_early": "on"})
    assert read_plan(Survey.objects.get().plan) == plan
    press(rosa, "revise", **{**sent, "survey_title": "Sea and jungle", "groups": ""})
    revised = read_plan(Survey.objects.get().plan)
    assert (revised.title, revised.groups, revised.tasks) == ("Sea and jungle", (), plan.tasks)


def test_a_form_that_is_sent_as_it_came_changes_nothing(rosa: Client):
    draft(rosa)
    form = rosa.get(at("do", Survey, "SEA-1", "revise")).context["adminform"].form
    sent = {name: form[name].value() for name in form.fields}
    before = Survey.objects.get().version_number
    press(rosa, "revise", **{name: value for name, value in sent.items() if value})
    assert Survey.objects.get().version_number == before


def test_the_form_suggests_whom_it_knows_and_begins_with_consent(rosa: Client):
    page = rosa.get(at("add", Survey)).content.decode()
    assert "<button type='button'>CHEAP</button>" in page
    assert "I take part of my own free will" in page


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"code": "SEA/1"}, "no /"),
        ({"code": "x" * 41}, "at most 40"),
        ({"survey_title": " "}, "required"),
        ({"consent": ""}, "required"),
        ({"introduction": "x" * 4001}, "at most 4000"),
        ({"tasks": ""}, "required"),
        ({"tasks": "\nSEA"}, "Line 2: a line is such as"),
        ({"tasks": "SEA | sniff | A; B"}, "Line 1: &#x27;sniff&#x27; is no method"),
        ({"tasks": "SEA | choice | CHEAP; DEAR"}, "Line 1: nobody knows DEAR."),
        ({"tasks": "\n\nSEA | choice | CHEAP; SEA@7"}, "Line 3: nobody knows SEA@7."),
        ({"tasks": "\n".join(["A | rating | CHEAP"] * 21)}, "1 to 20 of them"),
        ({"groups": "18-25: many"}, "Line 1: &#x27;many&#x27; is no quota"),
        ({"groups": "a\na"}, "Must have different names"),
        ({"questions": "age | How old?"}, "Line 1: a line is such as age"),
        ({"policy": "NONE"}, "Select a valid choice"),
        ({"closes_at": "tomorrow"}, "valid date/time"),
    ],
)
def test_a_slip_is_told_and_nothing_is_drafted(rosa: Client, changes: dict[str, str], told: str):
    assert told in errors_of(draft(rosa, **changes))
    assert not Survey.objects.exists()


def test_a_code_is_given_once(rosa: Client):
    draft(rosa)
    assert "there is a survey SEA-1 already" in errors_of(draft(rosa))


def test_an_old_plan_is_copied_into_a_new_draft(rosa: Client):
    draft(rosa)
    page = rosa.get(at("add", Survey), {"copy": "SEA-1"})
    form = page.context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields if name != "close_early"}
    rosa.post(at("add", Survey), {**sent, "code": "SEA-2"})
    first, second = Survey.objects.order_by("code")
    assert (second.code, second.plan) == ("SEA-2", first.plan)
    assert "CHEAP" in page.content.decode()
    assert rosa.get(at("add", Survey), {"copy": "NONE"}).status_code == 200


def test_quotas_tell_how_far_they_are(rosa: Client):
    draft(rosa)
    page = rosa.get(at("changelist", Survey)).content.decode()
    assert re.search(r"18-25 0/200\s*<", page)
