"""Materials, suppliers, offers and imports in the back office."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from domain.scents.commands import materials as commands
from domain.scents.commands.suppliers import MakeOffer, RegisterSupplier
from domain.scents.facts import from_facts
from domain.scents.material import Groups, Kind, NoData, Property
from domain.scents.measured import Measured
from domain.scents.offer import Grade, PriceStep
from domain.scents.smell import DoseResponse, Threshold
from domain.scents.vapour import Correlation, VapourPressure
from messaging.bus import MessageBus
from messaging.models import OutboxEvent
from messaging.tables.workbook import read_workbook
from scents.models import LaboratoryImport, Material, Offer, Supplier
from tests.back_office import at, errors_of, fill_in, said, send
from tests.doors import person
from tests.laboratory import NamedFile, build_offer, csv_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quick_passwords")]

LIMONENE = {"code": "LIMONENE", "name": "Limonene", "kind": "chemical", "cas": "5989-27-5"}


@pytest.fixture
def perfumer(bus: MessageBus, client: Client) -> Client:
    client.force_login(person("ann", "perfumer"))
    return client


@pytest.fixture
def limonene(bus: MessageBus) -> str:
    bus.handle(commands.AddMaterial("LIMONENE", "Limonene", cas="5989-27-5"))
    return "LIMONENE"


def known(name: str) -> Property:
    return from_facts(Material.objects.get(pk="LIMONENE").properties[name])


def page(client: Client, model: Any, key: object) -> str:
    return client.get(at("change", model, key)).content.decode()


def test_a_material_is_added_described_and_retired(perfumer: Client):
    perfumer.post(at("add", Material), {**LIMONENE, "descriptors": "orange; fresh"}, follow=True)
    row = Material.objects.get()
    assert (row.code, row.descriptors, row.retired) == ("LIMONENE", ["orange", "fresh"], False)
    assert "orange; fresh" in page(perfumer, Material, "LIMONENE")

    changed = {**LIMONENE, "name": "(R)-Limonene", "descriptors": ""}
    perfumer.post(at("change", Material, "LIMONENE"), changed, follow=True)
    send(perfumer, Material, "retire", "LIMONENE")
    row = Material.objects.get()
    assert (row.name, row.descriptors, row.retired) == ("(R)-Limonene", [], True)
    send(perfumer, Material, "restore", "LIMONENE")
    assert not Material.objects.get().retired
    assert {*OutboxEvent.objects.values_list("actor", flat=True)} == {"admin:ann"}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"cas": "5989-27-6"}, "check digit"),
        ({"code": "A B"}, "letters"),
        ({"name": ""}, "required"),
    ],
)
def test_a_slip_in_a_material_is_told(perfumer: Client, changes: dict[str, str], fault: str):
    response = perfumer.post(at("add", Material), {**LIMONENE, **changes})
    assert fault in errors_of(response)
    assert not Material.objects.exists()


def test_a_code_is_given_once(perfumer: Client, limonene: str):
    assert "already" in errors_of(perfumer.post(at("add", Material), LIMONENE))


@pytest.mark.parametrize(
    ("form", "sent", "name", "value"),
    [
        (
            "molar-mass",
            {"value": "136.23", "unit": "g/mol", "uncertainty": "0.01"},
            "molar_mass",
            Measured(136.23, "g/mol", "CRC", uncertainty=0.01),
        ),
        (
            "density",
            {"value": "842", "unit": "kg/m3", "temperature": "293.15"},
            "density",
            Measured(0.842, "g/mL", "CRC", 293.15),
        ),
        (
            "vapour-pressure",
            {"correlation": "antoine", "parameters": "A=6.8 B=2075.6 C=-16.65 lowest=288"},
            "vapour_pressure",
            VapourPressure(Correlation.ANTOINE, (6.8, 2075.6, -16.65), "CRC", 288),
        ),
        (
            "vapour-pressure",
            {"correlation": "point", "value": "0.2", "unit": "kPa", "temperature": "298.15"},
            "vapour_pressure",
            VapourPressure(Correlation.POINT, (200, 298.15), "CRC"),
        ),
        ("groups", {"parameters": "2:3 1:2"}, "groups", Groups(((1, 2), (2, 3)), "CRC")),
        ("threshold", {"value": "2.45", "unit": "mg/m3"}, "smell", Threshold(0.00245, "CRC")),
        ("dose-response", {"parameters": "C=1 D=2 Imax=3"}, "smell", DoseResponse(1, 2, 3, "CRC")),
        ("density", {"nothing": "on"}, "density", NoData("CRC")),
    ],
)
def test_a_property_is_filled_in_and_shown_again_as_it_is(
    perfumer: Client, limonene: str, form: str, sent: dict[str, str], name: str, value: Property
):
    response = fill_in(perfumer, Material, limonene, form, source="CRC", **sent)
    assert response.status_code == 200
    assert known(name) == value

    again = perfumer.get(at("do", Material, limonene, form)).context["adminform"].form
    shown = {field: again[field].value() for field in again.fields if again[field].value()}
    sent_again = {field: cell if cell is not True else "on" for field, cell in shown.items()}
    fill_in(perfumer, Material, limonene, form, **sent_again)
    assert known(name) == value
    assert OutboxEvent.objects.filter(type="PropertyRecorded").count() == 1


@pytest.mark.parametrize(
    ("form", "sent", "fault"),
    [
        ("density", {"value": "nan", "unit": "g/mL"}, "finite number"),
        ("density", {"value": "842", "unit": "g/mL"}, "must be from"),
        ("vapour-pressure", {"correlation": "point", "value": "-1", "unit": "Pa"}, "above zero"),
        ("dose-response", {"parameters": "C=1 D=0 Imax=3"}, "slope"),
        ("threshold", {"value": "1", "unit": "Pa"}, "valid choice"),
        ("groups", {"parameters": "one"}, "subgroups"),
    ],
)
def test_what_cannot_be_is_told_on_the_form(
    perfumer: Client, limonene: str, form: str, sent: dict[str, str], fault: str
):
    response = fill_in(perfumer, Material, limonene, form, source="CRC", **sent)
    assert fault in errors_of(response)
    assert Material.objects.get().properties == {}


def test_the_page_shows_what_is_known_what_is_not_and_what_nobody_looked_for(
    perfumer: Client, bus: MessageBus, limonene: str
):
    mass = Measured(136.23, "g/mol", "CRC handbook")
    bus.handle(commands.RecordProperty(limonene, "molar_mass", mass))
    bus.handle(commands.RecordProperty(limonene, "density", NoData("two handbooks")))
    shown = page(perfumer, Material, limonene)
    for text in ("136.23", "CRC handbook", "no data", "two handbooks", "nobody has looked"):
        assert text in shown
    assert Material.objects.get().gaps == ["density", "vapour_pressure", "groups", "smell"]
    tables = {
        table.title: table.rows
        for table in perfumer.get(at("change", Material, limonene)).context["tables"]
    }
    _, *told = tables["Latest changes"][0]
    said = "code LIMONENE, name density, value is NoData, searched two handbooks"
    assert told == ["system", "property recorded", said]

    def found(**filters: str) -> int:
        return int(perfumer.get(at("changelist", Material), filters).context["cl"].result_count)

    assert [found(gap="density"), found(gap="molar_mass"), found(gap="none")] == [1, 0, 0]
    assert [found(q="5989-27-5"), found(q="limo"), found(q="rose")] == [1, 1, 0]


def test_a_natural_is_filled_in_line_by_line(perfumer: Client, bus: MessageBus, limonene: str):
    bus.handle(commands.AddMaterial("OIL", "Orange oil", Kind.NATURAL))
    lines = 'LIMONENE, 94, 97, %, "ISO 3140, 2019"\n'
    fill_in(perfumer, Material, "OIL", "constituents", lines=lines)
    [part] = Material.objects.get(pk="OIL").constituents
    told = {"code": "LIMONENE", "typical": 0.94, "most": 0.97, "source": "ISO 3140, 2019"}
    assert part == told
    form = perfumer.get(at("do", Material, "OIL", "constituents")).context["adminform"].form
    assert form["lines"].value() == 'LIMONENE,0.94,0.97,fraction,"ISO 3140, 2019"'
    assert "97 %" in page(perfumer, Material, "OIL")
    assert at("change", Material, "OIL") in page(perfumer, Material, limonene)

    for bad, fault in [
        ("LIMONENE,1,2,%", "4 cells"),
        ("NONE,1,2,%,x", "no material NONE"),
        ("OIL,1,2,%,x", "natural itself"),
        ("LIMONENE,3,2,%,x", "typical"),
    ]:
        assert fault in errors_of(fill_in(perfumer, Material, "OIL", "constituents", lines=bad))


def test_offers_are_made_shown_with_their_history_and_withdrawn(
    perfumer: Client, bus: MessageBus, limonene: str
):
    sent = {"code": "PREMIER", "name": "Premier", "grade": "premium", "email": "a@b.example"}
    perfumer.post(at("add", Supplier), sent, follow=True)
    terms = {"supplier": "PREMIER", "sold": "material", "item": limonene, "currency": "EUR"}
    terms |= {"minimum": "100", "lead_time": "9", "fee": "5.00", "source": "list"}
    first = {**terms, "steps": "100: 45\n5000: 38.00", "valid_from": "2026-01-01"}
    perfumer.post(at("add", Offer), first, follow=True)
    today = timezone.now().date()
    perfumer.post(at("add", Offer), {**first, "steps": "1: 50", "valid_from": f"{today}"})

    old, new = Offer.objects.order_by("valid_from")
    assert (old.steps, old.valid_to) == ([[100, "45"], [5000, "38.00"]], today - timedelta(1))
    for model, key in [(Material, limonene), (Supplier, "PREMIER"), (Offer, new.pk)]:
        assert "from 1 g 50 EUR per kg" in page(perfumer, model, key)
    assert page(perfumer, Material, limonene).count('<path class="price-0"') == 2
    assert "style=" not in page(perfumer, Offer, new.pk).partition("<svg viewBox")[2][:900]

    asked = send(perfumer, Offer, "withdraw", new.pk)
    assert Offer.objects.count() == 2
    yes = {"action": "withdraw", "_selected_action": [new.pk], "_confirmed": "1", "index": "0"}
    perfumer.post(at("changelist", Offer), yes)
    assert asked.context["title"] == "Withdraw?"
    assert [*Offer.objects.all()] == [old]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"steps": "5: 3\n1: 4"}, "in the order"),
        ({"steps": "one"}, "is no step"),
        ({"currency": "eur"}, "ISO 4217"),
        ({"supplier": "NONE"}, "no supplier NONE"),
        ({"item": "NONE"}, "no material NONE"),
        ({"valid_to": "2025-12-31"}, "before valid_from"),
        ({"valid_from": "2025-12-31"}, "overlaps"),
        ({"fee": "-1"}, "greater than or equal"),
    ],
)
def test_an_offer_that_cannot_be_is_told_on_the_form(
    perfumer: Client, bus: MessageBus, limonene: str, changes: dict[str, str], fault: str
):
    bus.handle(RegisterSupplier("PREMIER", "Premier", Grade.PREMIUM))
    bus.handle(MakeOffer(build_offer()))
    sent = {"supplier": "PREMIER", "sold": "material", "item": limonene, "currency": "EUR"}
    sent |= {"minimum": "0", "lead_time": "0", "fee": "0", "steps": "1: 4"}
    response = perfumer.post(at("add", Offer), {**sent, "valid_from": "2026-02-01", **changes})
    assert fault in errors_of(response)
    assert Offer.objects.count() == 1


def upload(client: Client, *files: NamedFile) -> Any:
    sent = [SimpleUploadedFile(file.name, file.content) for file in files]
    return client.post(at("add", LaboratoryImport), {"sent": sent}, follow=True)


MATERIALS = csv_of("materials", ("LIMONENE", "Limonene", "chemical", "5989-27-5"))
DENSITY = csv_of("properties", ("LIMONENE", "density", 842, "", "kg/m3", "", "", "CRC"))


def test_files_are_looked_at_first_and_then_taken_in(perfumer: Client):
    shown = upload(perfumer, MATERIALS, DENSITY)
    [sent] = LaboratoryImport.objects.all()
    tables = {table.title: table.rows for table in shown.context["tables"]}
    assert tables["Rows"] == [("materials", 1, 0, 0), ("properties", 1, 0, 0)]
    assert ("properties", "LIMONENE density", "added") in tables["Changes"]
    assert not Material.objects.exists()
    assert (sent.state, sent.actor) == ("ready", "admin:ann")

    assert "1 imported." in said(send(perfumer, LaboratoryImport, "apply", sent.pk))
    sent.refresh_from_db()
    assert (sent.state, bytes(sent.content)) == ("applied", b"")
    assert from_facts(Material.objects.get().properties["density"]) == Measured(
        0.842, "g/mL", "CRC"
    )
    assert "applied" in str(said(send(perfumer, LaboratoryImport, "apply", sent.pk)))


def test_every_fault_is_shown_and_faulty_files_cannot_be_taken_in(perfumer: Client):
    bad = csv_of("properties", ("NONE", "density", 1), ("NONE", "molar_mass", "nan"))
    shown = upload(perfumer, MATERIALS, bad)
    faults = shown.context["tables"][0]
    assert faults.title == "Faults"
    assert [row[:2] for row in faults.rows] == [("properties.csv", 2), ("properties.csv", 3)]
    assert shown.context["page_actions"] == []

    [sent] = LaboratoryImport.objects.all()
    assert "faulty" in str(said(send(perfumer, LaboratoryImport, "apply", sent.pk)))
    assert not Material.objects.exists()


def test_what_is_taken_in_is_what_was_shown(perfumer: Client, bus: MessageBus):
    upload(perfumer, MATERIALS)
    bus.handle(commands.AddMaterial("LIMONENE", "Something else"))
    [sent] = LaboratoryImport.objects.all()
    assert "meanwhile" in str(said(send(perfumer, LaboratoryImport, "apply", sent.pk)))
    assert Material.objects.get().name == "Something else"


def test_too_many_files_are_refused(perfumer: Client):
    assert "At most 10 files" in errors_of(upload(perfumer, *[MATERIALS] * 11))
    assert "required" in errors_of(perfumer.post(at("add", LaboratoryImport), {}))


def test_chosen_materials_are_exported_with_their_offers(
    perfumer: Client, bus: MessageBus, limonene: str
):
    bus.handle(commands.AddMaterial("OTHER", "=Other"))
    bus.handle(RegisterSupplier("PREMIER", "Premier", Grade.PREMIUM))
    bus.handle(MakeOffer(build_offer(steps=(PriceStep(1, Decimal(5)),))))
    exported = send(perfumer, Material, "export_workbook", limonene)
    sheets = {name: [*rows] for name, rows in read_workbook(exported.content).items()}
    assert {name: len(rows) - 1 for name, rows in sheets.items()} == {
        "materials": 1,
        "properties": 0,
        "constituents": 0,
        "suppliers": 1,
        "offers": 1,
    }
    supplier = send(perfumer, Supplier, "export_workbook", "PREMIER")
    assert BytesIO(supplier.content).read(2) == b"PK"
    assert upload(perfumer, NamedFile("all.xlsx", exported.content)).context["tables"][0].rows == [
        ("materials", 0, 0, 1),
        ("suppliers", 0, 0, 1),
        ("offers", 0, 0, 1),
    ]


def test_purchasing_sees_materials_and_makes_offers_but_changes_no_material(
    bus: MessageBus, client: Client, limonene: str
):
    client.force_login(person("eve", "purchasing"))
    assert client.get(at("change", Material, limonene)).status_code == 200
    assert client.get(at("add", Offer)).status_code == 200
    assert client.get(at("add", LaboratoryImport)).status_code == 403
    assert client.post(at("change", Material, limonene), LIMONENE).status_code == 403
    assert client.get(at("do", Material, limonene, "density")).status_code == 403


def test_a_currency_has_a_chart_of_its_own(client: Client, bus: MessageBus, limonene: str):
    client.force_login(User.objects.create_superuser("boss"))
    for supplier, currency in [("A", "EUR"), ("B", "USD"), ("C", "USD")]:
        bus.handle(RegisterSupplier(supplier, supplier, Grade.STANDARD))
        offer = build_offer(supplier=supplier, currency=currency, valid_from=date(2030, 1, 1))
        bus.handle(MakeOffer(offer))
    shown = page(client, Material, limonene)
    assert shown.count('<figure class="prices">') == 2
    assert "USD per kg" in shown
