"""Whatever is asked: a clear refusal or a finite answer."""

from __future__ import annotations

import contextlib
import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kernel import DomainError
from scents.evaluation import answer
from scents.evaluation.units import WrongUnit, convert
from tests.evaluations import OwnShelf, with_ethanol
from tests.mixtures import diluted, questions, require_finite_answer


@settings(deadline=None)  # the first loads the libraries
@given(questions())
def test_any_mixture_is_refused_clearly_or_answered_with_finite_numbers(told: dict[str, Any]):
    try:
        found = answer(told, OwnShelf(), today=date(2026, 11, 20))
    except DomainError:
        return  # anything else is a fault
    require_finite_answer(found)


@pytest.mark.parametrize("levels", [1, 32, 33, 40, 200])
def test_depth_has_an_end(levels: int):
    node: dict[str, Any] = {"material": "ETHANOL"}
    for _ in range(levels):
        node = diluted(node, 0.9)
    told = with_ethanol() | {"recipe": {"parts": [{**node, "share": 1}]}}
    expected = contextlib.nullcontext() if levels <= 32 else pytest.raises(DomainError)
    with expected:
        answer(told, OwnShelf(), today=date(2026, 11, 20))


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_text_is_more_than_a_unit(unit: str):
    with contextlib.suppress(WrongUnit):
        assert math.isfinite(convert(1, unit, to="g"))
