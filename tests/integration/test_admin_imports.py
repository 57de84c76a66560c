"""Files of the laboratory in the back office."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from domain.scents.commands import materials as commands
from domain.scents.commands.suppliers import MakeOffer, RegisterSupplier
from domain.scents.facts import from_facts
from domain.scents.measured import Measured
from domain.scents.supply.offer import Grade, PriceStep
from messaging.bus import MessageBus
from messaging.tables.workbook import read_workbook
from scents.models import LaboratoryImport, Material, Supplier
from tests.back_office import at, errors_of, said, send
from tests.laboratory import NamedFile, build_offer, csv_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quick_passwords")]


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
