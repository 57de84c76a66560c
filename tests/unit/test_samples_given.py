"""Who is given which sample: the handler, on repositories in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.scents.commands import AssignSamples
from domain.scents.surveys.assignment import Acceptance, Assignment
from domain.scents.surveys.invitation import token
from domain.scents.surveys.plan import Method
from domain.scents.surveys.samples import CODES
from domain.scents.surveys.survey import Survey
from scents.handlers import assign_samples
from tests.surveys import plan, task
from tests.variants import SeededChance, contest, variants

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SECRET = b"s" * 32


class FakeSurveys:
    """One survey; whoever locks it fails."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey

    def read(self, code: str) -> Survey | None:
        return self._survey if code == self._survey.code else None


class FakeResponses:
    """What was assigned; `asked` are the scents whose acceptance was looked up."""

    def __init__(self, acceptance: Acceptance) -> None:
        self._acceptance = acceptance
        self.rows: dict[tuple[int, int], Assignment] = {}
        self.asked: list[str] = []

    def assigned(self, survey: str, serials: Collection[int]) -> Mapping[int, Mapping[int, str]]:
        rows = [one for one in self.rows.values() if one.serial in serials]
        return {
            serial: {one.task: one.sample for one in rows if one.serial == serial}
            for serial in {one.serial for one in rows}
        }

    def assign(self, survey: str, rows: Sequence[Assignment], now: datetime) -> None:
        for one in rows:
            self.rows.setdefault((one.serial, one.task), one)

    def acceptance(self, scent: str) -> Acceptance:
        self.asked.append(scent)
        return self._acceptance


class FakeUnitOfWork:
    """Tells whether it was committed."""

    def __init__(self, survey: Survey, acceptance: Acceptance) -> None:
        self.surveys = FakeSurveys(survey)
        self.responses = FakeResponses(acceptance)
        self.committed = False

    def __enter__(self) -> FakeUnitOfWork:
        return self

    def __exit__(self, *_: object) -> None: ...

    def commit(self) -> None:
        self.committed = True


def opened(*tasks: Any) -> Survey:
    survey = Survey.draft("SEA-1", plan(*tasks), by="rosa")
    survey.open(by="rosa", at=NOW, policy="PLAIN@1", secret=SECRET, seed=7, codes=CODES, costs={})
    survey.invite(100, by="rosa")
    return survey


def unit(*tasks: Any, acceptance: Acceptance | None = None) -> FakeUnitOfWork:
    return FakeUnitOfWork(opened(*tasks), acceptance or {})


def give(uow: Any, serials: Sequence[int], seed: int = 1) -> list[Any]:
    command = AssignSamples("SEA-1", [token(SECRET, serial) for serial in serials])
    return assign_samples(command, uow, lambda: NOW, SeededChance(seed), set)


def test_the_chances_are_computed_once_for_all_and_noted_for_each() -> None:
    uow = unit(contest(), acceptance={"BREEZE@2": (50, 60), "BREEZE@1": (10, 60)})
    shown = give(uow, range(1, 51))
    assert uow.responses.asked == ["SEA-BREEZE"]
    assert uow.committed
    rows = uow.responses.rows
    assert [one[1] for one in shown] == [(rows[n, 1].sample,) for n in range(1, 51)]
    chances = {row.sample: row.propensity for row in rows.values()}
    assert chances["101"] == max(chances.values())
    assert min(chances.values()) >= 0.02


def test_who_has_a_sample_keeps_it_and_nothing_is_drawn() -> None:
    uow = unit(contest())
    first = give(uow, [1, 2, 3])
    uow.responses.asked.clear()
    assert give(uow, [3, 2, 1], seed=9) == first[::-1]
    assert uow.responses.asked == []


def test_adaptive_tasks_of_a_survey_are_drawn_each_by_itself() -> None:
    words = task(method=Method.WORDS, candidates=variants(3))
    uow = unit(contest(), words, contest(scent="JUNGLE"))
    (shown,) = give(uow, [5])
    assert [len(shown[number]) for number in (1, 2, 3)] == [1, 3, 1]
    assert uow.responses.asked == ["SEA-BREEZE", "JUNGLE"]
    assert sorted(uow.responses.rows) == [(5, 1), (5, 3)]


def test_without_an_adaptive_task_nothing_is_stored() -> None:
    uow = unit(task())
    assert give(uow, [1, 101]) == [{1: ("100", "101")}, None]
    assert not uow.committed
    assert uow.responses.rows == {}


@pytest.mark.parametrize("serial", [0, 101])
def test_invitations_that_were_not_issued_get_nothing(serial: int) -> None:
    uow = unit(contest())
    assert give(uow, [serial]) == [None]
    assert uow.responses.rows == {}
