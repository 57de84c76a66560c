"""What a survey asks, and of whom: settled before the first answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from domain.kernel import BadInput
from domain.scents.recipes.uses import require_code
from domain.scents.statistics.strategies import Strategy

MOST_TASKS = 20
MOST_CANDIDATES = 20
MOST_GROUPS = 30
MOST_QUESTIONS = 10
MOST_OPTIONS = 20
MOST_ANSWERS = 10_000_000
LONGEST_NAME = 40
LONGEST_TEXT = 4_000
SCALE = range(1, 8)
"""Believability, from not at all to entirely: seven points (ISO 4121 leaves their number open)."""
_VERSION = re.compile(r"[^@\s]([^@]*[^@\s])?@[1-9][0-9]{0,5}")


class Method(StrEnum):
    """How a task is judged."""

    CHOICE = "choice"
    PAIRED = "paired"
    TRIANGLE = "triangle"
    RATING = "rating"
    WORDS = "words"
    ACCEPTANCE = "acceptance"


HOW_MANY = {
    Method.CHOICE: (2, MOST_CANDIDATES),
    Method.PAIRED: (2, MOST_CANDIDATES),
    Method.TRIANGLE: (2, 2),
    Method.RATING: (1, MOST_CANDIDATES),
    Method.WORDS: (1, MOST_CANDIDATES),
    Method.ACCEPTANCE: (2, MOST_CANDIDATES),
}
"""The fewest and the most candidates."""


@dataclass(frozen=True)
class Candidate:
    """Who makes it, from which version of a formula (CODE@2); one of the two may be empty, where
    the task is not about it. Raises BadInput."""

    supplier: str = ""
    formula: str = ""

    def __post_init__(self) -> None:
        if not self.supplier and not self.formula:
            raise BadInput("candidates", "each needs a supplier or a version of a formula")
        if self.formula and not _VERSION.fullmatch(self.formula):
            raise BadInput("candidates", "a formula is a code and a version, such as SEA-BREEZE@3")

    def __str__(self) -> str:
        return " of ".join(part for part in (self.formula, self.supplier) if part)


@dataclass(frozen=True)
class Task:
    """One judgement that a participant makes of a scent.

    `strategy` and `floor` say which variant is presented next where acceptance is asked: each gets
    at least the share `floor` of the participants. There, variants are versions of formulas: these
    are what acceptance is counted by, over all surveys of the scent. Raises BadInput.
    """

    scent: str
    method: Method
    candidates: tuple[Candidate, ...]
    question: str = ""
    strategy: Strategy = Strategy.TOP_TWO
    floor: Decimal = Decimal("0.02")

    def __post_init__(self) -> None:
        require_code("scent", self.scent)
        require_text("question", self.question)
        fewest, most = HOW_MANY[self.method]
        if not fewest <= len(self.candidates) <= most:
            many = f"{fewest}" if fewest == most else f"{fewest} to {most}"
            raise BadInput("candidates", f"a task of {self.method} takes {many} of them")
        if len(set(self.candidates)) < len(self.candidates):
            raise BadInput("candidates", "must differ")
        formulas = {one.formula for one in self.candidates if one.formula}
        if self.is_adaptive and len(formulas) < len(self.candidates):
            raise BadInput("candidates", "of an acceptance task need formulas, each its own")
        if not (self.floor.is_finite() and 0 <= self.floor * len(self.candidates) <= 1):
            raise BadInput("floor", "all candidates together can have at most 1")

    @property
    def is_adaptive(self) -> bool:
        """Whether what is presented depends on the answers so far."""
        return self.method is Method.ACCEPTANCE

    @property
    def is_two_way(self) -> bool:
        """Whether it decides between two, so that a policy can be applied."""
        return self.method in (Method.CHOICE, Method.PAIRED) and len(self.candidates) == 2


@dataclass(frozen=True)
class Group:
    """A part of the audience, and how many of it may answer; None: as many as come."""

    name: str
    quota: int | None = None

    def __post_init__(self) -> None:
        _require_name("groups", self.name)
        if self.quota is not None and not 0 < self.quota <= MOST_ANSWERS:
            raise BadInput("groups", f"a quota is a number from 1 to {MOST_ANSWERS}")


@dataclass(frozen=True)
class Question:
    """Asked before the tasks; whoever gives one of the answers `out` takes no part."""

    name: str
    text: str
    options: tuple[str, ...]
    out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _require_name("questions", self.name)
        require_text("questions", self.text, may_be_empty=False)
        if not 2 <= len(self.options) <= MOST_OPTIONS:
            raise BadInput("questions", f"each has 2 to {MOST_OPTIONS} answers")
        for option in self.options:
            _require_name("questions", option)
        if len(set(self.options)) < len(self.options) or not set(self.out) < set(self.options):
            raise BadInput("questions", "answers must differ, and not all of them may end it")


@dataclass(frozen=True)
class Plan:
    """All of it. `policy` is the code of the decision policy, whose version is settled when the
    survey opens; without one nothing is decided. `closes_at`: it closes by itself, then or, where
    `close_early`, as soon as a sequential policy has enough answers for every task.
    Raises BadInput."""

    title: str
    tasks: tuple[Task, ...]
    consent: str
    introduction: str = ""
    groups: tuple[Group, ...] = ()
    questions: tuple[Question, ...] = ()
    policy: str = ""
    closes_at: datetime | None = None
    close_early: bool = False

    def __post_init__(self) -> None:
        require_text("title", self.title, longest=255, may_be_empty=False)
        require_text("consent", self.consent, may_be_empty=False)
        require_text("introduction", self.introduction)
        if not 1 <= len(self.tasks) <= MOST_TASKS:
            raise BadInput("tasks", f"1 to {MOST_TASKS} of them")
        _require_different("groups", [group.name for group in self.groups], MOST_GROUPS)
        _require_different("questions", [one.name for one in self.questions], MOST_QUESTIONS)
        if self.closes_at is not None and self.closes_at.tzinfo is None:
            raise BadInput("closes_at", "must have a time zone")

    @property
    def is_adaptive(self) -> bool:
        return any(task.is_adaptive for task in self.tasks)

    def group(self, name: str) -> Group | None:
        return next((group for group in self.groups if group.name == name), None)


def require_text(
    field: str, text: str, *, longest: int = LONGEST_TEXT, may_be_empty: bool = True
) -> None:
    """Raises BadInput unless it is text of this length."""
    if not may_be_empty and not text.strip():
        raise BadInput(field, "must not be blank")
    if len(text) > longest:
        raise BadInput(field, f"must have at most {longest} characters")
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise BadInput(field, "must be text")


def _require_name(field: str, name: str) -> None:
    require_text(field, name, longest=LONGEST_NAME, may_be_empty=False)
    if name != name.strip() or not name.isprintable():
        raise BadInput(field, "names are visible letters without blanks around them")


def _require_different(field: str, names: Sequence[str], most: int) -> None:
    if len(names) > most:
        raise BadInput(field, f"at most {most} of them")
    if len(set(names)) < len(names):
        raise BadInput(field, "must have different names")
