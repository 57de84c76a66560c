"""Announces the batches given as lines "ref sku qty [eta]" on standard input, by commands."""

import os
import sys
from datetime import date

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.db import transaction

    from domain.allocation.commands import CreateBatch
    from messaging.bus import get_bus

    with transaction.atomic():
        for line in sys.stdin:
            ref, sku, qty, *days = line.split()
            eta = date.fromisoformat(days[0]) if days else None
            get_bus().handle(CreateBatch(ref, sku, int(qty), eta), actor="bench")


if __name__ == "__main__":
    main()
