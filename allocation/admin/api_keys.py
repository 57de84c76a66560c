"""Keys to the API: issued here, watched, and revoked."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from allocation.admin.customer_forms import NewApiKey
from allocation.models import ApiKey, Customer
from domain.allocation.commands import RevokeApiKey
from messaging.admin.command_admin import CommandAdmin
from messaging.admin.filters import Options, OptionsFilter
from messaging.admin.looks import badge, page_of
from messaging.admin.row_action import RowAction


class KeyStateFilter(OptionsFilter):
    """What the key still opens, and whether others may have seen it."""

    title = "state"
    parameter_name = "state"

    def choices_now(self) -> Options:
        now = timezone.now()
        return {
            "live": ("Live", Q(revoked=None, expires__gt=now)),
            "leaked": ("Seen in an address", Q(leaked__isnull=False)),
            "expired": ("Expired", Q(revoked=None, expires__lte=now)),
            "revoked": ("Revoked", Q(revoked__isnull=False)),
        }


@admin.register(ApiKey)
class ApiKeyAdmin(CommandAdmin):
    """The secret of a key is shown once, by the page after it was issued."""

    add_form = NewApiKey
    list_display = ["name", "prefix", "owner", "scope_list", "state", "expires", "last_used_at"]
    list_filter = [KeyStateFilter, "expires"]
    search_fields = ["name", "prefix", "customer__code"]
    fields = ["name", "prefix", "owner", "scope_list", "state", "created", "expires", "revoked"]
    fields += ["leaked", "last_used_at"]
    csv_fields = ["prefix", "name", "customer_id", "created", "expires", "revoked", "leaked"]
    actions = [*CommandAdmin.actions, "revoke"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiKey]:
        return super().get_queryset(request).defer("digest")

    def page_actions(self, obj: ApiKey) -> list[str]:
        return ["revoke"] if obj.revoked is None else []

    revoke = RowAction(
        "Revoke",
        lambda key: RevokeApiKey(key.pk),
        done="revoked",
        question="Revoke these keys?",
        warning="Whoever uses them is shut out at once, and that cannot be undone.",
        back=True,
    )

    @admin.display(description="customer", ordering="customer")
    def owner(self, key: ApiKey) -> SafeString:
        return page_of(Customer, key.customer_id)

    @admin.display(description="scopes")
    def scope_list(self, key: ApiKey) -> str:
        return ", ".join(key.scopes)

    @admin.display(ordering="revoked")
    def state(self, key: ApiKey) -> SafeString:
        return key_state(key)


def key_state(key: ApiKey) -> SafeString:
    if key.revoked is not None:
        return badge("revoked")
    if key.expires <= timezone.now():
        return badge("expired")
    if key.leaked is not None:
        return badge("leaked: replace it", "danger")
    return badge("live", "success")
