"""Charts of an evaluation say what they show, and what is not known."""

from __future__ import annotations

import re
import struct
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from scents.charts import KINDS, Format, chart
from scents.charts.canvas import BLUE, GREEN, INK, ORANGE
from scents.evaluation import answer
from tests.evaluations import LIMONENE, OwnShelf, question

SVG = "{http://www.w3.org/2000/svg}"
MUSK = {"code": "MUSK", "molar_mass": {"value": 258.4, "unit": "g/mol"}}
OFFERS = [
    {"supplier": "Fern & Sons", "item": "LIMONENE", "currency": "EUR", "price_per_kg": 30},
    {"supplier": "Moss", "item": "ETHANOL", "currency": "EUR", "price_per_kg": 2},
]


def asked(**changes: Any) -> dict[str, Any]:
    told = question(offers=OFFERS, **changes)
    told["materials"].append(MUSK)
    told["recipe"]["parts"].append({"material": "MUSK", "share": 1})
    return answer(told, OwnShelf(), today=date(2026, 11, 20))


def nothing(**material: Any) -> dict[str, Any]:
    """The answer about a material of which nearly nothing is known."""
    recipe = {"parts": [{"material": "X", "share": 1}]}
    told = {"recipe": recipe, "materials": [{"code": "X", **material}]}
    return answer(told, OwnShelf(), today=date(2026, 11, 20))


def drawn(kind: str, found: Any = None, **kwargs: Any) -> ET.Element:
    return ET.fromstring(chart(kind, found or asked(), **kwargs))


def words(svg: ET.Element) -> list[str]:
    return ["".join(text.itertext()).strip() for text in svg.iter(f"{SVG}text")]


def painted(svg: ET.Element, colour: str) -> int:
    return sum(path.get("fill") == colour for path in svg.iter(f"{SVG}path"))


def test_the_leading_note_stands_first_and_in_another_colour():
    svg = drawn("odour", found := asked())
    assert (painted(svg, ORANGE), painted(svg, BLUE)) == (1, 1)
    said = words(svg)
    assert said.index("LIMONENE") < said.index("ETHANOL")
    [leads] = [text for text in said if text.endswith("leads")]
    value = found["headspace"]["notes"][0]["odour_value"]
    assert float(leads.split()[0].replace(",", "")) == pytest.approx(value, rel=5e-3)
    assert "times the threshold (1: just smelled)" in said
    assert "No data: MUSK" in said


def test_the_pyramid_has_a_bar_for_each_substance_and_sums_the_tiers_up():
    said = words(svg := drawn("pyramid"))
    assert {"LIMONENE", "ETHANOL", "MUSK", "per cent by mass"} <= set(said)
    assert {"top 80 %", "no data 20 %"} <= set(said)
    assert (painted(svg, ORANGE), painted(svg, GREEN)) == (3, 0), "two bars, one of the legend"


def test_the_evaporation_curve_has_a_line_for_the_whole_and_for_what_evaporates():
    said = words(svg := drawn("evaporation"))
    assert {"all", "LIMONENE", "ETHANOL", "per cent left", "time (logarithmic)"} <= set(said)
    assert "MUSK" not in said
    thick = [path for path in svg.iter(f"{SVG}path") if path.get("stroke") == INK
             and path.get("stroke-width") == "2.5"]  # fmt: skip
    assert len(thick) == 2, "the curve, and its sample in the legend"


def test_costs_are_told_with_their_supplier_and_what_has_no_offer():
    said = words(svg := drawn("cost"))
    assert {"6.00  Fern & Sons", "1.20  Moss"} <= set(said)
    assert "EUR in this batch; all 7.20, 7.2000 per kg" in said
    assert "No offers: MUSK" in said
    assert painted(svg, BLUE) == 2


@pytest.mark.parametrize(
    ("kind", "material", "reason"),
    [
        ("odour", {}, "No data: no odour value is known"),
        ("pyramid", {}, "No data: nothing in it is identified"),
        ("evaporation", {}, "No data: nothing in it is identified"),
        (
            "evaporation",
            {"molar_mass": LIMONENE["molar_mass"]},
            "No data: no vapour pressure is known",
        ),
        ("cost", {}, "No data: there are no prices"),
    ],
)
def test_what_is_not_known_is_said(kind: str, material: dict[str, Any], reason: str):
    assert reason in words(drawn(kind, nothing(**material)))


def test_long_lists_are_cut_and_it_is_said():
    many = [{**LIMONENE, "code": f"M{n}"} for n in range(20)]
    for one in many:
        one.pop("cas")
    parts = [{"material": one["code"], "share": n + 1} for n, one in enumerate(many)]
    told = {"recipe": {"parts": parts}, "materials": many}
    found = answer(told, OwnShelf(), today=date(2026, 11, 20))
    assert "4 weaker ones not shown." in words(drawn("odour", found))
    assert "4 smaller ones not shown" in words(drawn("pyramid", found))
    assert "14 others not shown" in words(drawn("evaporation", found))


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_has_a_title_for_screen_readers_and_needs_nothing_from_elsewhere(kind: str):
    name = 'SEA@2 <&"$x^2$'
    svg = drawn(kind, of=name)
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == svg.findtext(f"{SVG}title") == f"{KINDS[kind][0]}: {name}"
    text = chart(kind, asked()).decode()
    assert not re.search(r"style|script|@import|<image|href=\"(?!#)", text)
    assert set(re.findall(r"https?://[^\"]+", text)) == {
        "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
    }  # fmt: skip


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_data_give_the_same_bytes_whoever_draws_at_the_same_time(kind: str, form: Format):
    found = asked()
    with ThreadPoolExecutor(4) as pool:
        charts = {*pool.map(lambda _: chart(kind, found, form=form), range(4))}
    assert len(charts) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_png_is_wide_enough_for_paper(kind: str):
    png = chart(kind, asked(), form=Format.PNG)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">I", png[16:20])[0] == 880
