"""What the optimiser's commands and events set going."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from domain.scents.optimisation import (
    Optimisation,
    OptimisationConflict,
    State,
    UnknownOptimisation,
)

if TYPE_CHECKING:
    from domain.scents.commands import (
        CancelOptimisation,
        FinishOptimisation,
        RequestOptimisation,
    )
    from domain.scents.events import OptimisationRequested
    from scents.ports.optimisations import OptimisationsUnitOfWork

Clock = Callable[[], datetime]


def request_optimisation(
    command: RequestOptimisation, uow: OptimisationsUnitOfWork, clock: Clock
) -> None:
    """Raises OptimisationConflict."""
    with uow:
        known = uow.optimisations.get(command.reference)
        if known is None:
            uow.optimisations.add(
                Optimisation.request(command.reference, command.wish, by=command.by, at=clock())
            )
            uow.commit()
        elif known.wish != command.wish:
            raise OptimisationConflict(command.reference)


def cancel_optimisation(command: CancelOptimisation, uow: OptimisationsUnitOfWork) -> None:
    """Raises UnknownOptimisation, AlreadyOver."""
    with uow:
        _known(command.reference, uow).cancel()
        uow.commit()


def finish_optimisation(command: FinishOptimisation, uow: OptimisationsUnitOfWork) -> None:
    """Raises UnknownOptimisation."""
    with uow:
        _known(command.reference, uow).finish(State(command.state), command.outcome)
        uow.commit()


def start_solver(event: OptimisationRequested, wake_solver: Callable[[], None]) -> None:
    wake_solver()


def _known(reference: str, uow: OptimisationsUnitOfWork) -> Optimisation:
    found = uow.optimisations.get(reference)
    if found is None:
        raise UnknownOptimisation(reference)
    return found
