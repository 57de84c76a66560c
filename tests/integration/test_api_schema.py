"""How `/api/v1/` describes itself."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client

from allocation.api.order_bodies import OrderReference
from allocation.serializers import IsoDay
from messaging.api.base import ApiView
from messaging.api.parameters import VISIBLE
from messaging.http import Identifier, WholeNumber

pytestmark = pytest.mark.django_db(transaction=True)

NAME = {"type": "string", "minLength": 1}


def test_the_description_is_made_without_a_warning(tmp_path):
    file = tmp_path / "schema.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(file))
    assert "Problem" in file.read_text()


@pytest.mark.parametrize(("query", "first"), [("", b"{"), ("?format=yaml", b"openapi:")])
def test_the_description_is_open_to_everybody(client: Client, query: str, first: bytes):
    response = client.get(f"/api/v1/schema{query}")
    assert response.status_code == 200
    assert response.content.startswith(first)


def test_our_own_fields_are_described_with_their_bounds():
    wish = ApiView.schema
    fields = {
        Identifier(): {**NAME, "maxLength": 255, "pattern": VISIBLE},
        WholeNumber(least=1, most=9): {"type": "integer", "minimum": 1, "maximum": 9},
        OrderReference(): {**NAME, "maxLength": 100, "pattern": "^[A-Za-z0-9][A-Za-z0-9_.-]*$"},
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
