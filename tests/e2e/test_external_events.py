"""Other systems, over Redis."""

import json
from uuid import uuid4

import pytest
from tenacity import Retrying, stop_after_delay

from tests.company import Company, eventually


def some(name: str) -> str:
    return f"{name}-{uuid4().hex[:8]}"


def shrinkable(company: Company) -> tuple[str, str, str, str]:
    """An order of 10 on the earlier of two batches: order, sku, earlier and later batch."""
    orderid, sku = some("order"), some("sku")
    earlier_batch, later_batch = some("old"), some("newer")
    company.add_batch(earlier_batch, sku, 10, "2011-01-01")
    company.add_batch(later_batch, sku, 10, "2011-01-02")
    assert company.allocate(orderid, sku, 10).status_code == 202
    assert company.allocations(orderid).json() == [{"sku": sku, "batchref": earlier_batch}]
    return orderid, sku, earlier_batch, later_batch


def test_change_batch_quantity_leading_to_reallocation(company: Company):
    orderid, sku, earlier_batch, later_batch = shrinkable(company)
    subscription = company.redis.pubsub(ignore_subscribe_messages=True)
    subscription.subscribe("line_allocated")

    message = json.dumps({"batchref": earlier_batch, "qty": 5})
    company.redis.publish("change_batch_quantity", message)

    for attempt in Retrying(stop=stop_after_delay(3), reraise=True):
        with attempt:
            heard = subscription.get_message(timeout=1)
            assert heard, "nothing was published"
            told = json.loads(heard["data"])
            assert told["orderid"] == orderid
            assert told["batchref"] == later_batch
    assert told == {"orderid": orderid, "sku": sku, "qty": 10, "batchref": later_batch}
    subscription.close()


@pytest.mark.parametrize("form", ["fields", "json"])
def test_the_stream_changes_quantities_as_the_channel_does(company: Company, form: str):
    orderid, sku, earlier_batch, later_batch = shrinkable(company)
    fields = {"batchref": earlier_batch, "qty": 5}

    company.redis.xadd(
        "change_batch_quantity", fields if form == "fields" else {"data": json.dumps(fields)}
    )

    moved = [{"sku": sku, "batchref": later_batch}]
    assert eventually(lambda: company.allocations(orderid).json() == moved)
    assert eventually(lambda: [e["batchref"] for e in company.published(sku)][1:] == [later_batch])


def test_what_arrives_while_the_consumer_is_down_is_not_lost(company: Company):
    orderid, sku, earlier_batch, later_batch = shrinkable(company)
    company.kill("consumer")

    company.redis.xadd("change_batch_quantity", {"batchref": earlier_batch, "qty": 5})
    company.start("consumer")

    moved = [{"sku": sku, "batchref": later_batch}]
    assert eventually(lambda: company.allocations(orderid).json() == moved)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ('{"batchref": "nowhere", "qty": 5}', "Unknown batch nowhere"),
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ('{"qty": 5}', "batchref"),
        ('{"batchref": "b"}', "qty: is missing"),
        ('{"batchref": "b", "qty": -1}', "qty: must be from 0"),
        ('{"batchref": "b", "qty": 1.5}', "qty: must be a whole number"),
        ('{"batchref": "\\u0000", "qty": 1}', "batchref"),
        (b"\xff\xfe", "not UTF-8"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_bad_message_is_parked_with_its_reason_and_the_consumer_lives_on(
    company: Company, raw: str | bytes, reason: str
):
    before = company.rows("SELECT COALESCE(max(id), 0) FROM messaging_parked")[0][0]

    company.redis.publish("change_batch_quantity", raw)

    parked = eventually(
        lambda: company.rows("SELECT reason FROM messaging_parked WHERE id > %s", before)
    )
    assert reason in parked[0][0]
    orderid, sku, earlier_batch, later_batch = shrinkable(company)
    company.redis.publish(
        "change_batch_quantity", json.dumps({"batchref": earlier_batch, "qty": 5})
    )
    moved = [{"sku": sku, "batchref": later_batch}]
    assert eventually(lambda: company.allocations(orderid).json() == moved)
