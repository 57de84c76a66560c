"""How `/api/v1/` reads requests and refuses them."""

from __future__ import annotations

import json
import logging

import pytest
from django.db import OperationalError
from django.test import Client

from allocation import queries
from messaging.request_id import NamesRequest
from tests.customers import Api
from tests.probe import pointers, problem_of

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_answers_are_kept_by_nobody(api: Api):
    assert api.get("me")["Cache-Control"] == "no-store"


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
