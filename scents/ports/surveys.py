"""What handlers need to reach surveys, and the answers to them."""

from __future__ import annotations

import abc
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, Protocol

from domain.scents.sourcing.contest import Count
from domain.scents.sourcing.drift import Chosen
from domain.scents.sourcing.policy import DecisionPolicy
from domain.scents.surveys.assignment import Acceptance, Assignment
from domain.scents.surveys.response import Kept
from domain.scents.surveys.survey import Survey
from messaging.repository import AbstractRepository
from messaging.unit_of_work import AbstractUnitOfWork

if TYPE_CHECKING:
    from scents.ports.suppliers import AbstractSupplierRepository


class AbstractSurveyRepository(AbstractRepository[Survey]):
    """Surveys by code."""

    @abc.abstractmethod
    def get(self, code: str) -> Survey | None:
        """The survey, locked: answers to it come in one batch after the other."""

    @abc.abstractmethod
    def read(self, code: str) -> Survey | None:
        """As it stands, without a lock, by whoever does not change it."""

    @abc.abstractmethod
    def reviewed(self, survey: Survey) -> None:
        """Note that it stays open with the answers that it has now."""


class AbstractPolicyRepository(AbstractRepository[DecisionPolicy]):
    """Decision policies by code; the plain one is always there."""

    @abc.abstractmethod
    def get(self, code: str) -> DecisionPolicy | None:
        """The policy with all its versions."""


class Recorded(NamedTuple):
    """An answer as it was stored; `judgements` are plain data."""

    group: str
    given_at: datetime
    judgements: Sequence[Mapping[str, object]]


class Responses(Protocol):
    """Answers and their tallies: no aggregates, for there are millions."""

    def fingerprints(self, survey: str, serials: Collection[int]) -> Mapping[int, str]:
        """Of those who answered already."""

    def assigned(self, survey: str, serials: Collection[int]) -> Mapping[int, Mapping[int, str]]:
        """The codes by task that were assigned to them."""

    def add(self, survey: str, kept: Sequence[Kept], now: datetime) -> None:
        """Store answers, and count them."""

    def find(self, survey: str, serial: int) -> Recorded | None:
        """What was answered; None: nothing, or it was erased."""

    def erase(self, survey: str, kept: Kept) -> None:
        """Keep only that there was an answer, and count it no more."""

    def assign(self, survey: str, rows: Sequence[Assignment], now: datetime) -> None:
        """Those to whom something of the task was assigned before keep that."""

    def counts(self, survey: str, task: int) -> Mapping[tuple[str, str], int]:
        """How often each mark was made on this task: by sample and outcome, as in
        `domain.scents.surveys.judgement.Mark`."""

    def acceptance(self, scent: str) -> Acceptance:
        """Of each variant, over all surveys of the scent."""

    def chosen(self, scent: str, *, after: date) -> Sequence[Chosen]:
        """What was answered after that day to tasks about two, in surveys of the scent that are
        over and have no policy (others decide by themselves), in the order in which these were
        closed."""

    def judged(self, scent: str) -> Sequence[Count]:
        """How often its variants were accepted, by survey and day."""


class Chance(Protocol):
    """Randomness, where a rule asks for it."""

    def secret(self) -> bytes: ...

    def seed(self) -> int: ...

    def codes(self, count: int) -> list[str]:
        """Different ones of `domain.scents.surveys.samples.CODES`."""

    def uniform(self) -> float:
        """At least 0 and below 1."""


class UnitCosts(Protocol):
    """What suppliers ask for finished scents."""

    def __call__(
        self, wanted: Collection[tuple[str, str]], *, quantity: int, on: date
    ) -> Mapping[tuple[str, str], tuple[Decimal, str]]:
        """The amount for a unit, where `quantity` units are bought, and its currency, by scent and
        supplier; without those who do not offer it that day."""


class ApprovedVersions(Protocol):
    """What was found fit to be smelled."""

    def __call__(self, versions: Collection[str], /) -> Collection[str]:
        """Those of these versions (CODE@2) that are approved."""


class SurveysUnitOfWork(AbstractUnitOfWork, abc.ABC):
    """A unit of work that reaches surveys, answers, policies and suppliers."""

    surveys: AbstractSurveyRepository
    responses: Responses
    policies: AbstractPolicyRepository
    suppliers: AbstractSupplierRepository
