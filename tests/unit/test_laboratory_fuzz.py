"""Whatever is sent as files of the laboratory, rows are taken in or refused: nothing breaks."""

from __future__ import annotations

import csv
import math
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.scents.entry import MaterialEntry
from domain.scents.facts import properties_of
from domain.scents.intake import Intake
from domain.scents.material import Kind, Material
from domain.scents.supply.offer import Sold
from scents.exchange import COLUMNS, NamedFile, read_laboratory
from scents.exchange.properties import FIELDS

NASTY = [
    *("", "0", "-0", "-1", "1e-400", "1e400", "nan", "inf", "1,5", "٣", "9" * 30, "0x10"),
    *("no data", "NO DATA", "A", "OIL", "NONE", "LIMONENE", "'=1", "=1", "\u202e", "\ud7ff"),
    *("Pa", "kPa", "g/m3", "g/mL", "%", "fraction", "degC", "g**9", "m/", "kg", "unit"),
    *("point", "antoine A=1 B=2 C=3", "antoine A=8 B=2000 C=-50 lowest=300", "clausius H=1e4"),
    *("dippr101 A=1 B=1 C=1 D=1 E=900", "C=1 D=0 Imax=3", "C=1 D=1 Imax=3", "1:1 2:2", "1:1 1:1"),
    *("chemical", "natural", "premium", "material", "scent", "EUR", "5989-27-5", "5989-27-6"),
    *("2026-01-01", "2026-02-30", "9999-12-31", "0001-01-01", "298.15", "1", "0.5", "95", "yes"),
]
LIKELY = {"property": [*FIELDS], "item_kind": [*Sold], "kind": [*Kind], "source": ["CRC"]}


def cells(column: str) -> st.SearchStrategy[str]:
    likely = st.sampled_from([*LIKELY.get(column, NASTY), *NASTY])
    return likely | st.sampled_from(NASTY) | st.text(max_size=8)


def rows(kind: str) -> st.SearchStrategy[list[tuple[str, ...]]]:
    return st.lists(st.tuples(*map(cells, COLUMNS[kind])), max_size=5)


def written(kind: str, found: list[tuple[str, ...]]) -> NamedFile:
    text = StringIO()
    csv.writer(text).writerows([COLUMNS[kind], *found])
    return NamedFile(f"{kind}.csv", text.getvalue().encode("utf-8", "surrogatepass"))


def known() -> dict[str, MaterialEntry]:
    library = [
        Material("LIMONENE", "Limonene"),
        Material("A", "A"),
        Material("OIL", "Oil", Kind.NATURAL),
    ]
    return {one.code: MaterialEntry(one) for one in library}


@settings(deadline=None, max_examples=300)
@given(st.fixed_dictionaries({kind: rows(kind) for kind in COLUMNS}))
def test_any_cells_are_taken_in_or_refused_by_row(tables: dict[str, list[tuple[str, ...]]]):
    read = read_laboratory([written(kind, found) for kind, found in tables.items()])
    intake = Intake(entries=known(), suppliers={}, price_lists={}, holders=lambda _: {})
    report = intake.take(read)

    assert bool(report.faults) == bool(report.fault_count)
    assert all(fault.place.file in {f"{kind}.csv" for kind in COLUMNS} for fault in report.faults)
    if not report.fault_count:
        for entry in intake.entries.values():
            assert all(math.isfinite(number) for number in numbers_in(entry.material))


def numbers_in(material: Material) -> list[float]:
    fields = [vars(value).values() for value in properties_of(material).values()]
    flat = [one for values in fields for one in values if isinstance(one, float)]
    return flat + [one for part in material.constituents for one in (part.typical, part.most)]


@settings(deadline=None)
@given(st.sampled_from([*COLUMNS]), st.binary(max_size=200))
def test_any_bytes_are_rows_or_faults(kind: str, content: bytes):
    found = read_laboratory([NamedFile(f"{kind}.csv", content)])
    assert found.fault_count >= 1
    headed = ",".join(COLUMNS[kind]).encode() + b"\n" + content
    found = read_laboratory([NamedFile(f"{kind}.csv", headed)])
    assert found.fault_count == len({fault.place for fault in found.faults})


@pytest.mark.parametrize(
    "name", ["", "x", "../materials.csv", "MATERIALS.CSV", "materials.csv.exe"]
)
def test_a_file_is_known_by_its_name_only(name: str):
    found = read_laboratory([NamedFile(name, ",".join(COLUMNS["materials"]).encode())])
    assert (found.fault_count == 0) == name.lower().endswith("materials.csv")
