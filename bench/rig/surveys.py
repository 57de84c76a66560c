"""Opens a survey within the company, for COUNT people: KIND COUNT FOLDER. Prints its code.

Their answers are written into the folder, each file the body of one request; none where it is "".
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

BATCH = 1_000
SUPPLIERS = ("DEAR", "FAIR", "CHEAP")
GROUPS = ("adults", "young")
MANY_GROUPS = tuple(f"group {n}" for n in range(1, 6))
OF_ALL = {"paired": 3, "rating": 2, "words": 2}
"""What is asked beside the choice in a survey of all, and of how many samples."""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    kind, count, folder = sys.argv[1:]
    code = f"BENCH-{kind}-{count}"
    _open(code, kind, int(count))
    for n, body in enumerate(_bodies(code, int(count)) if folder else ()):
        Path(folder, f"{n:06}.json").write_text(json.dumps(body, separators=(",", ":")))
    print(code)


def _open(code: str, kind: str, count: int) -> None:
    from django.db import transaction

    from domain.scents import commands
    from domain.scents.supply.offer import Grade
    from messaging.bus import get_bus
    from scents import queries

    bus = get_bus()
    with transaction.atomic():
        for supplier in queries.unknown_suppliers(SUPPLIERS):
            bus.handle(commands.RegisterSupplier(supplier, supplier, Grade.STANDARD))
        bus.handle(commands.DraftSurvey(code, _plan(kind), "bench"))
        bus.handle(commands.OpenSurvey(code, "bench"))
        bus.handle(commands.IssueInvitations(code, count, "bench"))


def _plan(kind: str) -> Any:
    from domain.scents.surveys.plan import Candidate, Group, Method, Plan, Task

    three = tuple(Candidate(supplier) for supplier in SUPPLIERS)
    one = Task("SEA-BREEZE", Method.CHOICE, three[:2])
    if kind == "one":
        return Plan("One choice", (one,), "I take part.")
    if kind == "all":
        tasks = (
            one,
            *(Task("JUNGLE", Method(method), three[:most]) for method, most in OF_ALL.items()),
        )
        return Plan("All", tasks, "I take part.", groups=tuple(map(Group, MANY_GROUPS)))
    rating, pair = Task("JUNGLE", Method.RATING, three[:2]), Task("FOREST", Method.PAIRED, three)
    groups = tuple(Group(name) for name in GROUPS)
    return Plan("Three tasks", (one, rating, pair), "I take part.", groups=groups)


def _bodies(code: str, count: int) -> Iterator[dict[str, Any]]:
    from domain.scents.surveys.invitation import token
    from scents.models import Survey
    from scents.repository.surveys import survey_of

    survey = survey_of(Survey.objects.get(pk=code))
    seal = survey.sealed
    for first in range(1, count + 1, BATCH):
        serials = range(first, min(first + BATCH, count + 1))
        yield {"responses": [_response(survey, n, token(seal.secret, n)) for n in serials]}


def _response(survey: Any, serial: int, invitation: str) -> dict[str, Any]:
    from domain.scents.surveys.presentation import present

    seal, tasks = survey.sealed, survey.plan.tasks
    shown = present(tasks, seal.samples, serial=serial, seed=seal.seed, assigned={})
    judgements = [
        _judgement(tasks[number - 1].method, number, codes, serial)
        for number, codes in shown.items()
    ]
    group = {"group": GROUPS[serial % 3 % 2]} if survey.plan.groups else {}
    return {"invitation": invitation, "consent": True, "judgements": judgements, **group}


def _judgement(method: str, number: int, codes: tuple[str, ...], serial: int) -> dict[str, Any]:
    told = {"task": number, "shown": codes}
    if method == "rating":
        return {**told, "ratings": {code: (serial * int(code)) % 7 + 1 for code in codes}}
    return {**told, "chosen": codes[serial % 5 % 2]}


if __name__ == "__main__":
    main()
