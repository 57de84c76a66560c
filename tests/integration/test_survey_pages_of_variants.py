"""Survey pages on which answers decide who smells what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from messaging.bus import get_bus
from scents.models import SampleAssignment, SurveyResponse
from tests.audience import BETRAYALS, at, close, filled, text, whole_plan
from tests.surveys import invitations, stock_suppliers
from tests.variants import open_contest, seeded_bus

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    """A browser that would be refused, if anything asked it for a CSRF token."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def approving(settings: Any) -> Iterator[None]:
    """Every version of a formula is approved."""
    settings.MESSAGE_BUS = "tests.variants.seeded_bus"
    get_bus.cache_clear()
    yield
    get_bus.cache_clear()


def test_where_no_sample_is_approved_any_more_participants_are_told(visitor: Client):
    stock_suppliers()
    open_contest(seeded_bus(), its_plan=whole_plan())
    page = visitor.get(at("page", invitations()[0]))
    assert page.status_code == 409
    assert "There is nothing to smell now" in text(page)
    assert "BREEZE" not in text(page)
    assert not SampleAssignment.objects.exists()


@pytest.mark.usefixtures("approving")
def test_of_an_adaptive_survey_each_participant_gets_the_same_again(visitor: Client):
    stock_suppliers()
    open_contest(seeded_bus(), its_plan=whole_plan())
    one, two, *_ = invitations()
    pages = [text(visitor.get(at("page", holder))) for holder in (one, two, one)]
    assert pages[0] == pages[2]
    assert 'data-task="6"' in pages[0]
    assert SampleAssignment.objects.count() == 2
    shown = SampleAssignment.objects.get(serial=1).sample
    assert f'data-task="6" data-shown="{shown}"' in pages[0]
    assert [word for word in BETRAYALS if any(word in page for page in pages)] == []
    given = {**filled(one, adaptive=shown), "t6": "yes"}
    assert "Thank you" in text(visitor.post(at("page", one), given))
    assert SurveyResponse.objects.get().judgements[5]["accepted"] is True
    close()
    assert "is closed" in text(visitor.get(at("page", two)))
