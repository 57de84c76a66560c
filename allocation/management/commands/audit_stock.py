"""The books of the stock, compared."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from allocation import queries


class Command(BaseCommand):
    """Exit code 0: counters, ledger, allocations and read model all say the same."""

    help = "Compare the counters of the batches, the ledger, the order lines and the read model."

    def handle(self, *args: Any, **options: Any) -> None:
        differences = [
            *(f"batch {_told(row)}" for row in queries.counter_differences()),
            *(f"line {_told(row)}" for row in queries.misplaced_lines()),
        ]
        for difference in differences:
            self.stdout.write(difference)
        if differences:
            raise CommandError(f"the books differ in {len(differences)} places", returncode=1)
        batches, lines = queries.counts()
        self.stdout.write(f"the books agree: {batches} batches, {lines} lines")


def _told(row: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in row.items())
