"""Works through the optimisations that people have asked for."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from domain.kernel import DomainError
from domain.scents.commands import FinishOptimisation
from domain.scents.optimisation import State
from domain.scents.optimiser import Progress, Stopped, cheapest
from domain.scents.optimiser.program import Reason
from messaging.bus import get_bus
from messaging.database import is_outage
from messaging.errors import Unavailable
from scents import outcomes, queries
from scents.repository.optimisations import claim, keep, put_back, read_wish

if TYPE_CHECKING:
    from scents.models import Optimisation

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
"""How long a search is left alone after its solver spoke last; then he is taken for dead."""
BEAT = 1.0
"""Seconds between two looks at whether somebody has cancelled it."""
LONGEST = 600
"""Seconds that one search may take."""
PATIENCE = 120
"""Seconds for each of its programs; then the best that was found counts, with its gap."""
MOST_ATTEMPTS = 3
RETRY_WHEN_AWAY = timedelta(seconds=5)
GAP = 0.01
"""How far, relatively, a discrete choice may be above the best one: told with the outcome."""


class Solver:
    """Claims what is due, one search after the other, tells how far it is, and finishes it.

    A worker that dies lets its lease run out; the next one starts the search anew.
    """

    def __init__(self, *, clock: Callable[[], datetime], actor: str) -> None:
        self._clock = clock
        self._actor = actor

    def drain(self) -> None:
        while one := claim(self._clock(), LEASE):
            try:
                self._finish(one, *self._outcome(one))
            except Exception as error:
                if not (isinstance(error, Unavailable) or is_outage(error)):
                    raise
                logger.warning("optimisation %s waits: %s", one.reference, error)
                put_back(one, due=self._clock() + RETRY_WHEN_AWAY)
                return

    def _outcome(self, one: Optimisation) -> tuple[State, dict[str, Any]]:
        if one.attempts > MOST_ATTEMPTS:
            return State.FAILED, {"reason": "the worker died in each attempt"}
        try:
            asked = queries.brief_of(read_wish(one.wish), self._clock().date())
            watch = _Watch(one, self._clock)
            found = cheapest(
                asked.brief, smells=asked.smells, gap=GAP, time_limit=PATIENCE, progress=watch
            )
            if isinstance(found, Stopped) and watch.is_late:
                found = replace(found, reason=Reason.TIME)
            return outcomes.plain(found, asked)
        except DomainError as refusal:
            return State.REFUSED, {"reason": str(refusal)}
        except Exception as error:
            if isinstance(error, Unavailable) or is_outage(error):
                raise
            logger.exception("optimisation %s failed", one.reference)
            return State.FAILED, {"reason": "a fault of ours, which is in the log"}

    def _finish(self, one: Optimisation, state: State, outcome: dict[str, Any]) -> None:
        command = FinishOptimisation(one.reference, state.value, outcome)
        get_bus().handle(command, actor=self._actor)


class _Watch:
    """Told by the solver; answers whether it shall go on."""

    def __init__(self, one: Optimisation, clock: Callable[[], datetime]) -> None:
        self._one = one
        self._clock = clock
        self._next = 0.0
        self._end = time.monotonic() + LONGEST

    @property
    def is_late(self) -> bool:
        return time.monotonic() >= self._end

    def __call__(self, told: Progress) -> bool:
        now = time.monotonic()
        if self.is_late:
            return False
        if now < self._next:
            return True
        self._next = now + BEAT
        progress = {"round": told.round, "cost": told.cost, "gap": told.gap}
        return keep(self._one, due=self._clock() + LEASE, progress=progress)
