"""`manage.py import_market_research`: the table of the company, by number."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from messaging.bus import MessageBus
from scents.models import ScentSource, SourcingDecision
from tests.sourcing import SEEDS
from tests.surveys import stock_suppliers

pytestmark = pytest.mark.django_db(transaction=True)

TERMS = ("--expensive", "EXPENSIVE", "--cheap", "CHEAP", "--currency", "USD")


@pytest.fixture
def research(tmp_path: Path, bus: MessageBus) -> Path:
    stock_suppliers()
    path = tmp_path / "research.csv"
    path.write_text(SEEDS)
    return path


def run(path: Path, *options: str) -> None:
    call_command("import_market_research", str(path), *TERMS, *options)


def test_the_table_of_the_company_is_decided_and_summed_up(
    research: Path, capsys: pytest.CaptureFixture[str]
):
    run(research)
    assert capsys.readouterr().out.splitlines() == [
        "SEA-BREEZE: CHEAP (provisional), 60 % for the cheap one, 15.00 USD a unit",
        "NIGHTCLUB: CHEAP (provisional), 65 % for the cheap one, 16.00 USD a unit",
        "JUNGLE: EXPENSIVE (provisional), 30 % for the cheap one, 30.00 USD a unit",
        "FOREST: CHEAP (provisional), 50 % for the cheap one, 14.00 USD a unit",
        "BUSY-STREET: CHEAP (provisional), 51 % for the cheap one, 20.00 USD a unit",
        "A unit of each: 95.00 USD against 122.00 all-expensive; saves 27.00 (22.1 %).",
    ]
    assert ScentSource.objects.count() == 5
    run(research)
    assert "taken in before: nothing changes" in capsys.readouterr().out
    assert SourcingDecision.objects.count() == 5


def test_with_a_hundred_answers_each_nothing_is_provisional(
    research: Path, capsys: pytest.CaptureFixture[str]
):
    head, *rows = SEEDS.splitlines()
    research.write_text("\n".join([f"{head},n", *(f"{row},100" for row in rows)]))
    run(research)
    assert "provisional" not in capsys.readouterr().out
    assert SourcingDecision.objects.get(scent="JUNGLE").evidence["cheap"] == 30


def test_a_dry_run_tells_the_same_and_stores_nothing(
    research: Path, capsys: pytest.CaptureFixture[str]
):
    run(research, "--dry-run")
    told = capsys.readouterr().out
    assert "saves 27.00 (22.1 %)" in told
    assert "Nothing is stored" in told
    assert not ScentSource.objects.exists()


def test_faults_are_told_by_row_with_exit_code_2_and_nothing_is_decided(research: Path):
    research.write_text(f"{SEEDS}fog,40%,x,$ 2.00,$ 1.00\n")
    with pytest.raises(CommandError, match=r"research.csv, row 7: cheap supplier: 'x'") as refusal:
        run(research)
    assert refusal.value.returncode == 2
    assert not ScentSource.objects.exists()


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--cheap", "NOBODY"), "there is no supplier NOBODY"),
        (("--policy", "NONE"), "there is no decision policy NONE"),
        (("--currency", "EUR"), r"'\$ 25.00' is in \$, and the table in EUR"),
    ],
)
def test_terms_that_do_not_fit_are_refused_with_exit_code_2(
    research: Path, options: tuple[str, ...], why: str
):
    with pytest.raises(CommandError, match=why) as refusal:
        run(research, *options)
    assert refusal.value.returncode == 2


def test_a_file_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(CommandError, match="No such file") as refusal:
        run(tmp_path / "none.csv")
    assert refusal.value.returncode == 2
