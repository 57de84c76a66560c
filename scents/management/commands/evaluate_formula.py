"""Any mixture worked out from a file."""

from __future__ import annotations

import json
from argparse import ArgumentParser, FileType
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from domain.kernel import BadInput, DomainError
from scents.evaluation import answer
from scents.evaluation.files import Unreadable, read_file
from scents.queries.shelf import StaffShelf

BAD_FILE = 2


class Command(BaseCommand):
    """Reads what `POST /api/v1/formulas/evaluate` takes; formulas of the house may be named."""

    help = (
        "Work out the mixture in FILE (JSON or YAML; - is the standard input): composition, "
        "headspace, evaporation, cost, safety. The answer is JSON; docs/guides/laboratory.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=FileType("rb"))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["file"] as file:
                asked = read_file(file)
            found = answer(asked, StaffShelf(), today=timezone.now().date())
        except (Unreadable, DomainError) as refusal:
            raise CommandError(_reason(refusal), returncode=BAD_FILE) from refusal
        self.stdout.write(json.dumps(found, indent=2, allow_nan=False, ensure_ascii=False))


def _reason(refusal: Exception) -> str:
    """Places are told as JSON pointers, as the API tells them."""
    if isinstance(refusal, BadInput):
        return f"#{refusal.field and '/'}{refusal.field}: {refusal.reason}"
    return str(refusal)
