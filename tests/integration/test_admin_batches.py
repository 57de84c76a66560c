"""What staff do with batches: receive, delay, correct, scrap, block."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from allocation.models import Batch, DueBatch, StockMovement
from domain.allocation import commands
from messaging.bus import MessageBus
from tests.back_office import agree, at, errors_of, fill_in, said, servers_of
from tests.customers import register

pytestmark = pytest.mark.django_db(transaction=True)

SOON = date(2030, 1, 1)


@pytest.fixture
def boss(client: Client, bus: MessageBus) -> Client:
    client.force_login(User.objects.create_superuser("ann"))
    return client


@pytest.fixture
def stock(bus: MessageBus) -> None:
    """20 here, all taken by three orders; 8 on their way, all free."""
    register(bus, "studio")
    bus.handle(commands.CreateBatch("here", "FOREST", 20))
    bus.handle(commands.CreateBatch("way", "FOREST", 8, SOON))
    for n, qty in enumerate((8, 7, 5)):
        bus.handle(commands.PlaceOrder("studio", f"o{n}", {"FOREST": qty}))


CHANGES = [
    ("scrap", {"qty": "12", "reason": "broken"}, "scrap"),
    ("block", {"reason": "a doubt"}, "block"),
]


@pytest.mark.parametrize(("form", "sent", "kind"), CHANGES)
def test_what_disturbs_orders_is_shown_first_and_done_on_a_yes(
    boss: Client, stock: None, form: str, sent: dict[str, str], kind: str
):
    asked = fill_in(boss, Batch, "here", form, **sent)

    assert b"studio/o2" in asked.content
    assert asked.context["moved"] == "1 order"
    assert not StockMovement.objects.filter(kind=kind).exists()
    assert not LogEntry.objects.exists()

    response = agree(boss, asked)
    assert response.redirect_chain[-1][0] == at("change", Batch, "here")
    assert StockMovement.objects.get(kind=kind).actor == "admin:ann"
    assert servers_of("studio/o2", "FOREST") == []


def test_a_plan_that_was_overtaken_is_shown_again(boss: Client, bus: MessageBus, stock: None):
    asked = boss.post(at("change", Batch, "here"), {"purchased_quantity": "8"})
    bus.handle(commands.CancelOrder("studio/o2"))
    again = agree(boss, asked)

    assert again.context["is_changed"]
    assert Batch.objects.get(pk="here").purchased_quantity == 20
    agree(boss, again)
    assert Batch.objects.get(pk="here").purchased_quantity == 8


def test_a_plan_that_nobody_saw_does_not_count_as_seen(boss: Client, stock: None):
    sent = {"qty": "12", "reason": "broken", "_plan": "x"}
    assert fill_in(boss, Batch, "here", "scrap", **sent).context["is_changed"]
    assert Batch.objects.get(pk="here").purchased_quantity == 20


def test_a_correction_keeps_its_reason_and_its_document(boss: Client, bus: MessageBus):
    bus.handle(commands.CreateBatch("b1", "TABLE", 20))
    sent = {"purchased_quantity": "18", "reason": "counted", "document": "count 7"}
    boss.post(at("change", Batch, "b1"), sent)

    move = StockMovement.objects.get(kind="shrink")
    assert (move.purchased, move.reason, move.document) == (-2, "counted", "count 7")


def test_a_batch_is_received_in_part_and_the_rest_follows(boss: Client, bus: MessageBus):
    bus.handle(commands.CreateBatch("way", "TABLE", 20, SOON))
    sent = {"purchased_quantity": "12", "rest_due": "2030-02-01", "document": "LS 9"}
    response = boss.post(at("change", DueBatch, "way"), sent, follow=True)

    assert "12 TABLE are in stock." in said(response)
    assert list(Batch.objects.order_by("pk").values_list("pk", "purchased_quantity", "eta")) == [
        ("way", 12, None),
        ("way/2", 8, date(2030, 2, 1)),
    ]
    assert StockMovement.objects.get(kind="receive").document == "LS 9"


def test_a_receipt_sent_twice_counts_once(boss: Client, bus: MessageBus):
    bus.handle(commands.CreateBatch("way", "TABLE", 20, SOON))
    for _ in range(2):
        boss.post(at("change", DueBatch, "way"), {"purchased_quantity": "25"})
        fill_in(boss, Batch, "way", "receive", purchased_quantity="25")

    assert Batch.objects.get().purchased_quantity == 25
    assert StockMovement.objects.filter(kind="receive").count() == 1


def test_units_scrapped_twice_by_one_form_are_scrapped_once(boss: Client, bus: MessageBus):
    bus.handle(commands.CreateBatch("b1", "TABLE", 20))
    assert b'name="initial-purchased_quantity"' in boss.get(at("do", Batch, "b1", "scrap")).content
    sent = {"qty": "2", "reason": "broken", "initial-purchased_quantity": "20"}
    fill_in(boss, Batch, "b1", "scrap", **sent)
    again = fill_in(boss, Batch, "b1", "scrap", **sent)

    assert "Meanwhile it was changed to 18" in errors_of(again)
    assert Batch.objects.get().purchased_quantity == 18


def test_a_short_receipt_that_takes_units_from_orders_is_shown_first(
    boss: Client, bus: MessageBus, stock: None
):
    bus.handle(commands.PlaceOrder("studio", "late", {"FOREST": 8}))
    asked = boss.post(at("change", DueBatch, "way"), {"purchased_quantity": "3"})
    assert asked.context["waiting"] == "1 order"

    agree(boss, asked)
    assert Batch.objects.get(pk="way").purchased_quantity == 3


def test_an_eta_moves_and_the_page_says_so(boss: Client, bus: MessageBus):
    bus.handle(commands.CreateBatch("way", "TABLE", 20, SOON))
    response = fill_in(boss, Batch, "way", "delay", eta="2030-03-01")

    assert said(response) == ["Change ETA: done for way."]
    assert Batch.objects.get().eta == date(2030, 3, 1)


def test_what_the_domain_refuses_is_said_on_the_form_and_nothing_is_saved(
    boss: Client, bus: MessageBus
):
    bus.handle(commands.CreateBatch("b1", "TABLE", 20))
    response = fill_in(boss, Batch, "b1", "delay", eta="2030-03-01")
    assert "in the warehouse already" in errors_of(response)

    response = fill_in(boss, Batch, "b1", "scrap", qty="21", reason="broken")
    assert "must be from 0" in errors_of(response)
    assert StockMovement.objects.count() == 1


def test_a_reason_is_asked_for(boss: Client, bus: MessageBus):
    bus.handle(commands.CreateBatch("b1", "TABLE", 20))
    for form in ("scrap", "block"):
        assert "required" in errors_of(fill_in(boss, Batch, "b1", form, qty="1"))


def test_only_forms_that_make_sense_are_offered(boss: Client, bus: MessageBus):
    bus.handle(commands.CreateBatch("here", "TABLE", 20))
    bus.handle(commands.CreateBatch("way", "TABLE", 20, SOON))
    bus.handle(commands.BlockBatch("here", "a doubt"))

    def offered(ref: str) -> list[str]:
        return [title for _, title in boss.get(at("change", Batch, ref)).context["page_links"]]

    assert offered("here") == ["Scrap"]
    assert offered("way") == ["Receive", "Change ETA", "Scrap", "Block"]
    assert boss.get(at("do", Batch, "here", "ghost")).status_code == 404


def test_the_page_of_a_batch_shows_who_is_on_it_and_why(boss: Client, stock: None):
    page = boss.get(at("change", Batch, "here")).content.decode()

    assert "studio/o1" in page
    assert "batch here: in the warehouse" in page


def test_what_is_late_comes_first_and_is_marked(boss: Client, bus: MessageBus):
    today = timezone.now().date()
    bus.handle(commands.CreateBatch("soon", "TABLE", 20, today + timedelta(days=2)))
    bus.handle(commands.CreateBatch("late", "TABLE", 20, today - timedelta(days=2)))
    bus.handle(commands.CreateBatch("here", "TABLE", 20))
    response = boss.get(at("changelist", DueBatch))

    assert [row.pk for row in response.context["cl"].result_list] == ["late", "soon"]
    assert b"2 days late" in response.content


@pytest.mark.parametrize("form", ["receive", "delay", "scrap", "block"])
def test_who_may_only_look_has_no_forms(client: Client, bus: MessageBus, form: str):
    bus.handle(commands.CreateBatch("way", "TABLE", 20, SOON))
    user = User.objects.create_user("eve", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(user)

    assert client.get(at("change", Batch, "way")).context["page_links"] == []
    assert client.get(at("do", Batch, "way", form)).status_code == 403
    sent = {"purchased_quantity": "3", "reason": "x", "qty": "3", "eta": "2030-02-02"}
    assert fill_in(client, Batch, "way", form, **sent).status_code == 403
    assert client.post(at("change", DueBatch, "way"), sent).status_code == 403
    assert StockMovement.objects.count() == 1
