"""One judgement: read strictly, and turned into the marks that are counted."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from domain.kernel import BadInput
from domain.scents.surveys.plan import SCALE, Method, Task
from domain.scents.surveys.samples import Samples, codes_of

MOST_WORDS = 10
LONGEST_WORD = 40
TIE = "="
FIRST = "#"


class Mark(NamedTuple):
    """What is counted: something about a sample. `sample` is a code, two codes with a blank between
    (of a pair), `#2` (whatever stood second), or empty (of the task as a whole)."""

    sample: str
    outcome: str


class Judged(NamedTuple):
    """A judgement as it is kept, and its marks. The same is kept however it was written: a word as
    it is counted, a tie as one."""

    task: int
    kept: Mapping[str, object]
    marks: tuple[Mark, ...]


def judge(number: int, task: Task, samples: Samples, raw: Mapping[str, object]) -> Judged:
    """Read the judgement of task `number` (from 1): `shown` are the codes in the order in which
    they were presented, the rest depends on the method. Raises BadInput, whose field is the way to
    the fault as in a JSON pointer.
    """
    read, field = _METHODS[task.method]
    for name in raw:
        if name not in ("task", "shown", field):
            raise BadInput(str(name), f"unknown field of a task of {task.method}")
    shown = _shown(raw)
    told, marks = read(raw.get(field), shown, samples)
    return Judged(number, {"task": number, "shown": list(shown), field: told}, tuple(marks))


def _choice(told: object, shown: Sequence[str], samples: Samples) -> _Read:
    if tuple(sorted(shown)) != codes_of(samples):
        raise BadInput("shown", "must be the codes of all samples, each once")
    chosen = _one_of(told, shown)
    return chosen, [Mark(chosen, "chosen"), Mark(f"{FIRST}{shown.index(chosen) + 1}", "chosen")]


def _paired(told: object, shown: Sequence[str], samples: Samples) -> _Read:
    if len(shown) != 2 or shown[0] == shown[1] or not set(shown) <= set(codes_of(samples)):
        raise BadInput("shown", "must be the codes of two samples")
    won = TIE if told in (None, "", TIE) else _one_of(told, shown)
    marks = [Mark(" ".join(sorted(shown)), won)]
    if won != TIE:
        marks.append(Mark(f"{FIRST}{shown.index(won) + 1}", "chosen"))
    return won, marks


def _triangle(told: object, shown: Sequence[str], samples: Samples) -> _Read:
    sides = [{code for code in shown if code in sample.codes} for sample in samples]
    if len(shown) != 3 or sorted(map(len, sides)) != [1, 2]:
        raise BadInput("shown", "must be the codes of three samples, two of them of one kind")
    chosen = _one_of(told, shown)
    odd = min(sides, key=len)
    return chosen, [Mark("", "right" if chosen in odd else "wrong")]


def _rating(told: object, shown: Sequence[str], samples: Samples) -> _Read:
    ratings = _by_code("ratings", told, shown, samples)
    marks = []
    for code, value in ratings.items():
        if isinstance(value, bool) or value not in SCALE or not isinstance(value, int):
            raise BadInput(f"ratings/{code}", f"must be a whole number from 1 to {SCALE[-1]}")
        marks.append(Mark(code, str(value)))
    return ratings, marks


def _words(told: object, shown: Sequence[str], samples: Samples) -> _Read:
    """Each word counts once, however it is written."""
    kept = {}
    for code, words in _by_code("words", told, shown, samples).items():
        if not isinstance(words, list | tuple) or len(words) > MOST_WORDS:
            raise BadInput(f"words/{code}", f"must be a list of at most {MOST_WORDS} words")
        kept[code] = list(dict.fromkeys(_word(code, word) for word in words))
    return kept, [Mark(code, word) for code, words in kept.items() for word in words]


def _acceptance(told: object, shown: Sequence[str], samples: Samples) -> _Read:
    if len(shown) != 1 or shown[0] not in codes_of(samples):
        raise BadInput("shown", "must be the code of the one sample")
    if not isinstance(told, bool):
        raise BadInput("accepted", "must be true or false")
    return told, [Mark(shown[0], "yes" if told else "no")]


_Read = tuple[object, Sequence[Mark]]
"""What is kept of it, and its marks."""
_METHODS: Mapping[Method, tuple[Callable[[object, Sequence[str], Samples], _Read], str]] = {
    Method.CHOICE: (_choice, "chosen"),
    Method.PAIRED: (_paired, "chosen"),
    Method.TRIANGLE: (_triangle, "chosen"),
    Method.RATING: (_rating, "ratings"),
    Method.WORDS: (_words, "words"),
    Method.ACCEPTANCE: (_acceptance, "accepted"),
}


def _shown(raw: Mapping[str, object]) -> tuple[str, ...]:
    shown = raw.get("shown")
    if not isinstance(shown, list | tuple) or not all(isinstance(code, str) for code in shown):
        raise BadInput("shown", "must be a list of codes, in the order of presentation")
    return tuple(shown)


def _one_of(chosen: object, shown: Sequence[str]) -> str:
    if not isinstance(chosen, str) or chosen not in shown:
        raise BadInput("chosen", "must be one of the codes that were shown")
    return chosen


def _by_code(
    field: str, told: object, shown: Sequence[str], samples: Samples
) -> Mapping[str, object]:
    if tuple(sorted(shown)) != codes_of(samples):
        raise BadInput("shown", "must be the codes of all samples, each once")
    if not isinstance(told, Mapping) or sorted(told) != sorted(shown):
        raise BadInput(field, "must have an entry for each code, and no others")
    return told


def _word(code: str, word: object) -> str:
    if not isinstance(word, str) or len(word) > LONGEST_WORD:
        raise BadInput(f"words/{code}", f"words have at most {LONGEST_WORD} letters")
    plain = _folded(word)
    while (again := _folded(plain)) != plain:  # a few letters fold in steps
        plain = again
    if not plain.isprintable() or not plain or len(plain) > LONGEST_WORD:
        raise BadInput(f"words/{code}", "words are of visible letters")
    return plain


def _folded(word: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", word).casefold().split())
