"""For the day on which the only administrator loses the phone."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from access import factors
from access.trail import note


class Command(BaseCommand):
    """What the button on the list of users does, from the console."""

    help = "Remove somebody's second factor; at the next login they set up a new one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"There is nobody of the name {options['username']!r}.")
        if not factors.reset(user):
            raise CommandError(f"{user} has no second factor.")
        note("second factor", actor="console", about=str(user), text="Second factor reset.")
        self.stdout.write(f"The second factor of {user} is reset.")
