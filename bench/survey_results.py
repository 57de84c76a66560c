"""The page of results of a survey with 1,000,000 answers, beside one with 1,000."""

import argparse
import time
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote, urlsplit

from stack.console import Refusal, say

from bench.rig import inside, past_answers, report, stock
from bench.rig.company import Company, company

MOST = 300.0
FEW = 1_000
WARMING = 10
WEB_ONLY = dict.fromkeys(("worker", "beat", "consumer"), "")
GROUP = "?group=group%201"


def main() -> int:
    options = _options()
    report.heading(f"survey results: {options.answers:,} answers beside {FEW:,}")
    rows: list[list[Any]] = []
    with company(override=WEB_ONLY) as running:
        cookie = inside.python(running, "-P", "-m", "bench.rig.visit").strip()
        for answers in (FEW, options.answers):
            code = _answered(running, answers)
            for name, query in (("all groups", ""), ("one group", GROUP)):
                address = f"/admin/scents/surveyresult/{quote(code)}/change/{query}"
                took, page = _visit(running, cookie, address, options.requests)
                times = [report.middle(took), took[int(len(took) * 0.95)]]
                rows.append([f"{answers:,} answers, {name}", *times, len(page) // 1_000])
                if not query and f"n = {answers:,}" not in page:
                    raise Refusal(f"the page of {answers:,} answers does not tell of them")
    report.table(["page", "p50 ms", "p95 ms", "kB"], rows)
    slowest = max(row[2] for row in rows)
    return 0 if report.verdict(f"p95 {slowest:.0f} ms, at most {MOST:.0f}", slowest <= MOST) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench survey_results", description=__doc__)
    parser.add_argument("--answers", type=int, default=1_000_000)
    parser.add_argument("--requests", type=int, default=100, help="of each page")
    return parser.parse_args()


def _answered(running: Company, answers: int) -> str:
    """A survey with so many answers, whose tallies are proven to be theirs."""
    words = ["-P", "-m", "bench.rig.surveys", "all", str(answers), ""]
    code = inside.python(running, *words).strip()
    database = running.connect()
    began = time.monotonic()
    past_answers.write(database, survey=code, answers=answers)
    stock.settle(database)
    say(f"the answers are there after {time.monotonic() - began:.0f} s")
    say(inside.python(running, "manage.py", "recount_survey", code).strip())
    return code


def _visit(running: Company, cookie: str, address: str, requests: int) -> tuple[list[float], str]:
    """Milliseconds of each of so many visits, sorted; and the page."""
    place = urlsplit(running.web)
    connection = HTTPConnection(place.hostname or "", place.port, timeout=120)
    took, page = [], b""
    for _ in range(WARMING + requests):
        began = time.perf_counter()
        connection.request("GET", address, headers={"Cookie": cookie})
        response = connection.getresponse()
        page = response.read()
        if response.status != 200:
            raise Refusal(f"{address} answers {response.status}: {page[:500]!r}")
        took.append(1_000 * (time.perf_counter() - began))
    return sorted(took[WARMING:]), page.decode()
