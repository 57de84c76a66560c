"""Answers to surveys in PostgreSQL."""

from __future__ import annotations

import pytest

from domain.scents.commands import CloseSurvey, EraseResponse, RecordResponses
from domain.scents.surveys.plan import Group, Question
from domain.scents.surveys.response import TOLD, Fate, Response
from domain.scents.surveys.survey import State, SurveyNotOpen
from messaging.bus import get_bus
from messaging.models import OutboxEvent
from scents.models import SurveyResponse, SurveyResult, SurveyTally
from tests.surveys import choice, code_of, invitations, open_survey, plan, stock_suppliers, stored

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def survey() -> None:
    stock_suppliers()
    open_survey()


def record(*responses: object, code: str = "SEA-1") -> list[Fate]:
    receipts = get_bus().handle(RecordResponses(code, responses))  # type: ignore[arg-type]
    return [receipt.fate for receipt in receipts]


def counted() -> dict[tuple[str, str], int]:
    return {(one.sample, one.outcome): one.count for one in SurveyTally.objects.all()}


def test_an_answer_has_one_effect_however_often_it_comes() -> None:
    cheap, dear = code_of("CHEAP"), code_of("EXPENSIVE")
    one, two, *_ = invitations()
    first = choice(one, cheap, [dear, cheap])
    assert record(first, choice(two, dear, [dear, cheap]), first) == [
        Fate.ACCEPTED,
        Fate.ACCEPTED,
        Fate.ALREADY,
    ]
    assert record(first, choice(one, dear, [dear, cheap])) == [Fate.ALREADY, Fate.CONFLICT]
    assert record(choice("AAAA-AAAA-AAAA-AAAA", cheap, [dear, cheap])) == [Fate.FORGED]
    assert SurveyResponse.objects.count() == 2
    assert counted() == {
        (cheap, "chosen"): 1,
        (dear, "chosen"): 1,
        ("#1", "chosen"): 1,
        ("#2", "chosen"): 1,
    }
    assert stored().taken == {"": 2}


def test_what_is_erased_is_counted_no_more() -> None:
    cheap, dear = code_of("CHEAP"), code_of("EXPENSIVE")
    one, *_ = invitations()
    record(choice(one, cheap, [dear, cheap]))
    get_bus().handle(EraseResponse("SEA-1", one))
    assert set(counted().values()) == {0}
    row = SurveyResponse.objects.get()
    assert (row.state, row.judgements, row.fingerprint) == ("erased", [], "")
    assert record(choice(one, cheap, [dear, cheap])) == [Fate.CONFLICT]


def test_what_is_erased_is_told_nowhere_among_the_answers_and_stays_in_its_quota() -> None:
    asked = Question("age", "How old are you?", ("young", "old"), ("young",))
    open_survey("SEA-2", plan(questions=(asked,), groups=(Group("all", 2),)))
    codes, tokens = [code_of(one, "SEA-2") for one in ("CHEAP", "EXPENSIVE")], invitations("SEA-2")
    told = [choice(one, codes[0], codes, screening={"age": "old"}, group="all") for one in tokens]
    young = Response(tokens[9], True, (), screening={"age": "young"}, group="all")
    assert record(*told[:2], young, code="SEA-2")[:2] == [Fate.ACCEPTED] * 2
    for gone in (tokens[0], tokens[9]):
        get_bus().handle(EraseResponse("SEA-2", gone))
    assert SurveyResult.objects.get(pk="SEA-2").answers == stored("SEA-2").answers == 1
    assert record(told[2], code="SEA-2") == [Fate.QUOTA_FULL]
    get_bus().handle(CloseSurvey("SEA-2", "enough", "rosa"))
    assert OutboxEvent.objects.get(type="SurveyClosed").payload["answers"] == 1


def test_when_somebody_was_there_is_erased_as_well() -> None:
    cheap, dear = code_of("CHEAP"), code_of("EXPENSIVE")
    one, *_ = invitations()
    record(choice(one, cheap, [dear, cheap]))
    get_bus().handle(EraseResponse("SEA-1", one))
    row = SurveyResponse.objects.get()
    assert row.given_at == row.received_at == stored().sealed.opened_at


def test_nothing_tells_what_those_have_said_who_were_screened_out() -> None:
    """Not even to somebody who tries all answers, of which there are few."""
    asked = Question(
        "age", "How old are you?", ("under 12", "12 to 17", "older"), ("under 12", "12 to 17")
    )
    open_survey("SEA-2", plan(questions=(asked,)))
    one, two = invitations("SEA-2", [1, 2])
    young = [Response(one, True, (), screening={"age": "under 12"})]
    young += [Response(two, True, (), screening={"age": "12 to 17"})]
    assert record(*young, code="SEA-2") == [Fate.SCREENED_OUT] * 2
    assert len(set(SurveyResponse.objects.values_list("fingerprint", "screening__age"))) == 1
    assert record(*young, code="SEA-2") == [Fate.ALREADY] * 2
    codes = [code_of("CHEAP", "SEA-2"), code_of("EXPENSIVE", "SEA-2")]
    older = choice(one, codes[0], codes, screening={"age": "older"})
    assert record(older, code="SEA-2") == [Fate.CONFLICT]
    assert "does not count" in TOLD[Fate.CONFLICT]


def test_after_the_close_nothing_is_taken() -> None:
    get_bus().handle(CloseSurvey("SEA-1", "enough", "rosa"))
    assert stored().state is State.CLOSED
    cheap, dear = code_of("CHEAP"), code_of("EXPENSIVE")
    with pytest.raises(SurveyNotOpen):
        record(choice(invitations()[0], cheap, [dear, cheap]))
