"""What is kept of a judgement says all that was counted, and tokens are read as they were made."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.kernel import BadInput
from domain.scents.surveys.invitation import MOST_INVITATIONS, serial_of, token
from domain.scents.surveys.judgement import judge
from domain.scents.surveys.plan import Candidate, Method, Task
from domain.scents.surveys.samples import Sample

TWO = (Candidate(formula="A@1"), Candidate(formula="B@1"))
SECRET = b"s" * 32


def samples_of(method: Method) -> tuple[Sample, ...]:
    if method is Method.TRIANGLE:
        return Sample(TWO[0], ("101", "102")), Sample(TWO[1], ("201", "202"))
    return Sample(TWO[0], ("101",)), Sample(TWO[1], ("201",))


@st.composite
def judgements(draw: st.DrawFn) -> tuple[Method, dict[str, Any]]:
    """One that may be made, of any method, as a program might write it."""
    method = draw(st.sampled_from(list(Method)))
    both = draw(st.permutations(["101", "201"]))
    shown = {Method.TRIANGLE: [*both, "102"], Method.ACCEPTANCE: both[:1]}.get(method, both)
    raw: dict[str, Any] = {"task": 1, "shown": shown}
    match method:
        case Method.RATING:
            raw["ratings"] = {code: draw(st.integers(1, 7)) for code in both}
        case Method.WORDS:
            raw["words"] = {code: draw(st.lists(st.text(), max_size=4)) for code in both}
        case Method.ACCEPTANCE:
            raw["accepted"] = draw(st.booleans())
        case Method.PAIRED:
            raw["chosen"] = draw(st.sampled_from([*shown, "=", "", None]))
        case _:
            raw["chosen"] = draw(st.sampled_from(shown))
    return method, raw


@given(told=judgements())
def test_what_is_kept_is_read_again_as_the_same(told: tuple[Method, dict[str, Any]]) -> None:
    method, raw = told
    task, samples = Task("SEA", method, TWO), samples_of(method)
    try:
        first = judge(1, task, samples, raw)
    except BadInput:
        assume(method is not Method.WORDS)  # not every text is a word
        raise
    assert judge(1, task, samples, first.kept) == first


@pytest.mark.parametrize(
    ("written", "counted"),
    [
        (["Sea", "SEA ", "sea"], ["sea"]),
        (["salt  water"], ["salt water"]),
        (["\ufb01sh", "FISH"], ["fish"]),
        (["Straße", "STRASSE"], ["strasse"]),
    ],
)
def test_a_word_counts_once_however_it_is_written(written: list[str], counted: list[str]) -> None:
    task = Task("SEA", Method.WORDS, TWO)
    raw = {"task": 1, "shown": ["101", "201"], "words": {"101": written, "201": []}}
    judged = judge(1, task, samples_of(Method.WORDS), raw)
    assert [mark.outcome for mark in judged.marks] == counted
    assert judged.kept["words"] == {"101": counted, "201": []}


@given(serial=st.integers(1, MOST_INVITATIONS), place=st.integers(0, 15), sign=st.integers(1, 31))
def test_a_token_names_its_serial_and_one_sign_off_it_names_none(
    serial: int, place: int, sign: int
) -> None:
    text = token(SECRET, serial)
    assert serial_of(SECRET, text) == serial_of(SECRET, text.lower().replace("-", "")) == serial
    signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    plain = text.replace("-", "")
    other = signs[(signs.index(plain[place]) + sign) % 32]
    assert serial_of(SECRET, plain[:place] + other + plain[place + 1 :]) is None
    assert serial_of(b"t" * 32, text) is None


@given(text=st.text(max_size=40))
def test_what_was_not_signed_names_nothing(text: str) -> None:
    assert serial_of(SECRET, text) is None
