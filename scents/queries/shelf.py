"""The stored part of what evaluations need."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from domain.scents.evaluation import Rules
from domain.scents.material import Material
from domain.scents.mixture import FormulaVersion
from domain.scents.offer import Offer
from domain.scents.recipe import Blend
from domain.scents.safety.delivery_format import CategoryUndecided


class CustomersShelf:
    """What customers may have of the laboratory: materials and limits, but no recipe of the
    house, and nothing of what it pays."""

    def materials(self, names: Collection[str]) -> Mapping[str, Material]:
        return {}

    def recipes(self, formulas: Collection[FormulaVersion]) -> Mapping[FormulaVersion, Blend]:
        return {}

    def offers(self, codes: Collection[str], *, on: date) -> tuple[Offer, ...]:
        return ()

    def rules(self, *, amendment: str) -> Rules:
        return Rules()

    def category(self, delivery_format: str, *, amendment: str) -> str:
        raise CategoryUndecided(f"{delivery_format} has no category in amendment {amendment}")


class StaffShelf(CustomersShelf):
    """All of it."""
