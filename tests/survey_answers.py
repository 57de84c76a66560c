"""A survey that asks in every way, and people who answer it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from domain.scents.commands import RecordResponses, ReviseFormula
from domain.scents.commands.materials import AddMaterial
from domain.scents.surveys.plan import Candidate, Group, Method, Plan
from domain.scents.surveys.response import Response
from domain.scents.surveys.samples import codes_of
from messaging.bus import get_bus
from scents.models import FormulaVersion, SampleAssignment, Survey
from tests.formula_desk import draft
from tests.recipes import blend
from tests.surveys import (
    CHEAP,
    EXPENSIVE,
    invitations,
    open_survey,
    plan,
    stock_suppliers,
    stored,
    task,
)

THIRD = Candidate("CHEAP", "OCEAN-DREAM@1")
_MAKERS = ("CHEAP", "EXPENSIVE", "CHEAP")
VARIANTS = tuple(Candidate(who, f"OCEAN-DREAM@{n}") for n, who in enumerate(_MAKERS, 1))
_CANDIDATES = {
    Method.PAIRED: (EXPENSIVE, CHEAP, THIRD),
    Method.RATING: (EXPENSIVE, CHEAP, THIRD),
    Method.ACCEPTANCE: VARIANTS,
}
"""Of the other methods the two suppliers."""
PRICES = ("1031.47", "1027.18")
"""Like no other figure on a page."""
GROUPS = ("women", "men", "children")
WORDS = ("salty", "fresh", "tar", "<b>kelp</b>", "=sum", "clean", "old boat")
"""What people may write, also what they should not."""


def every_method(**more: Any) -> Plan:
    """One task of each method, in the order of `Method`, and three groups."""
    tasks = [
        task(method=method, candidates=_CANDIDATES.get(method, (EXPENSIVE, CHEAP)))
        for method in Method
    ]
    groups = tuple(Group(name) for name in GROUPS)
    return plan(*tasks, groups=groups, policy="", **more)


def open_every_method(code: str = "SEA-1", *, invited: int = 200, **more: Any) -> None:
    """Open, with suppliers, prices, and a formula that somebody approved."""
    bus = get_bus()
    stock_suppliers({"SEA-BREEZE": PRICES})
    bus.handle(AddMaterial("SALT", "Sea salt"))
    bus.handle(AddMaterial("WATER", "Water"))
    bus.handle(draft("OCEAN-DREAM", SALT=1))
    for version in (1, 2):
        diluted = blend(SALT=1, WATER=version)
        bus.handle(ReviseFormula("OCEAN-DREAM", diluted, "", "ada", version))
    FormulaVersion.objects.update(
        approved_at=timezone.now(), approved_by="ben", delivery_format="CARTRIDGE", dose="0.1"
    )
    open_survey(code, every_method(**more), invited=invited)


def answer(
    count: int, *, survey: str = "SEA-1", seed: int = 1, groups: Sequence[str] = GROUPS[:2]
) -> list[Response]:
    """The first `count` of those invited answer, over ten days, each as chance has it."""
    chance = random.Random(seed)
    its = stored(survey)
    begun = timezone.now() - timedelta(days=10)
    seal = Survey.objects.get(pk=survey).seal
    seal["opened_at"] = begun.isoformat()
    Survey.objects.filter(pk=survey).update(opened_at=begun, seal=seal)
    told = []
    for serial, invitation in enumerate(invitations(survey, range(1, count + 1)), 1):
        judgements = tuple(
            {"task": number, **_judgement(its, number, serial, chance)}
            for number in range(1, len(its.plan.tasks) + 1)
        )
        given_at = begun + timedelta(seconds=chance.uniform(1, 10 * 86_000))
        group = chance.choice(groups) if groups else ""
        told.append(Response(invitation, True, judgements, group=group, given_at=given_at))
    get_bus().handle(RecordResponses(survey, told))
    return told


def _judgement(its: Any, number: int, serial: int, chance: random.Random) -> Mapping[str, Any]:
    """Like what a person says who prefers codes of high numbers."""
    asked, samples = its.task(number)
    codes = [*codes_of(samples)]
    chance.shuffle(codes)
    match asked.method:
        case Method.CHOICE:
            return {"shown": codes, "chosen": _liked(codes, chance)}
        case Method.PAIRED:
            return {"shown": codes[:2], "chosen": chance.choice(["", _liked(codes[:2], chance)])}
        case Method.TRIANGLE:
            shown = [*samples[0].codes, samples[1].codes[0]]
            return {"shown": shown, "chosen": chance.choice([*shown, shown[2]])}
        case Method.RATING:
            rated = {code: min(7, int(code) // 200 + chance.randint(0, 3)) or 1 for code in codes}
            return {"shown": codes, "ratings": rated}
        case Method.WORDS:
            return {"shown": codes, "words": {code: _words(code, chance) for code in codes}}
        case Method.ACCEPTANCE:
            _assign(its.code, serial, number, codes[0])
            return {"shown": codes[:1], "accepted": chance.random() < int(codes[0]) / 1000}


def _liked(codes: Sequence[str], chance: random.Random) -> str:
    return max(codes) if chance.random() < 0.65 else chance.choice(codes)


def _words(code: str, chance: random.Random) -> list[str]:
    return chance.sample(WORDS[int(code) % 3 :], 2)


def _assign(survey: str, serial: int, number: int, code: str) -> None:
    SampleAssignment.objects.create(
        survey_id=survey,
        serial=serial,
        task=number,
        sample=code,
        propensity=1 / 3,
        assigned_at=timezone.now(),
    )
