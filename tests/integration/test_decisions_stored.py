"""From closed surveys to decisions, in PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.utils import timezone

from domain.scents.commands import (
    ChangeSupplier,
    CloseSurvey,
    DecideSourcing,
    OverruleSourcing,
    RecordPolicy,
    RecordResponses,
)
from domain.scents.events import EvidenceGathered
from domain.scents.sourcing.policy import PLAIN, Test, Undecided
from domain.scents.supply.offer import Grade
from domain.scents.surveys.plan import Candidate, Method
from domain.scents.surveys.response import Response
from messaging.bus import MessageBus
from messaging.models import OutboxEvent
from scents.handlers.sourcing import (
    NotApproved,
    NothingToDecide,
    SupplierInactive,
    SurveyNotOver,
)
from scents.models import DecisionPolicy, FormulaVersion, ScentSource, SourcingDecision
from scents.repository.policies import policy_of
from tests.sourcing import (
    answer,
    approve_two_versions,
    decided_survey,
    source,
    table,
    told,
)
from tests.surveys import (
    choice,
    code_of,
    invitations,
    open_survey,
    plan,
    stock_suppliers,
    task,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def suppliers(bus: MessageBus) -> None:
    stock_suppliers()


def test_a_closed_survey_decides_and_the_event_says_everything():
    decided_survey(40, 100)
    assert source() == ("CHEAP", "")
    [row] = SourcingDecision.objects.all()
    assert (row.number, row.policy, row.decided_by, row.survey) == (
        1, "PLAIN@1", "PLAIN@1", "SEA-1"
    )  # fmt: skip
    assert (row.cost, row.saving, row.currency) == (Decimal(15), Decimal(10), "USD")
    assert row.costs == {"CHEAP": "15.00", "EXPENSIVE": "25.00"}
    assert (row.evidence["cheap"], row.evidence["answers"]) == (40, 100)
    assert row.provisional
    [event] = told()
    assert event["evidence"] == row.evidence
    assert (event["saving"], event["provisional"], event["by"]) == ("10.00", True, "PLAIN@1")
    [updated] = told("ScentUpdated")
    assert (updated["supplier"], updated["cost"], updated["decision"]) == ("CHEAP", "15.00", 1)


def test_below_the_threshold_the_expensive_one_is_bought():
    decided_survey(39, 100)
    assert source() == ("EXPENSIVE", "")
    assert SourcingDecision.objects.get().saving == 0


def test_evidence_delivered_twice_decides_once_even_after_somebody_overruled_it(bus: MessageBus):
    decided_survey(60, 100)
    bus.handle(OverruleSourcing("SEA-BREEZE", "EXPENSIVE", "", "it smells of soap", "ann"))
    assert bus.handle(DecideSourcing("SEA-1", 1)) is None
    assert source() == ("EXPENSIVE", "")
    assert SourcingDecision.objects.count() == 2


def test_news_of_evidence_that_comes_twice_or_is_of_another_kind_changes_nothing(bus: MessageBus):
    decided_survey(60, 100)
    approve_two_versions(bus)
    both = (Candidate(formula="SEA@1"), Candidate(formula="SEA@2"))
    open_survey("SEA-2", plan(task(method=Method.ACCEPTANCE, candidates=both)))
    bus.handle(CloseSurvey("SEA-2", "enough", "rosa"))
    before = OutboxEvent.objects.count()
    for code in ("SEA-1", "SEA-1", "SEA-2"):
        bus.deliver("weigh_evidence", EvidenceGathered(code, 1, "SEA-BREEZE", timezone.now()))
    assert OutboxEvent.objects.count() == before


def test_ties_of_a_paired_comparison_are_told_and_left_out(bus: MessageBus):
    open_survey("SEA-1", plan(task(method=Method.PAIRED)))
    low, high = code_of("CHEAP"), code_of("EXPENSIVE")
    said = [low] * 4 + [high] * 3 + ["="] * 3
    tokens = invitations("SEA-1", range(1, 11))
    sent = tuple(choice(one, of, [low, high]) for one, of in zip(tokens, said, strict=True))
    bus.handle(RecordResponses("SEA-1", sent))
    bus.handle(CloseSurvey("SEA-1", "enough", "rosa"))
    evidence = SourcingDecision.objects.get().evidence
    assert [evidence[name] for name in ("cheap", "expensive", "answers", "ties")] == [4, 3, 7, 3]


def test_the_plain_policy_is_a_row_with_the_terms_of_the_rules():
    DecisionPolicy.objects.all().delete()
    import_module("scents.migrations.0003_decisions").add_plain(apps, None)
    row = DecisionPolicy.objects.get()
    assert policy_of(row.code, row.version, row.terms) == PLAIN


def test_nothing_is_decided_while_answers_come_in(bus: MessageBus):
    open_survey()
    answer(9, 10)
    with pytest.raises(SurveyNotOver):
        bus.handle(DecideSourcing("SEA-1", 1))
    assert not ScentSource.objects.exists()


def test_a_survey_that_nobody_answered_decides_nothing():
    decided_survey(0, 0)
    assert not ScentSource.objects.exists()


@pytest.mark.parametrize("number", [0, 2])
def test_a_task_that_is_not_there_decides_nothing(bus: MessageBus, number: int):
    decided_survey(1, 1)
    with pytest.raises(NothingToDecide):
        bus.handle(DecideSourcing("SEA-1", number))


def test_tasks_that_are_not_between_two_are_left_to_others(bus: MessageBus):
    approve_two_versions(bus)
    both = (Candidate(formula="SEA@1"), Candidate(formula="SEA@2"))
    accepted = task(method=Method.ACCEPTANCE, candidates=both)
    open_survey("SEA-2", plan(accepted))
    bus.handle(CloseSurvey("SEA-2", "enough", "rosa"))
    with pytest.raises(NothingToDecide):
        bus.handle(DecideSourcing("SEA-2", 1))
    assert not ScentSource.objects.exists()


def test_the_policy_of_the_day_of_opening_decides(bus: MessageBus):
    bus.handle(RecordPolicy(replace(PLAIN, code="OURS"), "ann"))
    open_survey("SEA-1", plan(policy="OURS"))
    bus.handle(RecordPolicy(replace(PLAIN, code="OURS", threshold=Decimal(90)), "ann"))
    answer(50, 100)
    bus.handle(CloseSurvey("SEA-1", "enough", "rosa"))
    assert source() == ("CHEAP", "")
    assert SourcingDecision.objects.get().policy == "OURS@1"


def test_supplier_and_formula_are_decided_together(bus: MessageBus):
    approve_two_versions(bus)
    sides = (Candidate("EXPENSIVE", "SEA@1"), Candidate("CHEAP", "SEA@2"))
    decided_survey(80, 100, its_plan=plan(task(candidates=sides)))
    assert source() == ("CHEAP", "SEA@2")
    [updated] = told("ScentUpdated")
    assert (updated["formula"], updated["before"]) == ("SEA@2", "")
    bus.handle(OverruleSourcing("SEA-BREEZE", "", "SEA@1", "it lasts longer", "ann"))
    assert source() == ("CHEAP", "SEA@1")
    assert told("ScentUpdated")[1]["before"] == "SEA@2"


def test_what_is_kept_while_undecided_is_noted_and_changes_nothing(bus: MessageBus):
    careful = replace(PLAIN, code="CAREFUL", test=Test.SEQUENTIAL, undecided=Undecided.KEEP)
    bus.handle(RecordPolicy(careful, "ann"))
    bus.handle(OverruleSourcing("SEA-BREEZE", "EXPENSIVE", "", "to begin with", "ann"))
    decided_survey(45, 100, its_plan=plan(policy="CAREFUL"))
    last = SourcingDecision.objects.get(number=2)
    assert (last.supplier, last.provisional, last.reverses) == ("EXPENSIVE", True, False)
    assert last.evidence["choice"] == "keep"
    assert len(told("ScentUpdated")) == 1


def test_another_survey_may_reverse_the_decision():
    decided_survey(90, 100)
    decided_survey(10, 100, "SEA-2")
    last = SourcingDecision.objects.get(number=2)
    assert (last.supplier, last.reverses, last.provisional) == ("EXPENSIVE", True, False)
    assert [one["before"] for one in told()] == ["", "CHEAP"]


def test_what_was_left_open_before_is_no_reversal(bus: MessageBus):
    approve_two_versions(bus)
    decided_survey(90, 100)
    for formula in ("SEA@1", "SEA@2"):
        bus.handle(OverruleSourcing("SEA-BREEZE", "", formula, "it lasts longer", "ann"))
    rows = SourcingDecision.objects.order_by("number")
    assert [row.reverses for row in rows] == [False, False, True]
    assert [one["formula"] for one in told("ScentUpdated")] == ["", "SEA@1", "SEA@2"]


@pytest.mark.parametrize("gone", ["CHEAP", "EXPENSIVE"])
def test_who_sells_no_longer_when_a_survey_ends_wins_nothing(bus: MessageBus, gone: str):
    open_survey()
    answer(60, 100)
    bus.handle(ChangeSupplier(gone, "Gone", Grade.STANDARD, "", "", active=False))
    bus.handle(CloseSurvey("SEA-1", "enough", "rosa"))
    assert ScentSource.objects.count() == (gone == "EXPENSIVE")
    if gone == "CHEAP":
        with pytest.raises(SupplierInactive):
            bus.handle(DecideSourcing("SEA-1", 1))
        bus.handle(ChangeSupplier(gone, "Back", Grade.STANDARD, "", "", active=True))
        bus.handle(DecideSourcing("SEA-1", 1))
    assert source() == ("CHEAP", "")


def test_what_is_approved_no_longer_when_a_survey_ends_wins_nothing(bus: MessageBus):
    approve_two_versions(bus)
    sides = (Candidate("EXPENSIVE", "SEA@1"), Candidate("CHEAP", "SEA@2"))
    open_survey("SEA-1", plan(task(candidates=sides)))
    answer(60, 100)
    FormulaVersion.objects.filter(number=2).update(approved_at=None, approved_by="")
    bus.handle(CloseSurvey("SEA-1", "enough", "rosa"))
    assert not ScentSource.objects.exists()
    with pytest.raises(NotApproved):
        bus.handle(DecideSourcing("SEA-1", 1))


def test_of_two_tasks_of_a_scent_that_disagree_the_last_one_stands(bus: MessageBus):
    open_survey("SEA-1", plan(task(), task()))
    (low, high), both = (
        [(code_of("CHEAP", number=n), code_of("EXPENSIVE", number=n)) for n in (1, 2)],
        [],
    )
    for token in invitations("SEA-1", range(1, 101)):
        judgements = [
            {"task": n, "shown": [*pair], "chosen": pair[n - 1]}
            for n, pair in enumerate([low, high], 1)
        ]
        both.append(Response(token, True, tuple(judgements)))
    bus.handle(RecordResponses("SEA-1", tuple(both)))
    bus.handle(CloseSurvey("SEA-1", "enough", "rosa"))
    rows = SourcingDecision.objects.order_by("number").values_list(
        "number", "supplier", "reverses", "evidence__reference"
    )
    assert [*rows] == [(1, "CHEAP", False, "SEA-1/1"), (2, "EXPENSIVE", True, "SEA-1/2")]
    assert source() == ("EXPENSIVE", "")


def test_what_was_decided_never_changes(bus: MessageBus):
    bus.handle(table())
    bus.handle(RecordPolicy(replace(PLAIN, code="OURS"), "ann"))
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        SourcingDecision.objects.filter(scent="JUNGLE").update(supplier="CHEAP")
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        DecisionPolicy.objects.filter(code="OURS").update(terms={})


def test_the_same_terms_are_the_same_version_and_the_plain_policy_can_have_a_second(
    bus: MessageBus,
):
    assert bus.handle(RecordPolicy(PLAIN, "ann")).reference == "PLAIN@1"
    fine = replace(PLAIN, threshold=Decimal("37.5"))
    assert bus.handle(RecordPolicy(fine, "ann")).reference == "PLAIN@2"
    assert bus.handle(RecordPolicy(fine, "ann")).reference == "PLAIN@2"
    assert bus.handle(RecordPolicy(PLAIN, "ann")).reference == "PLAIN@3"
