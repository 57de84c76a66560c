"""How the audit trail is written."""

from __future__ import annotations

from datetime import datetime

from allauth.core import context
from django.http import HttpRequest

from access.addresses import client_address
from access.models import AuditEntry

LONGEST_TEXT = 2_000


def note(
    kind: str, *, actor: str, about: str = "", text: str = "", request: HttpRequest | None = None
) -> None:
    """Add an entry; without a request, that which is being answered, if any, gives the address."""
    request = request or context.request
    AuditEntry.objects.create(
        kind=kind,
        actor=_clean(actor)[:255],
        about=_clean(about)[:255],
        text=_clean(text)[:LONGEST_TEXT],
        address=client_address(request) if request else None,
    )


def forget(kind: str, *, actor: str, before: datetime) -> None:
    """For entries that name nobody."""
    AuditEntry.objects.filter(kind=kind, actor=actor, recorded_at__lt=before).delete()


def _clean(text: str) -> str:
    """Without what PostgreSQL cannot keep."""
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}")
