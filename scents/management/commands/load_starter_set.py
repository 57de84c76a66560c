"""Takes in what is shipped: materials, suppliers, prices, safety rules and formulas."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from domain.kernel import DomainError
from scents.starter_set import load_starter_set

BY = "starter set"


class Command(BaseCommand):
    """Loads what is not there yet, all of it or nothing."""

    help = "Load the starter set of the laboratory; what is there already stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for told in load_starter_set(by=BY):
                self.stdout.write(told)
        except DomainError as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
