"""Materials, suppliers and prices in the tables, and what is asked of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from config.bootstrap import bootstrap
from domain.kernel import BadInput, NotFound
from domain.scents.commands import materials as commands
from domain.scents.commands import suppliers as supplier_commands
from domain.scents.entry import CodeTaken, NotAChemical
from domain.scents.material import Constituent, Groups, Kind, Material, NoData
from domain.scents.measured import Measured
from domain.scents.physics.smell import Threshold
from domain.scents.physics.vapour import Correlation, VapourPressure
from domain.scents.recipes.mixture import UnknownMaterial
from domain.scents.supply.offer import Grade, PriceStep, Sold
from domain.scents.supply.price_list import OfferIsHistory
from domain.scents.supply.supplier import SupplierExists, UnknownSupplier
from messaging.bus import MessageBus
from messaging.models import OutboxEvent
from messaging.serialization import from_json
from scents import models, queries
from tests.laboratory import SOURCE, build_offer

pytestmark = pytest.mark.django_db(transaction=True)

JANUARY = date(2026, 1, 1)


@pytest.fixture
def library(bus: MessageBus) -> MessageBus:
    """Limonene, linalool, and the oil that they are in; two suppliers."""
    for code, cas in [("LIMONENE", "5989-27-5"), ("LINALOOL", "78-70-6")]:
        bus.handle(commands.AddMaterial(code, code.title(), cas=cas, descriptors=("citrus",)))
    bus.handle(commands.AddMaterial("OIL", "Orange oil", Kind.NATURAL))
    parts = tuple(Constituent(code, 0.4, 0.5, SOURCE) for code in ("LIMONENE", "LINALOOL"))
    bus.handle(commands.RecordConstituents("OIL", parts))
    for code, grade in [("PREMIER", Grade.PREMIUM), ("BASIC", Grade.STANDARD)]:
        bus.handle(supplier_commands.RegisterSupplier(code, code.title(), grade))
    return bus


def questions(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        ask()
    return len(asked)


def test_a_material_comes_back_as_it_went_in(library: MessageBus):
    properties = {
        "molar_mass": Measured(136.23, "g/mol", SOURCE, uncertainty=0.01),
        "density": NoData(SOURCE),
        "vapour_pressure": VapourPressure(Correlation.POINT, (200.0, 298.15), SOURCE),
        "groups": Groups(((1, 2), (2, 3)), SOURCE),
        "smell": Threshold(0.00245, SOURCE),
    }
    for name, value in properties.items():
        library.handle(commands.RecordProperty("LIMONENE", name, value))

    [found] = queries.materials_by_cas("5989-27-5")
    plain = Material("LIMONENE", "Limonene", cas="5989-27-5", descriptors=("citrus",))
    assert found == replace(plain, **properties)  # type: ignore[arg-type]
    assert queries.materials_by_cas("") == []
    types = OutboxEvent.objects.filter(aggregate_id="material:LIMONENE").order_by("version")
    assert [row.type for row in types] == ["MaterialDescribed", *["PropertyRecorded"] * 5]


def test_a_library_brings_constituents_along_in_two_queries(library: MessageBus):
    found = queries.library_of(["OIL", "NONE"])
    assert {*found} == {"OIL", "LIMONENE", "LINALOOL"}
    assert questions(lambda: queries.library_of(["OIL"])) == 2
    assert questions(lambda: queries.library_of(["LIMONENE", "LINALOOL"])) == 1


def test_offers_of_a_day_are_those_of_active_suppliers_that_hold(library: MessageBus):
    for supplier in ("PREMIER", "BASIC"):
        library.handle(supplier_commands.MakeOffer(build_offer(supplier=supplier)))
    later = build_offer(valid_from=date(2026, 3, 1), fee=Decimal("2.50"))
    library.handle(supplier_commands.MakeOffer(later))
    library.handle(supplier_commands.MakeOffer(build_offer(sold=Sold.SCENT, item="SEA")))

    february, march = date(2026, 2, 28), date(2026, 3, 1)
    assert queries.offers_for(["LIMONENE"], JANUARY - timedelta(1)) == []
    ended = build_offer(valid_to=february)
    assert queries.offers_for(["LIMONENE"], february) == [build_offer(supplier="BASIC"), ended]
    assert queries.offers_for(["LIMONENE", "SEA"], march)[1:] == [later]
    [sea] = queries.offers_for(["SEA", "LIMONENE"], march, sold=Sold.SCENT)
    assert isinstance(sea.fee, Decimal)
    assert questions(lambda: queries.offers_for(["LIMONENE", "SEA"], march)) == 1

    change = supplier_commands.ChangeSupplier("BASIC", "Basic", Grade.STANDARD, active=False)
    library.handle(change)
    assert queries.offers_for(["LIMONENE"], march) == [later]
    assert queries.price_history("LIMONENE") == [build_offer(supplier="BASIC"), ended, later]


def test_the_table_itself_lets_no_two_offers_hold_on_a_day(library: MessageBus):
    library.handle(supplier_commands.MakeOffer(build_offer()))
    prices = models.PriceList.objects.get()
    with pytest.raises(IntegrityError, match="one_offer_holds_on_a_day"), transaction.atomic():
        prices.offers.create(valid_from=date(2026, 5, 1), currency="EUR")
    prices.offers.create(valid_from=date(2025, 1, 1), valid_to=date(2025, 12, 31), currency="EUR")


def test_what_was_withdrawn_before_it_began_may_be_offered_anew(library: MessageBus):
    first = build_offer(valid_from=date(2099, 1, 1))
    library.handle(supplier_commands.MakeOffer(first))
    with pytest.raises(OfferIsHistory):
        library.handle(supplier_commands.MakeOffer(replace(first, fee=Decimal(1))))
    key = (first.supplier, first.sold, first.item, first.valid_from)
    library.handle(supplier_commands.WithdrawOffer(*key))
    library.handle(supplier_commands.MakeOffer(replace(first, fee=Decimal(1))))
    assert [offer.fee for offer in queries.all_offers()] == [1]


def test_gaps_are_filled_from_what_the_libraries_hold(library: MessageBus):
    asked: list[str] = []

    def look_up(cas: str) -> Material:
        asked.append(cas)
        density = Measured(0.84, "g/mL", "a library", 298.15)
        return Material("X", "X", density=density, molar_mass=Measured(1.5, "g/mol", "a library"))

    known = Measured(136.23, "g/mol", SOURCE)
    library.handle(commands.RecordProperty("LIMONENE", "molar_mass", known))
    filling = bootstrap(look_up=look_up)
    assert filling.handle(commands.FillMaterial("LIMONENE")) == ("density",)
    assert asked == ["5989-27-5"]
    found = queries.library_of(["LIMONENE"])["LIMONENE"]
    assert found.molar_mass == known
    assert isinstance(found.density, Measured)
    with pytest.raises(BadInput, match="must be known"):
        filling.handle(commands.FillMaterial("OIL"))


def test_a_number_that_changes_while_it_is_looked_up_is_looked_up_again(library: MessageBus):
    asked: list[str] = []

    def look_up(cas: str) -> Material:
        asked.append(cas)
        corrected = commands.DescribeMaterial("LIMONENE", "Limonene", cas="138-86-3")
        library.handle(corrected)
        return Material("X", "X", molar_mass=Measured(float(len(asked)), "g/mol", cas))

    bootstrap(look_up=look_up).handle(commands.FillMaterial("LIMONENE"))
    assert asked == ["5989-27-5", "138-86-3"]
    mass = queries.library_of(["LIMONENE"])["LIMONENE"].molar_mass
    assert mass == Measured(2.0, "g/mol", "138-86-3")


def test_what_is_not_there_or_is_there_already_is_refused(library: MessageBus):
    offer = build_offer()
    for command, refusal in [
        (commands.AddMaterial("LIMONENE", "Again"), CodeTaken),
        (commands.DescribeMaterial("NONE", "Nobody"), UnknownMaterial),
        (commands.DescribeMaterial("LIMONENE", "L", Kind.NATURAL), NotAChemical),
        (commands.DescribeMaterial("OIL", "Oil", Kind.CHEMICAL), BadInput),
        (commands.RecordProperty("NONE", "density", NoData("x")), UnknownMaterial),
        (commands.RetireMaterial("NONE"), UnknownMaterial),
        (supplier_commands.RegisterSupplier("BASIC", "B", Grade.STANDARD), SupplierExists),
        (supplier_commands.ChangeSupplier("NONE", "B", Grade.STANDARD), UnknownSupplier),
        (supplier_commands.MakeOffer(replace(offer, supplier="NONE")), UnknownSupplier),
        (supplier_commands.MakeOffer(replace(offer, item="NONE")), UnknownMaterial),
        (
            supplier_commands.WithdrawOffer("BASIC", Sold.MATERIAL, "LIMONENE", JANUARY),
            NotFound,
        ),
    ]:
        with pytest.raises(refusal):
            library.handle(command)


def test_every_event_of_the_laboratory_comes_back_from_the_log(library: MessageBus):
    library.handle(supplier_commands.MakeOffer(build_offer(steps=(PriceStep(1, Decimal("2.5")),))))
    stored = OutboxEvent.objects.filter(type="OfferMade").get()
    event: Any = from_json(stored.type, stored.payload)
    assert event.valid_from == JANUARY
    assert event.steps == [[1, "2.5"]]
