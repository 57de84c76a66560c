"""What the first page tells people of the laboratory."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q
from django.utils import timezone

from domain.scents.optimisation import UNFINISHED
from domain.scents.surveys.survey import State
from messaging.admin.cards import Card, card
from messaging.admin.looks import grouped, list_of
from scents import queries
from scents.models import (
    DeliveryFormat,
    Formula,
    LaboratoryImport,
    Offer,
    Optimisation,
    ScentSource,
    Survey,
)
from scents.queries import survey_plans


def laboratory_cards(may: Callable[[str], bool]) -> list[Card]:
    """What waits for somebody in the laboratory, for those who can do something about it."""
    cards = {
        "scents.view_formula": _unapproved,
        "scents.view_optimisation": _searches,
        "scents.view_laboratoryimport": _imports,
        "scents.view_offer": _ending,
        "scents.view_deliveryformat": _undecided,
        "scents.view_scentsource": _provisional,
    }
    made = [make() for right, make in cards.items() if may(right)]
    return made + (survey_cards() if may("scents.view_survey") else [])


def survey_cards() -> list[Card]:
    """Which surveys take answers, and which of them get any."""
    answered = Survey.objects.filter(survey_plans.answered_on(timezone.now().date())).count()
    count = Survey.objects.filter(state=State.OPEN).count()
    return [
        card("Open surveys", grouped(count), list_of(Survey, state="open")),
        card("Surveys answered today", grouped(answered), list_of(Survey, state="answered")),
    ]


def _unapproved() -> Card:
    count = queries.with_state(Formula.objects.all()).filter(Q(is_approved=False)).count()
    return card("Formulas to approve", grouped(count), list_of(Formula, approval="waiting"))


def _searches() -> Card:
    count = Optimisation.objects.filter(state__in=UNFINISHED).count()
    return card("Searches under way", grouped(count), list_of(Optimisation, state="unfinished"))


def _imports() -> Card:
    count = LaboratoryImport.objects.filter(state="ready").count()
    return card("Imports to confirm", grouped(count), list_of(LaboratoryImport, state="ready"))


def _ending() -> Card:
    count = Offer.objects.filter(queries.ending(timezone.now().date())).count()
    return card("Offers ending soon", grouped(count), list_of(Offer, state="ending"))


def _provisional() -> Card:
    count = queries.scents_with_decision().filter(provisional=True).count()
    return card("Provisional decisions", grouped(count), list_of(ScentSource, state="provisional"))


def _undecided() -> Card:
    decided = Q(value__categories__has_key=queries.IN_FORCE)
    count = DeliveryFormat.objects.exclude(decided).count()
    undecided = list_of(DeliveryFormat, category="undecided")
    return card("Formats undecided", grouped(count), undecided, alarming=bool(count))
