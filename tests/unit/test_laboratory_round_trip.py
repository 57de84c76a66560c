"""What is written into files is what is read from them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.scents.entry import MaterialEntry
from domain.scents.intake import Intake
from domain.scents.material import Groups, Kind, Material
from domain.scents.measured import Measured
from domain.scents.physics.smell import DoseResponse, Threshold
from domain.scents.physics.vapour import VapourPressure
from domain.scents.supply.offer import Grade, Sold
from domain.scents.supply.supplier import Supplier, SupplierProfile
from messaging.tables.writing import as_csv, as_workbook
from scents.exchange import NamedFile, Stock, read_laboratory, tables_of
from scents.exchange.properties import Told, read_property, write_property
from tests.laboratory import build_offer
from tests.laboratory_values import (
    curves,
    groups,
    materials,
    measured,
    texts,
    thresholds,
    vapours,
)


def read(property: str, *cells: str) -> object:
    return read_property(property, Told(*cells))


@settings(deadline=None)  # the first workbook loads a library
@given(st.lists(materials, max_size=4, unique_by=lambda one: one.code), texts, st.booleans())
def test_what_was_written_is_read_as_it_was(found: list[Material], text: str, workbook: bool):
    if found:
        natural = Material("OIL", text, Kind.NATURAL, note=f"={text}")
        found = [*found, natural]
    supplier = ("S", SupplierProfile(f"@{text}", Grade.PREMIUM, note=f"'{text}"))
    tables = tables_of(Stock(found, (), [supplier], [build_offer(source=f"-{text}")]))
    files = [NamedFile(f"{name}.csv", as_csv(sheet)) for name, sheet in tables.items()]
    if workbook:
        files = [NamedFile("all.xlsx", as_workbook(tables))]
    rows = read_laboratory(files)
    intake = Intake(
        entries={one.code: MaterialEntry(one) for one in found},
        suppliers={"S": Supplier(*supplier)},
        price_lists={},
        holders=lambda _: {},
    )
    report = intake.take(replace(rows, offers=()))

    assert not report.faults
    assert not report.effects
    assert [row.offer for row in rows.offers] == [build_offer(source=f"-{text}")]


@given(st.one_of(measured, thresholds, vapours, groups, curves))
def test_a_property_form_shows_what_it_would_read(value: object):
    field = {
        Measured: "molar_mass",
        Threshold: "smell",
        DoseResponse: "smell",
        VapourPressure: "vapour_pressure",
        Groups: "groups",
    }[type(value)]
    name, *cells = write_property(field, value)  # type: ignore[arg-type]
    assert read(name, *map(str, cells)) == value


def test_sold_units_are_written_as_they_are_counted():
    [sheet] = [tables_of(Stock(offers=[build_offer(sold=Sold.SCENT)]))["offers"]]
    assert [(row[4], row[7]) for row in sheet.rows] == [("unit", "unit")] * 2
