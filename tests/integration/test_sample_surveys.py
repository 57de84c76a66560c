"""The surveys of the sample company, and the door by which a visitor of the demo answers one."""

from __future__ import annotations

import pytest
from django.test import Client

from config.sample_surveys import SAMPLES, load_surveys
from domain.scents.commands import CloseSurvey, WithdrawOffer
from domain.scents.supply.offer import Sold
from messaging.bus import MessageBus
from messaging.models import OutboxEvent
from scents.models import FormulaVersion, Offer, Survey, SurveyResponse
from scents.queries import recount
from scents.starter_set import load_starter_set

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]


@pytest.fixture
def loaded(bus: MessageBus, settings) -> list[str]:
    settings.DEMO = True
    load_starter_set(by="sample company")
    return list(load_surveys())


def test_each_is_open_with_answers_that_are_counted_and_invitations_left(loaded):
    for one in SAMPLES:
        survey = Survey.objects.get(pk=one.code)
        assert (survey.state, survey.invited) == ("open", one.invited)
        assert sum(survey.taken.values()) == one.answers < one.invited
        assert recount(one.code) == []
    assert len(loaded) == len(SAMPLES)


def test_loading_surveys_again_has_no_effect(loaded):
    before = OutboxEvent.objects.count()
    assert list(load_surveys()) == []
    assert OutboxEvent.objects.count() == before


def test_nobody_was_told_who_made_the_samples(loaded):
    assert not any(survey.unblindings for survey in Survey.objects.all())


def test_a_second_person_approved_the_variants_and_no_other_formula(loaded):
    approved = FormulaVersion.objects.exclude(approved_at=None)
    assert {one.formula_id.partition("-")[0] for one in approved} == {"OCEAN"}
    assert {(one.author, one.approved_by) for one in approved} == {
        ("sample company", "sample assessor")
    }


def test_without_prices_of_today_the_survey_is_left_out_and_told(bus: MessageBus):
    load_starter_set(by="sample company")
    for offer in Offer.objects.filter(price_list__sold=Sold.SCENT, price_list__item="FOREST"):
        supplier = offer.price_list.supplier_id
        bus.handle(WithdrawOffer(supplier, Sold.SCENT, "FOREST", offer.valid_from))
    told = list(load_surveys())
    assert "FOYER-1 is left out" in told[0]
    assert [survey.code for survey in Survey.objects.all()] == ["OCEAN-1"]


def test_a_visitor_gets_the_next_invitation_that_nobody_used(loaded):
    client = Client()
    assert b"/try-survey" in client.get("/").content
    page = client.get("/try-survey", follow=True)
    assert "/survey/FOYER-1/" in page.redirect_chain[0][0]
    assert b"What the foyer smells" in page.content
    serials = SurveyResponse.objects.filter(survey="FOYER-1").values_list("serial", flat=True)
    assert max(serials) == 120


def test_with_all_surveys_closed_a_visitor_is_told_so(loaded, bus: MessageBus):
    for one in SAMPLES:
        bus.handle(CloseSurvey(one.code, "enough", "rosa"))
    page = Client().get("/try-survey")
    assert page.status_code == 404
    assert b"No invitation is left" in page.content


def test_outside_the_demo_nobody_is_handed_an_invitation(loaded, settings):
    settings.DEMO = False
    assert Client().get("/try-survey").status_code == 404
    assert b"/try-survey" not in Client().get("/").content
