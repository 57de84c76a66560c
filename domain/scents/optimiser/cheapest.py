"""The cheapest formula that smells the same."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from domain.scents.optimiser.brief import Brief
from domain.scents.optimiser.conflict import contradiction
from domain.scents.optimiser.demands import program, same_makeup
from domain.scents.optimiser.mixture import composition, odour_values
from domain.scents.optimiser.outcome import Note, Optimum, Unsettled
from domain.scents.optimiser.program import Contradiction, Program, Reason, Solved, Stopped, Watch
from domain.scents.optimiser.rounds import SETTLED, TRACE, Cancelled, Candidate, Impossible, Rounds
from domain.scents.optimiser.smells import Smells, raoult
from domain.scents.optimiser.targets import Held

CHOICES = 6
"""Choices of ingredients that are tried, each with coefficients of its own."""
RESERVE = (0.0, 0.05, 0.15)
"""Parts of the bands kept in reserve for the next choice, where one did not keep the true bands."""


def cheapest(
    brief: Brief,
    *,
    smells: Smells,
    gap: float = 0.01,
    time_limit: float | None = None,
    progress: Watch | None = None,
) -> Optimum | Contradiction | Stopped | Unsettled:
    """The cheapest formula that keeps the brief with the activity coefficients of its own mixture.

    Linear programs at fixed coefficients, refreshed until they settle; integer ones, to within the
    relative `gap`, only where the brief chooses (suppliers, minimum doses, numbers of materials).
    `time_limit` in seconds is for each program; when it is up, the best formula yet is the answer,
    with its gap. `progress` is asked before each program and within integer ones. What is returned
    has passed `verify`; Unsettled where nothing did. Where the reference itself can be bought under
    the same demands, the answer is never dearer. The true problem is not convex: the answer is the
    best for its coefficients, not proved to be the best of all.

    Raises BadInput (also for NaN from `smells`), highs.Unsolved.
    """
    search = Rounds(brief, smells, gap, time_limit, progress)
    reference = None
    try:
        bought = _bought(search)
        reference = search.best.cost if search.best else None
        if brief.discrete:
            _choose(search)
        else:
            _settle(search, bought)
            search.open_gap = 0.0
    except Cancelled as cancelled:
        if search.best is None or cancelled.stopped.reason is Reason.CANCELLED:
            return _stopped(search, cancelled.stopped)
    except Impossible as impossible:
        if search.best is None:
            return _explained(search, impossible.asked)
    if search.best is None:
        return Unsettled(search.missed, search.count)
    return _optimum(search, search.best, reference)


def _bought(search: Rounds) -> Solved | None:
    """The reference as it is, at its least cost; it counts as a formula that was met."""
    found = search.solved(program(search.brief, same_makeup(search.brief)))
    if found is None or not search.meet(found, limited=False)[1]:
        return None
    return found


def _settle(search: Rounds, reference: Solved | None) -> None:
    """The rounds leap, often into another solvent, and settle where it is not cheapest: so the
    neighbourhood of the reference is looked at as well."""
    search.settle(None)
    if reference is not None:
        search.descend(reference)


def _choose(search: Rounds) -> None:
    """Choice after choice, until none is cheaper by more than the gap that is asked for."""
    tried: set[frozenset[str]] = set()
    reserve = 0
    for _ in range(CHOICES):
        try:
            found = search.feasible(RESERVE[reserve], None)
        except Impossible:
            if reserve == 0:
                raise
            break
        search.meet(found, settled=False)
        search.open_gap = _distance(search.best, found)
        used = frozenset(name for name, share in found.values.items() if share > TRACE)
        if search.best is not None and (used in tried or _near(search)):
            break
        if used in tried or not _kept(search, used):
            reserve += 1
        if reserve == len(RESERVE):
            break
        search.open_gap = _distance(search.best, found)
        tried.add(used)


def _near(search: Rounds) -> bool:
    return search.open_gap <= max(search.gap, SETTLED)


def _kept(search: Rounds, used: frozenset[str]) -> bool:
    try:
        return search.settle(used)
    except Impossible:
        return False


def _distance(best: Candidate | None, found: Solved) -> float:
    """How far the best formula may be above the bound of the last choice."""
    if best is None:
        return 1.0
    cost = float(best.cost)
    return max(0.0, (cost - found.bound) / cost) if cost else 0.0


def _stopped(search: Rounds, stopped: Stopped) -> Stopped:
    """What the solver had by then was not verified; what the search had, was."""
    if search.best is None:
        return Stopped(stopped.reason)
    return Stopped(stopped.reason, float(search.best.cost), search.open_gap)


def _explained(search: Rounds, asked: Program) -> Contradiction | Stopped:
    """Exact where no activity coefficient has a part in it."""
    found = contradiction(asked, time_limit=search.time_limit, progress=search.watch)
    if isinstance(found, Stopped):
        return found
    smelled = {
        sentence
        for target in search.targets
        if target.held is Held.ODOUR
        for sentence in (target.at_least(), target.at_most())
    }
    ideal = search.smells.activity is raoult
    return replace(found, exact=ideal or not smelled.intersection(found.demands))


def _optimum(search: Rounds, best: Candidate, reference: Decimal | None) -> Optimum:
    masses = composition(search.brief, best.shares)
    values, _ = odour_values(search.brief, search.smells, masses)
    notes = (
        Note(t, values[t.code] if t.held is Held.ODOUR else masses[t.code]) for t in search.targets
    )
    return Optimum(
        best.shares,
        best.cost,
        reference,
        tuple(notes),
        search.count,
        search.open_gap,
        best.binding,
        best.settled,
    )
