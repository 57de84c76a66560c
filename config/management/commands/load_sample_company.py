"""The company with something in it, for the demo."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from allocation import queries
from allocation.repository import ProductRepository
from config import sample
from config.demo_keys import issue_demo_keys
from config.sample_surveys import load_surveys
from messaging.bus import get_bus
from scents.starter_set import load_starter_set

ADMIN = "admin"


class Command(BaseCommand):
    """Loads the sample company once, all of it or nothing; sets the login of the demo each time."""

    help = "Load the sample company, unless it is there already. With DEMO on: its login, too."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.DEMO:
            self._let_admin_in()
        with transaction.atomic():
            self._take_customers_on()
            for told in load_starter_set(by="sample company"):
                self.stdout.write(told)
            if is_loaded():
                self.stdout.write("The sample company is there already.")
            else:
                for command in sample.first_day(timezone.now().date()):
                    get_bus().handle(command, actor="sample company")
                self.stdout.write(
                    f"The sample company is loaded: {len(sample.BATCHES) + 1} batches, "
                    f"{len(sample.ORDERS)} orders."
                )
            for told in load_surveys():
                self.stdout.write(told)
        if settings.DEMO:
            self._hand_out_keys()

    def _take_customers_on(self) -> None:
        """Those who are there may have changed since: they are left alone."""
        for customer, *parts in sample.CUSTOMERS.values():
            if queries.customer(customer.code) is None:
                for command in (customer, *parts):
                    get_bus().handle(command, actor="sample company")

    def _hand_out_keys(self) -> None:
        for told in issue_demo_keys(timezone.now()):
            self.stdout.write(told)
        port = os.environ.get("PORT", "8000")
        self.stdout.write(
            f"Try: curl -H 'Authorization: Bearer <key>' http://127.0.0.1:{port}/api/v1/me"
        )

    def _let_admin_in(self) -> None:
        password = os.environ.get("DEMO_PASSWORD", "")
        if not password:
            raise CommandError("DEMO is on and DEMO_PASSWORD is not set: nobody could log in.")
        user, _ = User.objects.get_or_create(username=ADMIN)
        user.email, user.is_active = "admin@example.com", True
        user.is_staff = user.is_superuser = True
        if not user.check_password(password):  # setting it anew would end the open sessions
            user.set_password(password)
        user.save()
        self.stdout.write(f"The login of the demo is {ADMIN}.")


def is_loaded() -> bool:
    """The shipments of the first loading are known by reference: their days have moved on."""
    return bool(ProductRepository().owners_of([ref for ref, *_ in sample.BATCHES]))
