"""What tests of the doors share: a login as a browser does it, and the codes of an app."""

from __future__ import annotations

import base64
import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from access.models import AuditEntry

PASSWORD = "correct horse battery"
LOGIN, ENROLMENT = "/account/login/", "/account/second-factor/totp/activate/"
LINE = {"orderid": "o", "sku": "unknown", "qty": 1}


def person(name: str, *roles: str, **kwargs: Any) -> User:
    """A member of staff with these roles."""
    user = User.objects.create_user(name, password=PASSWORD, is_staff=True, **kwargs)
    if roles:
        call_command("set_roles", verbosity=0)
        user.groups.set(Group.objects.filter(name__in=roles))
    return user


def enrol(user: User) -> str:
    """Give somebody a second factor; returns the key of the app."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def recovery_codes(user: User) -> list[str]:
    stored = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return stored.wrap().get_unused_codes()


def code(secret: str) -> str:
    """What the app shows now; early in its half minute, so that it still holds when it arrives."""
    if time.time() % 30 > 25:
        time.sleep(30 - time.time() % 30)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def log_in(client: Client, name: str, password: str = PASSWORD, **kwargs: Any) -> Any:
    sent = {"login": name, "password": password}
    return client.post(reverse("account_login"), sent, **kwargs)


def is_in(client: Client) -> bool:
    return client.get(reverse("admin:index")).status_code == 200


def basic(client: Client, name: str, password: str) -> Any:
    """An order line, by a system that sends name and password along."""
    token = base64.b64encode(f"{name}:{password}".encode()).decode()
    headers = {"Authorization": f"Basic {token}"}
    return client.post("/allocate", LINE, content_type="application/json", headers=headers)


def trail(kind: str) -> list[str]:
    """Who did that, the latest first."""
    return list(AuditEntry.objects.filter(kind=kind).values_list("actor", flat=True))
