"""What handlers need to reach suppliers and prices."""

from __future__ import annotations

import abc
from collections.abc import Collection

from domain.scents.supply.price_list import ListKey, PriceList
from domain.scents.supply.supplier import Supplier
from messaging.repository import AbstractRepository
from scents.ports.materials import MaterialUnitOfWork


class AbstractSupplierRepository(AbstractRepository[Supplier]):
    """Suppliers by code, locked."""

    @abc.abstractmethod
    def get_many(self, codes: Collection[str]) -> dict[str, Supplier]:
        """Those that are there."""

    def get(self, code: str) -> Supplier | None:
        return self.get_many([code]).get(code)


class AbstractPriceListRepository(AbstractRepository[PriceList]):
    """Price lists by supplier and item, locked, with all their offers."""

    @abc.abstractmethod
    def get_many(self, keys: Collection[ListKey]) -> dict[ListKey, PriceList]:
        """Those that are there."""

    def get(self, key: ListKey) -> PriceList | None:
        return self.get_many([key]).get(key)


class SupplierUnitOfWork(MaterialUnitOfWork, abc.ABC):
    """A unit of work that reaches materials, suppliers and prices."""

    suppliers: AbstractSupplierRepository
    price_lists: AbstractPriceListRepository
