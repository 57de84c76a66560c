"""What the guide tells programmers to do works."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from typing import Any

import pytest
from stack import ROOT

from domain.scents.physics.liquid import Flag
from scents.evaluation import answer
from scents.evaluation.files import read_file
from tests.evaluations import OwnShelf

GUIDE = (ROOT / "docs/guides/laboratory.md").read_text()
ON_THE_WHOLE = {"unidentified", "incomplete_cost", "not_released"}


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.S)


def asked(data: Any) -> dict[str, Any]:
    return answer(data, OwnShelf(), today=date(2026, 11, 20))


def test_the_file_of_the_guide_is_worked_out():
    [text] = blocks("yaml")
    found = asked(read_file(io.BytesIO(text.encode())))
    assert found["leading"] == ["LIMONENE", "ETHANOL"]
    assert found["evaporation"]["times_h"][-1] <= 8
    assert found["cost"][0]["complete"]
    assert found["flags"] == ["incomplete_cost", "not_released"]
    shares = {row["material"]: row["mass_fraction"] for row in found["composition"]["materials"]}
    assert shares == pytest.approx({"LIMONENE": 3.1 / 14, "ETHANOL": 10.9 / 14})


def test_the_body_of_the_guide_is_answered_as_it_says():
    body, part = (json.loads(text) for text in blocks("json"))
    found = asked(body)
    assert {name: found[name] for name in part} == part


def test_the_program_of_the_guide_runs(capsys: Any):
    [code] = blocks("python")
    exec(code, {})
    name, concentration, odour_value = capsys.readouterr().out.split()
    assert name == "LIMONENE"
    assert float(odour_value) == pytest.approx(float(concentration) / 2.45e-3)


def test_the_guide_names_every_flag():
    told = set(re.findall(r"`([a-z_]+)`", GUIDE))
    assert {flag.value for flag in Flag} | ON_THE_WHOLE <= told
