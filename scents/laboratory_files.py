"""The laboratory from files and into files: for the command line, and for starting data."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from domain.scents.commands.intake import ImportLaboratory
from domain.scents.intake import Report
from domain.scents.supply.offer import Sold
from messaging.bus import get_bus
from messaging.tables.writing import as_csv, as_workbook
from scents import queries
from scents.exchange import Stock, read_paths, tables_of


def import_files(paths: Iterable[Path], *, dry_run: bool, actor: str) -> Report:
    """Take in folders, CSV files and workbooks: all of it or nothing.

    Where the report has faults, and in a dry run, nothing was stored.
    """
    rows = read_paths(paths)
    report: Report = get_bus().handle(ImportLaboratory(rows, dry_run=dry_run), actor=actor)
    return report


def refusal(report: Report) -> str:
    """Why nothing was imported, row by row."""
    more = report.fault_count - len(report.faults)
    rest = [f"and {more} more"] if more else []
    return "\n".join(["nothing was imported:", *map(str, report.faults), *rest])


def summary(report: Report) -> str:
    """What the files did, or would do."""
    said = [
        f"{kind}: {', '.join(f'{count} {outcome}' for outcome, count in sorted(counts.items()))}"
        for kind, counts in report.counts.items()
    ]
    first = "imported" if report.applied else "this would be imported"
    return "\n".join([f"{first}:", *said] if said else ["there was nothing to import"])


def export_files(target: Path) -> None:
    """Everything, as a workbook where the target is called so, else as CSV files in a folder.

    Raises OSError.
    """
    tables = tables_of(stock_of())
    if target.suffix.lower() == ".xlsx":
        target.write_bytes(as_workbook(tables))
        return
    target.mkdir(parents=True, exist_ok=True)
    for name, sheet in tables.items():
        (target / f"{name}.csv").write_bytes(as_csv(sheet))


def stock_of(
    *, materials: Collection[str] | None = None, suppliers: Collection[str] | None = None
) -> Stock:
    """What there is, or of these: materials with their offers, suppliers with theirs. An offer is
    written with its supplier and its material, so that it can be read elsewhere."""
    offers = queries.all_offers(materials=materials, suppliers=suppliers)
    if suppliers is not None:
        materials = {offer.item for offer in offers if offer.sold is Sold.MATERIAL}
    elif materials is not None:
        suppliers = {offer.supplier for offer in offers}
    wanted = None if materials is None else [*queries.library_of(materials)]
    return Stock(
        queries.all_materials(wanted),
        queries.retired_materials(),
        queries.all_suppliers(suppliers),
        offers,
    )
