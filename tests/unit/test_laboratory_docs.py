"""What the documents tell of the laboratory is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from stack import ROOT

from config.bootstrap import COMMAND_HANDLERS, EVENT_HANDLERS
from config.roles import ROLES
from tests import starter

ARCHITECTURE = (ROOT / "docs/laboratory-architecture.md").read_text()
OPERATIONS = (ROOT / "docs/guides/operations.md").read_text()
DATA = (ROOT / "docs/guides/starter-data.md").read_text()
CHEMICALS = [code for code, row in starter.MATERIALS.items() if row["kind"] != "natural"]
SMELL = ("odour_threshold", "dose_response")


def of_the_laboratory(module: str) -> bool:
    return module.startswith("domain.scents")


def test_every_command_and_subscriber_of_the_laboratory_is_named():
    names = {one.__name__ for one in COMMAND_HANDLERS if of_the_laboratory(one.__module__)}
    for event, handlers in EVENT_HANDLERS.items():
        if of_the_laboratory(event.__module__):
            names |= {event.__name__, *(one.__name__ for one in handlers)}
    assert {name for name in names if f"`{name}`" not in ARCHITECTURE} == set()


def test_every_table_of_the_laboratory_is_named():
    tables = {model._meta.db_table for model in apps.get_app_config("scents").get_models()}
    short = {table.removeprefix("scents") for table in tables}
    assert {name for name in short if f"{name}`" not in ARCHITECTURE} == set()


@pytest.mark.parametrize(
    "page", [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"], ids=lambda page: page.name
)
def test_what_a_page_leads_to_is_there(page: Path):
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text())
    inside = [link for link in links if "://" not in link]
    assert [link for link in inside if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("role", ROLES)
def test_every_role_is_told(role: str):
    assert f"| {role} |" in OPERATIONS


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("molar mass", ["molar_mass"]),
        ("density", ["density"]),
        ("vapour pressure", ["vapour_pressure"]),
        ("UNIFAC groups", ["unifac_groups"]),
        ("dose-response curve", ["dose_response"]),
        ("threshold only", ["odour_threshold"]),
    ],
)
def test_it_is_told_of_how_many_a_value_is_known(value: str, names: list[str]):
    known = sum(starter.known(code, *names) for code in CHEMICALS)
    assert f"| {value} | {known} |" in DATA


def test_it_is_told_how_many_have_an_odour_value():
    both = sum(
        starter.known(code, "vapour_pressure") and starter.known(code, *SMELL) for code in CHEMICALS
    )
    assert f"Of the {len(CHEMICALS)} chemicals" in DATA
    assert f": {both} have both" in DATA


def test_it_is_told_how_many_rules_there_are():
    limits = {row["standard"] for row in starter.rows("limits") if row["amendment"] == "51"}
    assert f"| `limits.csv` | {len(limits)} standards |" in DATA
    assert f"| `clearances.csv` | {len(starter.rows('clearances'))} CAS numbers |" in DATA
    assert f"| `allergens.csv` | {len(starter.rows('allergens'))} entries |" in DATA
