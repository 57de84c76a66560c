"""A search for a cheaper formula whose worker is killed: the next one does it."""

from __future__ import annotations

from tests.company import Company, eventually

ASK = """
import django, sys
django.setup()
from decimal import Decimal
from domain.scents.commands import RequestOptimisation
from domain.scents.wish import Wish
from messaging.bus import get_bus
from scents.starter_set import load_starter_set
load_starter_set(by="us")
wish = Wish("NIGHTCLUB", 1, Decimal(2500), price_steps=True)
get_bus().handle(RequestOptimisation(sys.argv[1], wish, "ann"))
"""
STATE = "SELECT state, attempts FROM scents_optimisation WHERE reference = %s"
LEASE = 30.0


def test_a_search_is_solved_though_its_worker_is_killed(frail: Company) -> None:
    asked = frail.run_inside(ASK, "killed")
    assert asked.returncode == 0, asked.stderr
    running = [("running", 1)]
    assert eventually(lambda: frail.rows(STATE, "killed") == running, within=20)
    frail.kill("worker")
    assert frail.rows(STATE, "killed") == running
    frail.start("worker")
    solved = [("solved", 2)]
    assert eventually(lambda: frail.rows(STATE, "killed") == solved, within=LEASE + 30)
    [(parked,)] = frail.rows("SELECT count(*) FROM messaging_parked")
    assert parked == 0
