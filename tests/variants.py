"""Variants of a scent that compete for acceptance, for tests."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from config.bootstrap import bootstrap
from domain.scents.commands import (
    AssignSamples,
    DraftSurvey,
    IssueInvitations,
    OpenSurvey,
    RecordResponses,
)
from domain.scents.sourcing.policy import PLAIN
from domain.scents.surveys.plan import Candidate, Method, Plan, Task
from domain.scents.surveys.response import Receipt, Response
from domain.scents.surveys.samples import CODES
from messaging.bus import MessageBus
from scents.models import DecisionPolicy
from tests.surveys import invitations, plan, task

BREEZE = "SEA-BREEZE"
KEYS = ("code", "version")


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


def seeded_bus(
    seed: int = 1, *, clock: Callable[[], datetime] = timezone.now, **parts: Any
) -> MessageBus:
    """On the database; every version of a formula is approved unless `parts` say otherwise."""
    made: Mapping[str, Any] = {"chance": SeededChance(seed), "approved_versions": set, **parts}
    return bootstrap(clock=clock, **made)


def stock_policy(code: str, **terms: Any) -> None:
    """The plain policy, as changed."""
    told = {**asdict(replace(PLAIN, **terms)), "code": code}
    numbers = {name: str(one) for name, one in told.items() if isinstance(one, Decimal)}
    DecisionPolicy.objects.create(
        code=code,
        version=1,
        terms={name: one for name, one in {**told, **numbers}.items() if name not in KEYS},
        recorded_by="rosa",
        recorded_at=timezone.now(),
    )


def variants(count: int) -> tuple[Candidate, ...]:
    return tuple(Candidate(formula=f"BREEZE@{n}") for n in range(1, count + 1))


def contest(count: int = 3, **more: Any) -> Task:
    return task(BREEZE, Method.ACCEPTANCE, candidates=variants(count), **more)


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
