"""What is told to the holder of an invitation."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from domain.scents.commands import CloseSurvey, DraftSurvey, EraseResponse, RecordResponses
from domain.scents.surveys.plan import Group
from domain.scents.surveys.response import Fate
from messaging.bus import get_bus
from scents.queries.participants import participant, stored_answer
from tests.surveys import choice, code_of, invitations, open_survey, plan, stock_suppliers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def survey() -> None:
    stock_suppliers()
    open_survey("SEA-1", plan(groups=(Group("adults", 1), Group("children"))))


def answer(token: str, group: str = "adults") -> None:
    shown = [code_of("CHEAP"), code_of("EXPENSIVE")]
    response = choice(token, shown[0], shown, group=group)
    [receipt] = get_bus().handle(RecordResponses("SEA-1", [response]))
    assert receipt.fate is Fate.ACCEPTED


@pytest.mark.parametrize(
    ("code", "token"),
    [
        ("SEA-1", "AAAA-AAAA-AAAA-AAAA"),
        ("SEA-1", ""),
        ("SEA-1", "x\x00y"),
        ("SEA-2", None),
        ("SEA\x00", None),
        ("DRAFT", None),
    ],
)
def test_only_genuine_invitations_to_opened_surveys_are_known(code: str, token: str | None):
    get_bus().handle(DraftSurvey("DRAFT", plan(), "rosa"))
    held = invitations()[0] if token is None else token
    assert participant(code, held) is None
    assert stored_answer(code, held) is None


def test_an_invitation_that_was_never_issued_is_none_however_it_is_signed():
    [token] = invitations(serials=[101])
    assert participant("SEA-1", token) is None


def test_everybody_gets_all_codes_and_the_orders_are_balanced():
    orders = []
    for token in invitations():
        found = participant("SEA-1", token)
        assert found is not None
        orders.append(found.presentation()[1])
    assert {frozenset(order) for order in orders} == {
        frozenset({code_of("CHEAP"), code_of("EXPENSIVE")})
    }
    assert [orders.count(order) for order in set(orders)] == [5, 5]


def test_groups_of_which_enough_have_answered_are_full():
    one, two, *_ = invitations()
    answer(one)
    found = participant("SEA-1", two)
    assert found is not None
    assert (found.full, found.state, found.is_open) == ({"adults"}, "", True)


def test_what_is_stored_is_told_to_the_holder_alone():
    one, two, *_ = invitations()
    answer(one)
    told: Any = stored_answer("SEA-1", one.lower())
    assert (told["survey"], told["invitation"], told["group"]) == ("SEA-1", 1, "adults")
    assert told["judgements"][0]["chosen"] == code_of("CHEAP")
    assert stored_answer("SEA-1", two) is None


def test_nothing_is_told_of_what_was_erased():
    one, *_ = invitations()
    answer(one)
    get_bus().handle(EraseResponse("SEA-1", one))
    assert stored_answer("SEA-1", one) is None
    found = participant("SEA-1", one)
    assert found is not None
    assert found.erased


def test_after_the_close_the_survey_is_not_open():
    get_bus().handle(CloseSurvey("SEA-1", "enough", "rosa"))
    found = participant("SEA-1", invitations()[0])
    assert found is not None
    assert not found.is_open


def test_a_participant_costs_two_queries():
    token = invitations()[0]
    with CaptureQueriesContext(connection) as asked:
        participant("SEA-1", token)
    assert len(asked) == 2
