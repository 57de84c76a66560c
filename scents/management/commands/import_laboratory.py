"""Materials, suppliers and offers from files: all of it or nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from messaging.errors import Busy
from scents.laboratory_files import import_files, refusal, summary

FAILED, BAD_FILES = 1, 2


class Command(BaseCommand):
    """Reads and checks everything, then imports it in one transaction."""

    help = (
        "Import materials, properties, constituents, suppliers and offers from FILES: CSV files of "
        "these names, a folder of them, or a workbook with such sheets. All of it or nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only tell what it would do")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_files(
                options["files"], dry_run=options["dry_run"], actor="import_laboratory"
            )
        except (Busy, Error) as error:
            raise CommandError(f"nothing was imported: {error}", returncode=FAILED) from error
        if report.fault_count:
            raise CommandError(refusal(report), returncode=BAD_FILES)
        self.stdout.write(summary(report))
