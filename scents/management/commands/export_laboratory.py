"""Materials, suppliers and offers into files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scents.laboratory_files import export_files


class Command(BaseCommand):
    """Writes what `import_laboratory` reads."""

    help = "Export the laboratory into TARGET: a folder of CSV files, or one file.xlsx."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            export_files(options["target"])
        except OSError as error:
            raise CommandError(f"cannot be written: {error}") from error
        self.stdout.write(f"The laboratory is in {options['target']}.")
