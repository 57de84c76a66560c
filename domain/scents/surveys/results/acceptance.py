"""How many accept a sample, of those to whom it was given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.scents.surveys.results.counts import Counts
from domain.scents.surveys.results.share import ALPHA, Share, shares


@dataclass(frozen=True)
class Accepted:
    """One code. `best`: the chance that it is the one that most people accept, `loss`: what is lost
    on average if it is taken, as a share; both are Bayesian, and may always be looked at. None as
    long as nobody answered."""

    code: str
    share: Share
    best: float | None
    loss: float | None


def acceptance(
    codes: Sequence[str], counts: Counts, *, alpha: float = ALPHA
) -> tuple[Accepted, ...]:
    """In the order of the codes. The intervals hold although good samples are given more often:
    whether one is given is settled before its answer."""
    from domain.scents.statistics.bandit import chances_of_best, expected_loss

    counted = accepted(codes, counts)
    found = shares(counted, alpha=alpha)
    if not any(n for _, n in counted):
        return tuple(
            Accepted(code, share, None, None) for code, share in zip(codes, found, strict=True)
        )
    said, shown = [k for k, _ in counted], [n for _, n in counted]
    best, loss = chances_of_best(said, shown), expected_loss(said, shown)
    return tuple(map(Accepted, codes, found, best, loss))


def accepted(codes: Sequence[str], counts: Counts) -> list[tuple[int, int]]:
    """How often each code was, of how many times it was judged."""
    each = [(counts.get((code, "yes"), 0), counts.get((code, "no"), 0)) for code in codes]
    return [(yes, yes + no) for yes, no in each]
