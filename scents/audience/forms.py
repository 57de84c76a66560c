"""What a plain form says, where no script runs: the same response as the script would send."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.kernel import BadInput
from domain.scents.surveys.plan import Method, Plan
from domain.scents.surveys.presentation import Presentation
from domain.scents.surveys.response import Response
from scents.audience.screens import ANSWERED, Given

CONSENT = "consent"


def read_form(given: Given, plan: Plan, presentation: Presentation, *, token: str) -> Response:
    """Raises BadInput, whose field is the number of a task, where that is not judged."""
    screening = {
        one.name: given.get(f"q{n}", "")
        for n, one in enumerate(plan.questions, 1)
        if f"q{n}" in given
    }
    out = any(screening.get(one.name) in one.out for one in plan.questions)
    return Response(
        invitation=token,
        consent=CONSENT in given,
        judgements=() if out or CONSENT not in given else _judgements(given, plan, presentation),
        group=given.get("group", ""),
        screening=screening,
    )


def _judgements(given: Given, plan: Plan, presentation: Presentation) -> tuple[Any, ...]:
    return tuple(
        {"task": n, "shown": [*presentation[n]]} | _judged(n, task.method, presentation[n], given)
        for n, task in enumerate(plan.tasks, 1)
    )


def _judged(number: int, method: Method, shown: Sequence[str], given: Given) -> dict[str, Any]:
    names = {code: f"t{number}.{code}" for code in shown}
    match method:
        case Method.RATING:
            return {"ratings": {code: _rating(given.get(n)) for code, n in names.items()}}
        case Method.WORDS:
            return {"words": {code: words(given.get(n, "")) for code, n in names.items()}}
    told = given.get(f"t{number}")
    if told is None:
        raise BadInput(str(number), "is not answered yet")
    return {"accepted": ANSWERED.get(told)} if method is Method.ACCEPTANCE else {"chosen": told}


def words(text: str) -> list[str]:
    """Those between the commas."""
    return [word for part in text.split(",") if (word := " ".join(part.split()))]


def _rating(told: str | None) -> int | None:
    return int(told) if told and told.isascii() and told.isdigit() and len(told) < 3 else None
