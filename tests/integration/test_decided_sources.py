"""What is decided of a scent holds for what is made and bought from then on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from allocation import queries
from allocation.models import Batch, CatalogueItem
from domain.allocation.commands import CreateBatch, DescribeProduct, SetReorderPoint
from domain.allocation.origin import UnapprovedFormula
from domain.allocation.product import BatchConflict
from domain.scents.events import ScentUpdated
from messaging.bus import MessageBus
from tests.back_office import at
from tests.doors import person

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def decide(bus: MessageBus, supplier: str = "CHEAP", number: int = 1, **more: Any) -> None:
    told = {"formula": "", "before": "", "cost": "15.00", "currency": "USD", "at": NOON, **more}
    bus.deliver("note_scent_updated", ScentUpdated("SEA", supplier, decision=number, **told))


def origin_of(ref: str) -> tuple[str, str]:
    return Batch.objects.values_list("supplier", "formula").get(reference=ref)


def test_a_new_batch_is_made_as_it_is_decided(bus: MessageBus) -> None:
    decide(bus, formula="SEA@2")
    bus.handle(CreateBatch("b1", "SEA", 10, released=False))
    assert origin_of("b1") == ("CHEAP", "SEA@2")


def test_what_is_said_of_a_batch_counts_more_than_what_is_decided(bus: MessageBus) -> None:
    decide(bus, formula="SEA@2")
    bus.handle(CreateBatch("b1", "SEA", 10, released=False, supplier="EXPENSIVE"))
    assert origin_of("b1") == ("EXPENSIVE", "")


def test_of_other_scents_nothing_is_decided(bus: MessageBus) -> None:
    decide(bus)
    bus.handle(CreateBatch("b1", "JUNGLE", 10))
    assert origin_of("b1") == ("", "")


def test_stock_that_is_there_stays_what_it_is(bus: MessageBus) -> None:
    decide(bus, "EXPENSIVE")
    bus.handle(CreateBatch("b1", "SEA", 10))
    decide(bus, "CHEAP", 2, at=NOON + timedelta(days=1))
    bus.handle(CreateBatch("b1", "SEA", 10))  # told again
    bus.handle(CreateBatch("b2", "SEA", 10))
    assert (origin_of("b1"), origin_of("b2")) == (("EXPENSIVE", ""), ("CHEAP", ""))
    with pytest.raises(BatchConflict):
        bus.handle(CreateBatch("b1", "SEA", 10, supplier="CHEAP"))


def test_news_that_arrive_in_another_order_end_the_same(bus: MessageBus) -> None:
    decide(bus, "CHEAP", 2)
    decide(bus, "EXPENSIVE", 1)
    bus.handle(CreateBatch("b1", "SEA", 10))
    assert origin_of("b1") == ("CHEAP", "")


def test_a_decided_formula_that_nobody_approved_is_not_sold(bus: MessageBus) -> None:
    decide(bus, formula="SEA@2")
    with pytest.raises(UnapprovedFormula, match="SEA@2"):
        bus.handle(CreateBatch("b1", "SEA", 10))


def test_purchasing_is_told_whom_to_buy_from(bus: MessageBus) -> None:
    bus.handle(CreateBatch("b1", "SEA", 10))
    decide(bus)
    bus.handle(SetReorderPoint("SEA", 50, None))
    report = queries.purchasing_report(NOON.date())
    proposal = "at least 50 units from CHEAP, at 15.00 USD a unit, as decided on 2026-11-20"
    assert str(report.low[0].proposal) == proposal


def test_the_catalogue_shows_who_makes_it_and_since_when(bus: MessageBus, client: Client) -> None:
    bus.handle(DescribeProduct("SEA", "Sea breeze", "", "EUR", ()))
    decide(bus, formula="SEA@2")
    client.force_login(person("dora", "purchasing"))
    page = client.get(at("changelist", CatalogueItem)).content.decode()
    assert "CHEAP" in page
    assert "SEA@2" in page
    assert "20 Nov" in page or "Nov. 20" in page
