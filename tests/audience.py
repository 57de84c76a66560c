"""Surveys as audiences meet them, with all methods in one, and what must never be told of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.test import Client
from django.urls import reverse

from domain.scents.commands import CloseSurvey
from domain.scents.surveys.plan import Group, Method, Plan, Question
from domain.scents.surveys.presentation import Presentation, present
from messaging.bus import get_bus
from tests.surveys import stored, task
from tests.variants import variants

BETRAYALS = ("CHEAP", "EXPENSIVE", "Premium", "Lower Grade", "BREEZE", "25.00", "15.00", "USD")
"""Suppliers, their names, the scent (formulas may bear its name), and what it costs."""


def whole_plan(*, adaptive: bool = True, **more: Any) -> Plan:
    """Two groups, a question that ends it for some, and a task of each method."""
    methods = [Method.CHOICE, Method.PAIRED, Method.TRIANGLE, Method.RATING, Method.WORDS]
    tasks = [task(method=method, question=f"What of {method}?") for method in methods]
    if adaptive:
        tasks.append(task(method=Method.ACCEPTANCE, candidates=variants(2), question="Believable?"))
    return Plan(
        title="An evening by the sea",
        tasks=tuple(tasks),
        consent="I take part of my own will.",
        introduction="You will smell a few samples.",
        groups=(Group("adults", 2), Group("children")),
        questions=(Question("nose", "Do you have a cold?", ("yes", "no"), ("yes",)),),
        **more,
    )


def at(name: str, *parts: str) -> str:
    return reverse(f"survey-{name}", args=["SEA-1", *parts])


def shown_to(token: str, assigned: Mapping[int, str] | None = None) -> Presentation:
    """The codes by task; `assigned` are those of adaptive tasks."""
    survey = stored()
    seal, serial = survey.sealed, survey.serial_of(token)
    return present(
        survey.plan.tasks, seal.samples, serial=serial, seed=seal.seed, assigned=assigned or {}
    )


def filled(token: str, *, adaptive: str | None = None) -> dict[str, str]:
    """The plain form of `whole_plan` as a participant fills it in; `adaptive` is the sample that
    was assigned, where there is one."""
    shown = shown_to(token, {6: adaptive} if adaptive else None)
    ratings = {f"t4.{code}": "5" for code in shown[4]}
    words = {f"t5.{code}": "salty,  wide open" for code in shown[5]}
    chosen = {"t1": shown[1][0], "t2": "=", "t3": shown[3][2]}
    return {"consent": "yes", "group": "adults", "q1": "no", **chosen, **ratings, **words}


def whole_body(token: str) -> dict[str, Any]:
    """The same as the script sends it."""
    form = filled(token)
    shown = {n: [*codes] for n, codes in shown_to(token).items()}
    words = {code: ["salty", "wide open"] for code in shown[5]}
    return {
        "invitation": token,
        "consent": True,
        "group": "adults",
        "screening": {"nose": "no"},
        "judgements": [
            {"task": 1, "shown": shown[1], "chosen": form["t1"]},
            {"task": 2, "shown": shown[2], "chosen": "="},
            {"task": 3, "shown": shown[3], "chosen": form["t3"]},
            {"task": 4, "shown": shown[4], "ratings": dict.fromkeys(shown[4], 5)},
            {
                "task": 5,
                "shown": shown[5],
                "words": words,
            },
        ],
    }


def send(body: object, survey: str = "SEA-1") -> Any:
    """A strict client: a cookie would need a session, and a form its CSRF token."""
    address = reverse("survey-answers", args=[survey])
    client = Client(enforce_csrf_checks=True)
    return client.post(address, body, content_type="application/json")


def text(response: Any) -> str:
    return str(response.content.decode())


def close() -> None:
    get_bus().handle(CloseSurvey("SEA-1", "enough", "rosa"))
