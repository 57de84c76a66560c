"""The shipped starter set: real materials, the rules of safety, and formulas to begin with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction

from domain.kernel import Refused
from domain.scents.commands import (
    DecideCategory,
    DraftFormula,
    ImportLaboratory,
    ImportMarketResearch,
    RecordPolicy,
)
from domain.scents.recipes.text import read_recipe
from domain.scents.sourcing.policy import PLAIN, Policy, Test, Undecided
from messaging.bus import get_bus
from scents import queries
from scents.exchange import NamedFile, read_paths
from scents.laboratory_files import refusal, summary
from scents.new_rows import only_new
from scents.recipe_yaml import parse_yaml
from scents.research_files import Terms, reference_of, rows_of
from scents.safety_files import import_rules

STARTER = Path(__file__).parent / "starter"
LIBRARY = [
    STARTER / f"{name}.csv"
    for name in ("materials", "properties", "constituents", "suppliers", "offers")
]
SAFETY = [STARTER / f"{name}.csv" for name in ("limits", "clearances", "allergens")]
FORMULAS = STARTER / "formulas.yaml"
RESEARCH = STARTER / "market_research.csv"
RESEARCH_TERMS = Terms("EXPENSIVE", "CHEAP", "USD", PLAIN.code)
CAREFUL = Policy(
    "CAREFUL",
    1,
    test=Test.SEQUENTIAL,
    least=30,
    undecided=Undecided.KEEP,
    note="For surveys that are looked at while they run: decides when the evidence suffices, "
    "however often somebody looks, and keeps what is bought until then.",
)
"""Beside the plain rule of the company."""

DEMO = "demo: to be decided by your assessor"
FORMATS = (
    ("CARTRIDGE", "cinema cartridge, dry air", "12"),
    ("REED-DIFFUSER", "reed diffuser", "10A"),
    ("FINE-FRAGRANCE", "fine fragrance", "4"),
)


class StarterRefused(Refused):
    """What was done here since does not go together with the starter set."""

    code = "starter-refused"


def load_starter_set(*, by: str) -> list[str]:
    """All of it or nothing, in one transaction; told in sentences. What is there already stays,
    also where it has changed since: the demo loads it at each start.

    Raises StarterRefused.
    """
    with transaction.atomic():
        rows = only_new(read_paths(LIBRARY))
        library = get_bus().handle(ImportLaboratory(rows), actor=by)
        rules = import_rules(SAFETY, dry_run=False, actor=by, only_new=True)
        if library.fault_count:
            raise StarterRefused(refusal(library))
        if rules.is_refused:
            raise StarterRefused(str(rules))
        for command in format_decisions(by=by):
            if not queries.delivery_formats().filter(code=command.code).exists():
                get_bus().handle(command, actor=by)
        drafted = [_draft(one, by) for one in _formulas()]
        decided = _decide(by)
    formulas = f"{sum(drafted)} of {len(drafted)} formulas are new."
    return [summary(library), str(rules), formulas, f"{decided} scents were decided."]


def format_decisions(*, by: str) -> Iterator[DecideCategory]:
    """How scents reach people in the demo. These are examples, decided by `by`, and no advice:
    sources disagree on the category of a reed diffuser."""
    for code, name, category in FORMATS:
        yield DecideCategory(code, name, "51", category, by, DEMO)


def _formulas() -> list[dict[str, Any]]:
    """Accords stand before what they are used in."""
    found: Any = parse_yaml(FORMULAS.read_text(encoding="utf-8"))
    return list(found)


def _draft(one: dict[str, Any], by: str) -> bool:
    """Whether it is new."""
    if queries.versions(one["code"]):
        return False
    recipe = read_recipe({name: one[name] for name in ("basis", "parts")})
    get_bus().handle(DraftFormula(one["code"], one["name"], recipe, one["note"], by), actor=by)
    return True


def _decide(by: str) -> int:
    """By the table of market research, where nothing is decided yet; how many scents."""
    if not queries.has_policy(CAREFUL.code):
        get_bus().handle(RecordPolicy(CAREFUL, by), actor=by)
    file, terms = NamedFile(RESEARCH.name, RESEARCH.read_bytes()), RESEARCH_TERMS
    rows = rows_of(file, terms.currency)
    decided = queries.decided_scents([row.scent for row in rows])
    new = tuple(row for row in rows if row.scent not in decided)
    if not new:
        return 0
    sides = (terms.expensive, terms.cheap, terms.currency, terms.policy)
    table = ImportMarketResearch(reference_of(file, terms), new, *sides, by)
    return len(get_bus().handle(table, actor=by).decisions)
