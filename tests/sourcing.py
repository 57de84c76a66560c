"""Decisions for tests: surveys that are answered and closed, and the table of the company."""

from __future__ import annotations

from decimal import Decimal

from django.utils import timezone

from domain.scents.commands import (
    AddMaterial,
    CloseSurvey,
    ImportMarketResearch,
    RecordResponses,
    ReviseFormula,
)
from domain.scents.sourcing.market_research import ResearchRow
from domain.scents.surveys.plan import Plan
from messaging.bus import MessageBus, get_bus
from messaging.models import OutboxEvent
from scents.models import FormulaVersion, ScentSource
from tests.formula_desk import draft
from tests.recipes import blend
from tests.surveys import choice, code_of, invitations, open_survey

SEEDS = """scents,expensive supplier,cheap supplier,expensive costs,cheap costs
sea breeze,40%,60%,$ 25.00,$ 15.00
nightclub,35%,65%,$ 18.00,$ 16.00
jungle,70%,30%,$ 30.00,$ 25.00
forest,50%,50%,$ 22.00,$ 14.00
busy street,49%,51%,$ 27.00,$ 20.00
"""
"""The table of the company's papers."""

ROWS = tuple(
    ResearchRow(scent, *map(Decimal, numbers.split()))
    for scent, numbers in {
        "SEA-BREEZE": "40 60 25.00 15.00",
        "NIGHTCLUB": "35 65 18.00 16.00",
        "JUNGLE": "70 30 30.00 25.00",
        "FOREST": "50 50 22.00 14.00",
        "BUSY-STREET": "49 51 27.00 20.00",
    }.items()
)


def table(reference: str = "table 1", **changes: object) -> ImportMarketResearch:
    """The command that takes it in."""
    said = {
        "rows": ROWS, "expensive": "EXPENSIVE", "cheap": "CHEAP", "currency": "USD",
        "policy": "PLAIN", "by": "rosa", **changes,
    }  # fmt: skip
    return ImportMarketResearch(reference, **said)  # type: ignore[arg-type]


def answer(cheap: int, answers: int, code: str = "SEA-1") -> None:
    """So many answers, so many of them for the cheap one."""
    low, high = code_of("CHEAP", code), code_of("EXPENSIVE", code)
    tokens = invitations(code, range(1, answers + 1))
    responses = tuple(
        choice(token, low if n < cheap else high, [low, high]) for n, token in enumerate(tokens)
    )
    get_bus().handle(RecordResponses(code, responses))


def decided_survey(
    cheap: int, answers: int, code: str = "SEA-1", its_plan: Plan | None = None
) -> None:
    """A survey of a scent, opened, answered and closed."""
    open_survey(code, its_plan, invited=answers or 1)
    if answers:
        answer(cheap, answers, code)
    get_bus().handle(CloseSurvey(code, "enough answers", "rosa"))


def source(scent: str = "SEA-BREEZE") -> tuple[str, str]:
    row = ScentSource.objects.get(pk=scent)
    return row.supplier, row.formula


def told(kind: str = "SourcingDecided") -> list[dict[str, object]]:
    return [one.payload for one in OutboxEvent.objects.filter(type=kind).order_by("recorded_at")]


def stock_materials(bus: MessageBus) -> None:
    bus.handle(AddMaterial("LIMONENE", "Limonene", cas="5989-27-5"))


def approve_two_versions(bus: MessageBus) -> None:
    """What the rules of safety ask of an approval is tried elsewhere."""
    stock_materials(bus)
    bus.handle(draft("SEA", LIMONENE=1))
    bus.handle(ReviseFormula("SEA", blend(LIMONENE=2), "stronger", "ann", 1))
    FormulaVersion.objects.update(approved_at=timezone.now(), approved_by="ben")
