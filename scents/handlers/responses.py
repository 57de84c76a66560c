"""What answers to surveys set going."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from domain.kernel import BadInput, NotFound
from domain.scents.commands import surveys as commands
from domain.scents.surveys.ending import require_time
from domain.scents.surveys.response import Receipt
from scents.handlers.surveys import survey_of

if TYPE_CHECKING:
    from scents.ports import SurveysUnitOfWork

Clock = Callable[[], datetime]
MOST_RESPONSES = 1_000


class UnknownInvitation(NotFound):
    """It is none of this survey's, or nothing was answered under it."""

    def __init__(self) -> None:
        super().__init__("nothing is recorded under this invitation")


def record_responses(
    command: commands.RecordResponses, uow: SurveysUnitOfWork, clock: Clock
) -> list[Receipt]:
    """What became of each, in order.

    Raises SurveyNotOpen, UnknownSurvey, and BadInput, whose field leads to the fault: then none of
    them is taken.
    """
    if not 1 <= len(command.responses) <= MOST_RESPONSES:
        raise BadInput("responses", f"must be 1 to {MOST_RESPONSES}")
    with uow:
        survey = survey_of(command.code, uow)
        now = clock()
        require_time(survey, now)
        serials = [survey.serial_of(response.invitation) for response in command.responses]
        ours = {serial for serial in serials if serial is not None}
        adaptive = survey.plan.is_adaptive
        receipts = survey.take(
            command.responses,
            serials=serials,
            now=now,
            known=uow.responses.fingerprints(survey.code, ours),
            assigned=uow.responses.assigned(survey.code, ours) if adaptive else {},
        )
        uow.responses.add(survey.code, [one.kept for one in receipts if one.kept], now)
        uow.commit()
    return receipts


def erase_response(command: commands.EraseResponse, uow: SurveysUnitOfWork) -> None:
    """Raises UnknownInvitation, UnknownSurvey, SurveyNotOpen (nothing was ever answered)."""
    with uow:
        survey = survey_of(command.code, uow)
        serial = survey.serial_of(command.invitation)
        recorded = None if serial is None else uow.responses.find(survey.code, serial)
        if serial is None or recorded is None:
            raise UnknownInvitation
        uow.responses.erase(survey.code, survey.forget(serial, *recorded))
        uow.commit()
