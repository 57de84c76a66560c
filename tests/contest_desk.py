"""Contests of variants with all their answers, for tests."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from domain.scents.commands import AddMaterial, CloseSurvey, DecideVariant, ReviseFormula
from messaging.bus import MessageBus
from scents.models import FormulaVersion
from tests.formula_desk import draft
from tests.recipes import blend
from tests.surveys import plan, stored
from tests.variants import answer, contest, open_contest

Rates = Mapping[str, float]
CLEAR = {"BREEZE@1": 0.1, "BREEZE@2": 0.9, "BREEZE@3": 0.1}


def formula_of(code: str) -> dict[str, str]:
    return {one.codes[0]: one.candidate.formula for one in stored(code).task(1)[1]}


def people(rates: Rates, code: str = "SEA-1", seed: int = 3) -> Callable[[str], bool]:
    """They accept each variant at its rate."""
    uniform, behind = random.Random(seed).random, formula_of(code)
    return lambda sample: uniform() < rates[behind[sample]]


def ask(
    bus: MessageBus, code: str = "SEA-1", rates: Rates = CLEAR, *, answers: int = 120, **more: Any
) -> None:
    """A survey of as many variants, with all its answers."""
    open_contest(bus, code, plan(contest(len(rates)), **more), invited=answers)
    verdict = people(rates, code)
    for first in range(1, answers + 1, 40):
        answer(bus, range(first, min(first + 40, answers + 1)), verdict, code)


def close(bus: MessageBus, code: str = "SEA-1") -> Any:
    bus.handle(CloseSurvey(code, "enough", "rosa"))
    return bus.handle(DecideVariant(code, 1))


def approve_breezes(bus: MessageBus) -> None:
    """What the rules of safety ask of an approval is tried elsewhere."""
    bus.handle(AddMaterial("LIMONENE", "Limonene", cas="5989-27-5"))
    bus.handle(draft("BREEZE"))
    for version in (1, 2):
        bus.handle(ReviseFormula("BREEZE", blend(LIMONENE=version + 1), "", "ann", version))
    FormulaVersion.objects.update(approved_at=timezone.now(), approved_by="ben")
