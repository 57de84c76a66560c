"""Batches past their expiry, taken out of sale."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from allocation import rounds


class Command(BaseCommand):
    """Exit code 0: nothing that has expired is for sale."""

    help = "Take batches that have expired out of sale; their lines go to other batches, or wait."

    def handle(self, *args: Any, **options: Any) -> None:
        result = rounds.expire_batches(timezone.now().date(), actor="expire_batches")
        self.stdout.write(f"{result.done} batches expired")
        if result.failed:
            told = "; ".join(f"{command}: {why}" for command, why in result.failed)
            raise CommandError(f"{len(result.failed)} failed: {told}", returncode=1)
