"""A formula of 30 materials worked out, UNIFAC included: in the domain, and over HTTP."""

import argparse
import json
from collections.abc import Sequence

from stack.console import say

from bench.rig import inside, report
from bench.rig.company import Company, company
from bench.rig.customers import NO_LIMIT, Client, enroll

MATERIALS = 30
DOMAIN_TARGET, HTTP_TARGET = 25.0, 80.0
WEB_ONLY = dict.fromkeys(("worker", "beat", "consumer"), "")


def main() -> int:
    options = _options()
    report.heading(f"evaluate: {MATERIALS} materials of the starter set, {options.rounds} rounds")
    with company(env=NO_LIMIT, override=WEB_ONLY) as running:
        inside.python(running, "manage.py", "load_starter_set")
        domain = _domain(running, options.rounds)
        http = _http(running, options.rounds)
        bare = _bare(running, options.rounds)
    report.table(
        ["milliseconds", "p50", "p95"],
        [
            _row("in the domain", domain),
            _row("over HTTP", http),
            _row("peer: GET /api/v1/me over HTTP", bare),
        ],
    )
    met = [
        report.verdict(
            f"in the domain p95 under {DOMAIN_TARGET:.0f} ms", _p95(domain) < DOMAIN_TARGET
        ),
        report.verdict(f"over HTTP p95 under {HTTP_TARGET:.0f} ms", _p95(http) < HTTP_TARGET),
    ]
    return 0 if all(met) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench evaluate", description=__doc__)
    parser.add_argument("--rounds", type=int, default=300)
    return parser.parse_args()


def _domain(running: Company, rounds: int) -> list[float]:
    told = inside.python(
        running, "-m", "bench.rig.evaluations", "time", str(MATERIALS), str(rounds)
    )
    times: list[float] = json.loads(told.splitlines()[-1])
    return times


def _http(running: Company, rounds: int) -> list[float]:
    told = inside.python(running, "-m", "bench.rig.evaluations", "question", str(MATERIALS))
    question = json.loads(told.splitlines()[-1])
    client = Client(running.web, enroll(running, "bench-films"))
    for _ in range(20):  # to warm both web workers up
        answer = client.post("formulas/evaluate", question)
    if answer.status != 200:
        raise SystemExit(f"refused: {answer.data}")
    models = [note["activity_model"] for note in answer.data["headspace"]["notes"]]
    say(f"{len(models)} substances, {models.count('UNIFAC')} of them by UNIFAC")
    return [client.post("formulas/evaluate", question).took for _ in range(rounds)]


def _bare(running: Company, rounds: int) -> list[float]:
    client = Client(running.web, enroll(running, "bare-films"))
    return [client.get("me").took for _ in range(rounds)]


def _row(title: str, times: Sequence[float]) -> list[object]:
    return [title, report.middle(times), _p95(times)]


def _p95(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]
