"""One response to a survey as JSON has it: read strictly, for every door that takes some."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from domain.kernel import BadInput
from domain.scents.surveys.plan import LONGEST_NAME, MOST_QUESTIONS, MOST_TASKS
from domain.scents.surveys.response import Response

LONGEST_INVITATION = 64
"""Longer than any that is typed with blanks between its signs."""
_FIELDS = frozenset({"invitation", "consent", "group", "screening", "judgements", "given_at"})


def read_response(told: object) -> Response:
    """What a judgement must hold depends on its task: the survey reads on from there.

    Raises BadInput, whose field is the path to the fault with `/` between its parts.
    """
    if not isinstance(told, Mapping):
        raise BadInput("", "must be an object")
    for name in told:
        if name not in _FIELDS:
            raise BadInput(str(name), "unknown field")
    consent = told.get("consent")
    if not isinstance(consent, bool):
        raise BadInput("consent", "must be true or false")
    return Response(
        invitation=_text("invitation", told.get("invitation"), LONGEST_INVITATION),
        consent=consent,
        judgements=_judgements(told.get("judgements", [])),
        group=_text("group", told.get("group", ""), LONGEST_NAME),
        screening=_screening(told.get("screening")),
        given_at=_moment(told.get("given_at")),
    )


def _text(field: str, told: object, longest: int) -> str:
    if not isinstance(told, str) or len(told) > longest:
        raise BadInput(field, f"must be a text of at most {longest} characters")
    return told


def _judgements(told: object) -> tuple[Mapping[str, object], ...]:
    if not isinstance(told, list) or len(told) > MOST_TASKS:
        raise BadInput("judgements", f"must be a list of at most {MOST_TASKS}")
    for place, one in enumerate(told):
        if not isinstance(one, Mapping):
            raise BadInput(f"judgements/{place}", "must be an object")
    return tuple(told)


def _screening(told: object) -> Mapping[str, str] | None:
    if told is None:
        return None
    if not isinstance(told, Mapping) or len(told) > MOST_QUESTIONS:
        raise BadInput("screening", f"must be an object with at most {MOST_QUESTIONS} answers")
    return {
        _text("screening", name, LONGEST_NAME): _text(f"screening/{name}", value, LONGEST_NAME)
        for name, value in told.items()
    }


def _moment(told: object) -> datetime | None:
    if told is None:
        return None
    try:
        moment = datetime.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise BadInput("given_at", "must be a moment with its time zone, such as 2026-03-01T20:15Z")
    return moment
