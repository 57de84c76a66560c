"""Taking in what files say of the laboratory: all of it, or a fault by row."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from domain.kernel import Aggregate
from domain.scents.entry import MaterialEntry
from domain.scents.intake.materials import Holders, MaterialIntake
from domain.scents.intake.offers import OfferIntake
from domain.scents.intake.rows import LaboratoryRows, Report
from domain.scents.intake.tally import Tally
from domain.scents.supply.price_list import ListKey, PriceList
from domain.scents.supply.supplier import Supplier

__all__ = ["Holders", "Intake", "LaboratoryRows", "Report"]


class Intake:
    """One reading of files into what is there: aggregates by code or key, to which new ones are
    added. Where the report has faults, they are of no use any more."""

    def __init__(
        self,
        *,
        entries: dict[str, MaterialEntry],
        suppliers: dict[str, Supplier],
        price_lists: dict[ListKey, PriceList],
        holders: Holders,
    ) -> None:
        self.entries = entries
        self.suppliers = suppliers
        self.price_lists = price_lists
        self._holders = holders

    def take(self, rows: LaboratoryRows) -> Report:
        """What the rows do."""
        tally = Tally(rows.spoiled)
        tally.faults += rows.faults
        materials = MaterialIntake(self.entries, self._holders, tally)
        _take_materials(rows, materials)
        _take_offers(rows, OfferIntake(self.suppliers, self.price_lists, materials, tally))
        if not tally.faults:
            materials.keep()
        fingerprint = "" if tally.faults else self._fingerprint()
        return tally.report(
            more_faults=rows.fault_count - len(rows.faults), fingerprint=fingerprint
        )

    @property
    def changed(self) -> Iterator[Aggregate]:
        """What has something to store, in the order of the keys."""
        for known in (self.entries, self.suppliers, self.price_lists):
            aggregates: list[Aggregate] = [*known.values()]
            yield from (one for one in sorted(aggregates, key=_identity) if one.events)

    def _fingerprint(self) -> str:
        """Of what would be recorded, and of the versions that it would be added to."""
        digest = sha256()
        for one in self.changed:
            digest.update(f"{one.identity} {one.version_number} {one.events!r}\n".encode())
        return digest.hexdigest()


def _identity(aggregate: Aggregate) -> str:
    return aggregate.identity


def _take_materials(rows: LaboratoryRows, intake: MaterialIntake) -> None:
    for material in rows.materials:
        intake.describe(material)
    for told in rows.properties:
        intake.record(told)
    intake.compose(rows.constituents)
    intake.check_naturals(rows.materials)


def _take_offers(rows: LaboratoryRows, intake: OfferIntake) -> None:
    for supplier in rows.suppliers:
        intake.supply(supplier)
    for offer in sorted(rows.offers, key=lambda row: row.offer.valid_from):
        intake.offer(offer)
