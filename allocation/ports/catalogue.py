"""What handlers need to reach the catalogue."""

from __future__ import annotations

import abc

from domain.allocation.catalogue import CatalogueItem
from messaging.repository import AbstractRepository
from messaging.unit_of_work import AbstractUnitOfWork


class AbstractCatalogueRepository(AbstractRepository[CatalogueItem]):
    """The catalogue by sku."""

    @abc.abstractmethod
    def get(self, sku: str) -> CatalogueItem:
        """The item, locked; an empty one where nothing was said of the sku yet."""


class CatalogueUnitOfWork(AbstractUnitOfWork, abc.ABC):
    """A unit of work that reaches the catalogue."""

    catalogue: AbstractCatalogueRepository
