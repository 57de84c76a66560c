"""A contest that is weighed by several at the same moment, on real PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from domain.scents.commands import CloseSurvey, DecideVariant
from messaging.models import OutboxEvent
from scents.models import SourcingDecision
from tests.surveys import plan, stored
from tests.variants import answer, contest, open_contest, seeded_bus

ROUNDS = 5


@pytest.mark.django_db(transaction=True)
def test_a_contest_decides_once_however_many_weigh_it() -> None:
    """The first decision of each scent, too: nobody can lock a row that is not there yet."""
    bus = seeded_bus()
    codes = [f"S-{n}" for n in range(ROUNDS)]
    for n, code in enumerate(codes):
        open_contest(bus, code, plan(contest(scent=f"SCENT-{n}")), invited=100)
        best = stored(code).task(1)[1][1].codes[0]
        answer(bus, range(1, 101), best.__eq__, code)
        bus.handle(CloseSurvey(code, "enough", "rosa"))
    start = Barrier(4)

    def weigh(_: int) -> list[bool]:
        try:
            won = []
            for code in codes:
                start.wait(timeout=10)
                won.append(bus.handle(DecideVariant(code, 1)) is not None)
            return won
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = [*pool.map(weigh, range(4))]
    assert [sum(who) for who in zip(*answers, strict=True)] == [1] * ROUNDS
    assert SourcingDecision.objects.count() == ROUNDS
    assert OutboxEvent.objects.filter(type="ScentUpdated").count() == ROUNDS
