"""The first page of a customer's orders: one with 1,000,000 orders beside one with 100."""

import argparse
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from stack.console import Refusal, say

from bench.rig import past_orders, report, stock
from bench.rig.company import Company, company
from bench.rig.customers import NO_LIMIT, Answer, Client, enroll

MOST = 1.5
FEW, MANY = "few-films", "many-films"
ORDERS_OF_FEW = 100
WEB_ONLY = dict.fromkeys(("worker", "beat", "consumer"), "")

Query = Mapping[str, str]


@dataclass
class Place:
    """A customer, how many orders it has, and a connection in its name."""

    orders: int
    client: Client


def main() -> int:
    options = _options()
    report.heading(f"order list: {options.orders:,} orders beside {ORDERS_OF_FEW}")
    with company(env=NO_LIMIT, override=WEB_ONLY) as running:
        places = _open(running, options.orders)
        for _ in range(20):  # to warm up with
            list(_both(places, {}))
        ratio = _first_pages(places, options.requests)
        _others(places, options.others)
    claim = f"first page of {options.orders:,} orders: {ratio:.2f} times that of {ORDERS_OF_FEW}"
    return 0 if report.verdict(f"{claim}, at most {MOST} times", ratio <= MOST) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench order_list", description=__doc__)
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--requests", type=int, default=300, help="of each customer")
    parser.add_argument("--others", type=int, default=5, help="requests of each other kind")
    return parser.parse_args()


def _open(running: Company, orders: int) -> dict[str, Place]:
    """The stock comes first: the lines of orders and their batches refer to it."""
    batches = [(f"B-{n}", f"SKU-{n}", stock.AMPLE) for n in range(1, past_orders.SKUS + 1)]
    stock.announce(running, [*batches, ("B-RARE", past_orders.RARE, stock.AMPLE)])
    database, places = running.connect(), {}
    began = time.monotonic()
    for customer, number in ((FEW, ORDERS_OF_FEW), (MANY, orders)):
        key = enroll(running, customer)
        past_orders.write(database, customer=customer, orders=number)
        places[customer] = Place(number, Client(running.web, key))
    stock.settle(database)
    say(f"the orders are there after {time.monotonic() - began:.0f} s")
    return places


def _first_pages(places: Mapping[str, Place], requests: int) -> float:
    """How many times as long the many take, by the median of answers in turn."""
    took: dict[str, list[float]] = {name: [] for name in places}
    for _ in range(requests):
        for name, answer in _both(places, {}):
            took[name].append(answer.took)
    rows = [
        [f"{places[name].orders:,} orders", report.middle(times), sorted(times)[-len(times) // 100]]
        for name, times in took.items()
    ]
    report.table(["first page", "p50 ms", "p99 ms"], rows)
    return report.middle(took[MANY]) / report.middle(took[FEW])


def _others(places: Mapping[str, Place], requests: int) -> None:
    """No verdict: what stands out here may want an index."""
    rows = []
    for label, queries in _questions(places).items():
        took: dict[str, list[float]] = {name: [] for name in places}
        found: dict[str, str] = {}
        for _ in range(requests):
            for name, place in places.items():
                answer = place.client.get("orders", queries[name])
                took[name].append(answer.took)
                found[name] = _told(answer)
        middles = [report.middle(took[name]) for name in (FEW, MANY)]
        ratio = f"{middles[1] / middles[0]:.1f}"
        rows.append([label, *middles, ratio, *(found[name] for name in (FEW, MANY))])
    columns = ["p50 ms", "100 orders", "many", "times", "rows of 100", "rows of many"]
    report.table(columns, rows)


def _questions(places: Mapping[str, Place]) -> dict[str, Mapping[str, Query]]:
    """Queries by what they ask for, for each customer."""
    alike: dict[str, Query] = {
        "a page of 100": {"limit": "100"},
        "oldest first": {"order": "placed_at"},
        "status=backordered, 1 of 100": {"status": "backordered"},
        "status=allocated, 1 of 100": {"status": "allocated"},
        "status=shipped, nearly all": {"status": "shipped"},
        "status=cancelled, the oldest": {"status": "cancelled"},
        "status=partly_shipped, none": {"status": "partly_shipped"},
        "sku of 2 in 1,000": {"sku": "SKU-8"},
        "sku of the 3 oldest": {"sku": past_orders.RARE},
        "sku that nobody knows": {"sku": "SKU-NOBODY"},
        "search finds a few": {"search": "order-99"},
        "search finds nothing": {"search": "no-such-order"},
    }
    deep: dict[str, Query] = {
        name: {"cursor": _cursor_in_the_middle(place)} for name, place in places.items()
    }
    return {
        "a page in the middle, by cursor": deep,
        **{label: dict.fromkeys(places, query) for label, query in alike.items()},
    }


def _cursor_in_the_middle(place: Place) -> str:
    """A cursor says nothing of filters: that of a list of the older half serves the whole."""
    middle = datetime.now(tz=UTC) - timedelta(minutes=place.orders // 2)
    answer = place.client.get("orders", {"placed_before": middle.isoformat(), "limit": "10"})
    query = urlsplit(str(answer.data["next"])).query
    return parse_qs(query)["cursor"][0]


def _both(places: Mapping[str, Place], query: Query) -> Iterator[tuple[str, Answer]]:
    for name, place in places.items():
        answer = place.client.get("orders", query)
        if answer.status != 200 or not answer.data["results"]:
            raise Refusal(f"{name} was answered {answer.status}: {answer.data}")
        yield name, answer


def _told(answer: Answer) -> str:
    return str(len(answer.data["results"])) if answer.status == 200 else f"HTTP {answer.status}"
