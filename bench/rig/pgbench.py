"""The statements of an allocation from PostgreSQL's own load generator: no Python at all."""

import os
import re
import shutil
import subprocess
import tempfile
from urllib.parse import urlsplit

from stack.console import Refusal

from bench.floor.statements import BEST, ONE_TRIP, VERSION, WRITES

_START = """\\set n random(1, {skus})
\\set o random(1, 9000000000000000)
"""
_VALUES = {
    "orderid": "'o' || :o",
    "sku": "'SKU-' || :n",
    "qty": "1",
    "ref": ":reference",
    "version": ":version_number",
    "event": "gen_random_uuid()",
    "payload": """jsonb_build_object('orderid', 'o' || :o, 'sku', 'SKU-' || :n, 'qty', 1,
        'batchref', :reference::text, 'promised', current_date, 'customer', '',
        'reason', 'batch ' || :reference::text || ': in the warehouse, 9 left')""",
}


def transactions_per_second(
    database_url: str, *, seconds: int, clients: int, skus: int, one_trip: bool
) -> float:
    """With prepared statements, on as many threads as there are cores."""
    pgbench = shutil.which("pgbench")
    if pgbench is None:
        raise Refusal("The floor needs pgbench (Debian: apt-get install postgresql-client …).")
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(_START.format(skus=skus) + (_one_trip() if one_trip else _one_by_one()))
        script.flush()
        command = [pgbench, "-n", "-M", "prepared", "-f", script.name, "-T", str(seconds)]
        command += ["-c", str(clients), "-j", str(min(clients, os.cpu_count() or 1))]
        ran = subprocess.run(
            [*command, *_place(database_url)], capture_output=True, text=True, check=False
        )
    found = re.search(r"tps = ([\d.]+)", ran.stdout)
    if found is None or ran.returncode != 0:
        raise Refusal(f"pgbench failed:\n{ran.stdout}{ran.stderr}")
    return float(found[1])


def _place(database_url: str) -> list[str]:
    url = urlsplit(database_url)
    return ["-h", url.hostname or "", "-p", str(url.port), "-U", url.username or "", url.path[1:]]


def _one_by_one() -> str:
    first, second, *rest = [_bound(sql) for sql in (BEST, VERSION, *WRITES)]
    lines = [
        "BEGIN;",
        f"{first} \\gset",
        f"{second} \\gset",
        *(f"{sql};" for sql in rest),
        "COMMIT;",
    ]
    return "\n".join(lines)


def _one_trip() -> str:
    return _bound(ONE_TRIP).strip() + ";"


def _bound(sql: str) -> str:
    for name, value in _VALUES.items():
        sql = sql.replace(f"%({name})s", f"({value})")
    return sql
