"""The log tells of what failed, and never whose invitation it was or what was answered."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from domain.scents.commands import RecordResponses
from messaging.bus import MessageBus, get_bus
from messaging.errors import ConnectionLost
from scents.audience import views
from tests.surveys import choice, code_of, invitations, open_survey, stock_suppliers

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(bus: MessageBus) -> str:
    stock_suppliers()
    open_survey()
    return invitations()[0]


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("PUT", "/survey/SEA-1/{}"),
        ("OPTIONS", "/survey/SEA-1/{}"),
        ("POST", "/survey/SEA-1/{}/data.json"),
        ("GET", "/survey/SEA-1/{}/"),
        ("GET", "/survey//{}"),
        ("GET", "/Survey/SEA-1/{}"),
        ("GET", "/survey/{}/answers"),
    ],
)
def test_an_address_that_nobody_answers_is_logged_without_its_invitation(
    token: str, caplog: pytest.LogCaptureFixture, method: str, address: str
):
    answer = Client().generic(method, address.format(token))
    assert answer.status_code in (404, 405)
    assert "/survey/…" in caplog.text
    assert token not in caplog.text


def test_nor_does_a_fault_of_ours_tell_it(
    token: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delattr(views, "screens")
    answer = Client(raise_request_exception=False).get(f"/survey/SEA-1/{token}")
    assert answer.status_code == 500
    assert "Internal Server Error: /survey/…" in caplog.text
    assert token not in caplog.text


def test_the_addresses_of_other_doors_are_told(client: Client, caplog: pytest.LogCaptureFixture):
    client.get("/surveyors")
    assert "/surveyors" in caplog.text


def test_a_command_that_is_tried_again_is_told_by_its_name_alone(
    token: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    bus = get_bus()
    record, lost = bus._commands[RecordResponses], []

    def lose_once(command: RecordResponses, uow: Any) -> Any:
        if not lost:
            lost.append(command)
            raise ConnectionLost
        return record(command, uow=uow)

    monkeypatch.setitem(bus._commands, RecordResponses, lose_once)  # type: ignore[arg-type]
    codes = [code_of("CHEAP"), code_of("EXPENSIVE")]
    bus.handle(RecordResponses("SEA-1", [choice(token, codes[0], codes)]))
    assert "connection lost before commit, once more: RecordResponses" in caplog.text
    assert [one for one in (token, *codes) if one in caplog.text] == []
