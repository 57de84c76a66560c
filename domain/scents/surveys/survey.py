"""A survey: drafted, open to answers, closed, and its samples unblinded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import cast

from domain.kernel import Aggregate, BadInput, NotFound, Refused
from domain.scents.events.surveys import (
    EvidenceGathered,
    InvitationsIssued,
    ResponseErased,
    ResponsesRecorded,
    SurveyClosed,
    SurveyDrafted,
    SurveyOpened,
    SurveyUnblinded,
)
from domain.scents.recipes.uses import require_code
from domain.scents.surveys import invitation
from domain.scents.surveys.intake import Intake
from domain.scents.surveys.judgement import judge
from domain.scents.surveys.plan import Plan, Task, require_text
from domain.scents.surveys.presentation import Presentation, present
from domain.scents.surveys.response import Fate, Kept, Receipt, Response
from domain.scents.surveys.samples import Samples, label
from domain.scents.surveys.seal import Seal, Unblinding

Raw = Mapping[str, object]
MOST_AT_ONCE = 1_000_000
"""Invitations that are issued in one go."""


class State(StrEnum):
    """How far a survey is."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    UNBLINDED = "unblinded"


class UnknownSurvey(NotFound):
    """There is none under this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"there is no survey {code}")


class SurveyExists(Refused):
    """The code is given to another survey."""

    code = "survey-exists"

    def __init__(self, survey: str) -> None:
        super().__init__(f"there is a survey {survey} already")


class NotADraft(Refused):
    """What people are asked does not change while they answer."""

    code = "survey-not-a-draft"

    def __init__(self, survey: str, state: State) -> None:
        super().__init__(f"{survey} is {state}: only drafts are changed")


class SurveyNotOpen(Refused):
    """Answers are taken from opening to closing."""

    code = "survey-not-open"

    def __init__(self, survey: str, state: State) -> None:
        told = "is not open yet" if state is State.DRAFT else "is closed: no more answers are taken"
        super().__init__(f"survey {survey} {told}")


class NothingToUnblind(Refused):
    """A draft has no codes."""

    code = "survey-not-labelled"

    def __init__(self, survey: str) -> None:
        super().__init__(f"{survey} is a draft: its samples have no codes yet")


class Survey(Aggregate):
    """One survey. `taken` counts the answers by audience group, `""` where there are no groups;
    `erased` of them were taken back, and count for nothing but the quotas."""

    def __init__(
        self,
        code: str,
        plan: Plan,
        *,
        state: State = State.DRAFT,
        policy: str = "",
        seal: Seal | None = None,
        invited: int = 0,
        taken: Mapping[str, int] | None = None,
        screened_out: int = 0,
        erased: int = 0,
        unblindings: Sequence[Unblinding] = (),
        version_number: int = 0,
    ) -> None:
        super().__init__(version_number=version_number)
        self.code = code
        self.plan = plan
        self.state = state
        self.policy = policy
        self.seal = seal
        self.invited = invited
        self.taken = dict(taken or {})
        self.screened_out = screened_out
        self.erased = erased
        self.unblindings = list(unblindings)

    @property
    def identity(self) -> str:
        return f"survey:{self.code}"

    @classmethod
    def draft(cls, code: str, plan: Plan, *, by: str) -> Survey:
        """Raises BadInput."""
        require_code("code", code)
        if len(code) > 40 or "/" in code:
            raise BadInput("code", "must have at most 40 letters and no /: it stands in links")
        survey = cls(code, plan)
        survey._tell(by)
        return survey

    def revise(self, plan: Plan, *, by: str) -> None:
        """Raises NotADraft."""
        self._require_draft()
        if plan != self.plan:
            self.plan = plan
            self._tell(by)

    def open(
        self,
        *,
        by: str,
        at: datetime,
        policy: str,
        secret: bytes,
        seed: int,
        codes: Sequence[str],
        costs: Mapping[tuple[str, str], tuple[Decimal, str]],
    ) -> None:
        """Label the samples with the random `codes`; `costs` (amount, currency) by scent and
        supplier and the version of the policy are settled. Raises NotADraft, BadInput."""
        self._require_draft()
        if self.plan.closes_at is not None and self.plan.closes_at <= at:
            raise BadInput("closes_at", "is over")
        self.seal = Seal(secret, seed, label(self.plan, codes, costs), at)
        self.state, self.policy = State.OPEN, policy
        self.record(SurveyOpened(self.code, policy, by, at))

    def invite(self, count: int, *, by: str) -> range:
        """The numbers of the new invitations. Raises SurveyNotOpen, BadInput."""
        self.require_open()
        if not 1 <= count <= MOST_AT_ONCE:
            raise BadInput("count", f"must be a number from 1 to {MOST_AT_ONCE}")
        if self.invited + count > invitation.MOST_INVITATIONS:
            raise BadInput("count", f"a survey has at most {invitation.MOST_INVITATIONS}")
        issued = range(self.invited + 1, self.invited + count + 1)
        self.invited += count
        self.record(InvitationsIssued(self.code, issued[0], issued[-1], by))
        return issued

    def serial_of(self, token: str) -> int | None:
        """The number of an invitation that was issued; None: there is none such."""
        serial = invitation.serial_of(self.sealed.secret, token)
        return serial if serial is not None and 1 <= serial <= self.invited else None

    def present(self, serial: int, assigned: Mapping[int, str]) -> Presentation:
        """What is shown to the invitation with this number; `assigned` are its codes by adaptive
        task. Raises SurveyNotOpen."""
        self.require_open()
        seal = self.sealed
        tasks = self.plan.tasks
        return present(tasks, seal.samples, serial=serial, seed=seal.seed, assigned=assigned)

    def take(
        self,
        responses: Sequence[Response],
        *,
        serials: Sequence[int | None],
        now: datetime,
        known: Mapping[int, str],
        assigned: Mapping[int, Mapping[int, str]],
    ) -> list[Receipt]:
        """The fate of each. `serials` are the numbers of their invitations (`serial_of`), `known`
        the fingerprints of those who answered before, `assigned` the codes by task of those to whom
        something was assigned, both by serial number.

        Raises SurveyNotOpen, and BadInput where one cannot be read: then nothing is taken.
        """
        self.require_open()
        intake = Intake(
            self.plan,
            self.sealed.samples,
            known,
            assigned,
            self.taken,
            since=self.sealed.opened_at,
            now=now,
        )
        receipts = [
            intake.take(response, serial, n)
            for n, (response, serial) in enumerate(zip(responses, serials, strict=True))
        ]
        fates = [receipt.fate for receipt in receipts]
        accepted, out = fates.count(Fate.ACCEPTED), fates.count(Fate.SCREENED_OUT)
        self.taken, self.screened_out = intake.taken, self.screened_out + out
        if accepted or out:
            self.record(ResponsesRecorded(self.code, accepted, out))
        return receipts

    def forget(
        self, serial: int, group: str, given_at: datetime, judgements: Sequence[Raw]
    ) -> Kept:
        """A recorded answer is taken back; answers what is no longer counted. The quotas still
        count it: who answered twice would be two."""
        self.record(ResponseErased(self.code, serial))
        self.erased += bool(judgements)  # who was screened out was never counted
        numbers = [cast(int, raw["task"]) for raw in judgements]
        judged = [
            judge(number, *self.task(number), raw)
            for number, raw in zip(numbers, judgements, strict=True)
        ]
        return Kept(serial, group, given_at, "", tuple(judged))

    def close(self, *, by: str, at: datetime, reason: str) -> None:
        """Once; then what it says of each scent is weighed. Raises SurveyNotOpen, BadInput."""
        require_text("reason", reason, longest=255, may_be_empty=False)
        self.require_open()
        self.state = State.CLOSED
        closed = SurveyClosed(self.code, self.plan.title, self.answers, reason, by, at)
        self.record(closed)
        for number, task in enumerate(self.plan.tasks, 1):
            if task.is_adaptive or (task.is_two_way and self.policy):
                self.record(EvidenceGathered(self.code, number, task.scent, at))

    def unblind(self, *, by: str, at: datetime, reason: str) -> None:
        """Raises NothingToUnblind, BadInput."""
        require_text("reason", reason, longest=255, may_be_empty=False)
        if self.state is State.DRAFT:
            raise NothingToUnblind(self.code)
        is_open = self.state is State.OPEN
        self.unblindings.append(Unblinding(by, at, reason, is_open))
        if not is_open:
            self.state = State.UNBLINDED
        self.record(SurveyUnblinded(self.code, by, reason, at, is_open))

    @property
    def answers(self) -> int:
        """Those that count."""
        return sum(self.taken.values()) - self.erased

    @property
    def sealed(self) -> Seal:
        """Raises SurveyNotOpen."""
        if self.seal is None:
            raise SurveyNotOpen(self.code, self.state)
        return self.seal

    def task(self, number: int) -> tuple[Task, Samples]:
        return self.plan.tasks[number - 1], self.sealed.samples[number - 1]

    def require_open(self) -> None:
        """Raises SurveyNotOpen."""
        if self.state is not State.OPEN:
            raise SurveyNotOpen(self.code, self.state)

    def _require_draft(self) -> None:
        if self.state is not State.DRAFT:
            raise NotADraft(self.code, self.state)

    def _tell(self, by: str) -> None:
        scents = tuple(dict.fromkeys(task.scent for task in self.plan.tasks))
        self.record(SurveyDrafted(self.code, self.plan.title, scents, by))
