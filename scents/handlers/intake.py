"""Files are taken in: looked at first, then all of it or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.scents.commands import intake as commands
from domain.scents.entry import MaterialEntry
from domain.scents.intake import Intake, LaboratoryRows, Report
from domain.scents.laboratory_import import LaboratoryImport, UnknownImport
from domain.scents.supply.offer import Sold
from domain.scents.supply.price_list import PriceList, key_of
from domain.scents.supply.supplier import Supplier

if TYPE_CHECKING:
    from scents.ports import ImportUnitOfWork, SupplierUnitOfWork


def import_laboratory(command: commands.ImportLaboratory, uow: SupplierUnitOfWork) -> Report:
    """What the rows have done, or would do. With faults, nothing is stored."""
    with uow:
        intake = _intake(command.rows, uow)
        report = intake.take(command.rows)
        if command.dry_run or report.fault_count:
            _forget(intake)
            return report
        _add_new(intake, uow)
        uow.commit()
        return report.done()


def prepare_import(command: commands.PrepareImport, uow: ImportUnitOfWork) -> Report:
    """What the files would do. Nothing of it is stored but that."""
    with uow:
        intake = _intake(command.rows, uow)
        report = intake.take(command.rows)
        _forget(intake)
        uow.laboratory_imports.add(
            LaboratoryImport.prepare(command.key, command.names, command.content, report)
        )
        uow.commit()
        return report


def confirm_import(command: commands.ConfirmImport, uow: ImportUnitOfWork) -> Report:
    """Raises UnknownImport, NotReady, ImportChanged."""
    with uow:
        sent = uow.laboratory_imports.get(command.key)
        if sent is None:
            raise UnknownImport(command.key)
        sent.require_ready()
        intake = _intake(command.rows, uow)
        report = intake.take(command.rows)
        sent.apply(report)
        _add_new(intake, uow)
        uow.commit()
        return report.done()


def _intake(rows: LaboratoryRows, uow: SupplierUnitOfWork) -> Intake:
    """With everything that the rows speak of, in a few queries."""
    offers = [row.offer for row in rows.offers]
    codes = {row.code for row in rows.materials} | {row.code for row in rows.properties}
    codes |= {row.natural for row in rows.constituents}
    codes |= {row.constituent.code for row in rows.constituents}
    codes |= {offer.item for offer in offers if offer.sold is Sold.MATERIAL}
    suppliers = {row.code for row in rows.suppliers} | {offer.supplier for offer in offers}
    return Intake(
        entries=uow.materials.get_many(codes),
        suppliers=uow.suppliers.get_many(suppliers),
        price_lists=uow.price_lists.get_many({key_of(offer) for offer in offers}),
        holders=uow.materials.holders,
    )


def _add_new(intake: Intake, uow: SupplierUnitOfWork) -> None:
    for one in intake.changed:
        if one.version_number == len(one.events):
            match one:
                case MaterialEntry():
                    uow.materials.add(one)
                case Supplier():
                    uow.suppliers.add(one)
                case PriceList():
                    uow.price_lists.add(one)


def _forget(intake: Intake) -> None:
    """What was only tried has not happened: nobody is told of it, and it is not stored."""
    for one in [*intake.changed]:
        one.take_events()
