"""What the optimiser works with: the recipe, the library, the offers and limits of today."""

from __future__ import annotations

from datetime import date

from domain.scents.briefing import Briefing, briefing
from domain.scents.recipes.mixture import Library
from domain.scents.safety.bounds import Bounds
from domain.scents.wish import Wish
from scents.queries.examination import bounds_on
from scents.queries.formulas import recipe
from scents.queries.materials import known_materials, library_of
from scents.queries.needs import library_for
from scents.queries.suppliers import offers_for

MOST_MATERIALS = 10_000


def brief_of(wish: Wish, day: date) -> Briefing:
    """Raises UnknownFormula, and what `briefing` raises."""
    blend = recipe(wish.formula, wish.version)
    needed = library_for(blend)
    offers = offers_for(known_materials(MOST_MATERIALS), day)
    offered = library_of({one.item for one in offers})
    library = Library({**offered, **needed.materials}, needed.formulas)
    bounds = Bounds((), ())
    if wish.delivery_format:
        format_ = wish.delivery_format
        bounds = bounds_on(library.materials, library, delivery_format=format_)
    return briefing(wish, blend, library, offers, bounds=bounds)
