"""The surveys of the sample company: two that are open, with answers, and invitations left over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from domain.kernel import Refused
from domain.scents.commands import (
    ApproveFormula,
    AssignSamples,
    DraftSurvey,
    IssueInvitations,
    OpenSurvey,
    RecordResponses,
)
from domain.scents.surveys.plan import Candidate, Group, Method, Plan, Task
from domain.scents.surveys.presentation import Presentation
from domain.scents.surveys.response import Response
from messaging.bus import get_bus
from scents import queries
from scents.starter_set import CAREFUL, FORMATS

BY, SECOND = "sample company", "sample assessor"
"""Who drafts, and the second person who approves."""
CONSENT = (
    "I am an adult and smell these scents of my own will. My answers are kept without my name; "
    "with my invitation I can read and erase them."
)
SUPPLIERS = (Candidate("EXPENSIVE"), Candidate("CHEAP"))
AGES = (Group("18 to 29", 100), Group("30 to 49", 100), Group("50 and older", 100))
OCEANS = ("OCEAN-CITRUS", "OCEAN-MINT", "OCEAN-FLOWERS", "OCEAN-DRIFTWOOD")
DOSE = Decimal("0.01")

FOYER = Plan(
    "What the foyer smells",
    (
        Task("SEA-BREEZE", Method.CHOICE, SUPPLIERS, "Which one smells more of the sea?"),
        Task("FOREST", Method.CHOICE, SUPPLIERS, "Which one smells more of a forest?"),
        Task("SEA-BREEZE", Method.RATING, SUPPLIERS, "Would you believe it in a film?"),
    ),
    CONSENT,
    introduction="You are given six small vials. Smell each of them, and take your time.",
    groups=AGES,
    policy=CAREFUL.code,
)
OCEAN = Plan(
    "Which ocean breeze",
    (
        Task(
            "OCEAN-BREEZE",
            Method.ACCEPTANCE,
            tuple(Candidate(formula=f"{code}@1") for code in OCEANS),
            "Would you like to smell this in a film about the sea?",
        ),
    ),
    CONSENT,
    introduction="You are given one small vial.",
    policy=CAREFUL.code,
)


@dataclass(frozen=True)
class Sample:
    """A survey with so many answers and invitations. What was answered is settled by the number of
    the participant and by the code of the sample, so that the company is as blind as all others."""

    code: str
    plan: Plan
    answers: int
    invited: int
    at_once: int
    """Answers that come in together: those who come later are given what did well so far."""


SAMPLES = (Sample("FOYER-1", FOYER, 120, 200, 120), Sample("OCEAN-1", OCEAN, 120, 200, 40))


def load_surveys() -> Iterator[str]:
    """Each once; told in sentences. One that the company's rules or prices of today do not allow is
    left out, and nothing of it stays."""
    for one in SAMPLES:
        if queries.has_survey(one.code):
            continue
        try:
            with transaction.atomic():
                _run(one)
        except Refused as refused:
            yield f"The survey {one.code} is left out: {refused}."
        else:
            yield f"The survey {one.code} is open, with {one.answers} answers."


def _run(one: Sample) -> None:
    versions = {each.formula for task in one.plan.tasks for each in task.candidates if each.formula}
    for version in sorted(versions - set(queries.approved_versions(versions))):
        formula, _, number = version.rpartition("@")
        _do(ApproveFormula(formula, int(number), FORMATS[0][0], DOSE, SECOND), SECOND)
    _do(DraftSurvey(one.code, one.plan, BY))
    _do(OpenSurvey(one.code, BY))
    _do(IssueInvitations(one.code, one.invited, BY))
    codes = queries.codes_by_task(one.code)
    for first in range(1, one.answers + 1, one.at_once):
        last = min(first + one.at_once - 1, one.answers)
        came = list(queries.tokens(one.code, first, last))
        given = _do(AssignSamples(one.code, [token for _, token in came]))
        answers = [
            _answer(one.plan, serial, token, shown, codes)
            for (serial, token), shown in zip(came, given, strict=True)
        ]
        _do(RecordResponses(one.code, answers))


def _do(command: Any, actor: str = BY) -> Any:
    return get_bus().handle(command, actor=actor)


def _answer(
    plan: Plan, serial: int, token: str, shown: Presentation, codes: Sequence[tuple[str, ...]]
) -> Response:
    judgements = [
        {"task": number, "shown": list(shown[number])}
        | JUDGED[task.method](serial * 37 * number % 100, shown[number], codes[number - 1])
        for number, task in enumerate(plan.tasks, 1)
    ]
    groups = plan.groups
    group = groups[serial % len(groups)].name if groups else ""
    return Response(token, consent=True, judgements=judgements, group=group)


def _chosen(taste: int, shown: Sequence[str], codes: Sequence[str]) -> dict[str, object]:
    """Two in three take the first by number."""
    return {"chosen": codes[0] if taste < 66 else codes[1]}


def _rated(taste: int, shown: Sequence[str], codes: Sequence[str]) -> dict[str, object]:
    return {"ratings": {codes[0]: 3 + taste % 5, codes[1]: 1 + taste % 6}}


def _accepted(taste: int, shown: Sequence[str], codes: Sequence[str]) -> dict[str, object]:
    """From 7 in 10 down to 4 in 10, by number."""
    return {"accepted": taste < 70 - 10 * codes.index(shown[0])}


JUDGED: Mapping[Method, Callable[[int, Sequence[str], Sequence[str]], dict[str, object]]] = {
    Method.CHOICE: _chosen,
    Method.RATING: _rated,
    Method.ACCEPTANCE: _accepted,
}
"""What somebody of this taste (0 to 99) says of the samples shown to him; `codes` are of all."""
