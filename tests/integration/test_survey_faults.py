"""What is wrong with answers to surveys over `/api/v1/`: told with the way to it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.scents.surveys.plan import Method
from messaging.bus import MessageBus
from scents.models import Survey, SurveyResponse
from tests.customers import Api
from tests.probe import pointers, problem_of
from tests.survey_door import chosen, codes, post, send, statuses
from tests.surveys import invitations, open_survey, plan, stock_suppliers, task

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def suppliers(bus: MessageBus) -> None:
    stock_suppliers()


@pytest.fixture
def survey() -> list[str]:
    open_survey()
    return codes()


def stored_answers() -> int:
    return SurveyResponse.objects.count()


SHOWN = ["100", "200"]
_JUDGEMENTS = "#/responses/1/judgements"
FAULTS: list[tuple[str, dict[str, Any]]] = [
    ("#/responses/1/invitation", {"invitation": 7}),
    ("#/responses/1/invitation", {"invitation": ""}),
    ("#/responses/1/invitation", {"invitation": "A" * 41}),
    ("#/responses/1/consent", {"consent": 1}),
    ("#/responses/1/consent", {"consent": "true"}),
    ("#/responses/1/group", {"group": "young"}),
    ("#/responses/1/group", {"group": None}),
    ("#/responses/1/screening", {"screening": []}),
    ("#/responses/1/screening", {"screening": {"smell": 1}}),
    ("#/responses/1/screening", {"screening": {"smell": "yes"}}),
    ("#/responses/1/given_at", {"given_at": "yesterday"}),
    ("#/responses/1/given_at", {"given_at": 7}),
    ("#/responses/1/given_at", {"given_at": "2026-11-20T10:00:00"}),
    ("#/responses/1/given_at", {"given_at": "0001-01-01T00:00:00+14:00"}),
    ("#/responses/1/given_at", {"given_at": "2020-01-01T00:00:00Z"}),
    ("#/responses/1/given_at", {"given_at": "9999-12-31T00:00:00Z"}),
    ("#/responses/1/sm~1ell~0\\ud800", {"sm/ell~\ud800": 1}),
    (_JUDGEMENTS, {"judgements": {}}),
    (_JUDGEMENTS, {"judgements": []}),
    (_JUDGEMENTS, {"judgements": [{}] * 21}),
    (f"{_JUDGEMENTS}/0", {"judgements": ["x"]}),
    (f"{_JUDGEMENTS}/0", {"judgements": [{"shown": SHOWN}]}),
    (f"{_JUDGEMENTS}/0/maker", {"judgements": [{"task": 1, "shown": SHOWN, "maker": "CHEAP"}]}),
    (f"{_JUDGEMENTS}/0/task", {"judgements": [{"task": True, "shown": SHOWN}]}),
    (f"{_JUDGEMENTS}/0/task", {"judgements": [{"task": 10**400, "shown": SHOWN}]}),
    (f"{_JUDGEMENTS}/0/task", {"judgements": [{"task": 2, "shown": SHOWN}]}),
    (f"{_JUDGEMENTS}/0/shown", {"judgements": [{"task": 1, "shown": [[], {}]}]}),
    (f"{_JUDGEMENTS}/0/shown", {"judgements": [{"task": 1, "shown": "100"}]}),
    (f"{_JUDGEMENTS}/0/accepted", {"judgements": [{"task": 1, "shown": SHOWN, "accepted": 1}]}),
    (f"{_JUDGEMENTS}/0/accepted", {"judgements": [{"task": 1, "shown": SHOWN, "accepted": True}]}),
    (f"{_JUDGEMENTS}/0/words", {"judgements": [{"task": 1, "shown": SHOWN, "words": {"1": 2}}]}),
    (f"{_JUDGEMENTS}/0/ratings", {"judgements": [{"task": 1, "shown": SHOWN, "ratings": [7]}]}),
    (
        f"{_JUDGEMENTS}/0/ratings",
        {"judgements": [{"task": 1, "shown": SHOWN, "ratings": {"100": 7.0}}]},
    ),
]


@pytest.mark.parametrize(("pointer", "fault"), FAULTS, ids=[json.dumps(one)[:60] for one in FAULTS])
def test_a_fault_is_pointed_to_and_nothing_is_stored(
    api: Api, survey: list[str], pointer: str, fault: dict[str, Any]
):
    one, two, *_ = invitations()
    answer = send(api, chosen(one, survey), {**chosen(two, survey), **fault})
    assert (answer.status_code, pointers(answer)) == (422, [pointer])
    assert stored_answers() == 0


@pytest.mark.parametrize(
    ("pointer", "change"),
    [
        ("chosen", {"chosen": "999"}),
        ("chosen", {"chosen": None}),
        ("chosen", {"chosen": ["100"]}),
        ("chosen", {"chosen": {"a": [{}]}}),
        ("shown", {"shown": ["100"]}),
    ],
)
def test_a_judgement_that_cannot_be_is_pointed_to(
    api: Api, survey: list[str], pointer: str, change: dict[str, Any]
):
    one, *_ = invitations()
    response = chosen(one, survey)
    response["judgements"][0] |= change
    assert pointers(send(api, response)) == [f"#/responses/0/judgements/0/{pointer}"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "responses"),
        ({"responses": []}, "responses"),
        ({"responses": {}}, "responses"),
        ({"responses": [{"invitation": "A", "consent": True}] * 1001}, "responses"),
        ({"responses": [1]}, "responses/0"),
        ({"responses": [[]]}, "responses/0"),
        ({"responses": [{"consent": True}]}, "responses/0/invitation"),
        ({"responses": [{"invitation": "A"}]}, "responses/0/consent"),
        ({"responses": [{"invitation": "A", "consent": True}], "more": 1}, "more"),
    ],
)
def test_a_body_of_another_shape_is_pointed_to(
    api: Api, survey: list[str], body: Any, pointer: str
):
    answer = post(api, body)
    assert (answer.status_code, pointers(answer)) == (422, [f"#/{pointer}"])


def test_words_with_signs_that_are_none_are_refused(api: Api):
    open_survey(its_plan=plan(task(method=Method.WORDS)))
    one, *_ = invitations()
    for word in ("\x00", "\ud800", " ", "\u200b", "a" * 41, "\ufdfa" * 40, ""):
        words = {code: [word] for code in codes()}
        judgement = {"task": 1, "shown": codes(), "words": words}
        answer = send(api, {"invitation": one, "consent": True, "judgements": [judgement]})
        assert answer.status_code == 422, ascii(word)
        assert pointers(answer)[0].startswith("#/responses/0/judgements/0/words")
    assert stored_answers() == 0


@pytest.mark.parametrize(
    "junk",
    ["[" * 100_000, '{"responses": NaN}', '{"responses": 1e999}', "1" * 5_000, '"x"', "\xff"],
)
def test_junk_is_refused(api: Api, survey: list[str], junk: str):
    answer = api.send("POST", "surveys/SEA-1/responses", junk.encode("latin-1"))
    assert answer.status_code == 400
    assert problem_of(answer)


NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(max_size=5) | st.sampled_from(["100", "=", "task", "shown", "SEA-1"])
JUNK = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=12,
)
JUDGEMENT = st.dictionaries(
    st.sampled_from(["task", "shown", "chosen", "ratings", "words", "accepted", "x"]), JUNK
)
RESPONSE = st.fixed_dictionaries(
    {"invitation": st.text(max_size=20) | JUNK, "consent": st.booleans() | JUNK},
    optional={
        "judgements": st.lists(JUDGEMENT | JUNK, max_size=3) | JUNK,
        "group": JUNK,
        "screening": JUNK,
        "given_at": JUNK,
    },
)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(responses=st.lists(RESPONSE | JUNK, max_size=3))
def test_whatever_comes_is_answered_and_only_invited_answers_are_stored(
    api: Api, responses: list[Any]
):
    if not Survey.objects.filter(code="SEA-1").exists():
        open_survey()
    answer = send(api, *responses)
    if answer.status_code == 200:
        assert set(statuses(answer)) <= {"unknown-invitation"}
    else:
        assert answer.status_code == 422, answer.content
        assert pointers(answer)[0].startswith("#/responses")
    assert stored_answers() == 0
