"""Answers to surveys over the batch API: how many per second, and every one counted."""

import argparse
import io
import json
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import connection
from stack.console import Refusal, say

from bench.rig import cpu, inside, report, stock
from bench.rig.company import Company, company
from bench.rig.customers import NO_LIMIT, enroll
from bench.rig.surveys import BATCH

TARGET = 5_000
KINDS = {"one": "one choice", "three": "three tasks, two groups"}
WEB_ONLY = dict.fromkeys(("worker", "beat", "consumer"), "")
_COLUMNS = (
    "survey, serial, state, audience, given_at, received_at, fingerprint, screening, judgements"
)
_BARE = """DROP TABLE IF EXISTS bare;
CREATE TABLE bare (LIKE scents_surveyresponse INCLUDING ALL)"""
_WAL = "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')"


@dataclass
class Taken:
    """What the load generator was answered, and what that cost."""

    seconds: float
    took: list[float]
    fates: Mapping[str, int]
    refusal: str
    used: Mapping[str, float]
    wal: float

    @property
    def rate(self) -> float:
        return self.fates.get("accepted", 0) / self.seconds


def main() -> int:
    options = _options()
    report.heading(f"survey intake: {options.answers:,} answers, {BATCH} in a request")
    met = []
    with company(env=NO_LIMIT, override=WEB_ONLY) as running:
        key = enroll(running, "bench-audience")
        for kind in KINDS:
            met += _measure(running, key, kind, options)
    return 0 if all(met) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench survey_intake", description=__doc__)
    parser.add_argument("--answers", type=int, default=1_000_000, help="of each kind of survey")
    parser.add_argument("--connections", type=int, default=4)
    return parser.parse_args()


def _measure(running: Company, key: str, kind: str, options: argparse.Namespace) -> list[bool]:
    database = running.connect()
    with tempfile.TemporaryDirectory(prefix="scents-answers-") as folder:
        words = ["-P", "-m", "bench.rig.surveys", kind, str(options.answers), folder]
        code = inside.python(running, *words).strip()
        stock.settle(database)
        taken = _send(running, database, key, f"surveys/{code}/responses", folder, options)
    floor, size = _floor(database, code, options.answers)
    _print(KINDS[kind], taken, floor, size, options.answers)
    equal, told = _recounted(running, code)
    lost = options.answers - taken.fates.get("accepted", 0)
    return [
        report.verdict(
            f"{KINDS[kind]}: {taken.rate:,.0f} answers/s, at least {TARGET:,}",
            taken.rate >= TARGET,
        ),
        report.verdict(f"{KINDS[kind]}: every answer is accepted once", not lost),
        report.verdict(f"{KINDS[kind]}: {told}", equal),
    ]


def _send(
    running: Company,
    database: connection,
    key: str,
    path: str,
    folder: str,
    options: argparse.Namespace,
) -> Taken:
    address = f"{running.web}/api/v1/{path}"
    words = ["-P", "-m", "bench.rig.send_answers", address, key, folder, str(options.connections)]
    before = _number(database, _WAL)
    with cpu.used_by(running.children) as used:
        told = json.loads(inside.python(running, *words))
    wal = _number(database, _WAL) - before
    return Taken(**told, used=used, wal=wal)


def _floor(database: connection, code: str, answers: int) -> tuple[float, float]:
    """Rows per second of a bare COPY of the same rows in transactions of as many, into a table
    with the same indexes; and how many bytes one takes there."""
    with database.cursor() as cursor:
        cursor.execute(_BARE)
        rows = io.StringIO()
        query = f"SELECT {_COLUMNS} FROM scents_surveyresponse WHERE survey = '{code}'"
        cursor.copy_expert(f"COPY ({query}) TO STDOUT", rows)
        lines = rows.getvalue().splitlines(keepends=True)
        batches = ["".join(lines[n : n + BATCH]) for n in range(0, len(lines), BATCH)]
        began = time.monotonic()
        for batch in batches:
            cursor.copy_expert(f"COPY bare ({_COLUMNS}) FROM STDIN", io.StringIO(batch))
        seconds = time.monotonic() - began
    size = _number(database, "SELECT pg_total_relation_size('bare')")
    return len(lines) / seconds, size / answers


def _recounted(running: Company, code: str) -> tuple[bool, str]:
    """Whether the tallies are those of a recount, and what it told."""
    began = time.monotonic()
    try:
        told = inside.python(running, "manage.py", "recount_survey", code).strip()
    except Refusal as refusal:
        return False, str(refusal)
    return True, f"{told} ({time.monotonic() - began:.0f} s)"


def _print(kind: str, taken: Taken, floor: float, size: float, answers: int) -> None:
    took = sorted(taken.took)
    row: list[Any] = [kind, taken.rate, report.middle(took), took[int(len(took) * 0.99)], floor]
    report.table(
        ["", "answers/s", "p50 ms", "p99 ms", "bare COPY rows/s", "bytes a row", "WAL a row"],
        [[*row, size, taken.wal / answers]],
    )
    used = {name: 1e6 * seconds / answers for name, seconds in taken.used.items() if seconds > 0.5}
    say("microseconds of processor an answer: " + _named(used))
    if taken.refusal:
        say(f"first refusal: {taken.refusal}")


def _named(used: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value:.0f}" for name, value in used.items())


def _number(database: connection, query: str) -> float:
    with database.cursor() as cursor:
        cursor.execute(query)
        return float(cursor.fetchone()[0])
