"""The laboratory from files and into files, on the database."""

from __future__ import annotations

import csv
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from domain.scents.commands.materials import RetireMaterial
from domain.scents.commands.suppliers import ChangeSupplier
from domain.scents.intake import Report
from domain.scents.intake.rows import Outcome
from domain.scents.supply.offer import Grade
from messaging.bus import MessageBus
from messaging.models import OutboxEvent
from scents import queries
from scents.laboratory_files import export_files, import_files
from scents.models import Material, Offer, Supplier
from tests.laboratory import NamedFile, csv_of, write_all

pytestmark = pytest.mark.django_db(transaction=True)

FILES = [
    csv_of(
        "materials",
        ("LIMONENE", "(R)-Limonene", "chemical", "5989-27-5", "orange; fresh"),
        ("ETHANOL", "Ethanol", "solvent", "64-17-5"),
        ("OIL", "Orange oil", "natural", "8008-57-9", "", "=cold pressed"),
    ),
    csv_of(
        "properties",
        ("LIMONENE", "density", 842, "", "kg/m3", 293.15, 1, "CRC"),
        ("LIMONENE", "vapour_pressure", "", "antoine A=6.8 B=2075.6 C=-16.65", "", "", "", "x"),
        ("ETHANOL", "dose_response", "", "C=1.5 D=0.4 Imax=3", "", "", "", "x"),
        ("ETHANOL", "density", "no data", "", "", "", "", "nowhere"),
    ),
    csv_of("constituents", ("OIL", "LIMONENE", 94, 97, "%", "ISO 3140")),
    csv_of("suppliers", ("PREMIER", "Premier", "premium", "a@b.example", "-")),
    csv_of(
        "offers",
        *(
            ("PREMIER", "material", "LIMONENE", q, "kg", p, "EUR", "kg", 0.1, 9, 5, "2026-01-01")
            for q, p in [(0.1, 45), (5, 38)]
        ),
        ("PREMIER", "scent", "SEA", 1, "units", 20, "EUR", "unit", "", "", "", "2026-01-01"),
    ),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "laboratory"
    made.mkdir()
    write_all(made, FILES)
    return made


def stored() -> list[list[object]]:
    """Everything in the tables of the laboratory."""
    return [[*model.objects.order_by("pk").values()] for model in (Material, Supplier, Offer)]


def test_a_dry_run_tells_what_the_import_does_and_does_nothing(bus: MessageBus, folder: Path):
    told = import_files([folder], dry_run=True, actor="ann")
    assert stored() == [[], [], []]
    assert not OutboxEvent.objects.exists()

    done = import_files([folder], dry_run=False, actor="ann")
    assert (done.counts, done.fingerprint) == (told.counts, told.fingerprint)
    assert (told.applied, done.applied) == (False, True)
    kinds = {"materials": 3, "properties": 4, "constituents": 1, "suppliers": 1, "offers": 2}
    assert done.counts == {kind: {Outcome.ADDED: count} for kind, count in kinds.items()}
    assert {*OutboxEvent.objects.values_list("actor", flat=True)} == {"ann"}


def test_files_of_a_folder_may_be_named_in_capitals_and_none_is_left_out_in_silence(
    bus: MessageBus, folder: Path, tmp_path: Path
):
    for file in folder.iterdir():
        file.rename(folder / file.name.upper())
    assert import_files([folder], dry_run=True, actor="ann").counts["materials"]
    (tmp_path / "empty").mkdir()
    assert import_files([tmp_path / "empty"], dry_run=True, actor="ann").fault_count == 1


@pytest.mark.parametrize("name", ["out", "out.xlsx"])
def test_what_was_exported_is_imported_without_a_change(
    bus: MessageBus, folder: Path, tmp_path: Path, name: str
):
    import_files([folder], dry_run=False, actor="ann")
    bus.handle(RetireMaterial("ETHANOL"))
    bus.handle(ChangeSupplier("PREMIER", "Premier", Grade.PREMIUM, active=False))
    before, target = stored(), tmp_path / name

    export_files(target)
    report = import_files([target], dry_run=False, actor="ben")
    assert {*report.counts} == {"materials", "properties", "constituents", "suppliers", "offers"}
    assert all({*counts} == {Outcome.UNCHANGED} for counts in report.counts.values())
    assert stored() == before
    assert not OutboxEvent.objects.filter(actor="ben").exists()


def test_an_empty_laboratory_becomes_the_same_from_an_export(
    bus: MessageBus, folder: Path, tmp_path: Path
):
    import_files([folder], dry_run=False, actor="ann")
    bus.handle(RetireMaterial("ETHANOL"))
    export_files(tmp_path / "out")
    library, offers = queries.all_materials(), queries.all_offers()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE scents_material, scents_supplier CASCADE")

    import_files([tmp_path / "out"], dry_run=False, actor="ann")
    assert (queries.all_materials(), queries.all_offers()) == (library, offers)
    assert queries.retired_materials() == {"ETHANOL"}


def test_one_faulty_row_stops_all(bus: MessageBus, folder: Path):
    bad = csv_of(
        "constituents", ("OIL", "LIMONENE", 94, 97, "%", "x"), ("OIL", "ETHANOL", 1, 1, "%")
    )
    report = import_files([*write_all(folder, [bad]), folder], dry_run=False, actor="ann")

    assert str(report.faults[0]) == "constituents.csv, row 3: source: must not be blank"
    assert report.fingerprint == ""
    assert stored() == [[], [], []]


def test_only_what_differs_is_changed(bus: MessageBus, folder: Path, tmp_path: Path):
    import_files([folder], dry_run=False, actor="ann")
    version = Material.objects.get(pk="LIMONENE").version_number
    changed = csv_of("properties", ("LIMONENE", "density", 0.843, "", "g/mL", 293.15, "", "CRC"))
    report = import_files(write_all(tmp_path, [changed]), dry_run=False, actor="ann")

    assert report.counts == {"properties": {Outcome.CHANGED: 1}}
    row = Material.objects.get(pk="LIMONENE")
    assert row.version_number == version + 1
    assert row.properties["density"]["value"] == 0.843
    assert row.gaps == ["molar_mass", "groups", "smell"]
    event = OutboxEvent.objects.filter(aggregate_id="material:LIMONENE").latest("version")
    assert (event.type, event.payload["value"]["source"]) == ("PropertyRecorded", "CRC")


def test_what_stands_in_a_natural_cannot_become_one(bus: MessageBus, folder: Path, tmp_path: Path):
    import_files([folder], dry_run=False, actor="ann")
    natural = csv_of("materials", ("LIMONENE", "Limonene", "natural", "5989-27-5"))
    report = import_files(write_all(tmp_path, [natural]), dry_run=True, actor="ann")
    assert "LIMONENE, a constituent of OIL" in str(report.faults[0])


def test_a_new_price_list_ends_the_old_one_and_history_stays(
    bus: MessageBus, folder: Path, tmp_path: Path
):
    import_files([folder], dry_run=False, actor="ann")
    row = ("PREMIER", "material", "LIMONENE", 1, "kg", 50, "EUR", "kg", "", "", "", "2026-07-01")
    import_files(write_all(tmp_path, [csv_of("offers", row)]), dry_run=False, actor="ann")
    again = import_files([folder], dry_run=False, actor="ann")

    assert again.counts["offers"] == {Outcome.UNCHANGED: 2}
    old, new = queries.price_history("LIMONENE")
    assert (old.valid_to, new.valid_to) == (date(2026, 6, 30), None)
    assert [step.price for step in old.steps] == [Decimal(45), Decimal(38)]


def test_files_that_are_something_else_are_named(bus: MessageBus, tmp_path: Path):
    files = write_all(
        tmp_path,
        [
            NamedFile("formulas.csv", b"a,b\n"),
            NamedFile("materials.csv", b"code,name\n"),
            NamedFile("broken.xlsx", b"PK\x03\x04"),
            NamedFile("offers.csv", b"%PDF-1.4"),
        ],
    )
    report = import_files([*files, tmp_path / "none.csv"], dry_run=False, actor="ann")
    told = [*map(str, report.faults)]
    assert [fault.split(":")[0] for fault in told] == [
        "none.csv",
        "formulas.csv",
        "materials.csv, row 1",
        "broken.xlsx",
        "offers.csv, row 1",
    ]
    assert "cannot be read" in told[0]


def test_the_command_line_says_what_was_done_and_what_is_wrong(
    bus: MessageBus, folder: Path, tmp_path: Path
):
    said = StringIO()
    call_command("import_laboratory", folder, "--dry-run", stdout=said)
    assert "this would be imported:\nmaterials: 3 added" in said.getvalue()
    call_command("import_laboratory", folder, stdout=said)
    assert "\nimported:" in said.getvalue()
    call_command("export_laboratory", tmp_path / "all.xlsx", stdout=said)
    call_command("import_laboratory", tmp_path / "all.xlsx", stdout=said)
    assert said.getvalue().endswith("suppliers: 1 unchanged\noffers: 2 unchanged\n")

    [bad] = write_all(tmp_path, [csv_of("materials", ("A B", "", "thing"))])
    with pytest.raises(CommandError) as refused:
        call_command("import_laboratory", bad)
    assert refused.value.returncode == 2
    assert "materials.csv, row 2: name '' must not be blank; kind 'thing'" in str(refused.value)
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_laboratory", tmp_path / "no" / "such" / "file.xlsx")


def large(count: int) -> list[NamedFile]:
    codes = [f"M{n}" for n in range(count)]
    values = {
        "molar_mass": (136.2, "", "g/mol"),
        "density": (842, "", "kg/m3"),
        "vapour_pressure": (2, "point", "kPa", 298.15),
        "unifac_groups": ("", "1:2 2:3"),
        "odour_threshold": (2, "", "mg/m3"),
    }
    rows = [
        [code, name, *cells, *[""] * (5 - len(cells)), "source"]
        for code in codes
        for name, cells in values.items()
    ]
    return [
        csv_of("materials", *((code, f"Material {code}", "chemical") for code in codes)),
        csv_of("properties", *rows),
        csv_of("suppliers", ("S", "S", "premium")),
        csv_of(
            "offers",
            *(
                ("S", "material", code, 1, "kg", 50, "EUR", "kg", "", "", "", "2026-07-01")
                for code in codes
            ),
        ),
    ]


def test_two_thousand_materials_are_imported_in_seconds_and_in_few_statements(
    bus: MessageBus, tmp_path: Path
):
    import_files(write_all(tmp_path, large(10)), dry_run=False, actor="ann")
    with CaptureQueriesContext(connection) as few:
        import_files(write_all(tmp_path, large(20)), dry_run=False, actor="ann")
    began = time.monotonic()
    with CaptureQueriesContext(connection) as many:
        report = import_files(write_all(tmp_path, large(2_000)), dry_run=False, actor="ann")
    assert time.monotonic() - began < 20
    assert len(many) == len(few)
    assert report.counts["properties"] == {Outcome.UNCHANGED: 100, Outcome.ADDED: 9_900}
    assert Offer.objects.count() == 2_000

    again = import_files([tmp_path], dry_run=False, actor="ann")
    assert again.counts["properties"] == {Outcome.UNCHANGED: 10_000}


def test_a_text_that_looks_like_a_formula_is_marked_in_the_export(
    bus: MessageBus, folder: Path, tmp_path: Path
):
    import_files([folder], dry_run=False, actor="ann")
    export_files(tmp_path / "out")
    with (tmp_path / "out" / "materials.csv").open(newline="") as file:
        notes = {row["code"]: row["note"] for row in csv.DictReader(file)}
    assert notes["OIL"] == "'=cold pressed"
    assert Material.objects.get(pk="OIL").note == "=cold pressed"


def test_many_who_import_the_same_at_once_import_it_once(bus: MessageBus, folder: Path):
    def take_in(n: int) -> Report:
        try:
            return import_files([folder], dry_run=False, actor=f"person {n}")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        reports = [*people.map(take_in, range(8))]
    assert all(report.applied for report in reports)
    assert sum(Outcome.ADDED in report.counts["materials"] for report in reports) == 1
    told = OutboxEvent.objects.values_list("aggregate_id", "version")
    assert len({*told}) == len(told)
    assert len({*OutboxEvent.objects.values_list("actor", flat=True)}) == 1
