"""What handlers need to reach optimisations."""

from __future__ import annotations

import abc

from domain.scents.optimisation import Optimisation
from messaging.repository import AbstractRepository
from messaging.unit_of_work import AbstractUnitOfWork


class AbstractOptimisationRepository(AbstractRepository[Optimisation]):
    """Optimisations by reference."""

    @abc.abstractmethod
    def get(self, reference: str) -> Optimisation | None:
        """The optimisation, locked."""


class OptimisationsUnitOfWork(AbstractUnitOfWork, abc.ABC):
    """A unit of work that reaches optimisations."""

    optimisations: AbstractOptimisationRepository
