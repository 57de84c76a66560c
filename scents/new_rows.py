"""Of what files say of the laboratory, that which is new here."""

from __future__ import annotations

from dataclasses import replace

from domain.scents.intake import LaboratoryRows
from domain.scents.supply.price_list import key_of
from scents import queries


def only_new(rows: LaboratoryRows) -> LaboratoryRows:
    """Without what is said of materials, suppliers and price lists that are there: that is kept by
    people now."""
    known = {one.code for one in queries.all_materials([row.code for row in rows.materials])}
    suppliers = {code for code, _ in queries.all_suppliers()}
    prices = {key_of(offer) for offer in queries.all_offers()}
    return replace(
        rows,
        materials=tuple(row for row in rows.materials if row.code not in known),
        properties=tuple(row for row in rows.properties if row.code not in known),
        constituents=tuple(row for row in rows.constituents if row.natural not in known),
        suppliers=tuple(row for row in rows.suppliers if row.code not in suppliers),
        offers=tuple(row for row in rows.offers if key_of(row.offer) not in prices),
    )
