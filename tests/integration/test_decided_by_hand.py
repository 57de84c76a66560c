"""What a person decides of a scent, in PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.kernel import BadInput
from domain.scents.commands import (
    ChangeSupplier,
    MakeOffer,
    OverruleSourcing,
    RecordPolicy,
    RegisterSupplier,
)
from domain.scents.sourcing.policy import PLAIN
from domain.scents.supply.offer import Grade, Offer, PriceStep, Sold
from domain.scents.supply.supplier import UnknownSupplier
from messaging.bus import MessageBus
from scents.handlers.sourcing import (
    NotApproved,
    SupplierInactive,
)
from scents.models import ScentSource, SourcingDecision
from tests.formula_desk import draft
from tests.sourcing import (
    decided_survey,
    stock_materials,
    table,
)
from tests.surveys import (
    plan,
    stock_suppliers,
    task,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def suppliers(bus: MessageBus) -> None:
    stock_suppliers()


def test_a_person_overrules_with_a_reason_and_history_stays(bus: MessageBus):
    bus.handle(table())
    bus.handle(OverruleSourcing("SEA-BREEZE", "EXPENSIVE", "", "the captain insists", "ann"))
    first, second = SourcingDecision.objects.filter(scent="SEA-BREEZE").order_by("number")
    assert (first.supplier, first.evidence["per_cent"]) == ("CHEAP", 60)
    assert (second.kind, second.decided_by, second.reason) == (
        "overruled", "ann", "the captain insists"
    )  # fmt: skip
    assert (second.cost, second.saving, second.reverses) == (Decimal(25), 0, True)


def test_costs_are_compared_at_the_quantity_of_the_policy_also_by_a_person(bus: MessageBus):
    """One unit costs less from CHEAP, a hundred from EXPENSIVE."""
    steps = (PriceStep(1, Decimal(25)), PriceStep(100, Decimal("12.50")))
    bus.handle(MakeOffer(Offer("EXPENSIVE", Sold.SCENT, "MIST", "USD", steps, date(2020, 1, 1))))
    bus.handle(MakeOffer(Offer("CHEAP", Sold.SCENT, "MIST", "USD", steps[:1], date(2020, 1, 1))))
    bus.handle(RecordPolicy(replace(PLAIN, code="BULK", quantity=100), "ann"))
    decided_survey(60, 100, its_plan=plan(task("MIST"), policy="BULK"))
    for reason in ("it smells of soap", "it does not"):
        supplier = ("CHEAP", "EXPENSIVE")[reason == "it does not"]
        bus.handle(OverruleSourcing("MIST", supplier, "", reason, "ann"))
    rows = SourcingDecision.objects.filter(scent="MIST").order_by("number")
    assert [(row.supplier, row.cost, row.saving) for row in rows] == [
        ("EXPENSIVE", Decimal("12.50"), Decimal("12.50")),
        ("CHEAP", Decimal(25), 0),
        ("EXPENSIVE", Decimal("12.50"), Decimal("12.50")),
    ]


def test_a_scent_without_decision_can_be_decided_by_hand(bus: MessageBus):
    bus.handle(OverruleSourcing("FOG", "CHEAP", "", "the only one", "ann"))
    row = SourcingDecision.objects.get(scent="FOG")
    assert (row.number, row.cost, row.saving, row.costs) == (1, None, None, {})


@pytest.mark.parametrize(
    ("supplier", "formula", "reason", "refusal"),
    [
        ("NOBODY", "", "why", UnknownSupplier),
        ("", "SEA@1", "why", NotApproved),
        ("", "NONE@7", "why", NotApproved),
        ("CHEAP", "", " ", BadInput),
        ("", "", "why", BadInput),
        ("RETIRED", "", "why", SupplierInactive),
    ],
)
def test_what_cannot_be_bought_is_no_decision(
    bus: MessageBus, supplier: str, formula: str, reason: str, refusal: type[Exception]
):
    stock_materials(bus)
    bus.handle(draft("SEA", LIMONENE=1))
    bus.handle(RegisterSupplier("RETIRED", "Gone", Grade.STANDARD))
    bus.handle(ChangeSupplier("RETIRED", "Gone", Grade.STANDARD, "", "", active=False))
    with pytest.raises(refusal):
        bus.handle(OverruleSourcing("SEA-BREEZE", supplier, formula, reason, "ann"))
    assert not ScentSource.objects.exists()
