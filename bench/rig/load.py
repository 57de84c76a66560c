"""Orders by HTTP from a compiled load generator (wrk), and what came of them."""

import itertools
import os
import shutil
import signal
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

from psycopg2.extensions import connection
from stack import signals
from stack.console import Refusal
from stack.guardian import guardian

SCRIPT = Path(__file__).with_name("orders.lua")
LONGEST = 110
ENDED = "ENDED"  # what a thread of the script says when its share is done
_runs = itertools.count(1)


@dataclass
class Load:
    """What the generator saw. Times in seconds, latencies in milliseconds."""

    prefix: str
    accepted: int
    refused: int
    broken: int
    seconds: float
    p50: float
    p99: float
    slowest: float
    open: list[str]
    first_refusal: str

    @property
    def sent(self) -> int:
        return self.accepted + self.refused

    @property
    def errors(self) -> int:
        return self.refused + self.broken

    @property
    def rate(self) -> float:
        return self.accepted / self.seconds


def orders(
    url: str,
    *,
    path: str = "/allocate",
    seconds: float = LONGEST,
    clients: int = 8,
    skus: int = 1,
    first_sku: int = 1,
    total: int = 0,
    rate: float = 0,
    times: Path | None = None,
    key: str = "",
    lines: int = 1,
) -> Load:
    """Post single-unit lines until the time is up, or all `total` orders are answered.

    With an API `key`: orders of so many `lines`, to which the answer has to be 201 and not 202.
    `rate`: orders per second of all clients together; 0: each answer is followed by an order.
    `times`: a file for the moment of each such answer.
    """
    wrk = shutil.which("wrk")
    if wrk is None:
        raise Refusal("The benchmarks need the load generator wrk (Debian: apt-get install wrk).")
    prefix = f"o{os.getpid()}x{next(_runs)}"
    command = [wrk, f"-t{clients}", f"-c{clients}", f"-d{seconds:.0f}s", "--timeout", "20s"]
    command += ["-s", str(SCRIPT), f"{url}{path}", "--"]
    command += [prefix, str(first_sku), str(skus), str(clients), str(total), str(rate)]
    command += [str(times or ""), key, str(lines)]
    text = _output(command, clients=clients)
    result = next((line for line in text.splitlines() if line.startswith("RESULT")), None)
    if result is None:
        raise Refusal(f"wrk failed:\n{text}")
    _, accepted, refused, broken, took, p50, p99, slowest, unanswered, refusal = result.split("\t")
    return Load(
        prefix,
        int(accepted),
        int(refused),
        int(broken),
        float(took),
        float(p50),
        float(p99),
        float(slowest),
        [orderid for orderid in unanswered.split(",") if orderid],
        refusal,
    )


def visible(load: Load, database: connection) -> int:
    """How many of the answered orders stand in the read model with a batch, each once."""
    sql = """SELECT count(*) FROM (SELECT DISTINCT orderid FROM allocations_view
        WHERE orderid LIKE %s AND NOT orderid = ANY(%s) AND batchref <> '') shown"""
    with database.cursor() as cursor:
        cursor.execute(sql, [f"{load.prefix}-%", load.open])
        return int(cursor.fetchone()[0])


def _output(command: list[str], *, clients: int) -> str:
    """wrk sleeps for its whole time even when its threads have ended: then it is interrupted."""
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    guardian.watch(process.pid, stop_signal=signal.SIGTERM)
    lines: list[str] = []
    reader = threading.Thread(target=_read, args=[process, lines], daemon=True)
    reader.start()
    try:
        while reader.is_alive():
            signals.pause(0.02)
            if lines.count(ENDED) == clients:
                process.send_signal(signal.SIGINT)
                reader.join(timeout=1)
    finally:
        process.kill()
        process.wait()
        guardian.forget(process.pid)
    return "\n".join(lines)


def _read(process: subprocess.Popen[str], lines: list[str]) -> None:
    assert process.stdout is not None
    lines.extend(line.rstrip("\n") for line in process.stdout)
