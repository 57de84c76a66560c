"""The pages of webhooks: who is told where, and how each message fared."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from messaging.admin.command_admin import CommandAdmin, Table
from messaging.admin.filters import Options, OptionsFilter
from messaging.admin.long_list import LongListAdmin
from messaging.admin.looks import badge, list_of, page_of, plain, pretty
from messaging.admin.row_action import RowAction
from messaging.models import WebhookEndpoint, WebhookMessage
from messaging.webhooks.commands import DisableWebhook, EnableWebhook, ReplayWebhookMessage

State = WebhookMessage.State
_COLOURS = {State.PENDING: "info", State.DELIVERED: "success", State.FAILED: "danger"}
_LATEST = 20
_RECENT = 1_000

_ANSWERS = Q(active=True, failing_since__isnull=True)
_FAILING = Q(active=True, failing_since__isnull=False)


class HealthFilter(OptionsFilter):
    """Whether it is sent anything, and takes it."""

    title = "state"
    parameter_name = "state"
    options = {
        "active": ("Active", _ANSWERS),
        "failing": ("Failing", _FAILING),
        "disabled": ("Disabled", Q(active=False)),
    }


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(CommandAdmin):
    """Owners register and remove them through the API; staff stop those that do harm."""

    list_display = ["owner", "url", "wanted", "health", "failing_since", "created_at"]
    list_filter = [HealthFilter, "created_at"]
    search_fields = ["owner", "url"]
    fields = ["owner", "url", "wanted", "health", "disabled_reason", "failing_since", "created_at"]
    csv_fields = ["id", "owner", "url", "types", "active", "disabled_reason", "created_at"]
    actions = [*CommandAdmin.actions, "enable", "disable"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[WebhookEndpoint]:
        """Secrets stay where they are."""
        return super().get_queryset(request).defer("secret", "old_secret")

    def page_actions(self, obj: WebhookEndpoint) -> list[str]:
        return ["disable"] if obj.active else ["enable"]

    def tables(self, request: HttpRequest, obj: WebhookEndpoint) -> Iterable[Table]:
        if not request.user.has_perm("messaging.view_webhookmessage"):
            return []
        latest = WebhookMessage.objects.filter(endpoint=obj).order_by("-id")[:_LATEST]
        rows = [
            (page_of(WebhookMessage, m.id), m.type, state_of(m), m.last_error or m.last_status)
            for m in latest
        ]
        more = list_of(WebhookMessage, endpoint=obj.pk)
        headers = ["message", "type", "state", "last answer"]
        return [Table("Latest messages", headers, rows, more, "All messages")]

    enable = RowAction("Enable", lambda row: EnableWebhook(str(row.pk)), done="enabled")
    disable = RowAction(
        "Disable",
        lambda row: DisableWebhook(str(row.pk), "Disabled by our staff."),
        done="disabled",
    )

    @admin.display(description="types")
    def wanted(self, endpoint: WebhookEndpoint) -> str:
        return ", ".join(endpoint.types) or "all"

    @admin.display(description="state", ordering="active")
    def health(self, endpoint: WebhookEndpoint) -> SafeString:
        if not endpoint.active:
            return badge("disabled", "danger")
        return badge("failing", "warning") if endpoint.failing_since else badge("active", "success")


class StateFilter(OptionsFilter):
    """How far the message has come."""

    title = "state"
    parameter_name = "state"
    options = {state.value: (str(state.label), Q(state=state)) for state in State}


class RecentTypeFilter(OptionsFilter):
    """The types among the latest messages: to ask all of them would be to read them."""

    title = "type"
    parameter_name = "type"

    def choices_now(self) -> Options:
        recent = WebhookMessage.objects.order_by("-id").values_list("type", flat=True)[:_RECENT]
        return {name: (name, Q(type=name)) for name in sorted(set(recent))}


@admin.register(WebhookMessage)
class WebhookMessageAdmin(LongListAdmin):
    """The log of deliveries. Delivered ones go after a month."""

    list_display = ["id", "created_at", "owner", "type", "state_now", "attempts", "due", "answer"]
    list_filter = [StateFilter, RecentTypeFilter]
    list_select_related = ["endpoint"]
    search_fields = ["endpoint__owner__exact"]
    search_help_text = "The whole code of the owner"
    fields = ["id", "endpoint_page", "type", "key", "created_at", "state_now", "attempts", "due"]
    fields += ["delivered_at", "last_status", "duration", "error", "text", "content"]
    csv_fields = ["id", "endpoint__owner", "endpoint__url", "type", "created_at", "state"]
    csv_fields += ["attempts", "delivered_at", "last_status", "last_error"]
    actions = [*LongListAdmin.actions, "replay"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[WebhookMessage]:
        """The list does without the long texts, and nothing here needs secrets."""
        long = ["payload", "excerpt", "endpoint__secret", "endpoint__old_secret"]
        return super().get_queryset(request).select_related("endpoint").defer(*long)

    def page_actions(self, obj: WebhookMessage) -> list[str]:
        return [] if obj.state == State.PENDING else ["replay"]

    replay = RowAction("Replay", lambda row: ReplayWebhookMessage(row.pk), done="sent once more")

    @admin.display(ordering="endpoint__owner")
    def owner(self, message: WebhookMessage) -> SafeString:
        return page_of(WebhookEndpoint, message.endpoint_id, message.endpoint.owner)

    @admin.display(description="webhook")
    def endpoint_page(self, message: WebhookMessage) -> SafeString:
        return page_of(WebhookEndpoint, message.endpoint_id, str(message.endpoint))

    @admin.display(description="state", ordering="state")
    def state_now(self, message: WebhookMessage) -> SafeString:
        return state_of(message)

    @admin.display(description="last answer")
    def answer(self, message: WebhookMessage) -> str | int | None:
        return message.last_error or message.last_status

    @admin.display(description="last error")
    def error(self, message: WebhookMessage) -> SafeString:
        return plain(message.last_error)

    @admin.display(description="answer")
    def text(self, message: WebhookMessage) -> SafeString:
        return plain(message.excerpt)

    @admin.display(description="payload")
    def content(self, message: WebhookMessage) -> SafeString:
        return pretty(message.payload)


def state_of(message: WebhookMessage) -> SafeString:
    return badge(message.state, _COLOURS[State(message.state)])
