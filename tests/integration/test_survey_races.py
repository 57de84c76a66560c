"""Answers that come at the same moment, on real PostgreSQL; more rounds with --full."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.db import connection

from domain.scents.commands import CloseSurvey
from domain.scents.surveys.plan import Group
from messaging.bus import MessageBus
from scents import queries
from scents.models import Survey, SurveyResponse
from tests.customers import Api
from tests.survey_door import chosen, codes, send, statuses
from tests.surveys import invitations, open_survey, plan, stock_suppliers, stored

pytestmark = pytest.mark.django_db(transaction=True)
SENDERS = 8
QUOTA = 10

Together = Callable[..., list[Any]]


@pytest.fixture(autouse=True)
def suppliers(bus: MessageBus) -> None:
    stock_suppliers()


@pytest.fixture
def together() -> Iterator[Together]:
    """Carries out actions at the same moment, each in a thread of its own; their answers."""
    pool = ThreadPoolExecutor(SENDERS)

    def run(*actions: Callable[[], Any]) -> list[Any]:
        start = threading.Barrier(len(actions))

        def one(action: Callable[[], Any]) -> Any:
            start.wait(timeout=10)
            return action()

        return list(pool.map(one, actions))

    yield run
    closed = threading.Barrier(SENDERS)
    list(pool.map(lambda _: (connection.close(), closed.wait(timeout=10)), range(SENDERS)))
    pool.shutdown()


def test_a_token_that_is_sent_eight_times_at_once_is_accepted_once(
    api: Api, together: Together, full: bool
):
    open_survey()
    tokens, shown = invitations(serials=range(1, 51 if full else 6)), codes()
    for token in tokens:
        answers = together(*[partial(send, api, chosen(token, shown))] * SENDERS)
        fates = Counter(fate for answer in answers for fate in statuses(answer))
        assert fates == {"accepted": 1, "already-recorded": SENDERS - 1}
    assert stored().taken == {"": len(tokens)}
    assert queries.recount("SEA-1") == []


def test_of_different_answers_under_one_token_one_counts(api: Api, together: Together):
    open_survey()
    [token], shown = invitations(serials=[1]), codes()
    answers = together(*(partial(send, api, chosen(token, shown, n % 2)) for n in range(SENDERS)))
    fates = Counter(fate for answer in answers for fate in statuses(answer))
    assert fates == {
        "accepted": 1,
        "already-recorded": SENDERS // 2 - 1,
        "answered-before": SENDERS // 2,
    }
    assert queries.recount("SEA-1") == []


def test_a_quota_is_never_exceeded(api: Api, together: Together, full: bool):
    for n in range(20 if full else 3):
        code = f"SEA-{n}"
        open_survey(code, plan(groups=(Group("young", QUOTA), Group("old"))))
        shown = codes(code)
        tokens = invitations(code, range(1, SENDERS * 5 + 1))
        responses = [chosen(token, shown, group="young") for token in tokens]
        answers = together(
            *(partial(send, api, *responses[n::SENDERS], code=code) for n in range(SENDERS))
        )
        fates = Counter(fate for answer in answers for fate in statuses(answer))
        assert fates == {"accepted": QUOTA, "quota-full": SENDERS * 5 - QUOTA}
        assert stored(code).taken == {"young": QUOTA}
        assert queries.recount(code) == []


def test_what_comes_while_a_survey_closes_is_counted_or_refused(
    api: Api, bus: MessageBus, together: Together
):
    open_survey()
    shown, tokens = codes(), invitations(serials=range(1, SENDERS))
    *answers, _ = together(
        *(partial(send, api, chosen(token, shown)) for token in tokens),
        partial(bus.handle, CloseSurvey("SEA-1", "enough", "rosa")),
    )
    assert {answer.status_code for answer in answers} <= {200, 409}
    accepted = sum(answer.status_code == 200 for answer in answers)
    assert SurveyResponse.objects.count() == accepted == sum(stored().taken.values())
    assert Survey.objects.get().state == "closed"
    assert queries.recount("SEA-1") == []
