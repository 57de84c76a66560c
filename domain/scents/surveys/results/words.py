"""Which words come to mind, and which of them tell samples apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

from domain.scents.surveys.results.counts import Counts

MOST_WORDS = 30
"""That are told of a code."""
MOST_TELLING = 8
TELLING_Z = 1.959964
OTHER = ""
"""Stands for all words that are not told; no word is empty."""
_PRIOR = 0.5


@dataclass(frozen=True)
class Telling:
    """A word that comes up with one code more often than with the others: `z` of the log odds."""

    word: str
    z: float


@dataclass(frozen=True)
class Told:
    """The words for one code: `n` in all, the most frequent ones with their counts, and those that
    tell it from the other codes."""

    code: str
    n: int
    frequent: tuple[tuple[str, int], ...]
    telling: tuple[Telling, ...]


def words(codes: Sequence[str], counts: Counts) -> tuple[Told, ...]:
    """In the order of the codes. `counts` may have all but the most frequent words of each code
    summed up under OTHER."""
    mentions = {code: sum(n for (one, _), n in counts.items() if one == code) for code in codes}
    frequent = {code: _frequent(code, counts) for code in codes}
    known = sorted({word for told in frequent.values() for word, _ in told})
    return tuple(
        Told(code, mentions[code], frequent[code], _telling(code, known, counts, mentions))
        for code in codes
    )


def _frequent(code: str, counts: Counts) -> tuple[tuple[str, int], ...]:
    """Words of equal counts by the alphabet."""
    told = [(word, n) for (one, word), n in counts.items() if one == code and word != OTHER and n]
    return tuple(sorted(told, key=lambda pair: (-pair[1], pair[0]))[:MOST_WORDS])


def _telling(
    code: str, known: Sequence[str], counts: Counts, mentions: dict[str, int]
) -> tuple[Telling, ...]:
    """The log odds ratio of a word here and elsewhere over its standard error (B. L. Monroe et al.,
    Political Analysis 16 (2008) 372, with half a mention of each word added: Haldane)."""
    here, elsewhere = mentions[code], sum(mentions.values()) - mentions[code]
    if not here or not elsewhere:
        return ()
    found = []
    for word in known:
        one = counts.get((code, word), 0)
        other = sum(counts.get((another, word), 0) for another in mentions if another != code)
        found.append(Telling(word, _z(one, here, other, elsewhere)))
    found = [told for told in found if told.z > TELLING_Z]
    return tuple(sorted(found, key=lambda told: (-told.z, told.word))[:MOST_TELLING])


def _z(one: int, here: int, other: int, elsewhere: int) -> float:
    cells = [n + _PRIOR for n in (one, here - one, other, elsewhere - other)]
    odds = log(cells[0] / cells[1]) - log(cells[2] / cells[3])
    return odds / sqrt(sum(1 / cell for cell in cells))
