"""A survey is sized before it is run."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from domain.scents.commands import RecordPolicy
from domain.scents.sourcing.policy import Policy, Test
from messaging.bus import get_bus
from tests.doors import person

pytestmark = pytest.mark.django_db
PAGE = "admin:scents_decisionpolicy_simulate"


@pytest.fixture
def researcher(client: Client) -> Client:
    client.force_login(person("rosa", "researcher"))
    return client


def page(client: Client, **asked: object) -> str:
    response = client.get(reverse(PAGE), asked)
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_plain_rule_is_foreseen_with_a_hundred_answers(researcher: Client) -> None:
    shown = page(researcher)
    assert "where the true share is 40.0 % (of the shares below): in 46.2 % of such" in shown
    assert "<svg" in shown
    assert "17.2 %" in shown  # a true share of 35 %
    assert "Wald&#x27;s test, 5 points either side" in shown


def test_a_sequential_policy_tells_how_often_it_stays_undecided(researcher: Client) -> None:
    policy = Policy("CAREFUL", 1, Decimal("37.5"), test=Test.SEQUENTIAL, least=30)
    get_bus().handle(RecordPolicy(policy, "rosa"))
    shown = page(researcher, policy="CAREFUL@1", answers=400)
    assert "undecided" in shown
    assert "answers on average" in shown


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"answers": "0"}, "greater than or equal to 1"),
        ({"answers": "10001"}, "less than or equal to 10000"),
        ({"policy": "NONE@1"}, "not one of the available choices"),
        ({"contest": "800", "worst": "60", "best": "40"}, "must be better than the worst"),
        ({"contest": "800", "variants": "99"}, "less than or equal to 12"),
        ({"policy": "\x00", "answers": "ten"}, "Enter a whole number"),
    ],
)
def test_what_cannot_be_foreseen_is_told(
    researcher: Client, asked: dict[str, str], told: str
) -> None:
    assert told in page(researcher, **asked)


def test_contests_of_variants_are_played_where_they_are_asked_for(researcher: Client) -> None:
    title = "4 variants, 200 answers: 200 contests played"
    assert title not in page(researcher)
    shown = page(researcher, variants=4, worst=40, best=70, contest=200)
    assert title in shown
    assert "top-two" in shown
    again = page(researcher, variants=4, worst=40, best=70, contest=200)
    assert shown.partition(title)[2] == again.partition(title)[2]


def test_who_may_not_see_policies_foresees_nothing(client: Client) -> None:
    client.force_login(person("wim", "warehouse"))
    assert client.get(reverse(PAGE)).status_code == 403
