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
    """A judgement as it is kept, and its marks."""

    task: int
    kept: Mapping[str, object]
    marks: tuple[Mark, ...]


def judge(number: int, task: Task, samples: Samples, raw: Mapping[str, object]) -> Judged:
    """Read the judgement of task `number` (from 1): `shown` are the codes in the order in which
    they were presented, the rest depends on the method. Raises BadInput, whose field is a path.
    """
    read, fields = _METHODS[task.method]
    for name in raw:
        if name not in ("task", "shown", *fields):
            raise BadInput(str(name), f"unknown field of a task of {task.method}")
    shown = _shown(raw)
    marks = read(raw, shown, samples)
    kept = {"task": number, "shown": list(shown), **{name: raw.get(name) for name in fields}}
    return Judged(number, kept, tuple(marks))


def _choice(raw: Mapping[str, object], shown: Sequence[str], samples: Samples) -> list[Mark]:
    if tuple(sorted(shown)) != codes_of(samples):
        raise BadInput("shown", "must be the codes of all samples, each once")
    chosen = _one_of(raw.get("chosen"), shown)
    return [Mark(chosen, "chosen"), Mark(f"{FIRST}{shown.index(chosen) + 1}", "chosen")]


def _paired(raw: Mapping[str, object], shown: Sequence[str], samples: Samples) -> list[Mark]:
    if len(shown) != 2 or shown[0] == shown[1] or not set(shown) <= set(codes_of(samples)):
        raise BadInput("shown", "must be the codes of two samples")
    chosen = raw.get("chosen", "")
    won = TIE if chosen in (None, "", TIE) else _one_of(chosen, shown)
    marks = [Mark(" ".join(sorted(shown)), won)]
    return marks if won == TIE else [*marks, Mark(f"{FIRST}{shown.index(won) + 1}", "chosen")]


def _triangle(raw: Mapping[str, object], shown: Sequence[str], samples: Samples) -> list[Mark]:
    sides = [{code for code in shown if code in sample.codes} for sample in samples]
    if len(shown) != 3 or sorted(map(len, sides)) != [1, 2]:
        raise BadInput("shown", "must be the codes of three samples, two of them of one kind")
    chosen = _one_of(raw.get("chosen"), shown)
    odd = min(sides, key=len)
    return [Mark("", "right" if chosen in odd else "wrong")]


def _rating(raw: Mapping[str, object], shown: Sequence[str], samples: Samples) -> list[Mark]:
    ratings = _by_code("ratings", raw.get("ratings"), shown, samples)
    marks = []
    for code, value in ratings.items():
        if isinstance(value, bool) or value not in SCALE or not isinstance(value, int):
            raise BadInput(f"ratings.{code}", f"must be a whole number from 1 to {SCALE[-1]}")
        marks.append(Mark(code, str(value)))
    return marks


def _words(raw: Mapping[str, object], shown: Sequence[str], samples: Samples) -> list[Mark]:
    """Each word counts once, however it is written."""
    told = _by_code("words", raw.get("words"), shown, samples)
    marks = []
    for code, words in told.items():
        if not isinstance(words, list | tuple) or len(words) > MOST_WORDS:
            raise BadInput(f"words.{code}", f"must be a list of at most {MOST_WORDS} words")
        marks += [Mark(code, word) for word in dict.fromkeys(_word(code, word) for word in words)]
    return marks


def _acceptance(raw: Mapping[str, object], shown: Sequence[str], samples: Samples) -> list[Mark]:
    if len(shown) != 1 or shown[0] not in codes_of(samples):
        raise BadInput("shown", "must be the code of the one sample")
    accepted = raw.get("accepted")
    if not isinstance(accepted, bool):
        raise BadInput("accepted", "must be true or false")
    return [Mark(shown[0], "yes" if accepted else "no")]


_Read = Callable[[Mapping[str, object], Sequence[str], Samples], list[Mark]]
_METHODS: Mapping[Method, tuple[_Read, tuple[str, ...]]] = {
    Method.CHOICE: (_choice, ("chosen",)),
    Method.PAIRED: (_paired, ("chosen",)),
    Method.TRIANGLE: (_triangle, ("chosen",)),
    Method.RATING: (_rating, ("ratings",)),
    Method.WORDS: (_words, ("words",)),
    Method.ACCEPTANCE: (_acceptance, ("accepted",)),
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
        raise BadInput(f"words.{code}", f"words have at most {LONGEST_WORD} letters")
    plain = " ".join(unicodedata.normalize("NFKC", word).casefold().split())
    if not plain.isprintable() or not plain or len(plain) > LONGEST_WORD:
        raise BadInput(f"words.{code}", "words are of visible letters")
    return plain
