"""The stored part of what evaluations need (see scents/evaluation/shelf.py)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from domain.kernel import BadInput, Refused
from domain.scents.evaluation import Rules
from domain.scents.material import Material
from domain.scents.recipes.mixture import FormulaVersion
from domain.scents.recipes.recipe import Blend
from domain.scents.safety.delivery_format import UnknownFormat
from domain.scents.supply.offer import Offer
from scents.queries.formulas import recipes_of
from scents.queries.materials import materials_called
from scents.queries.safety import category_of, rules_of
from scents.queries.suppliers import offers_for


class SeveralGrades(Refused):
    """A CAS number names a chemical, of which there are several materials."""

    code = "several-materials"

    def __init__(self, cas: str, codes: Collection[str]) -> None:
        super().__init__(f"{cas} is {', '.join(sorted(codes))}; name one of them")


class CustomersShelf:
    """What customers may have of the laboratory: materials and limits, but no recipe of the
    house, and nothing of what it pays."""

    def materials(self, names: Collection[str]) -> Mapping[str, Material]:
        """By code, else by CAS number. Raises SeveralGrades."""
        called = materials_called(names)
        found = {one.code: one for one in called if one.code in names}
        for cas in sorted({one.cas for one in called} & set(names) - found.keys()):
            grades = [one for one in called if one.cas == cas]
            if len(grades) > 1:
                raise SeveralGrades(cas, [one.code for one in grades])
            found[cas] = grades[0]
        return found

    def recipes(self, formulas: Collection[FormulaVersion]) -> Mapping[FormulaVersion, Blend]:
        return {}

    def offers(self, codes: Collection[str], *, on: date) -> tuple[Offer, ...]:
        return ()

    def rules(self, amendment: str, cas: Collection[str]) -> Rules:
        return rules_of(amendment, cas)

    def category(self, delivery_format: str, *, amendment: str) -> str:
        try:
            return category_of(delivery_format, amendment)[1]
        except UnknownFormat:
            raise BadInput("safety/delivery_format", "is no format that we know") from None


class StaffShelf(CustomersShelf):
    """All that the house has."""

    def recipes(self, formulas: Collection[FormulaVersion]) -> Mapping[FormulaVersion, Blend]:
        return recipes_of(formulas)

    def offers(self, codes: Collection[str], *, on: date) -> tuple[Offer, ...]:
        return tuple(offers_for(codes, on))
