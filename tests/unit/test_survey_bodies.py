"""One response as JSON has it, alone in its body."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel import BadInput
from domain.scents.surveys.response import Response
from scents.survey_bodies import read_response, read_responses

WHOLE: dict[str, Any] = {
    "invitation": "0000-0112-3456-789A",
    "consent": True,
    "group": "adults",
    "screening": {"nose": "well"},
    "judgements": [{"task": 1, "shown": ["123", "456"], "chosen": "123"}],
    "given_at": "2026-03-01T20:15:00Z",
}


def test_a_whole_response_is_read():
    assert read_response(WHOLE) == Response(
        "0000-0112-3456-789A",
        True,
        WHOLE["judgements"],
        "adults",
        {"nose": "well"},
        datetime(2026, 3, 1, 20, 15, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"consent": 1}, "consent"),
        ({"group": "g" * 41}, "group"),
        ({"judgements": [WHOLE["judgements"][0], 3]}, "judgements/1"),
        ({"given_at": "2026-03-01T20:15:00"}, "given_at"),
        ({"name": "Rosa"}, "name"),
    ],
)
def test_what_cannot_be_read_is_pointed_to_from_the_root(change: dict[str, Any], field: str):
    with pytest.raises(BadInput) as refused:
        read_response({**WHOLE, **change})
    assert refused.value.field == field


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=70),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
FIELDS = {name: JSON | st.just(value) for name, value in WHOLE.items()}


@given(JSON | st.fixed_dictionaries({}, optional=FIELDS))
def test_one_alone_is_read_as_one_of_many(told: Any):
    assert outcome(read_response, told) == outcome(only_one, {"responses": [told]})


def only_one(body: Any) -> Response:
    [response] = read_responses(body)
    return response


def outcome(read: Callable[[Any], Response], body: Any) -> object:
    """The response, or where the fault is and what it is."""
    try:
        return read(body)
    except BadInput as refused:
        return refused.field.removeprefix("responses/0").removeprefix("/"), refused.reason
