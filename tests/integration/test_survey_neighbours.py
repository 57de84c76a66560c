"""No page beside an open survey changes with who made its samples, whatever is known of others."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from domain.scents.commands import AssignSamples, CloseSurvey, RecordResponses, UnblindSurvey
from domain.scents.surveys.response import Fate, Response
from messaging.bus import MessageBus, get_bus
from scents.models import (
    DecisionPolicy,
    Formula,
    ScentSource,
    SourcingDecision,
    Supplier,
    Survey,
    SurveyResult,
)
from tests.back_office import OURS, at
from tests.blindness import SECRETS, TASKS, permute, plain, stock
from tests.survey_desk import draft, logged_in, open_it, press
from tests.survey_door import judged
from tests.surveys import invitations, stored

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quick_passwords")]

FILES = ("counts", "answers")
CHANGING = (
    Supplier, Formula, ScentSource, SourcingDecision, DecisionPolicy, Survey, SurveyResult,
)  # fmt: skip


@pytest.fixture
def boss(bus: MessageBus, settings) -> Client:
    """Sees every page; nobody has told him. Of two surveys of the same the first is unblinded."""
    settings.MESSAGE_BUS = "tests.formula_desk.lenient"
    get_bus.cache_clear()
    stock(get_bus())
    rosa = logged_in("researcher")
    for code in ("OLD-1", "SEA-1"):
        draft(rosa, code=code, tasks=TASKS, groups="", questions="")
        open_it(rosa, code)
        press(rosa, "invite", code, count="30")
        answer(code)
        if code == "OLD-1":
            get_bus().handle(CloseSurvey(code, "enough", "rosa"))
            get_bus().handle(UnblindSurvey(code, "to read it", "rosa"))
    client = Client()
    client.force_login(User.objects.create_superuser("boss"))
    return client


def answer(code: str) -> None:
    tokens, tasks = invitations(code, range(1, 25)), stored(code).plan.tasks
    shown = get_bus().handle(AssignSamples(code, tokens))
    told = [
        Response(
            token,
            True,
            [judged(task.method, n, codes[n], who) for n, task in enumerate(tasks, 1)],
        )
        for who, (token, codes) in enumerate(zip(tokens, shown, strict=True))
    ]
    receipts = get_bus().handle(RecordResponses(code, told))
    assert {one.fate for one in receipts} == {Fate.ACCEPTED}


def neighbours(client: Client) -> dict[str, str]:
    """Every list, all pages of what competes and of what was decided, and results."""
    pages = [reverse("admin:index"), *(at("changelist", model) for model in OURS)]
    for model in CHANGING:
        pages += [at("change", model, row.pk) for row in model.objects.all()]
    pages += [
        reverse(f"admin:scents_surveyresult_{name}", args=[survey.pk])
        for name in FILES
        for survey in Survey.objects.all()
    ]
    pages += ["/api/v1/schema", "/survey/SEA-1/"]
    return {page: plain(client.get(page)) for page in pages}


def test_no_page_changes_with_who_made_the_samples(boss: Client):
    before = neighbours(boss)
    assert any(secret in before[at("changelist", SourcingDecision)] for secret in SECRETS)
    assert "ZFORM@2 is the best" in before[at("change", Survey, "OLD-1")] or (
        "ZFORM@1 is the best" in before[at("change", Survey, "OLD-1")]
    )
    for seed in range(2):
        permute(seed, "SEA-1")
        after = neighbours(boss)
        assert [page for page in before if before[page] != after[page]] == []


def test_pages_that_tell_of_the_open_survey_name_nobody(boss: Client):
    codes = {code for task in stored().sealed.samples for one in task for code in one.codes}
    told = neighbours(boss)
    for page in [at("change", SurveyResult, "SEA-1"), *filter(lambda one: "SEA-1/" in one, told)]:
        assert [secret for secret in SECRETS if secret in told[page]] == []
    counts = told[reverse("admin:scents_surveyresult_counts", args=["SEA-1"])]
    assert len(codes & {*re.findall(r"\b\d{3}\b", counts)}) > 5


def test_pages_of_what_was_unblinded_do_change(boss: Client):
    """The first test here can fail."""
    page = at("change", SurveyResult, "OLD-1")
    before = plain(boss.get(page))
    permute(1, "OLD-1")
    assert plain(boss.get(page)) != before
