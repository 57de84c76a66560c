"""What participants of a survey are asked: nothing of it tells who made a sample."""

from __future__ import annotations

from typing import Any

from domain.scents.surveys.plan import SCALE, Method, Plan
from domain.scents.surveys.samples import codes_of
from domain.scents.surveys.survey import State
from domain.scents.surveys.text import read_plan, read_samples
from scents.models import Survey


def survey_sheet(code: str) -> dict[str, Any] | None:
    """None where there is no such survey, or it is a draft. Codes are sorted by number, groups
    without their quotas, questions without what ends them."""
    rows = Survey.objects.filter(code=code).exclude(state=State.DRAFT)
    row = rows.values("code", "state", "plan", "taken", "seal__samples").first()
    if row is None:
        return None
    plan = read_plan(row["plan"])
    samples = read_samples(row["seal__samples"])
    return {
        "code": row["code"],
        "state": "open" if row["state"] == State.OPEN else "closed",
        "title": plan.title,
        "introduction": plan.introduction,
        "consent": plan.consent,
        "groups": _groups(plan, row["taken"]),
        "questions": [
            {"name": one.name, "text": one.text, "options": list(one.options)}
            for one in plan.questions
        ],
        "tasks": [
            {
                "number": number,
                "scent": task.scent,
                "method": task.method.value,
                "question": task.question,
                "codes": list(codes_of(samples[number - 1])),
                "scale": [*SCALE] if task.method is Method.RATING else None,
            }
            for number, task in enumerate(plan.tasks, 1)
        ],
    }


def _groups(plan: Plan, taken: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"name": one.name, "open": one.quota is None or taken.get(one.name, 0) < one.quota}
        for one in plan.groups
    ]
