"""One response as JSON has it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel import BadInput
from domain.scents.surveys.response import Response
from scents.survey_bodies import read_response

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
        tuple(WHOLE["judgements"]),
        "adults",
        {"nose": "well"},
        datetime(2026, 3, 1, 20, 15, tzinfo=UTC),
    )


def test_only_invitation_and_consent_must_be_there():
    least = {"invitation": "A", "consent": False}
    assert read_response(least) == Response("A", False, ())


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"invitation": None}, "invitation"),
        ({"invitation": "A" * 65}, "invitation"),
        ({"consent": 1}, "consent"),
        ({"group": 7}, "group"),
        ({"group": "g" * 41}, "group"),
        ({"screening": ["well"]}, "screening"),
        ({"screening": {"nose": True}}, "screening/nose"),
        ({"screening": {str(n): "yes" for n in range(11)}}, "screening"),
        ({"judgements": {}}, "judgements"),
        ({"judgements": [{}, 3]}, "judgements/1"),
        ({"judgements": [{}] * 21}, "judgements"),
        ({"given_at": "2026-03-01T20:15:00"}, "given_at"),
        ({"given_at": "yesterday"}, "given_at"),
        ({"given_at": 1_700_000_000}, "given_at"),
        ({"name": "Rosa"}, "name"),
    ],
)
def test_what_cannot_be_read_is_pointed_to(change: dict[str, Any], field: str):
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
def test_whatever_comes_is_read_or_refused(told: Any):
    try:
        response = read_response(told)
    except BadInput:
        return
    assert response.consent is told["consent"]
    assert json.dumps(list(response.judgements)) == json.dumps(told.get("judgements", []))
