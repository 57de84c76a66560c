"""Variants of a scent that compete for acceptance, for tests."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from config.bootstrap import bootstrap
from domain.scents.commands import (
    AssignSamples,
    DraftSurvey,
    IssueInvitations,
    OpenSurvey,
    RecordPolicy,
    RecordResponses,
)
from domain.scents.sourcing.policy import PLAIN
from domain.scents.surveys.plan import Candidate, Method, Plan, Task
from domain.scents.surveys.response import Receipt, Response
from domain.scents.surveys.samples import CODES
from messaging.bus import MessageBus
from tests.surveys import invitations, plan, task

BREEZE = "SEA-BREEZE"


class SeededChance:
    """The same randomness in each run."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)

    def secret(self) -> bytes:
        return self._random.randbytes(32)

    def seed(self) -> int:
        return self._random.getrandbits(48)

    def codes(self, count: int) -> list[str]:
        return self._random.sample(CODES, count)

    def uniform(self) -> float:
        return self._random.random()


class Days:
    """A clock that somebody moves."""

    def __init__(self) -> None:
        self.now = timezone.now()

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, days: int = 1) -> None:
        self.now += timedelta(days=days)


def seeded_bus(
    seed: int = 1, *, clock: Callable[[], datetime] = timezone.now, **parts: Any
) -> MessageBus:
    """On the database; every version of a formula is approved unless `parts` say otherwise."""
    made: Mapping[str, Any] = {"chance": SeededChance(seed), "approved_versions": set, **parts}
    return bootstrap(clock=clock, **made)


def stock_policy(bus: MessageBus, code: str, **terms: Any) -> None:
    """The plain policy, as changed."""
    bus.handle(RecordPolicy(replace(PLAIN, code=code, **terms), "rosa"))


def variants(count: int) -> tuple[Candidate, ...]:
    return tuple(Candidate(formula=f"BREEZE@{n}") for n in range(1, count + 1))


def contest(count: int = 3, *, scent: str = BREEZE, **more: Any) -> Task:
    return task(scent, Method.ACCEPTANCE, **{"candidates": variants(count), **more})


def open_contest(
    bus: MessageBus, code: str = "SEA-1", its_plan: Plan | None = None, *, invited: int = 1_000
) -> None:
    bus.handle(DraftSurvey(code, its_plan or plan(contest()), "rosa"))
    bus.handle(OpenSurvey(code, "rosa"))
    bus.handle(IssueInvitations(code, invited, "rosa"))


def assigned(
    bus: MessageBus, serials: Sequence[int], code: str = "SEA-1", number: int = 1
) -> list[str]:
    """The codes that are shown to the invitations with these numbers."""
    shown = bus.handle(AssignSamples(code, invitations(code, serials)))
    return [presentation[number][0] for presentation in shown]


def answer(
    bus: MessageBus, serials: Sequence[int], verdict: Callable[[str], bool], code: str = "SEA-1"
) -> list[Receipt]:
    """Each of these participants says what `verdict` says of his sample, a code."""
    shown = assigned(bus, serials, code)
    told = zip(invitations(code, serials), shown, strict=True)
    receipts: list[Receipt] = bus.handle(
        RecordResponses(code, [accepting(token, one, verdict(one)) for token, one in told])
    )
    return receipts


def accepting(token: str, sample: str, accepted: bool) -> Response:
    return Response(token, True, ({"task": 1, "shown": [sample], "accepted": accepted},))
