"""What staff see in the back office, and who sees it."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from allocation.models import Batch, Product, StockMovement
from domain.allocation import commands
from messaging.admin.long_list import RecentPaginator
from messaging.bus import MessageBus
from messaging.models import OutboxEvent, ParkedMessage
from tests.back_office import OURS, at, fill, name_of, park

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture
def boss(client: Client, bus: MessageBus) -> Client:
    client.force_login(User.objects.create_superuser("ann"))
    return client


@pytest.fixture
def onlooker(client: Client, bus: MessageBus) -> Client:
    user = User.objects.create_user("eve", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(user)
    return client


@pytest.mark.parametrize("model", PAGES, ids=name_of)
def test_every_page_opens(boss: Client, bus: MessageBus, model: type[Model]):
    fill(bus, 1)
    model_admin = admin.site._registry[model]
    listed = boss.get(at("changelist", model))
    row = listed.context["cl"].root_queryset.order_by("pk").first()
    assert row is not None

    assert listed.status_code == 200
    assert boss.get(at("changelist", model), {"q": "b1"}).status_code == 200
    assert boss.get(at("change", model, row.pk)).status_code == 200
    may_add = 200 if model not in OURS or getattr(model_admin, "add_form", None) else 403
    assert boss.get(at("add", model)).status_code == may_add


@pytest.mark.parametrize("model", OURS, ids=name_of)
def test_every_filter_and_every_order_works(boss: Client, bus: MessageBus, model: type[Model]):
    fill(bus, 1)
    found = boss.get(at("changelist", model)).context["cl"]

    for spec in found.filter_specs:
        for choice in spec.choices(found):
            address = at("changelist", model) + choice["query_string"]
            assert boss.get(address).status_code == 200, address
    for column in range(1, len(found.list_display)):
        response = boss.get(at("changelist", model), {"o": f"-{column}"})
        assert response.status_code == 200


def test_the_first_page_shows_what_is_in_stock_and_what_waits(boss: Client, bus: MessageBus):
    fill(bus, 1)
    response = boss.get(reverse("admin:index"))

    assert b"SKU 1/_2" in response.content
    assert {card["title"]: card["value"] for card in response.context["cards"]} == {
        "To ship today": "2",
        "Due in, late": "0",
        "Lines waiting": "1",
        "Promises at risk": "0",
        "Formulas to approve": "1",
        "Searches under way": "0",
        "Imports to confirm": "1",
        "Offers ending soon": "0",
        "Formats undecided": "0",
        "Provisional decisions": "0",
        "Open surveys": "1",
        "Surveys answered today": "0",
        "Undelivered events": "1",
        "Oldest of them": "0 s",
        "Parked messages": "1",
    }


def test_the_first_page_of_an_empty_company_opens(boss: Client):
    assert boss.get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize("model", OURS, ids=name_of)
def test_lists_ask_no_more_questions_for_more_rows(
    boss: Client, bus: MessageBus, model: type[Model]
):
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert boss.get(at("changelist", model)).status_code == 200
        return len(asked)

    fill(bus, 1)
    questions()  # the first look fills caches
    few = questions()
    for n in range(2, 8):
        fill(bus, n)
    assert questions() == few


def test_products_add_up_their_batches_and_their_queue(boss: Client, bus: MessageBus):
    bus.handle(commands.CreateBatch("b1", "LAMP", 20))
    bus.handle(commands.CreateBatch("b2", "LAMP", 7, date(2030, 1, 1)))
    bus.handle(commands.CreateBatch("b3", "LAMP", 9, date(2031, 1, 1)))
    bus.handle(commands.CreateBatch("old", "LAMP", 100, None, date(2020, 1, 1)))
    bus.handle(commands.CreateBatch("held", "LAMP", 100, released=False))
    bus.handle(commands.Allocate("o1", "LAMP", 5))
    for n in range(3):
        bus.handle(commands.Allocate(f"big{n}", "LAMP", 40))

    (row,) = boss.get(at("changelist", Product)).context["cl"].result_list
    units = (row.available, row.incoming, row.allocated, row.waiting, row.batch_count)
    assert units == (15, 16, 5, 120, 5)


def test_a_product_shows_its_batches_and_its_queue(boss: Client, bus: MessageBus):
    fill(bus, 1)
    page = boss.get(at("change", Product, "SKU 1/_2")).content.decode()

    assert at("change", Batch, "later1") in page
    assert "big1" in page
    assert "aggregate_id=SKU+1%2F_2" in page


def test_the_page_of_a_batch_shows_its_history(boss: Client, bus: MessageBus):
    bus.handle(commands.CreateBatch("b1", "TABLE", 20))
    bus.handle(commands.Allocate("o1", "TABLE", 15), actor="somebody")
    page = boss.get(at("change", Batch, "b1")).content.decode()

    assert "o1" in page
    assert "somebody" in page
    assert at("changelist", StockMovement) + "?batchref=b1" in page


def test_the_event_log_is_searched_by_the_whole_key(boss: Client, bus: MessageBus, sku: str):
    bus.handle(commands.CreateBatch("b1", sku, 20))

    def found(text: str) -> int:
        return len(boss.get(at("changelist", OutboxEvent), {"q": text}).context["cl"].result_list)

    assert found(sku) == 1
    assert found(sku[:-1]) == 0


def test_a_long_list_is_counted_no_further_than_it_is_shown(
    boss: Client, bus: MessageBus, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(RecentPaginator, "most", 3)
    for n in range(5):
        bus.handle(commands.CreateBatch(f"b{n}", "TABLE", 20))
    response = boss.get(at("changelist", StockMovement))

    assert response.context["cl"].result_count == 3
    assert b"The first 3 only" in response.content


@pytest.mark.parametrize("model", OURS, ids=name_of)
def test_nonsense_in_an_address_is_no_fault(boss: Client, bus: MessageBus, model: type[Model]):
    for filters in ({"q": "\x00"}, {"need": "\x00", "place": "x", "type": "\x00"}, {"p": "9999"}):
        assert boss.get(at("changelist", model), filters).status_code in (200, 302)
    assert boss.get(at("change", model, "\x00")).status_code == 302


@pytest.mark.parametrize("model", OURS, ids=name_of)
def test_nothing_can_be_deleted(boss: Client, bus: MessageBus, model: type[Model]):
    fill(bus, 1)
    row = model._default_manager.order_by("pk").first()
    assert row is not None

    assert boss.post(at("delete", model, row.pk), {"post": "yes"}).status_code == 403
    action = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    boss.post(at("changelist", model), {**action, "index": "0"})
    assert model._default_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", OURS, ids=name_of)
def test_who_may_only_look_can_look_but_not_post(
    onlooker: Client, bus: MessageBus, model: type[Model]
):
    fill(bus, 1)
    listed = onlooker.get(at("changelist", model))
    row = listed.context["cl"].root_queryset.order_by("pk").first()
    assert row is not None

    assert listed.status_code == 200
    assert onlooker.get(at("change", model, row.pk)).status_code == 200
    assert onlooker.post(at("change", model, row.pk), {}).status_code == 403
    assert onlooker.post(at("add", model), {}).status_code == 403


@pytest.mark.parametrize("action", ["replay", "discard"])
def test_who_may_only_look_has_no_buttons(onlooker: Client, bus: MessageBus, action: str):
    parked = park(bus)
    page = onlooker.get(at("change", ParkedMessage, parked.pk))
    sent = {"action": action, "_selected_action": [parked.pk], "index": "0"}
    onlooker.post(at("changelist", ParkedMessage), sent)

    assert page.context["page_actions"] == []
    assert ParkedMessage.objects.get() == parked


@pytest.mark.parametrize("model", OURS, ids=name_of)
def test_an_action_on_what_is_no_key_is_no_fault(boss: Client, bus: MessageBus, model: type[Model]):
    for key in ("\x00", "a", "1" * 30):
        action = {"action": "export_as_csv", "_selected_action": key, "index": "0"}
        assert boss.post(at("changelist", model), action).status_code < 500


def test_staff_without_rights_see_nothing(client: Client, bus: MessageBus):
    client.force_login(User.objects.create_user("new", is_staff=True))

    assert client.get(at("changelist", Batch)).status_code == 403
    page = client.get(reverse("admin:index"))
    assert not page.context["cards"]
    assert b"/admin/allocation" not in page.content


def test_an_exported_text_is_no_formula(boss: Client, bus: MessageBus):
    bus.handle(commands.CreateBatch("=1+1", "@sum", 20))
    bus.handle(commands.ChangeBatchQuantity("=1+1", 15))
    for model in OURS:
        action = {"action": "export_as_csv", "_selected_action": ["x"], "select_across": "1"}
        response = boss.post(at("changelist", model), {**action, "index": "0"})
        assert response["Content-Type"] == "text/csv; charset=utf-8", model
        text = b"".join(response.streaming_content).decode()
        header, *rows = csv.reader(text.splitlines())
        assert header
        for cell in (cell for row in rows for cell in row):
            assert not cell.startswith(("=", "+", "@")), cell
        if model is StockMovement:
            assert {row[header.index("batchref")] for row in rows} == {"'=1+1"}
            assert {row[header.index("purchased")] for row in rows} == {"20", "-5"}
