"""Decides by a table of market research."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from domain.kernel import DomainError
from domain.scents.sourcing.research_table import ResearchReport, share_of
from messaging.errors import Busy
from scents.exchange.market_research import LARGEST
from scents.exchange.reading import NamedFile
from scents.research_files import Terms, import_research

FAILED, BAD_FILE = 1, 2


class Command(BaseCommand):
    """Reads and checks everything, then decides in one transaction."""

    help = (
        "Decide by a table of market research (CSV, also with tabs or semicolons, or XLSX) with "
        "the columns scents, expensive supplier, cheap supplier, expensive costs, cheap costs, and "
        "perhaps answers, expensive count, cheap count. All rows or none; the same file again "
        "changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--expensive", required=True, help="code of the expensive supplier")
        parser.add_argument("--cheap", required=True, help="code of the cheap supplier")
        parser.add_argument("--currency", required=True, help="of the costs: USD, EUR …")
        parser.add_argument("--policy", default="PLAIN", help="CODE, or a version of it: CODE@2")
        parser.add_argument("--by", default="import", help="who decides by this table")
        parser.add_argument("--dry-run", action="store_true", help="only tell what it would decide")

    def handle(self, *args: Any, **options: Any) -> None:
        names = ("expensive", "cheap", "currency", "policy")
        terms = Terms(**{name: options[name] for name in names})
        try:
            report = import_research(
                _read(options["file"]), terms, by=options["by"], dry_run=options["dry_run"],
                actor="import_market_research",
            )  # fmt: skip
        except DomainError as refusal:
            raise CommandError(str(refusal), returncode=BAD_FILE) from refusal
        except (Busy, Error) as error:
            raise CommandError(f"nothing was imported: {error}", returncode=FAILED) from error
        for line in told(report, dry_run=options["dry_run"]):
            self.stdout.write(line)


def told(report: ResearchReport, *, dry_run: bool) -> Iterator[str]:
    """What was decided, and what it saves."""
    if report.known:
        yield f"{report.reference} was taken in before: nothing changes."
        return
    for scent, one in report.decisions.items():
        flag = " (provisional)" if one.provisional else ""
        share = f"{one.evidence['per_cent']:.10g} % for {share_of(one)}"
        yield f"{scent}: {one.source.supplier}{flag}, {share}, {one.cost} {one.currency} a unit"
    for sums in report.sums:
        yield (
            f"A unit of each: {sums.chosen} {sums.currency} against {sums.dearest} all-expensive; "
            f"saves {sums.saving} ({sums.per_cent} %)."
        )
    if dry_run:
        yield "Nothing is stored: this was a dry run."


def _read(path: Path) -> NamedFile:
    try:
        with path.open("rb") as file:
            return NamedFile(path.name, file.read(LARGEST + 1))
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}", returncode=BAD_FILE) from error
