"""An import that is stopped in the middle: a real process, held up at its last SKU by a lock."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.conf import settings as django_settings
from django.db import connection

from allocation.models import Batch, OrderLine
from domain.allocation import commands
from messaging.bus import MessageBus
from tests.files import ALLOCATIONS, BATCHES, ORDERS, Files

pytestmark = pytest.mark.django_db(transaction=True)

Halfway = Callable[[], AbstractContextManager[subprocess.Popen[str]]]


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
