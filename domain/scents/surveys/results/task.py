"""The results of one task: as a whole, by audience group, and over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, islice
from typing import Generic, TypeVar

from domain.scents.surveys.plan import Method
from domain.scents.surveys.results.acceptance import Accepted, acceptance, accepted
from domain.scents.surveys.results.choice import ChoiceResult, choice, chosen
from domain.scents.surveys.results.counts import Counts, Gathered, added
from domain.scents.surveys.results.paired import PairedResult, paired, won
from domain.scents.surveys.results.rating import Rated, believable, rating
from domain.scents.surveys.results.share import ALPHA, Share, shares
from domain.scents.surveys.results.triangle import TriangleResult, told_right, triangle
from domain.scents.surveys.results.words import Told, words

Detail = (
    ChoiceResult
    | PairedResult
    | TriangleResult
    | tuple[Rated, ...]
    | tuple[Told, ...]
    | tuple[Accepted, ...]
)
Place = TypeVar("Place", str, date)


@dataclass(frozen=True)
class Series(Generic[Place]):
    """Shares at places (groups, or days): `shares[code][i]` stands at `places[i]`, where `n[i]`
    judgements were made. Over days, shares are of all answers up to the end of the day."""

    places: tuple[Place, ...]
    n: tuple[int, ...]
    shares: Mapping[str, tuple[Share, ...]]


@dataclass(frozen=True)
class TaskResult:
    """What is known of a task. `n` counts judgements (of words: words). `whole` depends on the
    method. What is followed by group and over time is a share of each code: how often it was chosen
    (choice), won (paired), accepted, found believable (rating); under `""`: how often the odd one
    was found (triangle). Of words, only their number is."""

    method: Method
    codes: tuple[str, ...]
    n: int
    whole: Detail
    by_group: Series[str]
    over_time: Series[date]


def task_result(
    method: Method,
    codes: Sequence[str],
    gathered: Gathered,
    *,
    groups: Sequence[str] = (),
    alpha: float = ALPHA,
) -> TaskResult:
    """The results of a task with these `codes`, in their order. `groups` are those to be told of,
    also where nobody of them answered."""
    days = sorted(gathered.by_day)
    grown = accumulate((gathered.by_day[day] for day in days), lambda *both: added(both))
    return TaskResult(
        method,
        tuple(codes),
        _n(method, codes, gathered.total),
        _whole(method, codes, gathered.total, alpha),
        _series(method, codes, {one: gathered.by_group.get(one, {}) for one in groups}, alpha),
        _series(method, codes, dict(zip(days, grown, strict=True)), alpha),
    )


def followed(method: Method, codes: Sequence[str], counts: Counts) -> dict[str, tuple[int, int]]:
    """The share of each code that is followed, as count and n."""
    match method:
        case Method.TRIANGLE:
            return {"": told_right(counts)}
        case Method.WORDS:
            return {}
        case Method.CHOICE:
            found = chosen(codes, counts)
        case Method.PAIRED:
            found = won(codes, counts)
        case Method.RATING:
            found = believable(codes, counts)
        case Method.ACCEPTANCE:
            found = accepted(codes, counts)
    return dict(zip(codes, found, strict=True))


def _whole(method: Method, codes: Sequence[str], counts: Counts, alpha: float) -> Detail:
    match method:
        case Method.CHOICE:
            return choice(codes, counts, alpha=alpha)
        case Method.PAIRED:
            return paired(codes, counts, alpha=alpha)
        case Method.TRIANGLE:
            return triangle(counts, alpha=alpha)
        case Method.RATING:
            return rating(codes, counts, alpha=alpha)
        case Method.WORDS:
            return words(codes, counts)
        case Method.ACCEPTANCE:
            return acceptance(codes, counts, alpha=alpha)


def _n(method: Method, codes: Sequence[str], counts: Counts) -> int:
    """Judgements; each rating judges all codes at once."""
    if method is Method.RATING:
        return max((n for _, n in believable(codes, counts)), default=0)
    return sum(n for (sample, _), n in counts.items() if not sample.startswith("#"))


def _series(
    method: Method, codes: Sequence[str], at: Mapping[Place, Counts], alpha: float
) -> Series[Place]:
    """All shares are worked out at once."""
    told = [followed(method, codes, counts) for counts in at.values()]
    keys = list(followed(method, codes, {}))
    found = iter(shares([one[key] for key in keys for one in told], alpha=alpha))
    return Series(
        tuple(at),
        tuple(_n(method, codes, counts) for counts in at.values()),
        {key: tuple(islice(found, len(told))) for key in keys},
    )
