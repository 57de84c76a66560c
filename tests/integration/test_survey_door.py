"""Surveys over `/api/v1/`: what is asked, and answers in batches."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.wsgi import application
from domain.scents.commands import CloseSurvey, DraftSurvey, UnblindSurvey
from domain.scents.surveys.plan import Group, Method, Question
from messaging.bus import MessageBus
from messaging.limits import LONGEST_BODY
from scents.models import SurveyResponse, SurveyTally
from tests.customers import Api, issue
from tests.probe import problem_of
from tests.survey_door import chosen, codes, judged, post, send, statuses
from tests.surveys import invitations, open_survey, plan, stock_suppliers, task

pytestmark = pytest.mark.django_db(transaction=True)
GROUPS = (Group("young", 1), Group("old"))
QUESTION = Question("smell", "Can you smell?", ("yes", "no"), ("no",))


@pytest.fixture(autouse=True)
def suppliers(bus: MessageBus) -> None:
    stock_suppliers()


@pytest.fixture
def survey() -> list[str]:
    open_survey()
    return codes()


def stored_answers() -> int:
    return SurveyResponse.objects.count()


def test_an_answer_counts_once_within_a_batch_and_over_batches(api: Api, survey: list[str]):
    one, two, *_ = invitations()
    first, other = chosen(one, survey), chosen(one, survey, 1)
    answer = send(api, first, first, other, chosen(two, survey))
    assert statuses(answer) == ["accepted", "already-recorded", "answered-before", "accepted"]
    body = answer.json()
    assert (body["accepted"], body["screened_out"], body["refused"]) == (2, 0, 2)
    assert statuses(send(api, first, other)) == ["already-recorded", "answered-before"]
    assert stored_answers() == 2
    assert sum(SurveyTally.objects.values_list("count", flat=True)) == 4


def test_the_same_in_other_words_is_the_same(api: Api):
    open_survey(its_plan=plan(task(), task("JUNGLE", Method.WORDS)))
    one, *_ = invitations()
    choice = judged(Method.CHOICE, 1, codes(), 1)
    words = {code: ["Salt", "SALT ", "wave"] for code in codes(number=2)}
    told = {"task": 2, "shown": codes(number=2), "words": words}
    first = {"invitation": one, "consent": True, "judgements": [choice, told]}
    assert statuses(send(api, first)) == ["accepted"]
    plain = {**told, "words": {code: ["salt", "wave"] for code in words}}
    assert statuses(send(api, {**first, "judgements": [plain, choice]})) == ["already-recorded"]


def test_tokens_are_taken_however_they_are_typed_and_only_where_they_are_ours(
    api: Api, survey: list[str]
):
    open_survey("OTHER")
    one, two, three, *_ = invitations()
    [beyond] = invitations(serials=[101])
    [other] = invitations("OTHER", [1])
    forged = [other, beyond, "0000-0000-0000-0000", "x", "ß" * 16, "\ud800", "\x00", one[:-1] + "?"]
    ours = [one.lower(), two.replace("-", ""), f" {three} "]
    answer = send(api, *(chosen(token, survey) for token in [*ours, *forged]))
    assert statuses(answer) == ["accepted"] * 3 + ["unknown-invitation"] * len(forged)
    assert list(SurveyResponse.objects.values_list("serial", flat=True)) == [1, 2, 3]


def test_a_closed_survey_takes_nothing(api: Api, bus: MessageBus, survey: list[str]):
    one, two, *_ = invitations()
    send(api, chosen(one, survey))
    bus.handle(CloseSurvey("SEA-1", "enough", "rosa"))
    for token in (one, two):
        late = send(api, chosen(token, survey))
        assert (late.status_code, problem_of(late)["type"]) == (
            409,
            "urn:scents:problem:survey-not-open",
        )
    assert stored_answers() == 1


def test_a_survey_that_is_not_there_is_not_found(api: Api, bus: MessageBus):
    bus.handle(DraftSurvey("DRAFT", plan(), "rosa"))
    assert api.get("surveys/DRAFT").status_code == 404
    assert api.get("surveys/NONE").status_code == 404
    for code in ("NONE", "DRAFT"):
        assert send(api, chosen("x", ["100", "200"]), code=code).status_code == 404
        assert post(api, {"invitations": ["x"]}, code, "assignments").status_code == 404
    assert api.get("surveys/%00").status_code == 404


def test_who_is_screened_out_or_too_late_for_the_quota_is_told_so(api: Api):
    open_survey(its_plan=plan(groups=GROUPS, questions=(QUESTION,)))
    one, two, three, four, *_ = invitations()
    smells = {"group": "young", "screening": {"smell": "yes"}}
    out = {**chosen(two, codes()), "group": "old", "screening": {"smell": "no"}}
    answer = send(
        api,
        chosen(one, codes(), **smells),
        out,
        chosen(three, codes(), **smells),
        {"invitation": four, "consent": False},
    )
    assert statuses(answer) == ["accepted", "screened-out", "quota-full", "no-consent"]
    assert statuses(send(api, out)) == ["already-recorded"]
    row = SurveyResponse.objects.get(serial=2)
    assert (row.audience, row.screening, row.judgements) == ("", {}, [])
    assert stored_answers() == 2


def test_the_sheet_tells_what_is_asked_and_nothing_more(api: Api, bus: MessageBus):
    tasks = (task(), task("JUNGLE", Method.RATING, question="Is it a jungle?"))
    open_survey(its_plan=plan(*tasks, groups=GROUPS, questions=(QUESTION,)))
    one, *_ = invitations()
    sheet = api.get("surveys/SEA-1").json()
    assert sheet["state"] == "open"
    assert sheet["groups"] == [{"name": "young", "open": True}, {"name": "old", "open": True}]
    assert sheet["questions"] == [
        {"name": "smell", "text": "Can you smell?", "options": ["yes", "no"]}
    ]
    assert sheet["tasks"] == [
        {
            "number": number,
            "scent": scent,
            "method": method,
            "question": question,
            "codes": codes(number=number),
            "scale": scale,
        }
        for number, scent, method, question, scale in (
            (1, "SEA-BREEZE", "choice", "", None),
            (2, "JUNGLE", "rating", "Is it a jungle?", [1, 2, 3, 4, 5, 6, 7]),
        )
    ]
    told = {"smell": "yes"}
    judgements = [
        judged(Method.CHOICE, 1, codes(), 1),
        judged(Method.RATING, 2, codes(number=2), 1),
    ]
    answer = {"invitation": one, "consent": True, "judgements": judgements}
    assert statuses(send(api, {**answer, "group": "young", "screening": told})) == ["accepted"]
    assert api.get("surveys/SEA-1").json()["groups"][0] == {"name": "young", "open": False}
    for command in (CloseSurvey("SEA-1", "enough", "rosa"), UnblindSurvey("SEA-1", "rosa", "look")):
        bus.handle(command)
        text = api.get("surveys/SEA-1").content.decode()
        assert json.loads(text)["state"] == "closed"
        assert not any(word in text for word in ("CHEAP", "EXPENSIVE", "15.00", "25.00", "quota"))


def test_only_keys_that_were_made_for_it_come_in(api: Api, bus: MessageBus, survey: list[str]):
    one, *_ = invitations()
    weak, nobody = Api(issue(bus, scopes=("orders:read",))), Api("scents_no_key")
    for other, status in ((weak, 403), (nobody, 401)):
        assert send(other, chosen(one, survey)).status_code == status
        assert other.get("surveys/SEA-1").status_code == status
        assigned = post(other, {"invitations": [one]}, what="assignments")
        assert assigned.status_code == status
    assert stored_answers() == 0


def test_when_it_was_answered_is_kept(api: Api, survey: list[str]):
    one, *_ = invitations()
    moment = timezone.now() - timedelta(milliseconds=1)
    told = moment.astimezone(timezone.get_fixed_timezone(840)).isoformat()
    assert statuses(send(api, chosen(one, survey, given_at=told))) == ["accepted"]
    assert SurveyResponse.objects.get(serial=1).given_at == moment


def test_a_batch_costs_as_many_statements_however_large_it_is(api: Api):
    open_survey(invited=1_100)
    tokens, shown = invitations(serials=range(1, 1_101)), codes()
    send(api, chosen(tokens[1_050], shown))  # finds what later ones have in memory
    counts = []
    for batch in (tokens[:1], tokens[1:1_001]):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = send(api, *(chosen(token, shown) for token in batch))
        assert answer.json()["accepted"] == len(batch)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


@pytest.fixture
def twenty_tasks() -> list[dict[str, Any]]:
    """The answers of a thousand people to a survey of twenty tasks."""
    tasks = [task("SEA-BREEZE", Method.RATING if n % 2 else Method.CHOICE) for n in range(20)]
    open_survey(its_plan=plan(*tasks), invited=1_000)
    shown = {number: codes(number=number) for number in range(1, 21)}
    judgements = [
        judged(one.method, number, shown[number], number) for number, one in enumerate(tasks, 1)
    ]
    return [
        {"invitation": token, "consent": True, "judgements": judgements}
        for token in invitations(serials=range(1, 1_001))
    ]


def test_a_thousand_answers_to_twenty_tasks_fit_into_a_body(
    api: Api, twenty_tasks: list[dict[str, Any]]
):
    assert send(api, *twenty_tasks).json()["accepted"] == 1_000


def test_they_may_come_in_chunks(api: Api, twenty_tasks: list[dict[str, Any]]):
    body = json.dumps({"responses": twenty_tasks}).encode()
    assert len(body) > LONGEST_BODY
    request = RequestFactory(headers=api.headers).post("/api/v1/surveys/SEA-1/responses")
    chunked = {**request.environ, "CONTENT_TYPE": "application/json"}
    chunked |= {"wsgi.input_terminated": True, "wsgi.input": BytesIO(body)}
    del chunked["CONTENT_LENGTH"]
    answer = b"".join(application(chunked, lambda *_: None))
    assert json.loads(answer)["accepted"] == 1_000


def test_a_body_beyond_that_is_too_large(api: Api, survey: list[str]):
    answer = api.send("POST", "surveys/SEA-1/responses", " " * 4_000_001)
    assert (answer.status_code, problem_of(answer)["detail"]) == (
        413,
        "The body is larger than 4000000 bytes.",
    )
