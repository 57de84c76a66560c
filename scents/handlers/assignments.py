"""What the participants of a survey are given."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from domain.kernel import BadInput
from domain.scents.commands import surveys as commands
from domain.scents.surveys.assignment import Assignment, assign
from domain.scents.surveys.ending import require_time
from domain.scents.surveys.presentation import Presentation
from domain.scents.surveys.survey import Survey, UnknownSurvey

if TYPE_CHECKING:
    from scents.ports import ApprovedVersions, Chance, SurveysUnitOfWork

Clock = Callable[[], datetime]
MOST_INVITATIONS = 1_000


def assign_samples(
    command: commands.AssignSamples,
    uow: SurveysUnitOfWork,
    clock: Clock,
    chance: Chance,
    approved_versions: ApprovedVersions,
) -> list[Presentation | None]:
    """What is shown to each invitation, in order; None for a token that is not of this survey.

    The survey is not locked, for answers to it come in meanwhile: what was assigned to an
    invitation first is kept by the table, and read back. Nothing of it goes to the event log.
    Raises NothingToSmell, SurveyNotOpen, UnknownSurvey, BadInput.
    """
    if not 1 <= len(command.invitations) <= MOST_INVITATIONS:
        raise BadInput("invitations", f"must be 1 to {MOST_INVITATIONS}")
    with uow:
        survey = uow.surveys.read(command.code)
        if survey is None:
            raise UnknownSurvey(command.code)
        now = clock()
        require_time(survey, now)
        serials = [survey.serial_of(token) for token in command.invitations]
        ours = {serial for serial in serials if serial is not None}
        assigned: Mapping[int, Mapping[int, str]] = {}
        if survey.plan.is_adaptive and ours:
            before = uow.responses.assigned(survey.code, ours)
            rows = _drawn(survey, ours, before, uow, chance, approved_versions)
            uow.responses.assign(survey.code, rows, now)
            assigned = uow.responses.assigned(survey.code, ours) if rows else before
            uow.commit()
    return [
        None if serial is None else survey.present(serial, assigned.get(serial, {}))
        for serial in serials
    ]


def _drawn(
    survey: Survey,
    serials: Collection[int],
    before: Mapping[int, Mapping[int, str]],
    uow: SurveysUnitOfWork,
    chance: Chance,
    approved_versions: ApprovedVersions,
) -> list[Assignment]:
    rows = []
    for number, task in enumerate(survey.plan.tasks, 1):
        without = [one for one in sorted(serials) if number not in before.get(one, {})]
        if task.is_adaptive and without:
            _, samples = survey.task(number)
            rows += assign(
                number,
                task,
                samples,
                serials=without,
                acceptance=uow.responses.acceptance(task.scent),
                approved=approved_versions({one.formula for one in task.candidates}),
                uniform=chance.uniform,
            )
    return rows
