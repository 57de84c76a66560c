"""Answers that are sent again and again while processes are killed: each counts once, and what they
decide is decided, told and mailed once."""

from __future__ import annotations

import json
import os
import threading
import time
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg2
import requests
from stack.valkey import Valkey

from tests.company import Company, MailServer, eventually

BATCH, BATCHES = 1_000, 6
OPENED = """
import django, json, sys
django.setup()
from datetime import timedelta
from django.utils import timezone
from allocation.api_keys import new_key
from config.bootstrap import bootstrap
from domain.allocation import commands
from domain.scents.commands import RegisterSupplier
from domain.scents.supply.offer import Grade
from tests.surveys import code_of, invitations, open_survey, plan, stock_suppliers, task
bus, key, (_, code, count) = bootstrap(), new_key(), sys.argv
bus.handle(commands.RegisterCustomer(code.lower(), "Audience", "theatre"))
until = timezone.now() + timedelta(days=1)
bus.handle(
    commands.IssueApiKey(code.lower(), "x", ("surveys:respond",), until, key.prefix, key.digest)
)
from scents.models import Supplier
if not Supplier.objects.exists():
    stock_suppliers()
open_survey(code, plan(task("JUNGLE")), invited=int(count))
tokens = invitations(code, range(1, int(count) + 1))
print(json.dumps([key.text, code_of("CHEAP", code), code_of("EXPENSIVE", code), tokens]))
"""
CLOSED = """
import django, sys
django.setup()
from config.bootstrap import bootstrap
from domain.scents.commands import CloseSurvey
bootstrap().handle(CloseSurvey(sys.argv[1], "enough", "rosa"))
"""
TERMINATE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"


def restart_database(company: Company, *, seconds: float) -> None:
    """As its clients see it: all are cut off, and nobody gets in for a while. The server itself is
    not ours alone."""
    name = urlsplit(company.database_url).path[1:]
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        cursor.execute(TERMINATE, [name])
        time.sleep(seconds)
        cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    connection.close()


class Foyer:
    """Sends its answers in batches, each until it is answered; every third one is for the cheap
    one."""

    def __init__(self, company: Company, answers: int) -> None:
        self.code = f"F-{uuid4().hex[:8].upper()}"
        made = company.run_inside(OPENED, self.code, str(answers))
        assert made.returncode == 0, made.stderr
        key, self._low, self._high, self.tokens = json.loads(made.stdout)
        self._company = company
        self._bearer = {"Authorization": f"Bearer {key}"}
        self.fates: list[str] = []
        self.repeated = 0

    def send(self, first: int, *, timeout: float = 10) -> requests.Response:
        numbers = range(first, min(first + BATCH, len(self.tokens)))
        return requests.post(
            f"{self._company.url}/api/v1/surveys/{self.code}/responses",
            json={"responses": [self._response(n) for n in numbers]},
            headers=self._bearer,
            timeout=timeout,
        )

    def send_until_answered(self, first: int) -> None:
        while True:
            try:
                answer = self.send(first)
            except requests.RequestException:
                answer = None
            if answer is not None and answer.status_code == 200:
                self.fates += [one["status"] for one in answer.json()["results"]]
                return
            assert answer is None or answer.status_code in (429, 502, 503), answer.text
            self.repeated += 1
            time.sleep(0.05)

    def counted(self) -> dict[str, int]:
        rows = self._company.rows(
            """SELECT sample, sum(count)::int FROM scents_surveytally
            WHERE survey = %s AND sample NOT LIKE '#%%' GROUP BY sample""",
            self.code,
        )
        return {{self._low: "cheap", self._high: "expensive"}[sample]: n for sample, n in rows}

    def _response(self, n: int) -> dict[str, Any]:
        both = [self._low, self._high]
        judgement = {"task": 1, "shown": both, "chosen": both[n % 3 > 0]}
        return {"invitation": self.tokens[n], "consent": True, "judgements": [judgement]}


def test_a_batch_whose_web_worker_dies_or_database_restarts_is_taken_once(frail: Company):
    foyer = Foyer(frail, BATCH * BATCHES)
    senders = [
        threading.Thread(target=foyer.send_until_answered, args=(n * BATCH,))
        for n in range(BATCHES)
    ]
    for number, sender in enumerate(senders):
        sender.start()
        time.sleep(0.08)
        if number % 2:
            restart_database(frail, seconds=0.5)
        else:
            frail.kill("web")
            frail.start("web")
    for sender in senders:
        sender.join(timeout=50)

    assert foyer.repeated, "nothing was interrupted"
    assert len(foyer.fates) == BATCH * BATCHES
    assert {*foyer.fates} <= {"accepted", "already-recorded"}
    cheap = len(range(0, BATCH * BATCHES, 3))
    assert foyer.counted() == {"cheap": cheap, "expensive": BATCH * BATCHES - cheap}
    [(taken, stored)] = frail.rows(
        """SELECT (SELECT sum(value::int) FROM scents_survey, jsonb_each_text(taken)
            WHERE code = %s), (SELECT count(*) FROM scents_surveyresponse WHERE survey = %s)""",
        foyer.code,
        foyer.code,
    )
    assert taken == stored == BATCH * BATCHES


def test_a_worker_that_is_killed_between_the_close_and_the_decision(
    frail: Company, mails: MailServer
):
    foyer = Foyer(frail, 90)
    foyer.send_until_answered(0)
    frail.kill("worker")
    assert frail.run_inside(CLOSED, foyer.code).returncode == 0
    frail.start("worker")
    for _ in range(3):
        time.sleep(0.4)
        frail.kill("worker")
        frail.start("worker")

    assert eventually(lambda: frail.undelivered() == 0, within=45)
    decided = frail.rows(
        "SELECT supplier, evidence->>'cheap', evidence->>'answers' FROM scents_sourcingdecision "
        "WHERE survey = %s",
        foyer.code,
    )
    assert decided == [("EXPENSIVE", "30", "90")]
    kept = frail.rows("SELECT supplier FROM allocation_decidedsource WHERE sku = 'JUNGLE'")
    assert kept == [("EXPENSIVE",)]
    about = mails.about(f"Survey closed: {foyer.code}")
    ready = [one for one in mails.about("Decision ready: JUNGLE") if foyer.code in str(one.content)]
    assert (len(about), len(ready)) == (1, 2)
    assert frail.rows("SELECT * FROM messaging_parked") == []


def test_answers_are_taken_and_decided_while_redis_is_away(
    frail: Company, mails: MailServer, valkey: Valkey
):
    foyer = Foyer(frail, 60)
    valkey.kill()
    foyer.send_until_answered(0)
    assert foyer.send(0).json()["results"][0]["status"] == "already-recorded"
    assert frail.run_inside(CLOSED, foyer.code).returncode == 0
    valkey.start()

    assert set(foyer.fates) == {"accepted"}
    assert foyer.counted() == {"cheap": 20, "expensive": 40}
    assert eventually(lambda: frail.undelivered() == 0, within=45)
    decided = frail.rows(
        "SELECT supplier FROM scents_sourcingdecision WHERE survey = %s", foyer.code
    )
    assert decided == [("EXPENSIVE",)]
    assert len(mails.about(f"Survey closed: {foyer.code}")) == 1
