"""Suppliers and offers in the back office."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from domain.scents.commands.suppliers import MakeOffer, RegisterSupplier
from domain.scents.supply.offer import Grade
from messaging.bus import MessageBus
from scents.models import Material, Offer, Supplier
from tests.back_office import at, errors_of, page_of, send
from tests.laboratory import build_offer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quick_passwords")]


def test_offers_are_made_shown_with_their_history_and_withdrawn(
    perfumer: Client, bus: MessageBus, limonene: str
):
    sent = {"code": "PREMIER", "name": "Premier", "grade": "premium", "email": "a@b.example"}
    perfumer.post(at("add", Supplier), sent, follow=True)
    terms = {"supplier": "PREMIER", "sold": "material", "item": limonene, "currency": "EUR"}
    terms |= {"minimum": "100", "lead_time": "9", "fee": "5.00", "source": "list"}
    first = {**terms, "steps": "100: 45\n5000: 38.00", "valid_from": "2026-01-01"}
    perfumer.post(at("add", Offer), first, follow=True)
    today = timezone.now().date()
    perfumer.post(at("add", Offer), {**first, "steps": "1: 50", "valid_from": f"{today}"})

    old, new = Offer.objects.order_by("valid_from")
    assert (old.steps, old.valid_to) == ([[100, "45"], [5000, "38.00"]], today - timedelta(1))
    for model, key in [(Material, limonene), (Supplier, "PREMIER"), (Offer, new.pk)]:
        assert "EUR per kg: 50 from 1 g" in page_of(perfumer, model, key)
    assert page_of(perfumer, Material, limonene).count('<path class="price-0"') == 2
    assert "style=" not in page_of(perfumer, Offer, new.pk).partition("<svg viewBox")[2][:900]

    asked = send(perfumer, Offer, "withdraw", new.pk)
    assert Offer.objects.count() == 2
    yes = {"action": "withdraw", "_selected_action": [new.pk], "_confirmed": "1", "index": "0"}
    perfumer.post(at("changelist", Offer), yes)
    assert asked.context["title"] == "Withdraw?"
    assert [*Offer.objects.all()] == [old]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"steps": "5: 3\n1: 4"}, "in the order"),
        ({"steps": "one"}, "is no step"),
        ({"currency": "eur"}, "ISO 4217"),
        ({"supplier": "NONE"}, "no supplier NONE"),
        ({"item": "NONE"}, "no material NONE"),
        ({"valid_to": "2025-12-31"}, "before valid_from"),
        ({"valid_from": "2025-12-31"}, "overlaps"),
        ({"fee": "-1"}, "greater than or equal"),
    ],
)
def test_an_offer_that_cannot_be_is_told_on_the_form(
    perfumer: Client, bus: MessageBus, limonene: str, changes: dict[str, str], fault: str
):
    bus.handle(RegisterSupplier("PREMIER", "Premier", Grade.PREMIUM))
    bus.handle(MakeOffer(build_offer()))
    sent = {"supplier": "PREMIER", "sold": "material", "item": limonene, "currency": "EUR"}
    sent |= {"minimum": "0", "lead_time": "0", "fee": "0", "steps": "1: 4"}
    response = perfumer.post(at("add", Offer), {**sent, "valid_from": "2026-02-01", **changes})
    assert fault in errors_of(response)
    assert Offer.objects.count() == 1


def test_a_currency_has_a_chart_of_its_own(client: Client, bus: MessageBus, limonene: str):
    client.force_login(User.objects.create_superuser("boss"))
    for supplier, currency in [("A", "EUR"), ("B", "USD"), ("C", "USD")]:
        bus.handle(RegisterSupplier(supplier, supplier, Grade.STANDARD))
        offer = build_offer(supplier=supplier, currency=currency, valid_from=date(2030, 1, 1))
        bus.handle(MakeOffer(offer))
    shown = page_of(client, Material, limonene)
    assert shown.count('<figure class="prices">') == 2
    assert "USD per kg" in shown
