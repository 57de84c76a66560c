"""What is presented to whom, over `/api/v1/`."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from domain.scents.commands import AddMaterial, CloseSurvey
from domain.scents.surveys.plan import Candidate, Method, Task
from messaging.bus import MessageBus
from scents.models import FormulaVersion, SampleAssignment
from tests.customers import Api
from tests.formula_desk import draft
from tests.probe import pointers, problem_of
from tests.survey_door import codes, judged, post, send, statuses
from tests.surveys import invitations, open_survey, plan, stock_suppliers, task

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def suppliers(bus: MessageBus) -> None:
    stock_suppliers()


@pytest.fixture
def variants(bus: MessageBus) -> Task:
    """Two approved formulas that compete for acceptance."""
    bus.handle(AddMaterial("SALT", "Sea salt"))
    for code in ("BREEZE", "GALE"):
        bus.handle(draft(code, SALT=1))
    FormulaVersion.objects.update(
        approved_at=timezone.now(), approved_by="ben", delivery_format="CARTRIDGE", dose="0.1"
    )
    both = Candidate(formula="BREEZE@1"), Candidate(formula="GALE@1")
    return task(method=Method.ACCEPTANCE, candidates=both)


def ask(api: Api, *tokens: Any) -> Any:
    return post(api, {"invitations": tokens}, what="assignments")


def test_each_invitation_gets_its_samples_in_its_order_and_always_the_same(api: Api):
    open_survey()
    tokens = invitations()
    answer = ask(api, *tokens, tokens[0].lower())
    assert statuses(answer) == ["assigned"] * 11
    orders = [tuple(one["tasks"]["1"]) for one in answer.json()["results"]]
    assert orders[10] == orders[0]
    assert Counter(orders[:10]) == {tuple(codes()): 5, tuple(reversed(codes())): 5}
    assert ask(api, *tokens, tokens[0].lower()).content == answer.content


def test_a_forged_invitation_is_told_apart_in_its_place(api: Api):
    open_survey()
    one, *_ = invitations()
    first, second = ask(api, "AAAA-AAAA-AAAA-AAAA", one).json()["results"]
    assert (first["status"], first["tasks"]) == ("unknown-invitation", None)
    assert (second["status"], sorted(second["tasks"]["1"])) == ("assigned", codes())


def test_what_was_assigned_of_variants_is_what_is_taken(api: Api, variants: Task):
    open_survey(its_plan=plan(variants, policy=""))
    tokens = invitations()
    answer = ask(api, *tokens)
    shown = [one["tasks"]["1"] for one in answer.json()["results"]]
    assert all(len(one) == 1 for one in shown)
    assert SampleAssignment.objects.count() == 10
    assert ask(api, *tokens).content == answer.content
    [right], [wrong] = shown[0], [code for code in codes() if code != shown[0][0]]
    responses = [
        {
            "invitation": tokens[0],
            "consent": True,
            "judgements": [judged(Method.ACCEPTANCE, 1, [code], 1)],
        }
        for code in (wrong, right)
    ]
    assert statuses(send(api, *responses)) == ["not-assigned", "accepted"]


def test_assignments_cost_as_many_statements_however_many_they_are(api: Api, variants: Task):
    open_survey(its_plan=plan(variants, task()), invited=1_100)
    tokens = invitations(serials=range(1, 1_101))
    ask(api, tokens[1_050])
    counts = []
    for batch in (tokens[:1], tokens[1:1_001]):
        with CaptureQueriesContext(connection) as queries:
            assert statuses(ask(api, *batch)) == ["assigned"] * len(batch)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


@pytest.mark.parametrize(
    ("tokens", "pointer"),
    [
        ([], "invitations"),
        (["A"] * 1_001, "invitations"),
        (["A", 1], "invitations/1"),
        ([""], "invitations/0"),
        (["A" * 41], "invitations/0"),
    ],
)
def test_invitations_that_cannot_be_are_pointed_to(api: Api, tokens: list[Any], pointer: str):
    open_survey()
    answer = ask(api, *tokens)
    assert (answer.status_code, pointers(answer)) == (422, [f"#/{pointer}"])


def test_nothing_is_assigned_once_the_survey_is_closed(api: Api, bus: MessageBus):
    open_survey()
    bus.handle(CloseSurvey("SEA-1", "enough", "rosa"))
    answer = ask(api, *invitations())
    assert (answer.status_code, problem_of(answer)["type"]) == (
        409,
        "urn:scents:problem:survey-not-open",
    )
