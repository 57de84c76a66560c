"""The tallies of a survey, compared with its answers."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scents import queries

DIFFERENT, UNKNOWN = 1, 2


class Command(BaseCommand):
    """Exit code 0: every tally is what the stored answers say."""

    help = "Count the answers to the survey CODE again, and compare with its tallies."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code")

    def handle(self, *args: Any, **options: Any) -> None:
        code = options["code"]
        answers = queries.answers_counted(code)
        if answers is None:
            raise CommandError(f"there is no survey {code}", returncode=UNKNOWN)
        differences = queries.recount(code)
        for difference in differences:
            self.stdout.write(str(difference))
        if differences:
            raise CommandError(
                f"the tallies differ in {len(differences)} places", returncode=DIFFERENT
            )
        self.stdout.write(f"the tallies of {code} are equal to its {answers} answers")
