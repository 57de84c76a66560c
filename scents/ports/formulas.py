"""What handlers need to reach formulas."""

from __future__ import annotations

import abc
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from domain.scents.formula import Formula
from domain.scents.material import Material
from domain.scents.recipes.mixture import FormulaVersion
from domain.scents.recipes.recipe import Blend
from messaging.repository import AbstractRepository
from messaging.unit_of_work import AbstractUnitOfWork


class AbstractFormulaRepository(AbstractRepository[Formula]):
    """Formulas by code."""

    @abc.abstractmethod
    def get(self, code: str) -> Formula | None:
        """The formula with all its versions, locked."""


class FormulasUnitOfWork(AbstractUnitOfWork, abc.ABC):
    """A unit of work that reaches formulas."""

    formulas: AbstractFormulaRepository


class MaterialsOf(Protocol):
    """The library."""

    def __call__(self, codes: Collection[str], /) -> Mapping[str, Material]:
        """Those materials of these codes that there are, and what naturals among them hold."""


class RecipesOf(Protocol):
    """The recipes that were ever written."""

    def __call__(self, versions: Iterable[FormulaVersion]) -> Mapping[FormulaVersion, Blend]:
        """The recipes of these versions, and of all accords within them; without those that there
        are not."""


class Verdict(Protocol):
    """Whether something is safe; what is not known never passes."""

    @property
    def passes(self) -> bool: ...

    @property
    def reasons(self) -> Sequence[str]:
        """Why not, one sentence each."""


class SafetyOf(Protocol):
    """The rules of safety."""

    def __call__(self, code: str, version: int, delivery_format: str, dose: Decimal) -> Verdict: ...
