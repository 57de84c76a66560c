"""What can be done with surveys; `by` is the person who does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.kernel import Command
from domain.scents.surveys.plan import Plan
from domain.scents.surveys.response import Response


@dataclass(frozen=True)
class DraftSurvey(Command):
    """A new survey, not open yet."""

    code: str
    plan: Plan
    by: str


@dataclass(frozen=True)
class ReviseSurvey(Command):
    """Another plan for a survey that is not open yet."""

    code: str
    plan: Plan
    by: str


@dataclass(frozen=True)
class OpenSurvey(Command):
    """Draw the codes of the samples, settle prices and policy, and take answers."""

    code: str
    by: str


@dataclass(frozen=True)
class IssueInvitations(Command):
    """So many more people may answer."""

    code: str
    count: int
    by: str


@dataclass(frozen=True)
class AssignSamples(Command):
    """Settle what is presented to these invitations; the same again answers the same."""

    code: str
    invitations: Sequence[str]


@dataclass(frozen=True)
class RecordResponses(Command):
    """Answers as they came in, at most 1,000; each has one effect however often it comes."""

    code: str
    responses: Sequence[Response]


@dataclass(frozen=True)
class EraseResponse(Command):
    """A participant takes back what he answered under this invitation."""

    code: str
    invitation: str


@dataclass(frozen=True)
class ReviewSurvey(Command):
    """Close it where its time has come, or where the evidence suffices."""

    code: str


@dataclass(frozen=True)
class CloseSurvey(Command):
    """Take no more answers."""

    code: str
    reason: str
    by: str


@dataclass(frozen=True)
class UnblindSurvey(Command):
    """Tell this person who made the samples, and note that, and why."""

    code: str
    reason: str
    by: str
