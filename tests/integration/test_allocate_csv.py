"""`manage.py allocate_csv`: all of it or nothing, on real PostgreSQL."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import connection

from allocation import queries
from allocation.models import Batch, OrderLine, Product, StockMovement
from domain.allocation import commands
from messaging.bus import MessageBus
from messaging.models import OutboxEvent

pytestmark = pytest.mark.django_db(transaction=True)

BATCHES = """ref,sku,qty,eta
jungle-now,JUNGLE,100,
jungle-later,JUNGLE,100,2030-01-01
forest-now,FOREST,10,
"""
ORDERS = """orderid,sku,qty
o1,JUNGLE,90
o2,FOREST,20
o3,JUNGLE,20
o1,FOREST,5
"""
ALLOCATIONS = """orderid,sku,qty,batchref
o1,JUNGLE,90,jungle-now
o2,FOREST,20,
o3,JUNGLE,20,jungle-later
o1,FOREST,5,forest-now
"""


Halfway = Callable[[], AbstractContextManager[subprocess.Popen[str]]]


class Files:
    """The three files of one import."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.batches, self.orders = folder / "batches.csv", folder / "orders.csv"
        self.allocations = folder / "allocations.csv"

    @property
    def names(self) -> list[str]:
        return [str(self.batches), str(self.orders), str(self.allocations)]

    def load(self, batches: str = BATCHES, orders: str = ORDERS) -> str:
        """What the command answers."""
        self.batches.write_text(batches)
        self.orders.write_text(orders)
        return str(call_command("allocate_csv", *self.names))

    def refused(self, batches: str = BATCHES, orders: str = ORDERS) -> list[str]:
        """The problems, when the files are refused."""
        with pytest.raises(CommandError) as refusal:
            self.load(batches, orders)
        assert refusal.value.returncode == 2
        first, *problems = str(refusal.value).splitlines()
        assert first == "nothing was imported:"
        return problems

    def left(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


@pytest.fixture
def files(tmp_path: Path, bus: MessageBus) -> Files:
    return Files(tmp_path)


def stored() -> dict[str, int]:
    kinds = (Product, Batch, OrderLine, StockMovement, OutboxEvent)
    return {kind.__name__: kind.objects.count() for kind in kinds}


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


# Stopped in the middle: a real process, held up at its last SKU by a lock of ours.


@pytest.fixture
def halfway(files: Files, bus: MessageBus) -> Halfway:
    """A context manager: the import as a process that has stored FOREST and waits for JUNGLE."""

    @contextmanager
    def started() -> Iterator[subprocess.Popen[str]]:
        bus.handle(commands.CreateBatch("jungle-now", "JUNGLE", 100, None))
        files.batches.write_text(BATCHES)
        files.orders.write_text(ORDERS)
        with locked("JUNGLE"), importing(files) as process:
            wait_for_backend("wait_event_type = 'Lock'")
            yield process
        wait_for_backend("false", there=False)

    return started


@contextmanager
def locked(sku: str) -> Iterator[None]:
    other = psycopg2.connect(database_url())
    try:
        with other, other.cursor() as cursor:
            cursor.execute("SELECT 1 FROM allocation_product WHERE sku = %s FOR UPDATE", [sku])
            yield
    finally:
        other.close()


@contextmanager
def importing(files: Files) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "manage.py", "allocate_csv", *files.names],
        cwd=django_settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": database_url()},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def database_url() -> str:
    """The database of this test; there, nothing waits long for a lock."""
    database = connection.settings_dict["NAME"]
    patience = "options=-c%20lock_timeout%3D1s"
    return (
        urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}", query=patience).geturl()
    )


def wait_for_backend(state: str, *, there: bool = True) -> None:
    """Until one backend of this database is in that state; or until there is none but ours."""
    question = f"""SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
        AND pid <> pg_backend_pid() AND backend_type = 'client backend'
        AND ({state if there else "true"})"""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(question)
            if bool(cursor.fetchone()[0]) == there:
                return
        time.sleep(0.02)
    pytest.fail(f"no backend with {state}" if there else "a backend lives on")


def test_killed_in_the_middle_nothing_is_left_and_the_same_files_do_it(halfway, files):
    with halfway() as process:
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=10)

    assert Batch.objects.count() == 1
    assert OrderLine.objects.count() == 0
    assert files.left() == ["batches.csv", "orders.csv"]
    files.load()
    assert files.allocations.read_text() == ALLOCATIONS


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_in_the_middle_it_says_so_and_leaves_nothing(halfway, files, number):
    with halfway() as process:
        process.send_signal(number)
        _, error = process.communicate(timeout=30)

    assert process.returncode == 130
    assert error.strip() == (
        "CommandError: stopped. Run the same files again: what was stored is not stored twice."
    )
    assert Batch.objects.count() == 1
    assert files.left() == ["batches.csv", "orders.csv"]


def test_stock_that_stays_locked_makes_it_give_up_and_leaves_nothing(halfway, files):
    with halfway() as process:
        _, error = process.communicate(timeout=60)

    assert process.returncode == 1
    assert "Run the same files again" in error
    assert Batch.objects.count() == 1
    assert files.left() == ["batches.csv", "orders.csv"]
