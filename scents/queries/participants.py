"""What participants see of a survey: the invitation that they hold says whose answer it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from domain.kernel import BadInput
from domain.scents.surveys import invitation
from domain.scents.surveys.intake import Intake
from domain.scents.surveys.plan import Plan
from domain.scents.surveys.presentation import Presentation, present
from domain.scents.surveys.response import Fate, Response
from domain.scents.surveys.samples import Samples
from domain.scents.surveys.survey import State
from domain.scents.surveys.text import read_plan, read_samples
from messaging.texts import fault_of
from scents.models import SampleAssignment, Survey, SurveyResponse


@dataclass(frozen=True)
class Participant:
    """Who holds a genuine invitation to a survey that was opened. `state` of the answer is that of
    the row, empty where there is none; `full` are the groups of which enough have answered."""

    plan: Plan
    survey_state: State
    serial: int
    state: str
    fingerprint: str
    full: frozenset[str]
    _samples: tuple[Samples, ...]
    _seed: int
    _opened_at: datetime

    @property
    def is_open(self) -> bool:
        return self.survey_state is State.OPEN

    @property
    def erased(self) -> bool:
        return self.state == SurveyResponse.ERASED

    def has_sent(self, response: Response) -> bool:
        """Whether what is recorded is this very response, whenever it was given."""
        opened = self._opened_at
        known = {self.serial: self.fingerprint}
        intake = Intake(self.plan, self._samples, known, {}, {}, since=opened, now=opened)
        try:
            receipt = intake.take(replace(response, given_at=None), self.serial, 0)
        except BadInput:
            return False
        return bool(self.state) and receipt.fate is Fate.ALREADY

    def presentation(self) -> Presentation:
        """The codes in this participant's order, of a survey that is not adaptive."""
        return present(
            self.plan.tasks, self._samples, serial=self.serial, seed=self._seed, assigned={}
        )


def participant(code: str, token: str) -> Participant | None:
    """None: there is no such survey, it is a draft, or the invitation is none of its own."""
    found = _invited(code, token)
    if found is None:
        return None
    survey, seal, serial = found
    rows = SurveyResponse.objects.filter(survey=survey.code, serial=serial)
    state, fingerprint = rows.values_list("state", "fingerprint").first() or ("", "")
    plan = read_plan(survey.plan)
    return Participant(
        plan=plan,
        survey_state=State(survey.state),
        serial=serial,
        state=state,
        fingerprint=fingerprint,
        full=_full(plan, survey.taken),
        _samples=read_samples(seal["samples"]),
        _seed=seal["seed"],
        _opened_at=datetime.fromisoformat(seal["opened_at"]),
    )


def stored_answer(code: str, token: str) -> dict[str, Any] | None:
    """All that is stored under this invitation, as plain data; None: nothing, or it was erased.

    Without how likely the samples were: over many invitations that tells how they fare.
    """
    found = _invited(code, token)
    if found is None:
        return None
    survey, _, serial = found
    rows = SurveyResponse.objects.filter(survey=survey.code, serial=serial)
    row = rows.exclude(state=SurveyResponse.ERASED).first()
    if row is None:
        return None
    return {
        "survey": survey.code,
        "title": survey.title,
        "invitation": serial,
        "screened_out": row.state == SurveyResponse.OUT,
        "group": row.audience,
        "given_at": row.given_at.isoformat(),
        "received_at": row.received_at.isoformat(),
        "screening": row.screening,
        "judgements": row.judgements,
        "assigned": _assigned(survey.code, serial),
    }


def _invited(code: str, token: str) -> tuple[Survey, dict[str, Any], int] | None:
    """The survey, its seal, and the number of the invitation."""
    if fault_of(code):
        return None
    survey = Survey.objects.filter(code=code, seal__isnull=False).first()
    if survey is None or survey.seal is None:
        return None
    serial = invitation.serial_of(bytes.fromhex(survey.seal["secret"]), token)
    issued = serial is not None and 1 <= serial <= survey.invited
    return (survey, survey.seal, serial) if serial is not None and issued else None


def _full(plan: Plan, taken: dict[str, int]) -> frozenset[str]:
    return frozenset(
        group.name
        for group in plan.groups
        if group.quota is not None and taken.get(group.name, 0) >= group.quota
    )


def _assigned(code: str, serial: int) -> list[dict[str, Any]]:
    rows = SampleAssignment.objects.filter(survey=code, serial=serial).order_by("task")
    return [
        {"task": row.task, "sample": row.sample, "assigned_at": row.assigned_at.isoformat()}
        for row in rows
    ]
