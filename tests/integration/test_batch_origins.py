"""A batch tells what it was made from, and is sold only where that was approved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from allocation.models import Batch
from allocation.repository import StoredApprovedFormulas
from domain.allocation.commands import Allocate, CreateBatch, ReceiveBatch, ReleaseBatch
from domain.allocation.origin import UnapprovedFormula
from domain.allocation.product import BatchConflict
from domain.kernel import BadInput
from domain.scents.events import ApprovalWithdrawn, FormulaApproved
from messaging.bus import MessageBus
from scents.models import Formula
from tests.back_office import at, errors_of, said, send
from tests.doors import person

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MADE = {"formula": "SEA-BREEZE@3", "supplier": "CHEAP"}


def approve(bus: MessageBus, version: int = 3) -> None:
    approved = FormulaApproved("SEA-BREEZE", version, "ben", NOON, "cartridge", Decimal("0.1"))
    bus.deliver("note_formula_approved", approved)


def test_a_batch_keeps_the_formula_version_and_the_supplier(bus: MessageBus) -> None:
    bus.handle(CreateBatch("b1", "SEA", 10, released=False, **MADE))
    assert Batch.objects.filter(reference="b1", released=False, **MADE).exists()


def test_what_was_made_from_an_approved_formula_is_sold(bus: MessageBus) -> None:
    approve(bus)
    bus.handle(CreateBatch("b1", "SEA", 10, **MADE))
    assert bus.handle(Allocate("o1", "SEA", 4)) == "b1"


def test_a_formula_may_be_called_as_the_laboratory_calls_it(bus: MessageBus) -> None:
    bus.handle(CreateBatch("b1", "SEA", 10, released=False, formula="Sea breeze, mild@12"))
    assert Batch.objects.get().formula == "Sea breeze, mild@12"


def test_what_nobody_approved_is_not_announced_for_sale_and_nothing_is_stored(
    bus: MessageBus,
) -> None:
    with pytest.raises(UnapprovedFormula, match="SEA-BREEZE@3 is not approved"):
        bus.handle(CreateBatch("b1", "SEA", 10, **MADE))
    assert not Batch.objects.exists()


def test_a_batch_waits_in_quarantine_for_the_approval(bus: MessageBus) -> None:
    bus.handle(CreateBatch("b1", "SEA", 10, released=False, **MADE))
    with pytest.raises(UnapprovedFormula):
        bus.handle(ReleaseBatch("b1"))
    approve(bus)
    bus.handle(ReleaseBatch("b1"))
    assert Batch.objects.get().released


def test_an_approval_of_another_version_is_none(bus: MessageBus) -> None:
    approve(bus, 2)
    with pytest.raises(UnapprovedFormula):
        bus.handle(CreateBatch("b1", "SEA", 10, **MADE))


def test_a_withdrawn_approval_stops_releases_even_when_the_news_come_in_the_wrong_order(
    bus: MessageBus,
) -> None:
    later = NOON + timedelta(hours=1)
    withdrawn = ApprovalWithdrawn("SEA-BREEZE", 3, "ben", later, "skin tests")
    bus.deliver("note_approval_withdrawn", withdrawn)
    approve(bus)
    assert not StoredApprovedFormulas().has("SEA-BREEZE@3")


def test_the_same_batch_from_another_formula_is_a_conflict(bus: MessageBus) -> None:
    bus.handle(CreateBatch("b1", "SEA", 10, released=False, **MADE))
    bus.handle(CreateBatch("b1", "SEA", 10, released=False, **MADE))
    with pytest.raises(BatchConflict):
        bus.handle(CreateBatch("b1", "SEA", 10, released=False, formula="SEA-BREEZE@4"))


def test_the_rest_of_a_delivery_has_the_origin_of_the_whole(bus: MessageBus) -> None:
    approve(bus)
    bus.handle(CreateBatch("b1", "SEA", 10, NOON.date(), **MADE))
    bus.handle(ReceiveBatch("b1", 6, NOON.date() + timedelta(days=9)))
    assert Batch.objects.filter(**MADE).count() == 2


@pytest.mark.parametrize(
    "text", ["SEA", "SEA@", "SEA@0", "SEA @1", "@1", "A@1@2", "A" * 254 + "@1"]
)
def test_a_formula_is_named_with_its_version(bus: MessageBus, text: str) -> None:
    with pytest.raises(BadInput, match="a code and a version"):
        bus.handle(CreateBatch("b1", "SEA", 10, released=False, formula=text))


def test_other_systems_tell_the_origin_too(bus: MessageBus, settings, client: Client) -> None:
    settings.CLASSIC_API_ANONYMOUS = True
    wish = {"ref": "b1", "sku": "SEA", "qty": 5, "eta": None, **MADE}
    answer = client.post("/add_batch", wish, "application/json")
    assert (answer.status_code, answer.json()["type"]) == (
        409,
        "urn:scents:problem:formula-not-approved",
    )
    approve(bus)
    assert client.post("/add_batch", wish, "application/json").status_code == 201
    assert Batch.objects.get().supplier == "CHEAP"


def test_the_back_office_shows_the_origin_and_says_why_it_refuses(
    bus: MessageBus, admin_client: Client
) -> None:
    new = {"reference": "b1", "sku": "SEA", "purchased_quantity": 5, **MADE}
    page = admin_client.post(at("add", Batch), {**new, "for_sale": "on"})
    assert "SEA-BREEZE@3 is not approved" in errors_of(page)
    admin_client.post(at("add", Batch), new)
    assert "SEA-BREEZE@3" in admin_client.get(at("change", Batch, "b1")).content.decode()
    refused = send(admin_client, Batch, "release", "b1")
    assert any("SEA-BREEZE@3 is not approved" in text for text in said(refused))


def test_the_page_of_a_batch_leads_to_its_formula_whoever_may_read_it(
    bus: MessageBus, client: Client
) -> None:
    bus.handle(CreateBatch("b1", "SEA", 10, released=False, **MADE))
    led = {}
    for name, role in (("may", "auditor"), ("may-not", "warehouse")):
        client.force_login(person(name, role))
        links = client.get(at("change", Batch, "b1")).context.get("page_links", ())
        led[name] = at("change", Formula, "SEA-BREEZE") in {address for address, _ in links}
    assert led == {"may": True, "may-not": False}
