"""The classic HTTP endpoints, from outside."""

import json
import select
import socket
from collections.abc import Iterator
from uuid import uuid4

import pytest
import requests

from tests.company import Company


def some(name: str) -> str:
    return f"{name}-{uuid4().hex[:8]}"


def test_happy_path_returns_202_and_batch_is_allocated(company: Company):
    orderid, sku, othersku = some("order"), some("sku"), some("other")
    earlybatch, laterbatch, otherbatch = some("early"), some("later"), some("other")
    company.add_batch(laterbatch, sku, 100, "2011-01-02")
    company.add_batch(earlybatch, sku, 100, "2011-01-01")
    company.add_batch(otherbatch, othersku, 100, None)

    response = company.allocate(orderid, sku, 3)

    assert (response.status_code, response.text) == (202, "OK")
    answer = company.allocations(orderid)
    assert answer.status_code == 200
    assert answer.json() == [{"sku": sku, "batchref": earlybatch}]


def test_unhappy_path_returns_400_and_error_message(company: Company):
    unknown_sku, orderid = some("unknown"), some("order")

    response = company.allocate(orderid, unknown_sku, 20)

    assert response.status_code == 400
    assert response.json() == {"message": f"Invalid sku {unknown_sku}"}
    answer = company.allocations(orderid)
    assert (answer.status_code, answer.text) == (404, "not found")


def test_a_batch_answers_201_and_ok(company: Company):
    response = company.post("add_batch", ref=some("b"), sku=some("s"), qty=1, eta=None)
    assert (response.status_code, response.text) == (201, "OK")


def test_an_eta_may_be_a_date_with_a_time(company: Company):
    ref = some("b")
    company.add_batch(ref, some("s"), 1, "2027-03-31T23:30:00")
    [(eta,)] = company.rows("SELECT eta FROM allocation_batch WHERE reference = %s", ref)
    assert str(eta) == "2027-03-31"


def test_a_repeated_line_has_one_effect_and_the_same_answer(company: Company):
    sku, orderid = some("sku"), some("order")
    company.add_batch(some("b"), sku, 5)
    company.add_batch(some("b"), sku, 5)

    answers = [company.allocate(orderid, sku, 5) for _ in range(3)]

    assert [(a.status_code, a.text) for a in answers] == [(202, "OK")] * 3
    assert len(company.allocations(orderid).json()) == 1


def test_the_same_line_with_another_quantity_is_a_conflict(company: Company):
    sku, orderid = some("sku"), some("order")
    company.add_batch(some("b"), sku, 5)
    company.allocate(orderid, sku, 2)

    response = company.allocate(orderid, sku, 3)

    assert response.status_code == 409
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["type"] == "urn:scents:problem:order-line-conflict"


def test_a_repeated_batch_has_one_effect_and_other_contents_are_a_conflict(company: Company):
    batch = {"ref": some("b"), "sku": some("sku"), "qty": 5, "eta": None}

    assert company.post("add_batch", **batch).status_code == 201
    assert company.post("add_batch", **batch).status_code == 201
    for other in ({"qty": 6}, {"eta": "2027-01-01"}, {"sku": some("sku")}):
        response = company.post("add_batch", **{**batch, **other})
        assert response.status_code == 409
        assert response.json()["type"] == "urn:scents:problem:batch-conflict"

    [(units,)] = company.rows(
        "SELECT sum(purchased_quantity) FROM allocation_batch WHERE sku = %s", batch["sku"]
    )
    assert units == 5


def test_a_line_that_cannot_be_filled_is_accepted_and_served_when_stock_arrives(company: Company):
    sku, orderid, ref = some("sku"), some("order"), some("b")
    company.add_batch(some("b"), sku, 1)
    assert company.allocate(orderid, sku, 5).status_code == 202
    assert company.allocations(orderid).status_code == 404

    company.add_batch(ref, sku, 5)

    assert company.allocations(orderid).json() == [{"sku": sku, "batchref": ref}]


GOOD = {
    "add_batch": {"ref": "r", "sku": "s", "qty": 1, "eta": None},
    "allocate": {"orderid": "o", "sku": "s", "qty": 1},
}
NOT_AN_ID = ["", "   ", 1, None, True, [], {}, "x" * 256, "a\x00b", "a\nb", "\u202eabc", "\ud800"]
NOT_A_QUANTITY = [0, -1, 1.5, 3.0, "3", True, None, [], 10**12, 2**63]
NOT_A_DAY = ["", "31/12/26", "2026-02-30", "0000-01-01", "10000-01-01", "tomorrow", 20260101, True]


@pytest.mark.parametrize(
    ("path", "field", "value"),
    [("add_batch", field, value) for field in ("ref", "sku") for value in NOT_AN_ID]
    + [("allocate", field, value) for field in ("orderid", "sku") for value in NOT_AN_ID]
    + [(path, "qty", value) for path in GOOD for value in NOT_A_QUANTITY]
    + [("add_batch", "eta", value) for value in NOT_A_DAY],
)
def test_a_bad_value_is_a_400_that_names_the_field(company: Company, path, field, value):
    response = company.post(path, **{**GOOD[path], field: value})

    assert response.status_code == 400, response.text
    assert [error["pointer"] for error in response.json()["errors"]] == [f"#/{field}"]


@pytest.mark.parametrize(
    ("path", "field"), [(path, field) for path, body in GOOD.items() for field in body]
)
def test_a_missing_field_is_a_400_that_names_it(company: Company, path, field):
    body = {name: value for name, value in GOOD[path].items() if name != field}

    response = company.post(path, **body)

    assert response.status_code == 400
    assert [error["pointer"] for error in response.json()["errors"]] == [f"#/{field}"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b'{"orderid": "o", "sku": "s", "qty": NaN}',
        b'{"orderid": "o", "sku": "s", "qty": 1e400}',
        b'{"orderid": "o", "orderid": "p", "sku": "s", "qty": 1}',
        b'{"orderid": "\xff", "sku": "s", "qty": 1}',
        b"[" * 100_000,
        b'{"orderid": "o", "sku": "s", "qty": ' + b"9" * 10_000 + b"}",
    ],
)
def test_what_is_not_a_json_object_is_a_400(company: Company, body: bytes):
    response = requests.post(
        f"{company.url}/allocate",
        data=body,
        headers={"Content-Type": "application/json"},
        timeout=10,
    )
    assert response.status_code == 400, response.text


def test_other_content_types_are_a_415(company: Company):
    response = requests.post(f"{company.url}/allocate", data={"orderid": "o"}, timeout=10)
    assert response.status_code == 415


def test_a_huge_body_is_a_413(company: Company):
    response = company.post("allocate", **GOOD["allocate"], note="x" * 2_000_000)
    assert response.status_code == 413


@pytest.mark.parametrize("path", ["add_batch", "allocate"])
def test_other_methods_are_a_405(company: Company, path: str):
    assert requests.get(f"{company.url}/{path}", timeout=10).status_code == 405


@pytest.mark.parametrize("orderid", ["%00", "nobody", "a%2Fb", "%F0%9F%92%A9", "x" * 3000])
def test_an_order_that_is_not_there_is_a_404(company: Company, orderid: str):
    assert company.allocations(orderid).status_code == 404


def test_the_process_and_its_parts_report_their_health(company: Company):
    assert requests.get(f"{company.url}/healthz", timeout=10).text == "OK"
    state = requests.get(f"{company.url}/readyz", timeout=10).json()
    assert (state["ready"], state["database"], state["redis"]) == (True, "ok", "ok")
    assert state["outbox"].keys() == {"undelivered", "oldest_seconds", "parked"}


def chunks(*parts: bytes) -> Iterator[bytes]:
    yield from parts


def test_a_body_that_comes_in_chunks_is_read(company: Company, sku: str):
    company.add_batch(f"batch-{sku}", sku, 10)
    body = json.dumps({"orderid": "chunked", "sku": sku, "qty": 1}).encode()
    response = requests.post(
        f"{company.url}/allocate",
        data=chunks(body[:9], body[9:]),
        headers={"Content-Type": "application/json"},
        timeout=10,
    )
    assert response.status_code == 202
    assert company.allocations("chunked").json() == [{"sku": sku, "batchref": f"batch-{sku}"}]


def test_a_body_without_end_is_refused_before_it_is_read(company: Company):
    head = b"POST /allocate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    with socket.create_connection(("127.0.0.1", company.port), timeout=10) as sock:
        sock.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n")
        for _ in range(1_000):  # 64 MB, if nobody says no
            if select.select([sock], [], [], 0)[0]:
                break
            sock.sendall(b"10000\r\n" + b" " * 65_536 + b"\r\n")
        assert sock.recv(100).startswith(b"HTTP/1.1 413 ")
