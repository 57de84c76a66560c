"""Plans of surveys are typed line by line, and what is wrong is told with the line."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain.kernel import BadInput
from domain.scents.statistics.bandit import Strategy
from domain.scents.surveys.plan import Candidate, Group, Method, Question, Task
from scents.survey_lines import (
    GROUP_FORM,
    QUESTION_FORM,
    TASK_FORM,
    read_groups,
    read_questions,
    read_tasks,
    write_groups,
    write_questions,
    write_tasks,
)


def one_line(text: str) -> str:
    return " ".join(text.split())


names = some.text("abcXYZ019 -.'é", min_size=1, max_size=20).map(one_line).filter(bool)
texts = names | some.just("Which | of these: do you (out) like; best?")
versions = names.filter(lambda name: " of " not in name).map("{}@2".format)
suppliers = some.from_regex(r"[A-Z][A-Z0-9-]{0,9}", fullmatch=True)
candidates = some.one_of(
    suppliers.map(Candidate),
    versions.map(lambda version: Candidate(formula=version)),
    some.builds(Candidate, suppliers, versions),
)
pairs = some.lists(candidates, min_size=2, max_size=2, unique=True).map(tuple)
variants = some.lists(
    versions.map(lambda version: Candidate(formula=version)), min_size=2, max_size=2, unique=True
).map(tuple)
plain = some.builds(
    Task, names, some.sampled_from([Method.CHOICE, Method.RATING]), pairs, some.just("") | texts
)
adaptive = some.builds(
    Task,
    names,
    some.just(Method.ACCEPTANCE),
    variants,
    some.just("") | texts,
    some.sampled_from(Strategy),
    some.integers(0, 5_000).map(lambda n: Decimal(n) / 10_000),
)
groups = some.builds(Group, names | some.just("a: b"), some.none() | some.integers(1, 9_999_999))


@some.composite
def questions(draw: some.DrawFn) -> Question:
    options = draw(some.lists(names, min_size=2, max_size=5, unique=True))
    out = tuple(draw(some.lists(some.sampled_from(options[1:]), unique=True)))
    return Question(draw(names), draw(names), tuple(options), out)


@given(some.lists(plain | adaptive, max_size=4).map(tuple))
def test_tasks_are_read_as_they_are_written(tasks: tuple[Task, ...]) -> None:
    assert read_tasks(write_tasks(tasks)) == tasks


@given(some.lists(groups, max_size=4).map(tuple))
def test_groups_are_read_as_they_are_written(given: tuple[Group, ...]) -> None:
    assert read_groups(write_groups(given)) == given


@given(some.lists(questions(), max_size=3).map(tuple))
def test_questions_are_read_as_they_are_written(given: tuple[Question, ...]) -> None:
    read = read_questions(write_questions(given))
    assert [(one.name, one.text, one.options, {*one.out}) for one in read] == [
        (one.name, one.text, one.options, {*one.out}) for one in given
    ]


def test_the_examples_that_forms_show_can_be_typed() -> None:
    assert read_tasks(TASK_FORM)[0].is_two_way
    assert read_groups(GROUP_FORM) == (Group("18-25", 200),)
    assert read_questions(QUESTION_FORM)[0].out == ("under 18",)


def test_candidates_are_suppliers_versions_or_both() -> None:
    line = "FOREST | rating | CHEAP; FOREST@1; FOREST@1 of CHEAP"
    assert read_tasks(line)[0].candidates == (
        Candidate("CHEAP"),
        Candidate(formula="FOREST@1"),
        Candidate("CHEAP", "FOREST@1"),
    )


def test_acceptance_may_tell_how_the_next_variant_is_chosen() -> None:
    [usual] = read_tasks("JUNGLE | acceptance | J@1; J@2")
    assert (usual.strategy, usual.floor) == (Strategy.TOP_TWO, Decimal("0.02"))
    [other] = read_tasks("JUNGLE | acceptance, uniform, 5 % | J@1; J@2")
    assert (other.strategy, other.floor) == (Strategy.UNIFORM, Decimal("0.05"))


def test_without_candidates_a_line_says_all_the_rest_and_asks_for_them() -> None:
    text = write_tasks(read_tasks(TASK_FORM), blind=True)
    assert text == "SEA-BREEZE | choice | … | Which smells more of the sea?"
    with pytest.raises(BadInput, match="line 1: name the candidates"):
        read_tasks(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SEA-BREEZE", "line 1: a line is such as SEA-BREEZE"),
        ("\nSEA | choice", "line 2: a line is such as"),
        ("SEA | sniff | A; B", "line 1: 'sniff' is no method; these are: choice, paired"),
        ("SEA | choice | A", "line 1: candidates: a task of choice takes 2 to 20"),
        ("SEA | choice | A; A", "line 1: candidates: must differ"),
        ("SEA | triangle | A; B; C", "takes 2 of them"),
        ("SEA | choice | A; SEA@x", "line 1: candidates: a formula is a code and a version"),
        ("S@ | choice | A; B", "line 1: scent: must have at most"),
        ("SEA | choice, uniform | A; B", "only acceptance takes more"),
        ("SEA | acceptance, best | S@1; S@2", "'best' is no strategy"),
        ("SEA | acceptance, uniform, lots | S@1; S@2", "'lots' is no share such as 5 %"),
        ("SEA | acceptance, uniform, 60 % | S@1; S@2", "floor: all candidates together"),
        (f"SEA | choice | A; B | {'x' * 5000}", "question: must have at most 4000"),
    ],
)
def test_a_task_that_cannot_be_is_told_with_its_line(text: str, told: str) -> None:
    with pytest.raises(BadInput) as fault:
        read_tasks(text)
    assert fault.value.field == "tasks"
    assert told in fault.value.reason


@pytest.mark.parametrize("text", ["18-25: many", "a: -1", "a: 0", "a: 1e3", "a: ²", ": 5"])
def test_a_group_that_cannot_be_is_told_with_its_line(text: str) -> None:
    with pytest.raises(BadInput, match="groups: line 2: "):
        read_groups(f"over 65\n{text}")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("age", "a line is such as age"),
        ("age | How old? | 1", "each has 2 to 20 answers"),
        ("age | How old? | 1; 1", "answers must differ"),
        ("age | How old? | 1 (out); 2 (out)", "not all of them may end it"),
        ("age |  | 1; 2", "must not be blank"),
    ],
)
def test_a_question_that_cannot_be_is_told_with_its_line(text: str, told: str) -> None:
    with pytest.raises(BadInput) as fault:
        read_questions(f"\n{text}")
    assert fault.value.reason.startswith("line 2: ")
    assert told in fault.value.reason
