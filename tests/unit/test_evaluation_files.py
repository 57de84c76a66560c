"""Questions in files, and what is refused before it is looked at."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from scents.evaluation.files import Unreadable, read_file


def read(text: str | bytes) -> Any:
    return read_file(io.BytesIO(text.encode() if isinstance(text, str) else text))


def test_files_are_json_or_yaml():
    wanted = {"on": "2026-11-20", "recipe": {"parts": [{"material": "1222-05-5", "share": 1.5}]}}
    assert read(json.dumps(wanted, indent="\t")) == wanted
    assert read("on: 2026-11-20\nrecipe: {parts: [{material: 1222-05-5, share: 1.5}]}") == wanted
    assert read("{yes: no, a: 010, b: 1e-3, c: null, d: true, e: -3}") == {
        "yes": "no", "a": "010", "b": "1e-3", "c": None, "d": True, "e": -3
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "a": 2}',
        "a: 1\na: 2",
        "a: &x [*x]",
        "[" * 100_000,
        "{" + '"a":{' * 100_000,
        "!!python/object/apply:os.system [ls]",
        "? [1]\n: 2",
        b"\xff\xfe\xff",
        "a: " + "9" * 10_000,
        "a: 'x",
        " " * 1_000_001,
        "--- 1\n--- 2",
    ],
    ids=lambda text: str(text)[:20],
)
def test_files_that_are_no_plain_data_are_refused(text: str | bytes):
    with pytest.raises(Unreadable):
        read(text)
