"""Contests of variants on the pages of decisions and surveys."""

from __future__ import annotations

import pytest
from django.test import Client

from domain.scents.commands import UnblindSurvey
from scents.models import SourcingDecision, Survey
from tests.back_office import at
from tests.contest_desk import approve_breezes, ask, close
from tests.doors import person
from tests.variants import seeded_bus, stock_policy

pytestmark = pytest.mark.django_db


def shown(client: Client, model: type, key: object) -> str:
    client.force_login(person("rosa", "researcher"))
    page = client.get(at("change", model, key))
    assert page.status_code == 200
    return str(page.content.decode())


def test_a_decision_among_variants_shows_each_of_them(client: Client) -> None:
    bus = seeded_bus()
    ask(bus)
    decided = close(bus)
    page = shown(client, SourcingDecision, SourcingDecision.objects.get().pk)
    for variant in decided.evidence["variants"]:
        assert variant["formula"] in page
        assert f"{variant['accepted']:,} of {variant['judged']:,}, best with" in page
    assert "surveys that count" in page


def test_where_an_undecided_contest_stands_is_told_with_the_names(client: Client) -> None:
    bus = seeded_bus()
    approve_breezes(bus)
    stock_policy(bus, "PATIENT", least=1_000)
    ask(bus, policy="PATIENT")
    close(bus)
    client.force_login(person("ada", "researcher"))
    page = client.get(at("change", Survey, "SEA-1")).content.decode()
    assert "nothing is decided yet" not in page
    assert "BREEZE@2" not in page
    bus.handle(UnblindSurvey("SEA-1", "the end", "rosa"))
    page = shown(client, Survey, "SEA-1")
    assert "nothing is decided yet" in page
    assert "chance of best" in page.casefold()
