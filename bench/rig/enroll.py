"""Registers a customer by commands, and prints a key of it: CODE [address of a webhook]."""

import os
import sys
from datetime import timedelta

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    code, *webhooks = sys.argv[1:]
    print(_enroll(code, webhooks))


def _enroll(code: str, webhooks: list[str]) -> str:
    from django.utils import timezone

    from allocation.api_keys import new_key
    from domain.allocation import commands
    from domain.allocation.customer_parts import SCOPES
    from domain.kernel import Command
    from messaging.bus import get_bus
    from messaging.webhooks.commands import RegisterWebhook

    key = new_key()
    expires = timezone.now() + timedelta(days=1)
    orders: list[Command] = [
        commands.RegisterCustomer(code, code, "film maker"),
        commands.AddMember(code, f"{code}@example.com", code, wants_mail=True),
        commands.AddAddress(code, "Home", code, "1 Harbour Road", "Leith", "GB"),
        commands.IssueApiKey(code, "bench", SCOPES, expires, key.prefix, key.digest),
        *(RegisterWebhook(code, url) for url in webhooks),
    ]
    for command in orders:
        get_bus().handle(command, actor="bench")
    return key.text


if __name__ == "__main__":
    main()
