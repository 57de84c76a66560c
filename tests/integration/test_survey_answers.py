"""The door that takes what the survey page sends."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from domain.scents.commands import CloseSurvey, DraftSurvey, EraseResponse
from messaging.bus import get_bus
from messaging.redis_client import redis_client
from scents.audience import doors
from scents.models import SurveyResponse, SurveyTally
from tests.audience import send, whole_body, whole_plan
from tests.surveys import invitations, open_survey, stock_suppliers

pytestmark = pytest.mark.django_db


@pytest.fixture
def token() -> str:
    stock_suppliers()
    open_survey("SEA-1", whole_plan(adaptive=False))
    return invitations()[0]


def fate(body: object, survey: str = "SEA-1") -> str:
    answer = send(body, survey)
    assert answer.status_code == 200, answer.json()
    assert set(answer.json()) == {"status", "detail"}
    return str(answer.json()["status"])


def close() -> None:
    get_bus().handle(CloseSurvey("SEA-1", "enough", "rosa"))


def test_the_same_answer_counts_once_and_another_not_at_all(token: str):
    body = whole_body(token)
    assert fate(body) == "accepted"
    counted = sum(SurveyTally.objects.values_list("count", flat=True))
    assert fate(body) == "already-recorded"
    assert fate({**body, "invitation": token.lower()}) == "already-recorded"
    assert fate({**body, "group": "children"}) == "answered-before"
    assert SurveyResponse.objects.count() == 1
    assert sum(SurveyTally.objects.values_list("count", flat=True)) == counted


def test_strangers_learn_nothing_of_any_survey(token: str):
    get_bus().handle(DraftSurvey("DRAFT", whole_plan(adaptive=False), "rosa"))
    body = whole_body(token)
    forged = {**body, "invitation": "0" * 16}
    malformed = {**forged, "group": "no such group"}
    answers = [
        send(forged),
        send(malformed),
        send(body, "NONE"),
        send(body, "DRAFT"),
        send(malformed, "NONE"),
        send(forged, "DRAFT"),
    ]
    close()
    answers += [send(forged), send(malformed)]
    assert {(answer.status_code, answer.content) for answer in answers} == {
        (200, answers[0].content)
    }
    assert answers[0].json()["status"] == "unknown-invitation"


def test_after_the_close_it_is_too_late(token: str):
    body = whole_body(token)
    close()
    late = send(body)
    assert late.status_code == 409
    assert late.json()["type"].endswith("survey-not-open")
    assert not SurveyResponse.objects.exists()


def test_what_was_recorded_before_the_close_is_told_so_after_it(token: str):
    body = whole_body(token)
    assert fate(body) == "accepted"
    close()
    assert fate(body) == "already-recorded"
    assert send({**body, "group": "children"}).status_code == 409


def test_what_was_erased_does_not_come_back(token: str):
    body = whole_body(token)
    send(body)
    get_bus().handle(EraseResponse("SEA-1", token))
    assert fate(body) == "answered-before"
    close()
    assert send(body).status_code == 409


def test_without_consent_nothing_is_recorded(token: str):
    assert fate({"invitation": token, "consent": False}) == "no-consent"
    assert not SurveyResponse.objects.exists()


def test_who_is_screened_out_sends_no_judgement(token: str):
    out = {"invitation": token, "consent": True, "group": "adults", "screening": {"nose": "yes"}}
    assert fate(out) == "screened-out"


def test_enough_of_a_group_are_enough(token: str):
    fates = [fate(whole_body(one)) for one in invitations(serials=[1, 2, 3])]
    assert fates == ["accepted", "accepted", "quota-full"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"group": "nobody"}, "#/group"),
        ({"screening": {}}, "#/screening/nose"),
        ({"judgements": []}, "#/judgements"),
        ({"consent": "yes"}, "#/consent"),
        ({"given_at": "2001-01-01T00:00:00Z"}, "#/given_at"),
        ({"name": "Rosa"}, "#/name"),
        ({"\ud800": 1}, "#/\\ud800"),
        ({"judgements": [{"task": 1, "\ud800": 1}]}, "#/judgements/0/\\ud800"),
    ],
)
def test_what_cannot_be_read_is_pointed_to(token: str, change: dict[str, Any], pointer: str):
    answer = send(json.dumps({**whole_body(token), **change}))
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert not SurveyResponse.objects.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [("{", 400), ("[]", 400), ('{"consent": NaN}', 400), ('"' + "x" * 300_001 + '"', 413)],
)
def test_what_is_no_json_object_of_a_sensible_size_is_refused(token: str, body: str, status: int):
    assert send(body).status_code == status


def test_nothing_but_post_is_answered(client: Any, token: str):
    assert client.get("/survey/SEA-1/answers").status_code == 405


def test_an_invitation_that_is_sent_too_often_waits(token: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(doors, "MOST_OF_INVITATION", 3)
    body = whole_body(token)
    assert [send(body).status_code for _ in range(3)] == [200] * 3
    refused = send(body)
    assert refused.status_code == 429
    assert 1 <= int(refused["Retry-After"]) <= 60


def test_the_counters_hold_neither_address_nor_invitation(token: str):
    send(whole_body(token))
    kept = " ".join(redis_client().scan_iter("scents:count:*"))
    assert "survey:" in kept
    assert token not in kept
    assert "127.0.0.1" not in kept


def test_an_answer_costs_the_same_however_many_were_given(token: str):
    costs = []
    for one in invitations(serials=[1, 2]):
        body = whole_body(one)
        with CaptureQueriesContext(connection) as asked:
            assert fate(body) == "accepted"
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 20


NASTY: list[Any] = [
    None, True, 0, -1, 10**30, 1.5, "", "=", "\x00", "\ud800", "x" * 5_000, "\u0661", [], [[]], {},
    {"": ""}, {"\x00": "\ud800"}, [None], ["123"] * 25, {"123": ["a"] * 11}, {"123": 10**30},
]  # fmt: skip


def test_whatever_is_sent_is_answered_and_nothing_of_it_stored(
    token: str, monkeypatch: pytest.MonkeyPatch
):
    whole = whole_body(token)
    judgements = whole["judgements"]
    bodies = [{**whole, name: value} for name in whole for value in NASTY if value is not True]
    bodies += [
        {**whole, "judgements": [*judgements[:n], {**one, name: value}, *judgements[n + 1 :]]}
        for n, one in enumerate(judgements)
        for name in one
        for value in NASTY
        if not (n == 1 and name == "chosen" and value in (None, "", "="))
    ]
    monkeypatch.setattr(doors, "MOST_OF_INVITATION", len(bodies))
    assert {send(json.dumps(body)).status_code for body in bodies} == {200, 422}
    assert not SurveyResponse.objects.exists()
