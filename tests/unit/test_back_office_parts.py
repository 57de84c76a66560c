"""Small parts of the back office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from allocation.numbers import LETTERS, new_number
from allocation.parcels import address_lines
from messaging.admin.lines_field import LinesField


def test_a_number_tells_its_day_and_has_no_letter_that_is_taken_for_another():
    letters: Iterator[str] = iter("7F3K")
    assert new_number("S", date(2026, 11, 20), lambda _: next(letters)) == "S-20261120-7F3K"
    assert not set("01OILU") & set(LETTERS)


def test_an_address_stands_in_its_order_however_it_was_stored():
    stored = {"country": "GB", "city": "Leith", "recipient": "Anna", "postal_code": "EH6 6QQ"}
    assert address_lines({**stored, "street": "1 Shore", "extra": "", "door": "blue"}) == [
        "Anna",
        "1 Shore",
        "EH6 6QQ Leith",
        "blue",
        "GB",
    ]
    assert address_lines({}) == []


def test_lines_are_added_up_and_rows_without_units_passed_over():
    field = LinesField(most=100)
    rows = [("A", "3"), ("", ""), (" B ", " 4 "), ("A", "5")]
    assert field.clean(rows) == {"A": 8, "B": 4}


def test_a_line_that_is_there_may_be_left_empty_and_a_new_one_may_not():
    field = LinesField(most=100, required=False)
    assert field.show([("A", 3, "1 shipped")]) == [("A", "3")]
    assert field.clean([("A", "")]) == {}
    with pytest.raises(ValidationError):
        field.clean([("B", "")])


@given(st.lists(st.tuples(st.text(), st.text())))
def test_whatever_is_typed_is_units_by_key_or_a_refusal(rows: list[tuple[str, str]]):
    try:
        units = LinesField(most=100).clean(rows)
    except ValidationError:
        return
    assert units
    assert all(key.strip() and number >= 1 for key, number in units.items())
