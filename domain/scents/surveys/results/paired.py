"""Samples compared two by two: who wins over whom, and how strong each is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.scents.statistics.davidson import Unsettled
from domain.scents.statistics.ranking import Ranking, rank
from domain.scents.statistics.share import quantile
from domain.scents.surveys.judgement import TIE
from domain.scents.surveys.results.counts import Counts, by_position
from domain.scents.surveys.results.position import Positions, positions
from domain.scents.surveys.results.share import ALPHA, Share, shares


@dataclass(frozen=True)
class PairedResult:
    """`wins[i][j]`: how often code i was preferred to code j; `tied[i][j]`: how often neither.
    `won`: the share of its comparisons that a code won, ties left out; `ties`: the share of all.
    `ranking` by Bradley and Terry, with ties by Davidson; its intervals are meant for the end.
    None as long as there are no answers, or where they settle nothing."""

    n: int
    codes: tuple[str, ...]
    wins: tuple[tuple[int, ...], ...]
    tied: tuple[tuple[int, ...], ...]
    won: tuple[Share, ...]
    ties: Share
    ranking: Ranking | None
    positions: Positions


def paired(codes: Sequence[str], counts: Counts, *, alpha: float = ALPHA) -> PairedResult:
    """In the order of the codes."""
    wins, tied = matrices(codes, counts)
    decided = sum(map(sum, wins))
    n_tied = sum(map(sum, tied)) // 2
    counted = [*won(codes, counts), (n_tied, decided + n_tied)]
    *by_code, ties = shares(counted, alpha=alpha)
    return PairedResult(
        decided + n_tied,
        tuple(codes),
        tuple(map(tuple, wins)),
        tuple(map(tuple, tied)),
        tuple(by_code),
        ties,
        _ranking(wins, tied, alpha) if decided + n_tied else None,
        positions(by_position(counts, 2)),
    )


def won(codes: Sequence[str], counts: Counts) -> list[tuple[int, int]]:
    """How often each code was preferred, of the comparisons in which one was."""
    wins, _ = matrices(codes, counts)
    lost = [sum(column) for column in zip(*wins, strict=True)]
    return [(sum(row), sum(row) + down) for row, down in zip(wins, lost, strict=True)]


def matrices(codes: Sequence[str], counts: Counts) -> tuple[list[list[int]], list[list[int]]]:
    """Wins, and ties, which stand on both sides of the diagonal."""
    place = {code: number for number, code in enumerate(codes)}
    wins = [[0] * len(codes) for _ in codes]
    tied = [[0] * len(codes) for _ in codes]
    for (pair, outcome), count in counts.items():
        one, _, other = pair.partition(" ")
        if not other:
            continue
        i, j = place[one], place[other]
        if outcome == TIE:
            tied[i][j] += count
            tied[j][i] += count
        else:
            winner, loser = (i, j) if outcome == one else (j, i)
            wins[winner][loser] += count
    return wins, tied


def _ranking(
    wins: Sequence[Sequence[int]], tied: Sequence[Sequence[int]], alpha: float
) -> Ranking | None:
    try:
        return rank(wins, tied, z=quantile(alpha))
    except Unsettled:
        return None
