"""People of the laboratory find on its pages the buttons of their work, and no others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from domain.scents.commands import RequestOptimisation
from domain.scents.wish import Wish
from messaging.bus import MessageBus
from messaging.models import OutboxEvent
from scents.models import Clearance, Formula, Material, Offer, Supplier
from scents.starter_set import load_starter_set
from tests.back_office import at, fill_in, page_of
from tests.doors import person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("quick_passwords", "laboratory"),
]

READING = ["Evaluate", "Work sheet"]


@pytest.fixture
def laboratory(bus: MessageBus) -> None:
    load_starter_set(by="the company")


def logged_in(role: str) -> Client:
    client = Client()
    client.force_login(person(role, role))
    return client


def buttons(client: Client, model: type, key: object) -> list[str]:
    """Forms, other pages and actions on the page of a row."""
    shown = client.get(at("change", model, key)).context
    return [title for _, title in (*shown["page_links"], *shown["page_actions"])]


@pytest.mark.parametrize(
    ("role", "titles"),
    [
        (
            "perfumer",
            ["Revise", "Branch", "Approve", "Evaluate", "Find a cheaper one", "Work sheet"],
        ),
        ("safety assessor", READING),
        ("auditor", [*READING, "Batches"]),
    ],
)
def test_on_a_formula(role: str, titles: list[str]) -> None:
    assert buttons(logged_in(role), Formula, "SEA-BREEZE") == titles


def test_a_purchaser_makes_offers_and_reads_no_recipe() -> None:
    client = logged_in("purchasing")
    assert "Make an offer" in buttons(client, Supplier, "CHEAP")
    assert buttons(client, Material, "LINALOOL") == ["Make an offer"]
    assert "Withdraw" in page_of(client, Offer, Offer.objects.all()[0].pk)
    assert client.get(at("change", Formula, "SEA-BREEZE")).status_code == 403
    assert "SEA-BREEZE" not in page_of(client, Material, "CINEOLE")


def test_a_perfumer_reads_the_rules_of_safety_and_an_assessor_keeps_them() -> None:
    key = Clearance.objects.all()[0].pk
    assert buttons(logged_in("perfumer"), Clearance, key) == []
    assert buttons(logged_in("safety assessor"), Clearance, key) == [
        "Record a revision",
        "Withdraw",
    ]


def test_no_link_leads_to_the_event_log_where_it_is_closed() -> None:
    key = Clearance.objects.all()[0].pk
    events = at("changelist", OutboxEvent)
    assert events in page_of(logged_in("auditor"), Clearance, key)
    assert events not in page_of(logged_in("safety assessor"), Clearance, key)


def test_an_assessor_approves_no_formula() -> None:
    terms = {"version": "1", "delivery_format": "CARTRIDGE", "dose": "10"}
    answer = fill_in(logged_in("safety assessor"), Formula, "SEA-BREEZE", "approve", **terms)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("role", "titles"),
    [
        (
            "perfumer",
            {
                "Formulas to approve": "FORMULAS",
                "Searches under way": "1",
                "Imports to confirm": "0",
                "Offers ending soon": "1",
                "Formats undecided": "0",
                "Provisional decisions": "5",
                "Open surveys": "0",
                "Surveys answered today": "0",
            },
        ),
        ("safety assessor", {"Formulas to approve": "FORMULAS", "Formats undecided": "0"}),
    ],
)
def test_the_first_page_tells_what_waits_and_leads_to_it(
    role: str, titles: dict[str, str], bus: MessageBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(bus.subscribers, "start_solver", print)
    bus.handle(RequestOptimisation("s1", Wish("SEA-BREEZE", 1), "ann"))
    today = timezone.now().date()
    Offer.objects.filter(price_list__item="LINALOOL", price_list__supplier="CHEAP").update(
        valid_to=today + timedelta(days=30)
    )
    client = logged_in(role)
    page = client.get(reverse("admin:index"))
    assert "Nobody has given you rights" not in page.content.decode()
    cards = {card["title"]: card for card in page.context["cards"]}
    count = str(Formula.objects.count())
    assert {title: card["value"] for title, card in cards.items()} == {
        title: count if value == "FORMULAS" else value for title, value in titles.items()
    }
    for card in cards.values():
        listed = client.get(card["address"]).context["cl"].result_count
        assert str(listed) == card["value"], card
