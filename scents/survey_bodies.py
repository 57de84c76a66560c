"""Bodies about surveys, read strictly and by hand: a thousand answers come at once.

A fault is told with the way to it, as a JSON pointer. What a judgement means is for the domain;
here nothing gets in that is not of the right kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from domain.kernel import BadInput
from domain.scents.surveys.judgement import LONGEST_WORD, MOST_WORDS
from domain.scents.surveys.plan import LONGEST_NAME, MOST_CANDIDATES, MOST_TASKS, SCALE
from domain.scents.surveys.response import Response
from domain.scents.surveys.samples import CODES

MOST_AT_ONCE = 1_000
LONGEST_TOKEN = 40
_CODES = frozenset(CODES)
_NO_CHOICE = (None, "", "=")
_RESPONSE = frozenset({"invitation", "consent", "group", "screening", "judgements", "given_at"})
_NEEDED = ("invitation", "consent")


def read_responses(body: Any) -> list[Response]:
    """Of `{"responses": [...]}`. Raises BadInput."""
    return [_response(raw, f"responses/{n}") for n, raw in enumerate(_rows(body, "responses"))]


def read_response(body: Any) -> Response:
    """Of one such object alone. Raises BadInput."""
    try:
        return _response(body, "")
    except BadInput as fault:
        raise BadInput(fault.field.removeprefix("/"), fault.reason) from fault


def read_invitations(body: Any) -> list[str]:
    """Of `{"invitations": [...]}`. Raises BadInput."""
    rows = _rows(body, "invitations")
    return [_text(raw, f"invitations/{n}", LONGEST_TOKEN) for n, raw in enumerate(rows)]


def _rows(body: Mapping[str, Any], name: str) -> list[Any]:
    _require_known(body, frozenset({name}), "")
    rows = body.get(name)
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_AT_ONCE:
        raise BadInput(name, f"must be a list of 1 to {MOST_AT_ONCE}")
    return rows


def _response(raw: Any, path: str) -> Response:
    if type(raw) is not dict:
        raise BadInput(path, "must be an object")
    _require_known(raw, _RESPONSE, path)
    for name in _NEEDED:
        if name not in raw:
            raise BadInput(f"{path}/{name}", "is needed")
    if type(raw["consent"]) is not bool:
        raise BadInput(f"{path}/consent", "must be true or false")
    return Response(
        _text(raw["invitation"], f"{path}/invitation", LONGEST_TOKEN),
        raw["consent"],
        _judgements(raw.get("judgements", []), f"{path}/judgements"),
        _text(raw["group"], f"{path}/group", LONGEST_NAME) if "group" in raw else "",
        _screening(raw["screening"], f"{path}/screening") if "screening" in raw else None,
        _moment(raw["given_at"], f"{path}/given_at") if "given_at" in raw else None,
    )


def _judgements(rows: Any, path: str) -> list[dict[str, Any]]:
    if type(rows) is not list or len(rows) > MOST_TASKS:
        raise BadInput(path, f"must be a list of at most {MOST_TASKS}")
    for n, raw in enumerate(rows):
        if type(raw) is not dict:
            raise BadInput(f"{path}/{n}", "must be an object")
        _require_known(raw, _JUDGEMENT, f"{path}/{n}")
        for name, value in raw.items():
            fits, reason = _PARTS[name]
            if not fits(value):
                raise BadInput(f"{path}/{n}/{name}", reason)
        if "task" not in raw or "shown" not in raw:
            raise BadInput(f"{path}/{n}", "needs its task, and the codes that were shown")
    return rows


def _screening(told: Any, path: str) -> dict[str, str]:
    if type(told) is not dict:
        raise BadInput(path, "must be an object: an answer for each question")
    for answer in told.values():
        if type(answer) is not str or len(answer) > LONGEST_NAME:
            raise BadInput(path, f"answers are texts of at most {LONGEST_NAME} characters")
    return told


def _moment(raw: Any, path: str) -> datetime:
    try:
        moment = datetime.fromisoformat(raw)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        pass
    raise BadInput(path, "must be a date and time with its zone, such as 2027-03-31T12:00:00Z")


def _text(raw: Any, path: str, longest: int) -> str:
    if type(raw) is not str or not 1 <= len(raw) <= longest:
        raise BadInput(path, f"must be a text of 1 to {longest} characters")
    return raw


def _require_known(raw: Mapping[str, Any], known: frozenset[str], path: str) -> None:
    if raw.keys() <= known:
        return
    strange = min(raw.keys() - known)
    shown = ascii(strange[:50])[1:-1].replace("~", "~0").replace("/", "~1")
    raise BadInput(f"{path}/{shown}".lstrip("/"), "is not a known field")


def _is_task(value: Any) -> bool:
    return type(value) is int and 1 <= value <= MOST_TASKS


def _are_codes(value: Any) -> bool:
    if type(value) is not list or not 1 <= len(value) <= MOST_CANDIDATES:
        return False
    return all(type(code) is str and code in _CODES for code in value)


def _is_choice(value: Any) -> bool:
    return value in _NO_CHOICE or (type(value) is str and value in _CODES)


def _are_ratings(value: Any) -> bool:
    if type(value) is not dict or len(value) > MOST_CANDIDATES:
        return False
    return all(type(told) is int and told in SCALE for told in value.values())


def _are_words(value: Any) -> bool:
    if type(value) is not dict or len(value) > MOST_CANDIDATES:
        return False
    return all(
        type(words) is list
        and len(words) <= MOST_WORDS
        and all(type(word) is str and 1 <= len(word) <= LONGEST_WORD for word in words)
        for words in value.values()
    )


_PARTS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "task": (_is_task, f"must be the number of a task, from 1 to {MOST_TASKS}"),
    "shown": (_are_codes, "must be a list of codes, in the order of presentation"),
    "chosen": (_is_choice, "must be a code; where nothing was preferred, =, blank or null"),
    "ratings": (_are_ratings, f"must be a whole number from 1 to {SCALE[-1]} for each code"),
    "words": (_are_words, f"must be at most {MOST_WORDS} short words for each code"),
    "accepted": (lambda value: type(value) is bool, "must be true or false"),
}
_JUDGEMENT = frozenset(_PARTS)
