"""Formulas in PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from config.bootstrap import bootstrap
from domain.kernel import Refused
from domain.scents.commands import (
    BranchFormula,
    DraftFormula,
    RetireMaterial,
    WithdrawApproval,
)
from domain.scents.formula import FormulaExists, SomebodyWasFaster
from domain.scents.recipes.mixture import masses
from domain.scents.recipes.recipe import Blend, Part
from domain.scents.recipes.text import read_recipe
from domain.scents.recipes.uses import RetiredMaterial
from messaging.bus import MessageBus
from messaging.models import OutboxEvent
from scents import queries
from scents.models import Formula, FormulaVersion
from scents.queries.formulas import MOST_RECIPES, TooManyAccords
from scents.repository import FormulaRepository
from tests.formula_desk import approve, draft, revise, safe, stock_shelf, with_accord
from tests.recipes import blend

pytestmark = pytest.mark.django_db(transaction=True)
VANILLA = blend(VANILLIN=1, DPG=3)


@pytest.fixture
def bus(bus: MessageBus) -> MessageBus:
    bus = bootstrap(safety_of=safe)
    stock_shelf(bus)
    return bus


def stored(code: str) -> Any:
    with transaction.atomic():
        return FormulaRepository().get(code)


def test_a_formula_comes_back_as_it_was_stored(bus: MessageBus):
    bus.handle(draft("SEA", LIMONENE=12.5, DPG=0.000001))
    bus.handle(revise("SEA", VANILLA, based_on=1, by="ben"))
    bus.handle(approve("SEA", 2, by="ann", dose="0.1"))
    bus.handle(BranchFormula("SEA", 2, "SHORE", "Shore", "cy"))

    sea = stored("SEA")
    assert [version.recipe for version in sea.versions] == [
        blend(LIMONENE="12.5", DPG="0.000001"),
        VANILLA,
    ]
    assert sea.version(2).author == "ben"
    assert sea.version(1).approval is None
    assert sea.version(2).approval.dose == Decimal("0.1")
    assert sea.version_number == 3
    assert stored("SHORE").branched_from == ("SEA", 2)
    assert stored("NONE") is None


def test_a_withdrawn_approval_leaves_the_recipe_as_it_is(bus: MessageBus):
    bus.handle(draft("SEA"))
    bus.handle(approve())
    before = stored("SEA")
    bus.handle(WithdrawApproval("SEA", 1, "new amendment", "cy"))
    after = stored("SEA")
    assert after.latest.approval is None
    assert after.latest.recipe == before.latest.recipe
    assert FormulaVersion.objects.get().approved_by == ""


def test_the_event_log_has_every_recipe(bus: MessageBus):
    bus.handle(draft("SEA"))
    bus.handle(revise("SEA", VANILLA, based_on=1))
    payloads = OutboxEvent.objects.filter(aggregate_id="formula:SEA").order_by("version")
    assert [read_recipe(event.payload["recipe"]) for event in payloads] == [
        blend(LIMONENE=1),
        VANILLA,
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 1},
        {"number": 0},
        {"number": 2, "approved_by": "ben"},
        {"number": 2, "approved_by": "ann", "delivery_format": "x", "dose": 1},
    ],
)
def test_the_database_keeps_the_rules_too(bus: MessageBus, wrong: dict[str, Any]):
    bus.handle(draft("SEA"))
    row = FormulaVersion.objects.get()
    if "delivery_format" in wrong:
        wrong = {**wrong, "approved_at": row.at}
    values = {"formula_id": "SEA", "recipe": row.recipe, "uses": [], "author": "ann", "at": row.at}
    with pytest.raises(IntegrityError):
        FormulaVersion.objects.create(**{**values, **wrong})


def both(*work: Callable[[], Any]) -> list[Any]:
    """What came of doing these at once: answers, or refusals."""
    start = Barrier(len(work))

    def run(task: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return task()
        except Refused as refused:
            return type(refused)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(run, work))


def test_of_two_authors_at_once_one_is_told_that_the_other_was_faster(bus: MessageBus):
    bus.handle(draft("SEA"))
    outcomes = both(
        lambda: bus.handle(revise("SEA", VANILLA, based_on=1, by="ben")),
        lambda: bus.handle(revise("SEA", blend(DPG=1), based_on=1, by="cy")),
    )
    assert sorted(outcomes, key=str) == [2, SomebodyWasFaster]
    assert FormulaVersion.objects.count() == 2


def test_of_two_drafts_under_one_code_one_is_refused(bus: MessageBus):
    outcomes = both(
        lambda: bus.handle(draft("SEA", by="ben")),
        lambda: bus.handle(draft("SEA", by="cy")),
    )
    assert sorted(outcomes, key=str) == [1, FormulaExists]
    assert Formula.objects.count() == 1


def test_all_accords_are_read_in_one_query_and_their_materials_in_another(bus: MessageBus):
    bus.handle(draft("F0", LIMONENE=1))
    bus.handle(draft("OTHER", VANILLIN=1))
    for n in range(1, 12):
        parts = (*with_accord(f"F{n - 1}").parts, *with_accord("OTHER").parts)
        bus.handle(DraftFormula(f"F{n}", "Level", Blend(parts), "", "ann"))

    with CaptureQueriesContext(connection) as asked:
        library = queries.library_for(with_accord("F11"))
    assert len(asked) == 2
    assert len(library.formulas) == 13
    assert set(masses(with_accord("F11"), library)) == {"LIMONENE", "VANILLIN", "DPG"}


def test_a_version_that_is_not_there_is_left_out(bus: MessageBus):
    bus.handle(draft("SEA"))
    assert set(queries.recipes_of([("SEA", 1), ("SEA", 2), ("NONE", 1)])) == {("SEA", 1)}
    assert queries.recipes_of([]) == {}


def test_more_accords_than_anybody_could_look_through_are_refused(
    bus: MessageBus, monkeypatch: pytest.MonkeyPatch
):
    assert MOST_RECIPES == 1_000
    monkeypatch.setattr("scents.queries.formulas.MOST_RECIPES", 2)
    for n in range(3):
        bus.handle(draft(f"F{n}"))
    parts = [with_accord(f"F{n}").parts[0] for n in range(3)]
    assert len(queries.recipes_of([("F0", 1), ("F1", 1)])) == 2
    with pytest.raises(TooManyAccords):
        bus.handle(DraftFormula("BIG", "Big", Blend(tuple(parts)), "", "ann"))


def test_where_a_material_or_an_accord_is_used_is_found(bus: MessageBus):
    bus.handle(draft("SEA", LIMONENE=1))
    bus.handle(revise("SEA", blend(HEDIONE=1), based_on=1))
    bus.handle(DraftFormula("SHORE", "Shore", with_accord("SEA", 1), "", "ann"))

    assert [row.code for row in queries.using("HEDIONE")] == ["SEA"]
    assert [row.code for row in queries.using("LIMONENE")] == []
    assert [row.code for row in queries.using("SEA@1")] == ["SHORE"]
    assert [str(row) for row in queries.formulas_with_accord("SEA", 2, 9)] == ["SHORE@1"]
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT 1 FROM scents_formulaversion WHERE uses && ARRAY['X']::varchar[]"
        )
        plan = str(cursor.fetchall())
        cursor.execute("RESET enable_seqscan")
    assert "versions_by_use" in plan


def test_what_the_library_has_retired_comes_into_no_new_formula(bus: MessageBus):
    bus.handle(RetireMaterial("LIMONENE"))
    with pytest.raises(RetiredMaterial):
        bus.handle(draft("SEA"))


def test_a_share_is_stored_to_the_last_digit(bus: MessageBus):
    share = Decimal("0.12345678901234567891")
    recipe = Blend((Part(blend(DPG=1).parts[0].node, share),))
    bus.handle(DraftFormula("SEA", "Sea", recipe, "", "ann"))
    assert stored("SEA").latest.recipe.parts[0].share == share
