"""Plans and samples as plain data, as they are stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from domain.scents.statistics.strategies import Strategy
from domain.scents.surveys.plan import Candidate, Group, Method, Plan, Question, Task
from domain.scents.surveys.samples import Sample, Samples


def write_plan(plan: Plan) -> dict[str, Any]:
    """Amounts and times as text."""
    told = asdict(plan)
    told["closes_at"] = plan.closes_at.isoformat() if plan.closes_at else None
    for task in told["tasks"]:
        task["floor"] = str(task["floor"])
    return told


def read_plan(told: Mapping[str, Any]) -> Plan:
    closes_at = told["closes_at"]
    return Plan(
        title=told["title"],
        tasks=tuple(_task(task) for task in told["tasks"]),
        consent=told["consent"],
        introduction=told["introduction"],
        groups=tuple(Group(**group) for group in told["groups"]),
        questions=tuple(_question(question) for question in told["questions"]),
        policy=told["policy"],
        closes_at=datetime.fromisoformat(closes_at) if closes_at else None,
        close_early=told["close_early"],
    )


def write_samples(samples: Sequence[Samples]) -> list[list[dict[str, Any]]]:
    return [
        [
            {**asdict(one), "cost": None if one.cost is None else str(one.cost)}
            for one in of_task
        ]
        for of_task in samples
    ]  # fmt: skip


def read_samples(told: Sequence[Sequence[Mapping[str, Any]]]) -> tuple[Samples, ...]:
    return tuple(tuple(_sample(one) for one in of_task) for of_task in told)


def _task(told: Mapping[str, Any]) -> Task:
    return Task(
        told["scent"],
        Method(told["method"]),
        tuple(Candidate(**one) for one in told["candidates"]),
        told["question"],
        Strategy(told["strategy"]),
        Decimal(told["floor"]),
    )


def _question(told: Mapping[str, Any]) -> Question:
    return Question(told["name"], told["text"], tuple(told["options"]), tuple(told["out"]))


def _sample(told: Mapping[str, Any]) -> Sample:
    cost = None if told["cost"] is None else Decimal(told["cost"])
    return Sample(Candidate(**told["candidate"]), tuple(told["codes"]), cost, told["currency"])
