"""Limits, clearances and allergens from files: all of it or nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scents.safety_files import import_rules

BAD_FILES = 2


class Command(BaseCommand):
    """Imports, or with --dry-run says what would come of it."""

    help = (
        "Record the safety rules in limits.csv, clearances.csv, allergens.csv or in sheets of "
        "these names in an XLSX workbook. All of it or nothing; the same again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="store nothing")
        parser.add_argument("--by", default="import", help="who has read the rules")

    def handle(self, *args: Any, **options: Any) -> None:
        report = import_rules(options["files"], dry_run=options["dry_run"], actor=options["by"])
        if report.is_refused:
            raise CommandError(str(report), returncode=BAD_FILES)
        self.stdout.write(str(report))
