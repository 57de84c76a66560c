"""Registers a customer by commands, and prints a key of it: CODE EMAIL WEBHOOK.

Without an e-mail address (""), or the address of a webhook, there is none.
"""

import os
import sys
from datetime import timedelta

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    print(_enroll(*sys.argv[1:]))


def _enroll(code: str, email: str, webhook: str) -> str:
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
        commands.AddAddress(code, "Home", code, "1 Harbour Road", "Leith", "GB"),
        commands.IssueApiKey(code, "bench", SCOPES, expires, key.prefix, key.digest),
    ]
    if email:
        orders.append(commands.AddMember(code, email, code, wants_mail=True))
    if webhook:
        orders.append(RegisterWebhook(code, webhook))
    for command in orders:
        get_bus().handle(command, actor="bench")
    return key.text


if __name__ == "__main__":
    main()
