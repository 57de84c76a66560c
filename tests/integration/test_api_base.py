"""How `/api/v1/` reads requests and refuses them."""

from __future__ import annotations

import json
import logging
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.urls import path
from hypothesis import given
from hypothesis import strategies as st
from rest_framework import serializers
from rest_framework.response import Response

from allocation import queries
from allocation.api import counters, throttling
from allocation.api.base import ApiView
from allocation.api.parameters import VISIBLE, Whole
from allocation.api.serializers import Strict
from allocation.models import Address
from allocation.serializers import IsoDay
from config.urls import handler400, handler404, handler500, urlpatterns
from domain.allocation import commands
from domain.allocation.product import UnknownBatch
from domain.kernel import BadInput
from messaging import redis_client as redis_module
from messaging.bus import MessageBus
from messaging.http import Identifier, WholeNumber
from messaging.redis_client import redis_client
from messaging.request_id import NamesRequest
from tests.customers import HOME, Api, issue

pytestmark = pytest.mark.django_db(transaction=True)


class Line(Strict):
    """A part of a body."""

    qty = WholeNumber(least=1, most=9)


class Wish(Strict):
    """A body."""

    name = serializers.CharField(max_length=5)
    lines = Line(many=True, required=False)


class Probe(ApiView):
    """An endpoint that does what it is told."""

    scopes = {"GET": "", "POST": "orders:write"}

    def get(self, request: Any, what: str) -> Response:
        match what:
            case "missing":
                raise UnknownBatch("b1 of somebody else")
            case "bad":
                raise BadInput("day", "is over")
            case "broken":
                raise RuntimeError("secret of the house")
        return Response({})

    def post(self, request: Any, what: str) -> Response:
        wish = Wish(data=request.data)
        wish.is_valid(raise_exception=True)
        return Response(wish.validated_data, status=201)


class Closed(ApiView):
    """An endpoint whose author forgot the scopes."""

    def get(self, request: Any) -> Response:
        return Response({})


class Urls:
    """The project's addresses, and the probe."""

    urlpatterns = [
        path("api/v1/probe/<what>", Probe.as_view()),
        path("api/v1/closed", Closed.as_view()),
        *urlpatterns,
    ]
    handler400, handler404, handler500 = handler400, handler404, handler500


@pytest.fixture
def api(bus: MessageBus, settings) -> Api:
    settings.ROOT_URLCONF = Urls
    settings.API_RATE_PER_SECOND = 10_000
    return Api(issue(bus))


def problem_of(response: Any) -> dict[str, Any]:
    """What every refusal carries."""
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert set(body) == {"type", "title", "status", "detail", "errors", "request_id"}
    assert body["status"] == response.status_code
    assert body["request_id"] == response["X-Request-Id"]
    return body


def pointers(response: Any) -> list[str]:
    return [error["pointer"] for error in problem_of(response)["errors"]]


def test_a_good_body_is_taken(api: Api):
    response = api.send("POST", "probe/x", b'{"name": "a", "lines": [{"qty": 1}]}')
    assert response.status_code == 201


def test_each_wrong_value_is_named_by_a_422(api: Api):
    body = {"name": "too long", "lines": [{"qty": 1}, {"qty": "x"}]}
    response = api.send("POST", "probe/x", json.dumps(body))
    assert response.status_code == 422
    assert set(pointers(response)) == {"#/name", "#/lines/1/qty"}


def test_each_unknown_field_is_named_by_a_422(api: Api):
    body = {"customer": "x", "a/b~c": 1, "lines": [{"qty": 1, "is_staff": True}]}
    response = api.send("POST", "probe/x", json.dumps(body))
    assert response.status_code == 422
    assert set(pointers(response)) == {
        "#/customer", "#/a~1b~0c", "#/name", "#/lines/0/is_staff"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"{", 400),
        (b"[]", 400),
        (b'{"name": NaN}', 400),
        (b'{"name": 1e400}', 400),
        (b'{"name": ' + b"9" * 10_000 + b"}", 400),
        (b'{"name": "a", "name": "b"}', 400),
        (b"\xff\xfe", 400),
        (b'{"name": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", 400),
        (b'{"name": "' + b"x" * 1_000_001 + b'"}', 413),
    ],
)
def test_a_body_that_is_no_plain_json_is_refused(api: Api, body: bytes, status: int):
    response = api.send("POST", "probe/x", body)
    assert response.status_code == status
    problem_of(response)


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data", "x"])
def test_other_contents_are_a_415(api: Api, kind: str):
    response = api.send("POST", "probe/x", b'{"name": "a"}', content_type=kind)
    assert response.status_code == 415
    problem_of(response)


def test_a_packed_body_is_a_415(api: Api):
    response = api.send("POST", "probe/x", b"\x1f\x8b", headers={"Content-Encoding": "gzip"})
    assert response.status_code == 415
    problem_of(response)


def test_an_announced_size_is_refused_before_anything_is_read(api: Api):
    response = api.send("POST", "probe/x", b"{}", headers={"Content-Length": "1000001"})
    assert response.status_code == 413


def test_a_value_refused_by_the_domain_is_a_422(api: Api):
    response = api.get("probe/bad")
    assert response.status_code == 422
    assert pointers(response) == ["#/day"]


def test_what_is_not_there_and_what_is_not_yours_look_the_same(api: Api):
    bodies = [problem_of(api.get(path)) for path in ("probe/missing", "nothing", "nothing/x")]
    for body in bodies:
        assert body.pop("request_id")
        assert body == {**bodies[0], "status": 404}
    assert problem_of(Client().get("/api/elsewhere"))["status"] == 404
    assert "html" in Client().get("/elsewhere")["Content-Type"]


def test_our_own_faults_tell_nothing(api: Api, caplog):
    response = api.get("probe/broken")
    assert response.status_code == 500
    body = problem_of(response)
    assert "secret" not in response.content.decode()
    assert body["request_id"]
    assert "secret of the house" in caplog.text


def test_each_line_of_the_log_names_its_request(api: Api, caplog):
    missing, broken = api.get("nothing"), api.get("probe/broken")
    for response in (missing, broken):
        name = response["X-Request-Id"]
        lines = [line for line in caplog.records if NamesRequest().filter(line)]
        assert f" [{name}]" in {line.request_name for line in lines}
    assert missing["X-Request-Id"] != broken["X-Request-Id"]


def test_a_line_that_belongs_to_no_request_names_none():
    line = logging.LogRecord("x", logging.INFO, "x", 1, "text", None, None)
    assert NamesRequest().filter(line)
    assert line.request_name == ""


@pytest.mark.parametrize("name", ["%00", "a%00b", "%E2%80%8B", "%20", "a%0Ab", "x" * 256])
def test_a_name_that_nothing_can_have_is_a_404(api: Api, name: str):
    assert problem_of(api.get(f"probe/{name}"))["status"] == 404


def test_while_the_database_is_away_a_request_is_asked_to_come_again(api: Api, monkeypatch):
    def fail(prefix: str) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(queries, "api_key", fail)
    response = api.get("me")
    assert (response.status_code, response["Retry-After"]) == (503, "1")
    problem_of(response)


def test_a_forged_host_is_a_400(api: Api):
    response = api.client.get("/api/v1/me", headers={"Host": "evil.test"})
    assert response.status_code == 400
    problem_of(response)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_other_methods_are_a_405_that_names_those_there_are(api: Api, method: str):
    response = api.send(method, "probe/x")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, POST"
    problem_of(response)


def test_head_answers_as_get_without_a_body(api: Api):
    response = api.send("HEAD", "me")
    assert (response.status_code, response.content) == (200, b"")


def test_a_method_cannot_be_overridden(api: Api):
    response = api.send("GET", "me", headers={"X-HTTP-Method-Override": "DELETE"})
    assert response.status_code == 200


def test_an_endpoint_without_scopes_is_closed(api: Api):
    assert api.get("closed").status_code == 403


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"},
        {"limit": "-1"},
        {"limit": "101"},
        {"limit": "1000000000"},
        {"limit": "ten"},
        {"limit": "1.0"},
        {"limit": "٣"},
        {"limit": ["1", "2"]},
        {"cursor": "x"},
        {"cursor": ""},
        {"cursor": "a\x00"},
        {"order": "customer__name"},
        {"order": ""},
        {"user__password": "x"},
        {"customer": "ben"},
        {"search": "\x00"},
        {"format": "xml"},
    ],
    ids=str,
)
def test_a_wrong_parameter_is_a_400_that_names_it(api: Api, query: dict[str, Any]):
    response = api.get("addresses", **query)
    assert response.status_code == 400
    assert [error["parameter"] for error in problem_of(response)["errors"]] == list(query)


@given(st.text(max_size=8))
def test_a_limit_is_read_as_digits_or_refused(text: str):
    try:
        assert Whole("limit").read(text) in range(1, 101)
    except ValueError:
        assert text not in {str(n) for n in range(1, 101)}


def add_addresses(bus: MessageBus, count: int, customer: str = "anna-films") -> None:
    for n in range(count):
        bus.handle(commands.AddAddress(customer, **{**HOME, "label": f"Home {n:02}"}))


def test_pages_lead_to_every_row_once_and_back(api: Api, bus: MessageBus):
    add_addresses(bus, 7)
    seen, page = [], api.get("addresses", limit=3).json()
    while True:
        seen.append([row["label"] for row in page["results"]])
        if page["next"] is None:
            break
        page = api.client.get(page["next"], headers=api.headers).json()
    assert [len(labels) for labels in seen] == [3, 3, 1]
    assert [label for labels in seen for label in labels] == [f"Home {n:02}" for n in range(7)]
    before = api.client.get(page["previous"], headers=api.headers).json()
    assert [row["label"] for row in before["results"]] == seen[1]


def test_a_cursor_of_another_customer_or_order_is_none(api: Api, bus: MessageBus):
    add_addresses(bus, 2)
    query = urlsplit(api.get("addresses", limit=1).json()["next"]).query
    [cursor] = parse_qs(query)["cursor"]
    assert api.get("addresses", cursor=cursor).status_code == 200
    assert api.get("addresses", cursor=cursor, order="-label").status_code == 400
    other = Api(issue(bus, "ben-games"))
    assert other.get("addresses", cursor=cursor).status_code == 400


def test_a_customer_sees_its_own_addresses_only(api: Api, bus: MessageBus):
    issue(bus, "ben-games")
    add_addresses(bus, 1, "ben-games")
    assert api.get("addresses").json()["results"] == []


def test_lists_are_filtered_searched_and_ordered(api: Api, bus: MessageBus):
    add_addresses(bus, 3)
    bus.handle(commands.AddAddress("anna-films", **{**HOME, "label": "Sète", "country": "FR"}))

    def labels(**query: str) -> list[str]:
        return [row["label"] for row in api.get("addresses", **query).json()["results"]]

    assert labels(country="FR") == ["Sète"]
    assert labels(search="sète") == ["Sète"]
    assert labels(order="-label", limit="1") == ["Sète"]


def test_the_first_page_of_a_long_list_is_read_by_its_index(api: Api, bus: MessageBus):
    rows = (
        Address(customer_id="anna-films", **{**HOME, "label": f"L{n:06}"}) for n in range(20_000)
    )
    Address.objects.bulk_create(rows, batch_size=2_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE allocation_address")
    plan = queries.addresses_of("anna-films").order_by("label")[:51].explain()
    assert "Index" in plan
    assert "Sort" not in plan


def test_a_key_may_ask_so_often_in_a_second(api: Api, settings):
    settings.API_RATE_PER_SECOND = 5
    answers = [api.get("me") for _ in range(20)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert answers[0]["RateLimit-Policy"] == '"second";q=5;w=1'
    assert refused[0]["Retry-After"] == "1"
    assert refused[0]["RateLimit"] == '"second";r=0;t=1'
    problem_of(refused[0])


def test_one_customer_does_not_use_up_the_allowance_of_another(api: Api, bus: MessageBus, settings):
    settings.API_RATE_PER_SECOND = 2
    other = Api(issue(bus, "ben-games"))
    for _ in range(5):
        api.get("me")
    assert other.get("me").status_code == 200


def test_without_redis_everybody_is_let_in_and_waits_once(api: Api, settings, monkeypatch):
    settings.API_RATE_PER_SECOND = 1
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    fresh = counters.Counters()
    monkeypatch.setattr(throttling, "counters", fresh)
    redis_module._client_of.cache_clear()
    try:
        assert {api.get("me").status_code for _ in range(5)} == {200}
        asked: list[int] = []
        monkeypatch.setattr(counters, "redis_client", lambda: asked.append(1))
        api.get("me")
        assert asked == []
    finally:
        redis_module._client_of.cache_clear()


def test_answers_are_kept_by_nobody(api: Api):
    assert api.get("me")["Cache-Control"] == "no-store"


def test_the_description_is_made_without_a_warning(tmp_path):
    file = tmp_path / "schema.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(file))
    assert "Problem" in file.read_text()


@pytest.mark.parametrize(("query", "first"), [("", b"{"), ("?format=yaml", b"openapi:")])
def test_the_description_is_open_to_everybody(client: Client, query: str, first: bytes):
    response = client.get(f"/api/v1/schema{query}")
    assert response.status_code == 200
    assert response.content.startswith(first)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "docs", 405),
        ("POST", "schema", 405),
        ("GET", "schema?format=xml", 404),
        ("GET", "me?" + "&".join(f"a{n}=1" for n in range(2_000)), 400),
        ("GET", "me?%ff=%ff", 400),
        ("GET", "me/", 404),
        ("GET", "", 404),
    ],
)
def test_refusals_look_the_same_at_the_edges(api: Api, method: str, path: str, status: int):
    response = api.send(method, path)
    assert response.status_code == status
    problem_of(response)


def test_our_own_fields_are_described_with_their_bounds():
    wish = ApiView.schema
    fields = {
        Identifier(): {"type": "string", "minLength": 1, "maxLength": 255, "pattern": VISIBLE},
        WholeNumber(least=1, most=9): {"type": "integer", "minimum": 1, "maximum": 9},
        IsoDay(): {"type": "string", "format": "date"},
    }
    for field, described in fields.items():
        assert wish._map_serializer_field(field, "request") == described


def test_every_operation_names_its_key_and_its_refusals(client: Client):
    schema = client.get("/api/v1/schema").json()
    assert schema["components"]["securitySchemes"]["ApiKey"]["scheme"] == "bearer"
    for operations in schema["paths"].values():
        for operation in operations.values():
            assert operation["security"] == [{"ApiKey": []}]
            assert {"400", "401", "403", "429", "500", "503"} <= set(operation["responses"])


def test_the_page_of_the_docs_has_no_inline_script_and_loads_nothing_from_elsewhere(
    client: Client,
):
    page = client.get("/api/v1/docs").content.decode()
    assert "<script>" not in page
    assert "<style" not in page
    assert "http" not in page
    script = client.get("/api/v1/docs?script=")
    assert script["Content-Type"].startswith("application/javascript")
    assert b"/api/v1/schema" in script.content


def test_a_count_lives_no_longer_than_its_window(api: Api):
    api.get("me")
    lives = [redis_client().ttl(name) for name in redis_client().scan_iter("scents:count:key:*")]
    assert all(left != -1 and left <= 2 for left in lives)  # -1: for ever
