"""The audit trail in the back office."""

from __future__ import annotations

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib import admin

from access.models import AuditEntry
from messaging.admin.long_list import LongListAdmin

# allauth's own pages: nobody needs them, and one shows the secrets of second factors.
for model in (Authenticator, EmailAddress, EmailConfirmation):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


@admin.register(AuditEntry)
class AuditEntryAdmin(LongListAdmin):
    """Who did what, when and from where; it is read, and nothing else."""

    list_display = ["recorded_at", "actor", "kind", "about", "text", "address"]
    list_filter = ["kind", "recorded_at"]
    search_fields = ["actor__exact", "about"]
    search_help_text = "The whole name of a person, or a part of what it is about"
    fields = ["recorded_at", "actor", "kind", "about", "text", "address"]
