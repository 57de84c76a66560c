"""What customers look up over `/api/v1/`: their orders, and products."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from allocation.models import OrderLine
from domain.allocation import commands
from domain.allocation.catalogue import PriceBreak
from messaging.bus import MessageBus
from tests.customers import Api, issue
from tests.ordering import SOON, place, post

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.usefixtures("stock")
class TestLooking:
    def test_orders_are_filtered_searched_and_paged(self, api: Api):
        for n in range(5):
            place(api, {"LAMP": 1}, id=f"F-{n}")
        place(api, {"LAMP": 99}, id="G-1")
        place(api, {"TABLE": 1}, id="G-2")
        post(api, "orders/F-0/cancel")

        def found(**query: Any) -> list[str]:
            return [order["id"] for order in api.get("orders", **query).json()["results"]]

        assert found() == ["G-2", "G-1", "F-4", "F-3", "F-2", "F-1", "F-0"]
        assert found(status="backordered") == ["G-1"]
        assert found(status="cancelled") == ["F-0"]
        assert found(sku="TABLE") == ["G-2"]
        assert found(search="g-") == ["G-2", "G-1"]
        assert found(order="placed_at", limit=2) == ["F-0", "F-1"]
        page = api.get("orders", limit=3).json()
        [cursor] = parse_qs(urlsplit(page["next"]).query)["cursor"]
        assert api.get("orders", limit=3, cursor=cursor).json()["results"][0]["id"] == "F-3"

    @pytest.mark.parametrize("moment", ["0039-04-01T18:21:41-17:31", "0001-01-01T00:00:00+23:00"])
    def test_a_moment_in_an_odd_zone_breaks_nothing(self, api: Api, moment: str):
        assert api.get("orders", placed_before=moment).status_code in (200, 400)

    def test_the_status_that_is_filtered_by_is_the_one_that_is_shown(
        self, api: Api, bus: MessageBus
    ):
        place(api, {"LAMP": 2, "TABLE": 103}, id="a", allow_partial=True)
        place(api, {"LAMP": 1}, id="b")
        place(api, {"LAMP": 2}, id="c")
        place(api, {"LAMP": 50}, id="d")
        place(api, {"LAMP": 1}, id="e")
        for n, order in enumerate("ac"):
            bus.handle(commands.ShipOrder(f"S{n}", f"anna-films/{order}"))
        post(api, "orders/e/cancel")
        statuses = {order["id"]: order["status"] for order in api.get("orders").json()["results"]}
        assert statuses == {
            "a": "partly_shipped",
            "b": "allocated",
            "c": "shipped",
            "d": "backordered",
            "e": "cancelled",
        }
        for reference, status in statuses.items():
            [order] = api.get("orders", status=status).json()["results"]
            assert order["id"] == reference

    def test_a_page_costs_the_same_for_1_order_and_for_50(self, api: Api):
        costs = []
        for more in (1, 49):
            for _ in range(more):
                place(api, {"LAMP": 1, "TABLE": 1}, allow_partial=True)
            with CaptureQueriesContext(connection) as counted:
                api.get("orders")
            costs.append(len(counted))
        assert costs[0] == costs[1]

    def test_nothing_of_another_customer_is_there(self, api: Api, bus: MessageBus):
        other = Api(issue(bus, "big-theatre"))
        place(other, {"LAMP": 1}, id="F-1")
        assert api.get("orders").json()["results"] == []
        for path in ("orders/F-1", "orders/F-1/events", "orders/big-theatre%2FF-1"):
            foreign, random = api.get(path), api.get("orders/nowhere")
            assert foreign.status_code == random.status_code == 404
            bodies = [{**r.json(), "request_id": ""} for r in (foreign, random)]
            assert bodies[0] == bodies[1]
        for path in ("orders/F-1/amend", "orders/F-1/cancel"):
            assert post(api, path, {"lines": []} if "amend" in path else {}).status_code == 404
        assert OrderLine.objects.get().cancelled_quantity == 0


@pytest.mark.usefixtures("stock")
def test_products_tell_stock_prices_and_what_is_on_its_way(api: Api, bus: MessageBus):
    prices = (PriceBreak(1, Decimal("9.50")), PriceBreak(100, Decimal("8.25")))
    bus.handle(commands.DescribeProduct("TABLE", "Sea breeze", "50 ml", "EUR", prices))
    place(api, {"TABLE": 2})

    lamp, table = api.get("products").json()["results"]

    assert table == {
        "sku": "TABLE",
        "scent": "Sea breeze",
        "pack": "50 ml",
        "currency": "EUR",
        "prices": [
            {"from_qty": 1, "unit_price": "9.50"},
            {"from_qty": 100, "unit_price": "8.25"},
        ],
        "available": 1,
        "incoming": [{"date": str(SOON), "qty": 100}],
        "scent_since": None,
    }
    assert (lamp["sku"], lamp["available"], lamp["prices"]) == ("LAMP", 10, [])
    assert [p["sku"] for p in api.get("products", search="BREEZE").json()["results"]] == ["TABLE"]
