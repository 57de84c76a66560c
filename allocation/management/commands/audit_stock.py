"""The books of the stock, compared."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from allocation import queries
from domain.allocation.stock_audit import told_difference


class Command(BaseCommand):
    """Exit code 0: counters, ledger, allocations and read model all say the same."""

    help = "Compare the counters of the batches, the ledger, the order lines and the read model."

    def handle(self, *args: Any, **options: Any) -> None:
        differences = [told_difference(found) for found in queries.book_differences()]
        for difference in differences:
            self.stdout.write(difference)
        if differences:
            raise CommandError(f"the books differ in {len(differences)} places", returncode=1)
        batches, lines = queries.counts()
        self.stdout.write(f"the books agree: {batches} batches, {lines} lines")
