"""The page of results of a survey with 1,000,000 answers: 5 tasks, 20 codes, 30 groups, 60 days."""

import argparse
import json

from bench.rig import inside, report
from bench.rig.company import servers

TARGET = 300.0


def main() -> int:
    options = _options()
    report.heading(f"results of a survey with 1,000,000 answers, {options.rounds} rounds")
    with servers() as running:
        told = inside.python(running, "-m", "bench.rig.big_survey", str(options.rounds))
    took: dict[str, list[float]] = json.loads(told.splitlines()[-1])
    rows = [[name, report.middle(times), _p95(times)] for name, times in took.items()]
    report.table(["milliseconds", "p50", "p95"], rows)
    slowest = max(_p95(took["everybody"]), _p95(took["one group"]))
    return 0 if report.verdict(f"p95 within {TARGET:.0f} ms", slowest <= TARGET) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench survey_results", description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    return parser.parse_args()


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]
