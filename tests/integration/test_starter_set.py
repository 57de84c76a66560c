"""The starter set: what it brings, and what it leaves alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from domain.scents.commands import (
    DescribeMaterial,
    OverruleSourcing,
    ReviseFormula,
    WithdrawClearance,
    WithdrawOffer,
)
from domain.scents.recipes.recipe import Blend, Part, Use
from domain.scents.safety.standard import CATEGORIES
from domain.scents.supply.offer import Sold
from messaging.bus import MessageBus
from messaging.models import OutboxEvent
from scents import queries
from scents.models import (
    Clearance,
    DecisionPolicy,
    Formula,
    Material,
    Offer,
    ScentSource,
    Standard,
)
from tests.safety_rules import record_standard

pytestmark = pytest.mark.django_db(transaction=True)

VANILLIN = "121-33-5"
BEGUN = date(2026, 1, 1)


@pytest.fixture
def load(bus: MessageBus) -> None:
    call_command("load_starter_set", verbosity=0)


def again() -> None:
    call_command("load_starter_set", verbosity=0)


def test_loaded_again_it_changes_nothing(load: None):
    before = OutboxEvent.objects.count()
    again()
    assert OutboxEvent.objects.count() == before > 0


def test_a_material_that_was_corrected_stays_so(load: None, bus: MessageBus):
    bus.handle(DescribeMaterial("LIMONENE", "Limonene, ours", cas="5989-27-5"), actor="ann")
    again()
    assert Material.objects.get(code="LIMONENE").name == "Limonene, ours"


def test_a_price_that_was_withdrawn_stays_so_and_is_no_obstacle(load: None, bus: MessageBus):
    bus.handle(WithdrawOffer("CHEAP", Sold.MATERIAL, "LIMONENE", BEGUN), actor="ann")
    [ended] = Offer.objects.filter(price_list__supplier="CHEAP", price_list__item="LIMONENE")
    again()
    [kept] = Offer.objects.filter(price_list__supplier="CHEAP", price_list__item="LIMONENE")
    assert kept.valid_to == ended.valid_to < date(2027, 12, 31)


def test_a_limit_that_an_assessor_lowered_stays_low(load: None, bus: MessageBus):
    limits = dict.fromkeys(CATEGORIES, Decimal("0.01"))
    bus.handle(record_standard(limits=limits), actor="ben")
    again()
    held = Standard.objects.get(amendment="51", name="Citral")
    assert (held.revision, held.value["limits"]["4"]) == (2, "0.01")


def test_what_was_cleared_and_has_a_limit_now_is_not_cleared_again(load: None, bus: MessageBus):
    bus.handle(WithdrawClearance("51", VANILLIN, "it has one", "ben"), actor="ben")
    bus.handle(record_standard("Vanillin", VANILLIN), actor="ben")
    again()
    assert Clearance.objects.get(amendment="51", cas=VANILLIN).value is None


def test_a_formula_that_was_revised_stays_so(load: None, bus: MessageBus):
    recipe = Blend((Part(Use("LIMONENE"), Decimal(1)),))
    bus.handle(ReviseFormula("FOREST", recipe, "simpler", "ann", 1), actor="ann")
    again()
    assert Formula.objects.get(code="FOREST").latest == 2


def test_a_newcomer_sees_the_first_decisions_and_two_policies(load: None):
    bought = dict(ScentSource.objects.values_list("code", "supplier"))
    assert bought.pop("JUNGLE") == "EXPENSIVE"
    assert bought == dict.fromkeys(("SEA-BREEZE", "NIGHTCLUB", "FOREST", "BUSY-STREET"), "CHEAP")
    assert DecisionPolicy.objects.filter(code="CAREFUL", terms__test="sequential").count() == 1


def test_a_scent_that_was_decided_otherwise_stays_so(load: None, bus: MessageBus):
    bus.handle(OverruleSourcing("FOREST", "EXPENSIVE", "", "moss is missed", "ann"))
    again()
    assert ScentSource.objects.get(pk="FOREST").supplier == "EXPENSIVE"


def test_of_nothing_is_there_less_than_the_files_say(load: None):
    assert len(queries.all_materials()) == 70
    assert Formula.objects.count() == 13
