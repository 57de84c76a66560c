"""Materials in the back office."""

from __future__ import annotations

import pytest
from django.test import Client

from domain.scents.commands import materials as commands
from domain.scents.facts import from_facts
from domain.scents.material import Groups, Kind, NoData, Property
from domain.scents.measured import Measured
from domain.scents.physics.smell import DoseResponse, Threshold
from domain.scents.physics.vapour import Correlation, VapourPressure
from messaging.bus import MessageBus
from messaging.models import OutboxEvent
from scents.models import LaboratoryImport, Material, Offer
from tests.back_office import at, errors_of, fill_in, page_of, send
from tests.doors import person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quick_passwords")]

LIMONENE = {"code": "LIMONENE", "name": "Limonene", "kind": "chemical", "cas": "5989-27-5"}


def known(name: str) -> Property:
    return from_facts(Material.objects.get(pk="LIMONENE").properties[name])


def test_a_material_is_added_described_and_retired(perfumer: Client):
    perfumer.post(at("add", Material), {**LIMONENE, "descriptors": "orange; fresh"}, follow=True)
    row = Material.objects.get()
    assert (row.code, row.descriptors, row.retired) == ("LIMONENE", ["orange", "fresh"], False)
    assert "orange; fresh" in page_of(perfumer, Material, "LIMONENE")

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
    shown = page_of(perfumer, Material, limonene)
    for text in ("136.23", "CRC handbook", "no data", "two handbooks", "nobody has looked"):
        assert text in shown
    assert Material.objects.get().gaps == ["density", "vapour_pressure", "groups", "smell"]
    tables = {
        table.title: table.rows
        for table in perfumer.get(at("change", Material, limonene)).context["tables"]
    }
    _, *told = tables["Latest changes"][0]
    said = "name density, value is NoData, searched two handbooks"
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
    assert "97 %" in page_of(perfumer, Material, "OIL")
    assert at("change", Material, "OIL") in page_of(perfumer, Material, limonene)

    for bad, fault in [
        ("LIMONENE,1,2,%", "4 cells"),
        ("NONE,1,2,%,x", "no material NONE"),
        ("OIL,1,2,%,x", "natural itself"),
        ("LIMONENE,3,2,%,x", "typical"),
    ]:
        assert fault in errors_of(fill_in(perfumer, Material, "OIL", "constituents", lines=bad))


def test_purchasing_sees_materials_and_makes_offers_but_changes_no_material(
    bus: MessageBus, client: Client, limonene: str
):
    client.force_login(person("eve", "purchasing"))
    assert client.get(at("change", Material, limonene)).status_code == 200
    assert client.get(at("add", Offer)).status_code == 200
    assert client.get(at("add", LaboratoryImport)).status_code == 403
    assert client.post(at("change", Material, limonene), LIMONENE).status_code == 403
    assert client.get(at("do", Material, limonene, "density")).status_code == 403
