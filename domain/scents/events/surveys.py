"""What has happened to surveys. No event tells who made a sample: the log is read by many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.kernel import Event


@dataclass(frozen=True)
class SurveyDrafted(Event):
    """There is a plan, or another plan; `scents` are those that are judged."""

    code: str
    title: str
    scents: Sequence[str]
    by: str


@dataclass(frozen=True)
class SurveyOpened(Event):
    """Answers are taken from now on; `policy` is a version (CODE@2), or empty."""

    code: str
    policy: str
    by: str
    at: datetime


@dataclass(frozen=True)
class InvitationsIssued(Event):
    """Those with the numbers from `first` to `last` may answer."""

    code: str
    first: int
    last: int
    by: str


@dataclass(frozen=True)
class ResponsesRecorded(Event):
    """So many answers came in; `screened_out` of others take no part."""

    code: str
    accepted: int
    screened_out: int


@dataclass(frozen=True)
class ResponseErased(Event):
    """A participant took his answer back."""

    code: str
    serial: int


@dataclass(frozen=True)
class SurveyClosed(Event):
    """No more answers are taken. `reason` is for people; `answers` were counted."""

    code: str
    title: str
    answers: int
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class EvidenceGathered(Event):
    """A closed survey has something to say of a scent: task `task` (from 1) of it."""

    code: str
    task: int
    scent: str
    at: datetime


@dataclass(frozen=True)
class SurveyUnblinded(Event):
    """Somebody was told who made the samples; `open`: before the last answer."""

    code: str
    by: str
    reason: str
    at: datetime
    open: bool
