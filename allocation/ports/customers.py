"""What handlers need to reach customers."""

from __future__ import annotations

import abc

from domain.allocation.customer import Customer
from messaging.repository import AbstractRepository
from messaging.unit_of_work import AbstractUnitOfWork


class AbstractCustomerRepository(AbstractRepository[Customer]):
    """Customers by code and by the prefix of one of their keys, each as a whole."""

    @abc.abstractmethod
    def get(self, code: str) -> Customer | None: ...

    @abc.abstractmethod
    def get_by_api_key(self, prefix: str) -> Customer | None: ...


class CustomersUnitOfWork(AbstractUnitOfWork, abc.ABC):
    """A unit of work that reaches customers."""

    customers: AbstractCustomerRepository
