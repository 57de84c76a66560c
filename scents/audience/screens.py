"""What is asked, screen by screen: codes only, in the order in which this participant gets them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.scents.surveys.judgement import TIE
from domain.scents.surveys.plan import SCALE, Method, Plan, Task
from domain.scents.surveys.presentation import Presentation

ASKED: Mapping[Method, str] = {
    Method.CHOICE: "Which of these samples do you prefer?",
    Method.PAIRED: "Which of the two do you prefer?",
    Method.TRIANGLE: "Two of these samples are alike. Which one is different?",
    Method.RATING: "How believable is each sample?",
    Method.WORDS: "Which words does each sample bring to mind?",
    Method.ACCEPTANCE: "Is this sample believable?",
}
"""Where the plan words no question of its own. The name of the scent is never shown: it may be that
of a formula."""
NO_DIFFERENCE = "No difference"
ANSWERED = {"yes": True, "no": False}

Given = Mapping[str, str]
"""What was filled in so far, by the name of the field."""


@dataclass(frozen=True)
class Option:
    """One of several buttons."""

    value: str
    label: str
    checked: bool = False
    full: bool = False
    out: bool = False
    is_code: bool = False


@dataclass(frozen=True)
class Row:
    """One answer: a tap on an option or, where there are none, a text. `code` is the sample that
    it is about; empty where the options are samples."""

    name: str
    options: tuple[Option, ...] = ()
    code: str = ""
    text: str = ""


@dataclass(frozen=True)
class Screen:
    """One question. `kind` is group, question or the method of a task; `shown` are its codes."""

    kind: str
    heading: str
    rows: tuple[Row, ...]
    task: int = 0
    shown: tuple[str, ...] = ()
    about: str = ""


def screens(
    plan: Plan, presentation: Presentation, *, full: frozenset[str], given: Given
) -> list[Screen]:
    """All of them, as they are walked through."""
    first = [_group(plan, full, given)] if plan.groups else []
    questions = [
        Screen(
            "question",
            one.text,
            (_row(f"q{n}", [Option(o, o, out=o in one.out) for o in one.options], given),),
            about=one.name,
        )
        for n, one in enumerate(plan.questions, 1)
    ]
    tasks = [_task(n, task, presentation[n], given) for n, task in enumerate(plan.tasks, 1)]
    return [*first, *questions, *tasks]


def _group(plan: Plan, full: frozenset[str], given: Given) -> Screen:
    options = [Option(one.name, one.name, full=one.name in full) for one in plan.groups]
    return Screen("group", "Which of these are you?", (_row("group", options, given),))


def _task(number: int, task: Task, shown: tuple[str, ...], given: Given) -> Screen:
    name = f"t{number}"
    rows: tuple[Row, ...]
    match task.method:
        case Method.RATING:
            scale = [Option(str(n), str(n)) for n in SCALE]
            rows = tuple(_row(f"{name}.{code}", scale, given, code=code) for code in shown)
        case Method.WORDS:
            names = {code: f"{name}.{code}" for code in shown}
            rows = tuple(Row(n, code=code, text=given.get(n, "")) for code, n in names.items())
        case Method.ACCEPTANCE:
            yes_no = [Option("yes", "Yes"), Option("no", "No")]
            rows = (_row(name, yes_no, given, code=shown[0]),)
        case _:
            codes = [Option(code, code, is_code=True) for code in shown]
            tie = [Option(TIE, NO_DIFFERENCE)] if task.method is Method.PAIRED else []
            rows = (_row(name, [*codes, *tie], given),)
    heading = task.question.strip() or ASKED[task.method]
    return Screen(task.method.value, heading, rows, task=number, shown=shown)


def _row(name: str, options: Sequence[Option], given: Given, *, code: str = "") -> Row:
    told = given.get(name)
    marked = (
        Option(one.value, one.label, one.value == told, one.full, one.out, one.is_code)
        for one in options
    )
    return Row(name, tuple(marked), code)
