"""The audience's doors while the database is away: its address leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

from scents.models import SurveyResponse
from tests.audience import at, send, whole_body, whole_plan
from tests.surveys import invitations, open_survey, stock_suppliers

pytestmark = pytest.mark.django_db(transaction=True)


class Away:
    """Takes the database away, and gives it back."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch

    def __enter__(self) -> None:
        connection.close()
        self._patch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        self._patch.setitem(connection.settings_dict, "PORT", "1")

    def __exit__(self, *_: object) -> None:
        self._patch.undo()
        connection.close()


@pytest.fixture
def away() -> Iterator[Away]:
    with pytest.MonkeyPatch.context() as patch:
        yield Away(patch)


@pytest.fixture
def token() -> str:
    stock_suppliers()
    open_survey("SEA-1", whole_plan(adaptive=False))
    return invitations()[0]


def test_an_answer_is_taken_when_it_is_sent_again_after_an_outage(away: Away, token: str):
    body = whole_body(token)
    with away:
        refused = send(body)
    assert (refused.status_code, refused["Retry-After"]) == (503, "1")
    assert not SurveyResponse.objects.exists()
    assert send(body).json()["status"] == "accepted"


def test_the_page_asks_to_come_back(away: Away, token: str):
    with away:
        page = Client().get(at("page", token))
    assert page.status_code == 503
    assert "try again in a moment" in page.content.decode()
    assert "data-over" not in page.content.decode()
    assert Client().get(at("page", token)).status_code == 200
