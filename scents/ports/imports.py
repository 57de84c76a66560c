"""What handlers need to take files in."""

from __future__ import annotations

import abc

from domain.scents.laboratory_import import LaboratoryImport
from messaging.repository import AbstractRepository
from scents.ports.suppliers import SupplierUnitOfWork


class AbstractImportRepository(AbstractRepository[LaboratoryImport]):
    """Imports by key."""

    @abc.abstractmethod
    def get(self, key: str) -> LaboratoryImport | None:
        """The import, locked."""


class ImportUnitOfWork(SupplierUnitOfWork, abc.ABC):
    """A unit of work that takes files in."""

    laboratory_imports: AbstractImportRepository
