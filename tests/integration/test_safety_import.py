"""Safety rules from files: all of it or nothing, each fault with its row."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from domain.scents.commands import WithdrawAllergenRule, WithdrawClearance, WithdrawStandard
from messaging.bus import MessageBus
from messaging.models import OutboxEvent
from messaging.tables.writing import Sheet, as_workbook
from scents import queries
from scents.models import AllergenRule, Clearance, SafetyRevision, Standard
from scents.safety_files import Report, import_rules
from scents.safety_tables import TABLES
from scents.starter_set import FORMATS, SAFETY, format_decisions
from tests.back_office import at
from tests.safety_rules import (
    CITRAL,
    ETHANOL,
    GERANIAL,
    LIMONENE,
    record_standard,
    shipped_clearances,
    shipped_standards,
)

pytestmark = pytest.mark.django_db(transaction=True)

LIMITS = f"""amendment,standard,kind,category,limit_percent,members,source,condition,together
51,Citral,restriction,4,0.6,{CITRAL};{GERANIAL},the book,,
51,Citral,restriction,1;2,0.0001,{CITRAL};{GERANIAL},the book,,
51,Limonene,specification,4;12,,{LIMONENE},the book,peroxides below 20 mmol/l,
"""
CLEARANCES = f"amendment,cas,name,source\n51,{ETHANOL},Ethanol,the index\n"
ALLERGENS = f"""rule,name,cas,leave_on_percent,rinse_off_percent,new_products_from,\
all_products_from,source
The law,Citral,{CITRAL},0.001,0.01,2026-07-31,2028-07-31,Annex III
"""
FILES = {"limits": LIMITS, "clearances": CLEARANCES, "allergens": ALLERGENS}
MOST_QUERIES = 20


@pytest.fixture
def write(tmp_path: Path, bus: MessageBus) -> Callable[..., list[Path]]:
    def files(**texts: str) -> list[Path]:
        for name, text in texts.items():
            (tmp_path / f"{name}.csv").write_text(text)
        return [tmp_path / f"{name}.csv" for name in texts]

    return files


def take(paths: list[Path], *, dry_run: bool = False) -> Report:
    return import_rules(paths, dry_run=dry_run, actor="Ann")


def stored() -> list[int]:
    kinds = (Standard, Clearance, AllergenRule, SafetyRevision, OutboxEvent)
    return [kind._default_manager.count() for kind in kinds]


def test_what_is_shipped_is_taken_in_as_it_is_and_the_same_again_changes_nothing(bus: MessageBus):
    with CaptureQueriesContext(connection) as asked:
        first = take([*SAFETY])
    counts = stored()
    assert (first.recorded, first.unchanged, first.problems.count) == (370, 0, 0)
    assert counts == [139, 146, 85, 370, 370]
    assert len(asked) < MOST_QUERIES
    rules = queries.rules_of("51")
    by_name = {each.name: each for each in shipped_standards()}
    assert {each.name: each for each in rules.standards} == by_name
    assert set(rules.clearances) == set(shipped_clearances())

    again = take([*SAFETY])
    assert (again.recorded, again.unchanged) == (0, 370)
    assert stored() == counts


def test_a_dry_run_tells_what_would_come_of_it_and_stores_nothing(write: Any):
    report = take(write(**FILES), dry_run=True)
    assert str(report) == "4 would be recorded, 0 unchanged"
    assert stored() == [0, 0, 0, 0, 0]
    assert str(take(write(**FILES))) == "4 recorded, 0 unchanged"
    assert str(take(write(**FILES), dry_run=True)) == "0 would be recorded, 4 unchanged"
    changed = write(**{**FILES, "limits": LIMITS.replace("0.0001", "0.0002")})
    assert str(take(changed)) == "1 recorded, 3 unchanged"


def test_each_bad_row_is_told_and_nothing_is_stored(write: Any):
    bad = LIMITS.replace("4,0.6,", "4,,").replace("\n51,Limonene", "\n\n48,Limonene")
    bad += f"51,Citral,restriction,13,1,{CITRAL};{GERANIAL},the book,,\n"
    bad += f"51,Toluene,prohibition,4,NaN,{CITRAL},the book,,\n"
    bad += "51,short\n"
    report = take(write(**{**FILES, "limits": bad, "clearances": CLEARANCES.replace("-5", "-6")}))

    rows = [(fault.file, fault.row) for fault in report.problems.faults]
    limits = [("limits.csv", row) for row in (7, 8, 2, 5, 6)]
    assert sorted(rows) == sorted([*limits, ("clearances.csv", 2)])
    reasons = {fault.row: fault.reason for fault in report.problems.faults[:5]}
    assert "neither a per cent nor a rule" in reasons[2]
    assert "must be one of 49, 50, 51" in reasons[5]
    assert "must be one of 1, 2, 3" in reasons[6]
    assert "finite number" in reasons[7]
    assert "2 cells, not 9" in reasons[8]
    assert stored() == [0, 0, 0, 0, 0]


def test_a_rule_that_says_no_names_the_row_and_rolls_everything_back(write: Any, bus: MessageBus):
    bus.handle(record_standard("Spirits", ETHANOL))
    before = stored()
    cleared = f"{CLEARANCES}51,{GERANIAL},Geranial,the index\n"
    report = take(write(limits=LIMITS, clearances=cleared))

    assert [(fault.file, fault.row) for fault in report.problems.faults] == [
        ("clearances.csv", 2),
        ("clearances.csv", 3),
    ]
    assert "Spirits" in report.problems.faults[0].reason
    assert "Citral" in report.problems.faults[1].reason
    assert stored() == before


def test_a_file_brings_back_what_was_withdrawn_only_with_another_value_or_source(
    write: Any, bus: MessageBus
):
    take(write(**FILES))
    bus.handle(WithdrawClearance("51", ETHANOL, "it has a standard after all", "Ben"))
    bus.handle(WithdrawStandard("51", "Citral", "misread", "Ben"))
    bus.handle(WithdrawAllergenRule("The law", "Citral", "repealed", "Ben"))
    before = stored()
    assert str(take(write(**FILES))) == "0 recorded, 1 unchanged, 3 stay withdrawn"
    assert stored() == before
    assert not queries.rules_of("51", [ETHANOL, CITRAL]).clearances

    anew = {
        "limits": LIMITS.replace("0.0001", "0.0002"),
        "clearances": CLEARANCES.replace("the index", "the new index"),
        "allergens": ALLERGENS.replace("2028", "2029"),
    }
    assert str(take(write(**anew))) == "3 recorded, 1 unchanged"
    assert queries.rules_of("51", [ETHANOL]).clearances[0].source == "the new index"
    assert str(take(write(**FILES))) == "3 recorded, 1 unchanged"


def test_a_workbook_is_read_by_its_sheets(tmp_path: Path, bus: MessageBus):
    sheets = {}
    for name, text in FILES.items():
        header, *rows = csv.reader(StringIO(text))
        numbers = [[float(c) if c in ("51", "0.6", "0.0001") else c for c in row] for row in rows]
        sheets[name] = Sheet(header, numbers)
    (tmp_path / "rules.xlsx").write_bytes(as_workbook(sheets))

    assert str(take([tmp_path / "rules.xlsx"])) == "4 recorded, 0 unchanged"
    limits = queries.rules_of("51", [CITRAL]).standards[0].limits
    assert {category: str(limit) for category, limit in limits.items()} == {
        "4": "0.6",
        "1": "0.0001",
        "2": "0.0001",
    }


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("rules.csv", LIMITS, "is none of limits, clearances, allergens"),
        ("limits.csv", CLEARANCES, "the first line must name the columns"),
        ("limits.csv", "", "the first line must name the columns"),
        ("limits.csv", "PK\x03\x04", "no XLSX workbook"),
        ("limits.csv", LIMITS.replace("the book", "the\u200bbook"), "invisible characters"),
    ],
)
def test_what_is_no_such_file_is_told(
    tmp_path: Path, bus: MessageBus, name: str, text: str, fault: str
):
    path = tmp_path / name
    path.write_text(text)
    assert fault in str(take([path]))


def test_a_file_that_is_not_there_or_comes_twice_is_told(write: Any, tmp_path: Path):
    assert "cannot be read" in str(take([tmp_path / "limits.csv"]))
    (path,) = write(clearances=CLEARANCES)
    assert "second table of clearances" in str(take([path, path]))
    assert stored() == [0, 0, 0, 0, 0]


def test_the_command_says_what_came_of_it(write: Any):
    said = StringIO()
    call_command("import_safety_rules", *write(**FILES), dry_run=True, stdout=said)
    assert "4 would be recorded" in said.getvalue()
    call_command("import_safety_rules", *write(**FILES), by="Ann", stdout=said)
    assert "4 recorded" in said.getvalue()
    assert set(SafetyRevision.objects.values_list("recorded_by", flat=True)) == {"Ann"}
    with pytest.raises(CommandError, match=r"limits\.csv, row 2") as refused:
        call_command("import_safety_rules", *write(limits=LIMITS.replace("0.6", "600")))
    assert refused.value.returncode == 2


@pytest.mark.parametrize(
    ("model", "name"),
    [(Standard, "limits"), (Clearance, "clearances"), (AllergenRule, "allergens")],
)
def test_what_the_back_office_exports_can_be_imported(
    client: Client, bus: MessageBus, tmp_path: Path, model: Any, name: str
):
    take([*SAFETY])
    client.force_login(User.objects.create_superuser("ann"))
    sent = {"action": "export_as_csv", "_selected_action": "x", "select_across": "1", "index": "0"}
    response: Any = client.post(at("changelist", model), sent)
    path = tmp_path / f"{name}.csv"
    path.write_bytes(b"".join(response.streaming_content))

    assert f'filename="{name}.csv"' in response["Content-Disposition"]
    report = take([path])
    assert (report.recorded, report.unchanged) == (0, model._default_manager.count()), report
    assert path.read_text().splitlines()[0] == ",".join(
        [*TABLES[name].columns, *TABLES[name].optional]
    )


def test_the_formats_of_the_starter_set_are_decided_as_examples(bus: MessageBus):
    for command in format_decisions(by="admin"):
        bus.handle(command)
    for code, _, category in FORMATS:
        assert queries.category_of(code) == ("51", category)
    sources = SafetyRevision.objects.values_list("source", "recorded_by")
    assert set(sources) == {("demo: to be decided by your assessor", "admin")}
