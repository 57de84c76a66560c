"""Everything that can be said of a mixture, in one answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.scents.measured import ROOM
from domain.scents.physics.evaporation import DAY, Evaporation, evaporate
from domain.scents.physics.film import Film
from domain.scents.physics.headspace import Note, headspace, leading
from domain.scents.recipes.composition import Composition, compose
from domain.scents.recipes.mixture import Library, masses
from domain.scents.recipes.recipe import Blend
from domain.scents.safety.allergens import AllergenRule, Label, allergens_to_label
from domain.scents.safety.check import check
from domain.scents.safety.standard import Clearance, Standard
from domain.scents.safety.verdict import Verdict
from domain.scents.supply.cost import Costing, cost
from domain.scents.supply.offer import Offer

KILOGRAM = Decimal(1000)


@dataclass(frozen=True)
class Use:
    """How the formula gets to people: the IFRA category of an amendment, the mass fraction `dose`
    of the formula in the finished product, and the day on which labels are asked about."""

    amendment: str
    category: str
    dose: float
    on: date
    leave_on: bool = True


@dataclass(frozen=True)
class Rules:
    """What is known of limits and labels."""

    standards: Sequence[Standard] = ()
    clearances: Sequence[Clearance] = ()
    allergens: Sequence[AllergenRule] = ()


@dataclass(frozen=True)
class Evaluation:
    """The answer. `notes` are those of all identified substances, `leading` the codes of those that
    can be smelled, the strongest first; `verdict` and `label` are None where no use was named, and
    so is `evaporation` where nothing is identified."""

    composition: Composition
    temperature: float
    notes: tuple[Note, ...]
    leading: tuple[str, ...]
    evaporation: Evaporation | None
    costs: tuple[Costing, ...]
    verdict: Verdict | None
    label: Label | None


def evaluate(
    recipe: Blend,
    library: Library,
    *,
    temperature: float = ROOM,
    film: Film | None = None,
    duration: float = DAY,
    offers: Iterable[Offer] = (),
    batch: Decimal = KILOGRAM,
    use: Use | None = None,
    rules: Rules | None = None,
) -> Evaluation:
    """Work the mixture out: at a temperature in K, as a film that dries for `duration` in s, for a
    batch in g, in this use.

    Raises what `masses`, `headspace`, `evaporate`, `cost` and `check` raise.
    """
    composition = compose(masses(recipe, library), library)
    moles = composition.moles()
    substances, fractions = list(moles), list(moles.values())
    notes: tuple[Note, ...] = ()
    evaporation = None
    if moles:
        notes = headspace(substances, fractions, temperature=temperature)
        film = film or Film(temperature=temperature)
        evaporation = evaporate(substances, fractions, film=film, duration=duration)
    return Evaluation(
        composition,
        temperature,
        notes,
        tuple(note.code for note in leading(notes)),
        evaporation,
        cost(composition.materials, tuple(offers), batch=batch),
        *_safety(composition, library, use, rules or Rules()),
    )


def _safety(
    composition: Composition, library: Library, use: Use | None, rules: Rules
) -> tuple[Verdict | None, Label | None]:
    if use is None:
        return None, None
    contents = composition.contents
    cas = library.cas_of(contents)
    verdict = check(
        contents,
        cas,
        rules.standards,
        rules.clearances,
        amendment=use.amendment,
        category=use.category,
        dose=use.dose,
    )
    label = allergens_to_label(
        contents, cas, rules.allergens, dose=use.dose, leave_on=use.leave_on, on=use.on
    )
    return verdict, label
