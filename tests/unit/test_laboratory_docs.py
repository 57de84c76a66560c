"""What the documents tell of the laboratory and of surveys is so."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from stack import ROOT

from config.bootstrap import COMMAND_HANDLERS, EVENT_HANDLERS
from config.roles import ROLES
from domain.allocation import events as warehouse_events
from domain.scents import commands, events
from tests import starter

LABORATORY = (ROOT / "docs/laboratory-architecture.md").read_text()
SURVEYS = (ROOT / "docs/surveys-architecture.md").read_text()
SCENTS = LABORATORY + SURVEYS
MAP = (ROOT / "docs/architecture.md").read_text()
OPERATIONS = (ROOT / "docs/guides/operations.md").read_text()
DATA = (ROOT / "docs/guides/starter-data.md").read_text()
CHEMICALS = [code for code, row in starter.MATERIALS.items() if row["kind"] != "natural"]
SMELL = ("odour_threshold", "dose_response")


def of_scents(module: str) -> bool:
    return module.startswith(("domain.scents.", "scents."))


def heard() -> set[str]:
    """Events of this context, and those of others that it hears; with who hears them."""
    names = set()
    for event, handlers in EVENT_HANDLERS.items():
        told = [one.__name__ for one in handlers]
        if any(map(of_scents, [event.__module__, *(one.__module__ for one in handlers)])):
            names |= {event.__name__, *told}
    return names


def tables_of(app: str) -> set[str]:
    return {model._meta.db_table for model in apps.get_app_config(app).get_models()}


def test_every_command_and_subscriber_is_named():
    names = {one.__name__ for one in COMMAND_HANDLERS if of_scents(one.__module__)} | heard()
    assert {name for name in names if f"`{name}`" not in SCENTS} == set()


@pytest.mark.parametrize("page", [LABORATORY, SURVEYS], ids=["laboratory", "surveys"])
def test_every_command_and_event_that_is_named_is_there(page: str):
    [section] = re.findall(r"## Commands, events, subscribers\n(.*?)\n## ", page, re.S)
    named = set(re.findall(r"`([A-Z][a-z]+[A-Z][A-Za-z]+)`", section))
    assert len(named) > 10
    known = {*dir(commands), *dir(events), *dir(warehouse_events)}
    assert named <= known


def test_each_command_stands_in_one_table():
    rows = re.findall(r"^\|[^|]*\| (`.*`) \| `handlers/", SCENTS, re.MULTILINE)
    told = Counter(name for row in rows for name in re.findall(r"`(\w+)`", row))
    assert told == Counter(one.__name__ for one in COMMAND_HANDLERS if of_scents(one.__module__))


def test_every_table_is_named():
    """Of a row of tables with one beginning, the first has it."""
    short = {table.removeprefix("scents") for table in tables_of("scents")}
    assert {name for name in short if f"{name}`" not in SCENTS} == set()
    others = {*tables_of("allocation"), *tables_of("messaging"), *tables_of("access")}
    short = {table.partition("_")[2] for table in others}
    assert {name for name in short if f"_{name}`" not in MAP} == set()


def test_every_table_that_is_named_is_there():
    told = re.findall(r"^\| `((?:scents|allocation)_\w+)`", SCENTS, re.MULTILINE)
    assert len(told) > 15
    assert set(told) <= tables_of("scents") | tables_of("allocation")


def test_every_proof_that_is_named_is_there():
    files = [*(ROOT / "tests").rglob("test_*.py")]
    known = {file.stem for file in files}
    for file in files:
        known.update(re.findall(r"^def (test_\w+)", file.read_text(), re.MULTILINE))
    named = set(re.findall(r"`(test_\w+)`", SURVEYS))
    assert len(named) > 20
    assert named - known == set()


def test_decisions_of_architecture_are_numbered_without_gaps():
    numbers = [int(page.name[:4]) for page in sorted((ROOT / "docs/adr").glob("*.md"))]
    assert numbers == [*range(1, len(numbers) + 1)]


@pytest.mark.parametrize(
    "page", [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"], ids=lambda page: page.name
)
def test_what_a_page_leads_to_is_there(page: Path):
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text())
    inside = [link for link in links if "://" not in link]
    assert [link for link in inside if not (page.parent / link).exists()] == []


def test_what_the_clock_does_for_surveys_and_decisions_is_told():
    tasks = {one["task"].rpartition(".")[2] for one in settings.CELERY_BEAT_SCHEDULE.values()}
    told = set(re.findall(r"^\| `(\w+)` \| (?:\d+ s|day)", OPERATIONS, re.MULTILINE))
    assert told == {"review_surveys", "watch_decisions"}
    assert told <= tasks


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
