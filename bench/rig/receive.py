"""Announces the batches that are given as lines "ref sku qty" on standard input, by commands."""

import os
import sys

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.db import transaction

    from domain.allocation.commands import CreateBatch
    from messaging.bus import get_bus

    with transaction.atomic():
        for line in sys.stdin:
            ref, sku, qty = line.split()
            get_bus().handle(CreateBatch(ref, sku, int(qty)), actor="bench")


if __name__ == "__main__":
    main()
