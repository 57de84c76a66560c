"""What handlers need to reach materials."""

from __future__ import annotations

import abc
from collections.abc import Callable, Collection, Mapping

from domain.scents.entry import MaterialEntry
from domain.scents.material import Material
from messaging.repository import AbstractRepository
from messaging.unit_of_work import AbstractUnitOfWork

LookUp = Callable[[str], Material]
"""What the libraries hold of a CAS number. Raises NotFound, BadInput."""


class AbstractMaterialRepository(AbstractRepository[MaterialEntry]):
    """The library by code; entries are locked."""

    @abc.abstractmethod
    def get_many(self, codes: Collection[str]) -> dict[str, MaterialEntry]:
        """Those that are there."""

    @abc.abstractmethod
    def holders(self, codes: Collection[str]) -> Mapping[str, str]:
        """Of these materials, those that stand in a natural, with one such natural."""

    def get(self, code: str) -> MaterialEntry | None:
        return self.get_many([code]).get(code)


class MaterialUnitOfWork(AbstractUnitOfWork, abc.ABC):
    """A unit of work that reaches materials."""

    materials: AbstractMaterialRepository
