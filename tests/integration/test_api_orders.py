"""Orders of customers, over `/api/v1/`."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from allocation import queries
from allocation.models import Answer, Order, OrderLine, OrderMoment
from allocation.tasks import forget_answers
from domain.allocation import commands
from messaging.bus import MessageBus
from tests.customers import HOME, Api, issue
from tests.ordering import SOON, place, post
from tests.probe import problem_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.usefixtures("stock")
class TestPlacing:
    def test_an_order_is_answered_with_batches_dates_and_reasons(self, api: Api):
        response = place(api, {"TABLE": 10, "LAMP": 2}, id="F-1", requested_date=str(SOON))
        order = response.json()
        assert response.status_code == 201
        assert response["Location"] == "/api/v1/orders/F-1"
        assert (order["id"], order["status"]) == ("F-1", "allocated")
        assert order["promised_date"] == str(SOON)
        table = next(line for line in order["lines"] if line["sku"] == "TABLE")
        assert table["allocated"] == [
            {
                "batch": "ship",
                "qty": 10,
                "eta": str(SOON),
                "why": f"batch ship: earliest eta {SOON}, 100 left",
            }
        ]

    def test_a_line_is_split_where_the_order_allows_it(self, api: Api):
        order = place(api, {"TABLE": 10}, allow_partial=True).json()
        [line] = order["lines"]
        assert [(p["batch"], p["qty"], p["eta"]) for p in line["allocated"]] == [
            ("here", 3, None),
            ("ship", 7, str(SOON)),
        ]

    def test_what_is_stored_is_what_was_answered(self, api: Api):
        for n, partial in enumerate([True, False]):
            answer = place(api, {"TABLE": 110, "LAMP": 9}, id=f"F-{n}", allow_partial=partial)
            assert api.get(f"orders/F-{n}").json() == answer.json()

    def test_lines_of_one_sku_are_summed(self, api: Api):
        twice = [{"sku": "LAMP", "qty": 2}, {"sku": "LAMP", "qty": 3}]
        [line] = place(api, twice).json()["lines"]
        assert line["qty"] == 5

    def test_an_unknown_sku_is_pointed_at_and_nothing_is_taken(self, api: Api):
        response = place(api, {"LAMP": 2, "NOPE": 1})
        assert response.status_code == 422
        assert [e["pointer"] for e in problem_of(response)["errors"]] == ["#/lines/1/sku"]
        assert not Order.objects.exists()
        assert not OrderLine.objects.exists()

    @pytest.mark.parametrize("qty", [0, -1, 1.5, "3", True, None, 10**12, 2**63])
    def test_a_quantity_is_a_whole_number(self, api: Api, qty: object):
        response = place(api, [{"sku": "LAMP", "qty": qty}])
        assert response.status_code == 422
        assert problem_of(response)["errors"][0]["pointer"] == "#/lines/0/qty"

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"lines": []},
            {"lines": [{"sku": "LAMP", "qty": 1}] * 1_001},
            {"lines": [{"sku": "LAMP", "qty": 1}], "customer": "other"},
            {"lines": [{"sku": "LAMP", "qty": 1, "price": 0}]},
            {"lines": [{"sku": "LAMP", "qty": 10**9}] * 2},
            {"lines": {"sku": "LAMP", "qty": 1}},
            {"lines": [{"sku": "L\x00MP", "qty": 1}]},
            {"lines": [{"sku": "LAMP", "qty": 1}], "id": ""},
            {"lines": [{"sku": "LAMP", "qty": 1}], "id": "x" * 5_000},
            {"lines": [{"sku": "LAMP", "qty": 1}], "id": "a\u202eb"},
            {"lines": [{"sku": "LAMP", "qty": 1}], "id": "a/b"},
            {"lines": [{"sku": "LAMP", "qty": 1}], "id": ".."},
            {"lines": [{"sku": "LAMP", "qty": 1}], "requested_date": "2027-02-30"},
            {"lines": [{"sku": "LAMP", "qty": 1}], "requested_date": "0000-01-01"},
            {"lines": [{"sku": "LAMP", "qty": 1}], "allow_partial": "yes"},
            {"lines": [{"sku": "LAMP", "qty": 1}], "ship_to": "nowhere"},
        ],
    )
    def test_what_no_order_can_be_is_refused_with_422(self, api: Api, body: dict[str, Any]):
        assert problem_of(post(api, "orders", body))["status"] == 422
        assert not Order.objects.exists()

    def test_a_look_alike_sku_is_unknown(self, api: Api):
        assert place(api, {"LАMP": 1}).status_code == 422  # noqa: RUF001

    def test_the_parcel_goes_to_the_address_of_that_label(self, api: Api, bus: MessageBus):
        bus.handle(commands.AddAddress("anna-films", **HOME))
        assert place(api, {"LAMP": 1}).json()["ship_to"]["city"] == "Leith"
        assert place(api, {"LAMP": 1}, ship_to="Home").json()["ship_to"]["recipient"] == "Anna Sea"

    def test_texts_are_stored_as_texts(self, api: Api):
        for n, text in enumerate(["'; DROP TABLE x; --", "{{ 7*7 }}", "$(reboot)", "<b>é"]):
            reference = text.replace("/", "")
            assert place(api, {"LAMP": 1}, id=reference).json()["id"] == reference, n

    def test_a_customer_with_priority_is_served_first(self, api: Api, bus: MessageBus):
        other = Api(issue(bus, "big-theatre"))
        bus.handle(
            commands.ChangeCustomer("big-theatre", "Big", "theatre", priority=5, active=True)
        )
        place(api, {"LAMP": 11}, id="first")
        place(other, {"LAMP": 11}, id="second")

        bus.handle(commands.CreateBatch("more", "LAMP", 11, None))

        assert api.get("orders/first").json()["status"] == "backordered"
        assert other.get("orders/second").json()["status"] == "allocated"

    def test_statements_do_not_grow_with_the_lines(self, api: Api, bus: MessageBus):
        for n in range(20):
            bus.handle(commands.CreateBatch(f"b{n}", f"sku{n}", 10, None))
        place(api, {"LAMP": 1})  # notes that the key is in use
        costs = []
        for lines in (1, 20):
            with CaptureQueriesContext(connection) as counted:
                assert place(api, {f"sku{n}": 1 for n in range(lines)}).status_code == 201
            costs.append(len(counted))
        assert costs[0] == costs[1]


@pytest.mark.usefixtures("stock")
class TestOnce:
    def test_the_same_request_again_is_answered_as_the_first_time(self, api: Api):
        first = place(api, {"LAMP": 3}, key="k1")
        again = place(api, {"LAMP": 3}, key="k1")
        assert (again.status_code, again.json()) == (201, first.json())
        assert OrderLine.objects.count() == 1

    def test_answers_are_forgotten_after_a_month_and_the_order_id_is_not(self, api: Api):
        place(api, {"LAMP": 3}, key="k1", id="F-1")
        Answer.objects.update(answered_at=timezone.now() - timedelta(days=31))
        forget_answers()
        assert not Answer.objects.exists()
        assert place(api, {"LAMP": 3}, key="k1", id="F-1").status_code == 200
        assert OrderLine.objects.count() == 1

    def test_the_stored_answer_does_not_change_with_the_order(self, api: Api):
        first = place(api, {"LAMP": 3}, key="k1", id="F-1")
        post(api, "orders/F-1/cancel")
        assert place(api, {"LAMP": 3}, key="k1", id="F-1").json() == first.json()

    def test_a_key_that_comes_with_another_request_is_refused(self, api: Api):
        place(api, {"LAMP": 3}, key="k1")
        response = place(api, {"LAMP": 4}, key="k1")
        assert problem_of(response)["type"].endswith("idempotency-key-reused")
        assert response.status_code == 422
        assert OrderLine.objects.get().qty == 3

    def test_two_customers_may_use_one_key_and_one_id(self, api: Api, bus: MessageBus):
        other = Api(issue(bus, "big-theatre"))
        assert place(api, {"LAMP": 1}, key="k1", id="F-1").status_code == 201
        assert place(other, {"LAMP": 2}, key="k1", id="F-1").status_code == 201
        assert OrderLine.objects.count() == 2

    def test_the_same_order_with_a_new_key_answers_as_it_stands(self, api: Api):
        place(api, {"LAMP": 3}, id="F-1")
        again = place(api, {"LAMP": 3}, id="F-1")
        assert (again.status_code, again.json()["id"]) == (200, "F-1")
        assert place(api, {"LAMP": 4}, id="F-1").status_code == 409

    @pytest.mark.parametrize("key", ["", "x" * 256, "x" * 10_000, "a\x00b", "ключ", "a, b", "a b"])
    def test_what_is_no_key_is_refused(self, api: Api, key: str):
        response = place(api, {"LAMP": 3}, key=key)
        assert problem_of(response)["type"].endswith("idempotency-key-missing")
        assert response.status_code == 400
        assert not Order.objects.exists()

    def test_a_key_is_needed(self, api: Api):
        body = json.dumps({"lines": [{"sku": "LAMP", "qty": 1}]})
        for path in ("orders", "orders/F-1/amend", "orders/F-1/cancel"):
            response = api.send("POST", path, body)
            assert response.status_code == 400
            assert "Idempotency-Key" in problem_of(response)["detail"]


@pytest.mark.usefixtures("stock")
class TestChanging:
    def test_quantities_are_changed_and_freed_units_flow_on(self, api: Api):
        place(api, {"LAMP": 8}, id="F-1")
        place(api, {"LAMP": 5}, id="F-2")
        assert api.get("orders/F-2").json()["status"] == "backordered"

        response = post(
            api,
            "orders/F-1/amend",
            {"lines": [{"sku": "LAMP", "qty": 4}, {"sku": "TABLE", "qty": 1}]},
        )

        assert response.status_code == 200
        assert [(x["sku"], x["qty"]) for x in response.json()["lines"]] == [
            ("LAMP", 4),
            ("TABLE", 1),
        ]
        assert api.get("orders/F-2").json()["status"] == "allocated"

    def test_a_line_of_none_is_cancelled(self, api: Api):
        place(api, {"LAMP": 8, "TABLE": 1}, id="F-1")
        answer = post(api, "orders/F-1/amend", {"lines": [{"sku": "LAMP", "qty": 0}]}).json()
        assert [x["status"] for x in answer["lines"]] == ["cancelled", "allocated"]

    def test_an_order_of_which_nothing_is_left_is_cancelled(self, api: Api):
        place(api, {"LAMP": 8}, id="F-1")
        none = {"lines": [{"sku": "LAMP", "qty": 0}, {"sku": "TABLE", "qty": 0}]}
        assert post(api, "orders/F-1/amend", none).json()["status"] == "cancelled"
        assert [o["id"] for o in api.get("orders", status="cancelled").json()["results"]] == ["F-1"]

    def test_the_date_and_the_address_are_changed(self, api: Api, bus: MessageBus):
        place(api, {"LAMP": 8}, id="F-1")
        bus.handle(commands.AddAddress("anna-films", **HOME))
        said = {"requested_date": "2027-01-02", "ship_to": "Home"}
        answer = post(api, "orders/F-1/amend", said).json()
        assert (answer["requested_date"], answer["ship_to"]["city"]) == ("2027-01-02", "Leith")
        assert api.get("orders/F-1").json() == answer

    def test_a_cancelled_order_gives_its_units_back(self, api: Api):
        place(api, {"LAMP": 8}, id="F-1")
        place(api, {"LAMP": 5}, id="F-2")
        answer = post(api, "orders/F-1/cancel").json()
        assert (answer["status"], answer["lines"][0]["cancelled"]) == ("cancelled", 8)
        assert api.get("orders/F-2").json()["status"] == "allocated"
        assert post(api, "orders/F-1/cancel").status_code == 200
        changed = post(api, "orders/F-1/amend", {"lines": [{"sku": "LAMP", "qty": 1}]})
        assert problem_of(changed)["type"].endswith("wrong-state-of-order")

    def test_what_was_shipped_cannot_be_cancelled(self, api: Api, bus: MessageBus):
        place(api, {"LAMP": 8}, id="F-1")
        bus.handle(commands.ShipOrder("S-1", "anna-films/F-1", carrier="DHL", tracking="42"))
        response = post(api, "orders/F-1/cancel")
        assert (response.status_code, "shipped" in problem_of(response)["detail"]) == (409, True)
        order = api.get("orders/F-1").json()
        assert order["status"] == "shipped"
        assert order["shipments"] == [
            {
                "number": "S-1",
                "carrier": "DHL",
                "tracking": "42",
                "lines": [{"sku": "LAMP", "qty": 8}],
            }
        ]

    def test_a_stale_version_is_refused_with_the_current_one(self, api: Api):
        seen = place(api, {"LAMP": 8}, id="F-1")["ETag"]
        said = {"lines": [{"sku": "LAMP", "qty": 4}]}
        assert post(api, "orders/F-1/amend", said, headers={"If-Match": seen}).status_code == 200
        stale = post(api, "orders/F-1/cancel", headers={"If-Match": seen})
        assert (stale.status_code, stale["ETag"]) == (412, api.get("orders/F-1")["ETag"])
        bad = post(api, "orders/F-1/cancel", headers={"If-Match": '"x"'})
        assert bad.status_code == 400

    def test_all_that_happened_is_told_in_order(self, api: Api, bus: MessageBus):
        place(api, {"TABLE": 10}, id="F-1", allow_partial=True)
        bus.handle(commands.ChangeBatchEta("ship", SOON + timedelta(days=3)))
        post(api, "orders/F-1/cancel")
        kinds = [e["kind"] for e in api.get("orders/F-1/events").json()["results"]]
        assert kinds == [
            "accepted",
            "allocated",
            "allocated",
            "promise_changed",
            "cancelled",
            "released",
            "released",
        ]
        newest = api.get("orders/F-1/events", order="newest", limit=1).json()
        assert newest["results"][0]["kind"] == "released"
        assert newest["next"]


@pytest.mark.usefixtures("stock")
def test_the_books_agree_after_a_busy_day(api: Api, bus: MessageBus):
    place(api, {"TABLE": 10, "LAMP": 4}, id="F-1", allow_partial=True)
    place(api, {"TABLE": 95}, id="F-2", allow_partial=True)
    bus.handle(commands.ReceiveBatch("ship", 40, SOON + timedelta(days=5)))
    bus.handle(commands.ShipOrder("S-1", "anna-films/F-1", {"TABLE": 6}))
    post(api, "orders/F-1/amend", {"lines": [{"sku": "TABLE", "qty": 7}]})
    bus.handle(commands.BlockBatch("here", "leaking"))
    bus.handle(commands.ScrapUnits("ship", 3, "broken"))
    post(api, "orders/F-2/cancel")
    assert queries.counter_differences() == []
    assert queries.misplaced_lines() == []
    assert OrderMoment.objects.filter(kind="shipped").count() == 1
