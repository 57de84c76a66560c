"""The groups of config/roles.py, as they are written there."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand
from django.db import transaction

from config.roles import ROLES, grants


class Command(BaseCommand):
    """Can be run at any time, and is at each release: what is right already stays untouched."""

    help = "Make the roles of config/roles.py groups, each with exactly its permissions."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        permissions = {
            f"{permission.content_type.app_label}.{permission.codename}": permission
            for permission in Permission.objects.select_related("content_type")
        }
        for role in ROLES:
            group, _ = Group.objects.get_or_create(name=role)
            group.permissions.set(
                permission for name, permission in permissions.items() if grants(role, name)
            )
        if options["verbosity"]:
            self.stdout.write(f"The roles are set: {', '.join(ROLES)}.")
