"""Plans of surveys as people type them: a task, a group, a question in each line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TypeVar

from domain.kernel import BadInput
from domain.scents.statistics.strategies import Strategy
from domain.scents.surveys.plan import Candidate, Group, Method, Question, Task

Item = TypeVar("Item")
Kind = TypeVar("Kind", Method, Strategy)

OUT = "(out)"
BLIND = "…"
"""Stands where candidates are not told."""

TASK_FORM = "SEA-BREEZE | choice | EXPENSIVE; CHEAP | Which smells more of the sea?"
GROUP_FORM = "18-25: 200"
QUESTION_FORM = f"age | How old are you? | under 18 {OUT}; 18-25; over 25"

_SHARE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)\s*%")
_QUOTA = re.compile(r"[0-9]{1,9}")


def read_tasks(text: str) -> tuple[Task, ...]:
    """`scent | method | candidates | question`: the question may be left out.

    A candidate is a supplier, a version of a formula (JUNGLE@2), or both (JUNGLE@2 of CHEAP).
    `acceptance, uniform, 5 %` gives strategy and floor. Raises BadInput, which names the line.
    """
    return _read(text, "tasks", _task)


def read_groups(text: str) -> tuple[Group, ...]:
    """`name: quota`, or a name alone: as many as come. Raises BadInput, which names the line."""
    return _read(text, "groups", _group)


def read_questions(text: str) -> tuple[Question, ...]:
    """`name | question | answers`; whoever gives one marked (out) takes no part. Raises BadInput,
    which names the line."""
    return _read(text, "questions", _question)


def write_tasks(tasks: Iterable[Task], *, blind: bool = False) -> str:
    """As they would be typed; `blind`: without the candidates."""
    return "\n".join(_task_line(task, blind=blind) for task in tasks)


def write_groups(groups: Iterable[Group]) -> str:
    """A name with a colon in it keeps one at its end."""
    return "\n".join(
        f"{one.name}: {one.quota}"
        if one.quota is not None
        else one.name + ":" * (":" in one.name)
        for one in groups
    )  # fmt: skip


def write_questions(questions: Iterable[Question]) -> str:
    return "\n".join(
        f"{one.name} | {_flat(one.text)} | "
        + "; ".join(f"{option} {OUT}" if option in one.out else option for option in one.options)
        for one in questions
    )


def lines_of(text: str) -> list[tuple[int, str]]:
    """Those that say something, with their numbers."""
    numbered = enumerate(text.splitlines(), 1)
    return [(number, line.strip()) for number, line in numbered if line.strip()]


def _read(text: str, field: str, read: Callable[[str], Item]) -> tuple[Item, ...]:
    found = []
    for number, line in lines_of(text):
        try:
            found.append(read(line))
        except BadInput as fault:
            what = "" if fault.field in (field, "line") else f"{fault.field}: "
            raise BadInput(field, f"line {number}: {what}{fault.reason}") from fault
    return tuple(found)


def _task(line: str) -> Task:
    scent, how, candidates, question = _parts(line, 3, 4, TASK_FORM)
    name, *more = (part.strip() for part in how.split(","))
    method = _named(Method, name, "method")
    listed = tuple(_candidate(part) for part in _listed(candidates))
    if not more:
        return Task(scent, method, listed, question)
    if method is not Method.ACCEPTANCE or len(more) > 2:
        raise BadInput("line", "only acceptance takes more, such as: acceptance, uniform, 5 %")
    strategy = _named(Strategy, more[0], "strategy")
    floor = _percent(more[1]) if more[1:] else Task.floor
    return Task(scent, method, listed, question, strategy, floor)


def _task_line(task: Task, *, blind: bool) -> str:
    how = str(task.method)
    if task.is_adaptive:
        how += f", {task.strategy}, {(100 * task.floor).normalize():f} %"
    candidates = BLIND if blind else "; ".join(map(str, task.candidates))
    parts = [task.scent, how, candidates, _flat(task.question)]
    return " | ".join(parts if task.question else parts[:3])


def _candidate(text: str) -> Candidate:
    if text == BLIND:
        raise BadInput("line", "name the candidates")
    left, of, right = text.rpartition(" of ")
    if of and "@" not in right:
        return Candidate(right.strip(), left.strip())
    return Candidate(formula=text) if "@" in text else Candidate(text)


def _group(line: str) -> Group:
    name, colon, quota = line.rpartition(":")
    if not colon:
        return Group(line)
    if not quota.strip():
        return Group(name.strip())
    if not _QUOTA.fullmatch(quota.strip()):
        raise BadInput("line", f"{quota.strip()!r} is no quota; a line is such as {GROUP_FORM}")
    return Group(name.strip(), int(quota))


def _question(line: str) -> Question:
    name, text, answers, _ = _parts(line, 3, 3, QUESTION_FORM)
    options, out = [], []
    for answer in _listed(answers):
        option = answer.removesuffix(OUT).strip()
        options.append(option)
        if answer.endswith(OUT):
            out.append(option)
    return Question(name, text, tuple(options), tuple(out))


def _parts(line: str, fewest: int, most: int, form: str) -> tuple[str, str, str, str]:
    """Four of them: those that are not there are empty, and the last may have bars in it."""
    parts = [part.strip() for part in line.split("|", most - 1)]
    if len(parts) < fewest:
        raise BadInput("line", f"a line is such as {form}")
    first, second, third, *rest = parts
    return first, second, third, rest[0] if rest else ""


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _named(kind: type[Kind], name: str, field: str) -> Kind:
    try:
        return kind(name.lower())
    except ValueError as error:
        known = ", ".join(kind)
        raise BadInput("line", f"{name!r} is no {field}; these are: {known}") from error


def _percent(text: str) -> Decimal:
    found = _SHARE.fullmatch(text)
    if found is None:
        raise BadInput("line", f"{text!r} is no share such as 5 %")
    return Decimal(found[1]) / 100


def _flat(text: str) -> str:
    return " ".join(text.split())
