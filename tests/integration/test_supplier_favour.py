"""The record of a supplier: what audiences favoured."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from domain.scents.commands import ImportMarketResearch
from domain.scents.sourcing.market_research import ResearchRow
from messaging.bus import get_bus
from scents import queries
from scents.models import Supplier
from tests.back_office import at
from tests.doors import person
from tests.surveys import stock_suppliers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _researched() -> None:
    stock_suppliers()
    rows = (
        ResearchRow("SEA-BREEZE", *map(Decimal, ("40", "60", "25", "15")), 100, 60),
        ResearchRow("JUNGLE", *map(Decimal, ("70", "30", "30", "25"))),
    )
    told = ("EXPENSIVE", "CHEAP", "USD", "PLAIN", "rosa")
    get_bus().handle(ImportMarketResearch("table of May", rows, *told))


def favour(supplier: str) -> list[tuple[str, float, int | None, bool]]:
    found = queries.favour_of(supplier, 10)
    return [(one.scent, one.per_cent, one.answers, one.chosen) for one in found]


def test_each_supplier_has_its_part_of_each_audience() -> None:
    assert favour("CHEAP") == [("JUNGLE", 30, None, False), ("SEA-BREEZE", 60, 100, True)]
    assert favour("EXPENSIVE") == [("JUNGLE", 70, None, True), ("SEA-BREEZE", 40, 100, False)]
    (_, cheap), (_, dear) = (queries.favour_of(name, 10) for name in ("CHEAP", "EXPENSIVE"))
    assert cheap.interval == pytest.approx((50.20, 69.06), abs=0.01)
    assert dear.interval == pytest.approx((30.94, 49.80), abs=0.01)


def test_who_favoured_neither_favoured_nobody() -> None:
    rows = (ResearchRow("FOREST", *map(Decimal, ("40", "35", "25", "15")), 100, 35),)
    get_bus().handle(
        ImportMarketResearch("table of June", rows, "EXPENSIVE", "CHEAP", "USD", "PLAIN", "rosa")
    )
    assert favour("CHEAP")[0] == ("FOREST", 35, 100, False)
    assert favour("EXPENSIVE")[0] == ("FOREST", 40, 100, True)
    assert queries.favour_of("EXPENSIVE", 10)[0].interval is None


def test_the_page_draws_it_for_those_who_see_decisions(client: Client) -> None:
    client.force_login(person("rosa", "perfumer"))
    page = at("change", Supplier, "CHEAP")
    assert "60 % of 100, chosen" in client.get(page).content.decode()
