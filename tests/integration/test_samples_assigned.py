"""What participants are given, in PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from domain.kernel import BadInput
from domain.scents.commands import AssignSamples, CloseSurvey, RecordResponses
from domain.scents.surveys.plan import Method
from domain.scents.surveys.response import Fate
from domain.scents.surveys.survey import SurveyNotOpen, UnknownSurvey
from messaging.models import OutboxEvent
from scents.models import SampleAssignment
from tests.surveys import invitations, open_survey, plan, stock_suppliers, stored, task
from tests.variants import accepting, answer, assigned, contest, open_contest, seeded_bus, variants

FORGED = "AAAA-AAAA-AAAA-AAAA"


@pytest.mark.django_db
def test_what_was_assigned_once_stays_so() -> None:
    bus = seeded_bus()
    open_contest(bus)
    first = assigned(bus, range(1, 6))
    (ninth,) = assigned(bus, [9])
    assert assigned(bus, [9, 3, 1, 3]) == [ninth, first[2], first[0], first[2]]


@pytest.mark.django_db
def test_it_is_answered_in_the_order_of_the_invitations_and_nothing_for_strangers() -> None:
    bus = seeded_bus()
    open_contest(bus, its_plan=plan(contest(), task(method=Method.WORDS, candidates=variants(3))))
    one, two = invitations("SEA-1", [1, 2])
    shown = bus.handle(AssignSamples("SEA-1", [two, FORGED, one, two]))
    assert shown[1] is None
    assert shown[0] == shown[3] == bus.handle(AssignSamples("SEA-1", [two]))[0]
    assert [len(codes) for codes in shown[2].values()] == [1, 3]


@pytest.mark.django_db
def test_only_what_was_assigned_counts() -> None:
    bus = seeded_bus()
    open_contest(bus)
    (shown,) = assigned(bus, [1])
    others = {code for one in stored().task(1)[1] for code in one.codes} - {shown}
    token, unasked = invitations("SEA-1", [1, 2])
    sent = [accepting(token, other, accepted=True) for other in others]
    sent += [accepting(unasked, shown, accepted=True), accepting(token, shown, accepted=True)]
    fates = [receipt.fate for receipt in bus.handle(RecordResponses("SEA-1", sent))]
    assert fates == [Fate.NOT_ASSIGNED] * 3 + [Fate.ACCEPTED]


@pytest.mark.django_db
def test_chances_are_of_the_answers_to_all_surveys_of_the_scent() -> None:
    bus = seeded_bus()
    open_contest(bus)
    best = next(one.codes[0] for one in stored().task(1)[1] if one.candidate.formula == "BREEZE@2")
    answer(bus, range(1, 201), lambda code: code == best)
    bus.handle(CloseSurvey("SEA-1", "enough", "rosa"))
    open_contest(bus, "SEA-2")
    assigned(bus, range(1, 101), "SEA-2")
    _, samples = stored("SEA-2").task(1)
    leader = next(one.codes[0] for one in samples if one.candidate.formula == "BREEZE@2")
    rows = SampleAssignment.objects.filter(survey="SEA-2")
    chances = dict(rows.values_list("sample", "propensity"))
    assert max(chances, key=lambda code: chances[code]) == leader
    assert len(set(rows.values_list("sample", "propensity"))) == len(chances)


@pytest.mark.django_db
def test_a_survey_that_adapts_nothing_is_read_once_and_not_written() -> None:
    stock_suppliers()
    open_survey()
    bus = seeded_bus()
    tokens = invitations()
    with CaptureQueriesContext(connection) as asked:
        shown = bus.handle(AssignSamples("SEA-1", tokens))
    selects = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
    assert len(selects) == 1
    assert "FOR" not in selects[0].rpartition("WHERE")[2]
    assert {tuple(sorted(presentation[1])) for presentation in shown} == {
        tuple(sorted(code for one in stored().task(1)[1] for code in one.codes))
    }


@pytest.mark.django_db
def test_a_thousand_are_assigned_with_few_statements_and_no_event() -> None:
    bus = seeded_bus()
    open_contest(bus)
    before = OutboxEvent.objects.count()
    with CaptureQueriesContext(connection) as asked:
        assigned(bus, range(1, 1_001))
    assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) <= 8
    assert SampleAssignment.objects.count() == 1_000
    assert OutboxEvent.objects.count() == before


@pytest.mark.django_db
def test_only_open_surveys_assign_and_a_thousand_at_once() -> None:
    bus = seeded_bus()
    open_contest(bus)
    for tokens in ([], [FORGED] * 1_001):
        with pytest.raises(BadInput):
            bus.handle(AssignSamples("SEA-1", tokens))
    with pytest.raises(UnknownSurvey):
        bus.handle(AssignSamples("SEA-9", [FORGED]))
    bus.handle(CloseSurvey("SEA-1", "enough", "rosa"))
    with pytest.raises(SurveyNotOpen):
        bus.handle(AssignSamples("SEA-1", [FORGED]))


@pytest.mark.django_db(transaction=True)
def test_two_doors_at_the_same_moment_assign_the_same() -> None:
    buses = [seeded_bus(seed) for seed in range(4)]
    open_contest(buses[0], invited=400)
    start = Barrier(4)

    def door(n: int) -> list[list[str]]:
        try:
            found = []
            for first in range(1, 401, 20):
                start.wait(timeout=10)
                serials = range(first, first + 20)
                found.append(assigned(buses[n], serials if n % 2 else serials[::-1]))
            return [codes if n % 2 else codes[::-1] for codes in found]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        one, *others = pool.map(door, range(4))
    assert all(other == one for other in others)
    assert SampleAssignment.objects.count() == 400
