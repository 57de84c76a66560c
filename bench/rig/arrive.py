"""Receives a batch by a command, REF QTY; prints when it began (seconds since 1970)."""

import os
import sys
import time

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from domain.allocation.commands import ReceiveBatch
    from messaging.bus import get_bus

    ref, qty = sys.argv[1:]
    bus = get_bus()
    print(time.time())
    bus.handle(ReceiveBatch(ref, int(qty)), actor="bench")


if __name__ == "__main__":
    main()
