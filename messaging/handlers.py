"""What staff can do about parked messages and jobs: one function per command."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from domain.kernel import NotFound, Refused

if TYPE_CHECKING:
    from messaging.bulk_jobs import BulkJobs
    from messaging.commands import DiscardParkedMessage, ReplayParkedMessage, StopBulkJob
    from messaging.models import ParkedMessage
    from messaging.parked import ParkedMessages
    from messaging.unit_of_work import AbstractUnitOfWork


class JobIsOver(Refused):
    """There is nothing left to stop."""

    code: ClassVar[str] = "job-is-over"


def replay_parked_message(
    command: ReplayParkedMessage,
    uow: AbstractUnitOfWork,
    parked: ParkedMessages,
    receive_again: Callable[[str, str], None],
) -> None:
    """An event goes back to its subscriber, a message from outside back to its stream.

    Raises NotFound, Unavailable.
    """
    with uow:
        message = _take(command.id, parked)
        if message.event_id:
            parked.deliver_again(message)
        else:
            receive_again(message.source, message.payload)
        uow.commit()


def discard_parked_message(
    command: DiscardParkedMessage, uow: AbstractUnitOfWork, parked: ParkedMessages
) -> None:
    """Raises NotFound."""
    with uow:
        _take(command.id, parked)
        uow.commit()


def stop_bulk_job(command: StopBulkJob, uow: AbstractUnitOfWork, bulk_jobs: BulkJobs) -> None:
    """The row that is under way is still done. Raises JobIsOver."""
    with uow:
        if not bulk_jobs.stop(command.id):
            raise JobIsOver(f"Job {command.id} is over")
        uow.commit()


def _take(id: int, parked: ParkedMessages) -> ParkedMessage:
    message = parked.take(id)
    if message is None:
        raise NotFound(f"Message {id} is not parked any more")
    return message
