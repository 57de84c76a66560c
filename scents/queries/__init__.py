"""The read side of the laboratory."""

from scents.queries.materials import (
    all_materials,
    known_materials,
    library_of,
    materials_by_cas,
    naturals_with,
    retired_materials,
)
from scents.queries.suppliers import (
    all_offers,
    all_suppliers,
    known_suppliers,
    offer_number,
    offer_of,
    offers_for,
    price_history,
)

__all__ = [
    "all_materials",
    "all_offers",
    "all_suppliers",
    "known_materials",
    "known_suppliers",
    "library_of",
    "materials_by_cas",
    "naturals_with",
    "offer_number",
    "offer_of",
    "offers_for",
    "price_history",
    "retired_materials",
]
