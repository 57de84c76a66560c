"""Surveys for tests: plans as people write them, and what the bus makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from domain.scents.commands import (
    DraftSurvey,
    IssueInvitations,
    MakeOffer,
    OpenSurvey,
    RegisterSupplier,
)
from domain.scents.supply.offer import Grade, Offer, PriceStep, Sold
from domain.scents.surveys.invitation import token
from domain.scents.surveys.plan import Candidate, Method, Plan, Task
from domain.scents.surveys.response import Response
from messaging.bus import get_bus
from scents.models import Survey
from scents.repository.surveys import survey_of

CHEAP, EXPENSIVE = Candidate("CHEAP"), Candidate("EXPENSIVE")
COSTS = {"SEA-BREEZE": ("25.00", "15.00"), "JUNGLE": ("30.00", "25.00")}
"""Of a unit, from the expensive and from the cheap supplier."""


def task(scent: str = "SEA-BREEZE", method: Method = Method.CHOICE, **more: Any) -> Task:
    return Task(scent, method, more.pop("candidates", (EXPENSIVE, CHEAP)), **more)


def plan(*tasks: Task, **more: Any) -> Plan:
    """One task between two suppliers, unless others are given."""
    begun = Plan("Sea breeze", tasks or (task(),), "I take part of my own will.", policy="PLAIN")
    return replace(begun, **more)


def stock_suppliers(costs: Mapping[str, tuple[str, str]] = COSTS) -> None:
    """Two suppliers with their prices of finished scents, through the bus."""
    bus = get_bus()
    bus.handle(RegisterSupplier("EXPENSIVE", "Premium Oils", Grade.PREMIUM))
    bus.handle(RegisterSupplier("CHEAP", "Lower Grade Oils", Grade.STANDARD))
    for scent, both in costs.items():
        for supplier, price in zip(("EXPENSIVE", "CHEAP"), both, strict=True):
            steps = (PriceStep(1, Decimal(price)),)
            offer = Offer(supplier, Sold.SCENT, scent, "USD", steps, date(2020, 1, 1))
            bus.handle(MakeOffer(offer))


def open_survey(code: str = "SEA-1", its_plan: Plan | None = None, *, invited: int = 100) -> None:
    """Drafted, opened, and with invitations, through the bus."""
    bus = get_bus()
    bus.handle(DraftSurvey(code, its_plan or plan(), "rosa"))
    bus.handle(OpenSurvey(code, "rosa"))
    bus.handle(IssueInvitations(code, invited, "rosa"))


def stored(code: str = "SEA-1") -> Any:
    """The survey as the domain sees it, without a lock."""
    return survey_of(Survey.objects.get(pk=code))


def invitations(code: str = "SEA-1", serials: Sequence[int] = range(1, 11)) -> list[str]:
    """The tokens of the invitations with these numbers."""
    secret = stored(code).sealed.secret
    return [token(secret, serial) for serial in serials]


def code_of(supplier: str, survey: str = "SEA-1", number: int = 1) -> str:
    """What the sample of a supplier is called in a task."""
    _, samples = stored(survey).task(number)
    return next(one.codes[0] for one in samples if one.candidate.supplier == supplier)


def choice(invitation: str, chosen: str, shown: Sequence[str], **more: Any) -> Response:
    """Of one sample, in a survey of one task."""
    return Response(invitation, True, ({"task": 1, "shown": [*shown], "chosen": chosen},), **more)
