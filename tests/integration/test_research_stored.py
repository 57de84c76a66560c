"""Tables of market research, taken in whole, once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from domain.kernel import BadInput
from domain.scents.commands import OverruleSourcing
from domain.scents.sourcing.policy import UnknownPolicy
from domain.scents.supply.supplier import UnknownSupplier
from messaging.bus import MessageBus
from messaging.models import OutboxEvent
from scents.models import ScentSource, SourcingDecision
from tests.sourcing import table
from tests.surveys import stock_suppliers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def suppliers(bus: MessageBus) -> None:
    stock_suppliers()


def test_the_table_of_the_company_is_decided(bus: MessageBus):
    report = bus.handle(table())
    assert {row.code: row.supplier for row in ScentSource.objects.all()} == {
        "SEA-BREEZE": "CHEAP",
        "NIGHTCLUB": "CHEAP",
        "JUNGLE": "EXPENSIVE",
        "FOREST": "CHEAP",
        "BUSY-STREET": "CHEAP",
    }
    [sums] = report.sums
    assert (sums.chosen, sums.dearest, sums.saving) == (Decimal(95), Decimal(122), Decimal(27))
    assert all(row.provisional for row in SourcingDecision.objects.all())
    event: Any = OutboxEvent.objects.get(type="MarketResearchImported")
    assert event.payload["sums"]["USD"]["per_cent"] == "22.1"


def test_the_same_table_again_changes_nothing_whatever_was_decided_since(bus: MessageBus):
    bus.handle(table())
    bus.handle(OverruleSourcing("SEA-BREEZE", "EXPENSIVE", "", "because", "ann"))
    before = OutboxEvent.objects.count()
    assert bus.handle(table()).known
    assert OutboxEvent.objects.count() == before
    assert ScentSource.objects.get(pk="SEA-BREEZE").supplier == "EXPENSIVE"


def test_looking_first_leaves_no_trace(bus: MessageBus):
    before = OutboxEvent.objects.count()
    report = bus.handle(table(dry_run=True))
    assert len(report.decisions) == 5
    assert OutboxEvent.objects.count() == before
    assert not ScentSource.objects.exists()
    assert not bus.handle(table()).known


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"cheap": "NOBODY"}, UnknownSupplier),
        ({"cheap": "EXPENSIVE"}, BadInput),
        ({"currency": "usd"}, BadInput),
        ({"policy": "NONE"}, UnknownPolicy),
        ({"policy": "PLAIN@7"}, UnknownPolicy),
        ({"rows": ()}, BadInput),
    ],
)
def test_a_table_that_cannot_be_weighed_is_refused_whole(
    bus: MessageBus, changes: dict[str, object], refusal: type[Exception]
):
    with pytest.raises(refusal):
        bus.handle(table(**changes))
    assert not ScentSource.objects.exists()
