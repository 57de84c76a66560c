"""What handlers need to reach the safety rules."""

from __future__ import annotations

import abc
from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from domain.scents.safety.allergens import AllergenRecord
from domain.scents.safety.delivery_format import FormatRecord
from domain.scents.safety.limit_book import ClearanceRecord, StandardRecord
from domain.scents.safety.revisions import Revised
from messaging.repository import AbstractRepository
from messaging.unit_of_work import AbstractUnitOfWork

R = TypeVar("R", bound=Revised[Any])

Name = tuple[str, ...]
"""What a record is called: amendment and name, amendment and CAS number, code, rule and name."""


class AbstractRevisedRepository(AbstractRepository[R]):
    """Records by their names."""

    def get(self, *name: str) -> R:
        """The record, locked; an empty one where nothing was recorded under the name yet."""
        return self.get_all([name])[name]

    @abc.abstractmethod
    def get_all(self, names: Collection[Name]) -> Mapping[Name, R]:
        """The records of these names, locked; empty ones where nothing was recorded yet."""


class AbstractStandardRepository(AbstractRevisedRepository[StandardRecord]):
    """Standards by amendment and name."""

    @abc.abstractmethod
    def naming(self, substances: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], set[str]]:
        """The names of the standards that hold now and list the substance, by amendment and CAS
        number; substances that none lists are left out."""


class SafetyUnitOfWork(AbstractUnitOfWork, abc.ABC):
    """A unit of work that reaches the safety rules."""

    safety_standards: AbstractStandardRepository
    clearances: AbstractRevisedRepository[ClearanceRecord]
    delivery_formats: AbstractRevisedRepository[FormatRecord]
    allergen_rules: AbstractRevisedRepository[AllergenRecord]
