"""`manage.py allocate_csv`: all of it or nothing, on real PostgreSQL."""

from __future__ import annotations

import csv

import pytest
from django.utils import timezone

from allocation import queries
from allocation.models import ApprovedFormula, Batch, StockMovement
from domain.allocation import commands
from domain.scents.events import ScentUpdated
from tests.files import ALLOCATIONS, BATCHES, ORDERS, stored

pytestmark = pytest.mark.django_db(transaction=True)


def test_lines_get_the_best_batch_or_wait_in_the_order_of_the_file(files, capsys):
    files.load()

    assert files.allocations.read_text() == ALLOCATIONS
    assert files.left() == ["allocations.csv", "batches.csv", "orders.csv"]
    assert capsys.readouterr().out.startswith("3 lines allocated, 1 waiting, 3 batches, 0.")
    assert queries.counter_differences() == queries.misplaced_lines() == []


def test_the_ledger_says_who_did_it(files):
    files.load()
    assert set(StockMovement.objects.values_list("actor", flat=True)) == {"allocate_csv"}


def test_the_same_files_twice_have_one_effect_and_one_result(files):
    files.load()
    before = stored()
    files.allocations.unlink()

    files.load()

    assert stored() == before
    assert files.allocations.read_text() == ALLOCATIONS


def test_a_row_that_stands_twice_has_one_effect_and_two_answers(files):
    files.load(BATCHES + "forest-now,FOREST,10,\n", "orderid,sku,qty\no1,FOREST,6\no1,FOREST,6\n")

    assert files.allocations.read_text().splitlines()[1:] == ["o1,FOREST,6,forest-now"] * 2
    assert Batch.objects.get(pk="forest-now").allocated_quantity == 6


def test_stock_of_a_decided_formula_that_nobody_approved_is_refused_and_nothing_is_imported(
    files, bus
):
    made = {"formula": "PINE@2", "before": "", "cost": "", "currency": "", "at": timezone.now()}
    bus.deliver("note_scent_updated", ScentUpdated("FOREST", "CHEAP", decision=1, **made))
    problem, *_ = files.refused()
    assert "batches.csv, row 4: formula PINE@2 is not approved" in problem
    assert not Batch.objects.exists()
    ApprovedFormula.objects.create(version="PINE@2", approved=True, decided_at=timezone.now())
    files.load()
    ApprovedFormula.objects.update(approved=False)
    files.load()  # what is there stays
    assert Batch.objects.get(pk="forest-now").formula == "PINE@2"


def test_orders_may_ask_for_stock_that_no_file_brings(files, bus):
    bus.handle(commands.CreateBatch("sea-now", "SEA-BREEZE", 10, None))
    files.load(orders="orderid,sku,qty\no1,SEA-BREEZE,6\n")
    assert files.allocations.read_text().splitlines()[1:] == ["o1,SEA-BREEZE,6,sea-now"]


def test_stock_that_comes_goes_first_to_who_waits_already(files, bus):
    bus.handle(commands.CreateBatch("forest-old", "FOREST", 1, None))
    bus.handle(commands.Allocate("patient", "FOREST", 6))
    files.load(orders="orderid,sku,qty\no1,FOREST,6\n")
    assert files.allocations.read_text().splitlines()[1:] == ["o1,FOREST,6,"]
    assert queries.allocations("patient") == [{"sku": "FOREST", "batchref": "forest-now"}]


def test_no_orders_make_an_empty_result(files):
    files.load(orders="orderid,sku,qty\n")
    assert files.allocations.read_text() == "orderid,sku,qty,batchref\n"
    assert Batch.objects.count() == 3


def test_identifiers_come_back_as_they_were(files):
    odd = ["=1+1", "+1", "-1", "@SUM(A1)", 'a "quoted", one', "<script>", "Ö 'x'; --", "%s {rows}"]
    with files.orders.open("w", newline="") as file:
        csv.writer(file).writerows([("orderid", "sku", "qty"), *((o, "JUNGLE", 1) for o in odd)])
    files.load(orders=files.orders.read_text())
    with files.allocations.open(newline="") as file:
        assert [row["orderid"] for row in csv.DictReader(file)] == odd


def test_a_sku_with_more_rows_than_one_command_takes_is_served_in_the_order_of_the_file(
    files, monkeypatch
):
    monkeypatch.setattr("allocation.management.commands.allocate_csv.ROWS_PER_COMMAND", 3)
    files.load(orders="orderid,sku,qty\n" + "".join(f"o{n},FOREST,3\n" for n in range(9)))
    served = [row.split(",")[3] for row in files.allocations.read_text().splitlines()[1:]]
    assert served == ["forest-now"] * 3 + [""] * 6


@pytest.mark.parametrize("which", ["batches", "orders"])
def test_a_bad_row_leaves_nothing(files, which):
    good = {"batches": BATCHES, "orders": ORDERS}
    problems = files.refused(**good | {which: good[which] + "x,JUNGLE,0" + "," * (which[0] == "b")})
    assert len(problems) == 1
    assert problems[0].startswith(f"{which}.csv, row 5: qty '0' ") or ", row 6: qty" in problems[0]
    assert set(stored().values()) == {0}
    assert files.left() == ["batches.csv", "orders.csv"]


def test_bad_rows_of_both_files_are_told_at_once(files):
    problems = files.refused(BATCHES + "b4,JUNGLE,1,tomorrow\n", ORDERS + "o9,JUNGLE,many\n")
    assert [problem.split(":")[0] for problem in problems] == [
        "batches.csv, row 5",
        "orders.csv, row 6",
    ]


def test_an_unknown_sku_leaves_nothing_and_names_each_row(files):
    problems = files.refused(orders=ORDERS + "o4,SEWER,1\no5,SEWER,1\n")
    assert problems == [
        "orders.csv, row 6: Invalid sku SEWER",
        "orders.csv, row 7: Invalid sku SEWER",
    ]
    assert set(stored().values()) == {0}
    assert files.left() == ["batches.csv", "orders.csv"]


def test_everything_that_the_rules_refuse_is_named_and_nothing_is_stored(files, bus):
    bus.handle(commands.CreateBatch("forest-now", "FOREST", 11, None))
    bus.handle(commands.CreateBatch("jungle-old", "JUNGLE", 50, None))
    bus.handle(commands.Allocate("o3", "JUNGLE", 7))
    before = stored()

    problems = files.refused()

    assert problems == [
        "batches.csv, row 4: Batch forest-now was announced with other contents",
        "orders.csv, row 4: Order o3 already has a line of 7 JUNGLE, not 20",
    ]
    assert stored() == before
    assert files.left() == ["batches.csv", "orders.csv"]


def test_a_batch_of_another_sku_is_named(files, bus):
    bus.handle(commands.CreateBatch("jungle-later", "SEWER", 11, None))
    assert files.refused() == ["batches.csv, row 3: Batch jungle-later belongs to SEWER"]


def test_a_hopeless_file_is_not_tried_to_its_end(files, bus):
    bus.handle(commands.CreateBatch("jungle-now", "JUNGLE", 100, None))
    orders = "".join(f"o{n},JUNGLE,{{}}\n" for n in range(60))
    files.load(orders="orderid,sku,qty\n" + orders.format(*[1] * 60))
    problems = files.refused(orders="orderid,sku,qty\n" + orders.format(*[2] * 60))
    assert len(problems) == 51
    assert problems[-1] == "and perhaps more: the rest was not tried"


@pytest.mark.parametrize("name", ["orders.csv", ".", "none/allocations.csv"])
def test_a_result_that_could_not_be_written_is_refused_before_anything_else(files, name):
    files.allocations = files.folder / name
    files.refused()
    assert set(stored().values()) == {0}
    assert files.orders.read_text() == ORDERS


def test_an_old_result_stays_when_the_files_are_refused(files):
    files.load()
    files.refused(orders=ORDERS + "o4,SEWER,1\n")
    assert files.allocations.read_text() == ALLOCATIONS
