"""Surveys over `/api/v1/`, as programs send them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from domain.scents.surveys.plan import Method
from tests.customers import Api
from tests.surveys import stored


def post(api: Api, body: Any, code: str = "SEA-1", what: str = "responses") -> Any:
    return api.send("POST", f"surveys/{code}/{what}", json.dumps(body))


def send(api: Api, *responses: Any, code: str = "SEA-1") -> Any:
    return post(api, {"responses": responses}, code)


def statuses(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [one["status"] for one in answer.json()["results"]]


def chosen(invitation: str, shown: Sequence[str], place: int = 0, **more: Any) -> dict[str, Any]:
    """A choice in a survey of one task."""
    judgement = {"task": 1, "shown": [*shown], "chosen": shown[place]}
    return {"invitation": invitation, "consent": True, "judgements": [judgement], **more}


def codes(code: str = "SEA-1", number: int = 1) -> list[str]:
    """Those of a task, sorted."""
    _, samples = stored(code).task(number)
    return sorted(one for sample in samples for one in sample.codes)


def judged(method: Method, number: int, shown: Sequence[str], n: int) -> dict[str, Any]:
    """Some judgement of a task, another for each n."""
    raw: dict[str, Any] = {"task": number, "shown": [*shown]}
    match method:
        case Method.RATING:
            return {**raw, "ratings": {code: (n + int(code)) % 7 + 1 for code in shown}}
        case Method.WORDS:
            return {**raw, "words": {code: ["Salt", f"wave {n % 3}"] for code in shown}}
        case Method.ACCEPTANCE:
            return {**raw, "accepted": n % 3 > 0}
        case Method.PAIRED if n % 5 == 0:
            return {**raw, "chosen": "="}
    return {**raw, "chosen": shown[n % len(shown)]}
