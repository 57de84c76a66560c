"""The pages of messages: what was told, what is on its way, and what could not be handled."""

from __future__ import annotations

import json

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from domain.kernel import Event
from messaging.admin.command_admin import CommandAdmin
from messaging.admin.filters import Options, OptionsFilter
from messaging.admin.long_list import LongListAdmin
from messaging.admin.looks import page_of, plain, pretty
from messaging.admin.row_action import RowAction
from messaging.commands import DiscardParkedMessage, ReplayParkedMessage
from messaging.models import Delivery, OutboxEvent, ParkedMessage


class TypeFilter(OptionsFilter):
    """The kinds that the code knows: to ask the event log would be to read all of it."""

    title = "type"
    parameter_name = "type"

    def choices_now(self) -> Options:
        return {name: (name, Q(type=name)) for name in sorted(Event.types)}


@admin.register(OutboxEvent)
class OutboxEventAdmin(LongListAdmin):
    """The event log. It has millions of rows: nothing here may count or read all of them."""

    list_display = ["recorded_at", "type", "aggregate_id", "version", "actor"]
    list_filter = [TypeFilter, "recorded_at"]
    search_fields = ["aggregate_id__exact"]
    search_help_text = "The whole sku, or other key of what the event is about"
    fields = ["recorded_at", "type", "aggregate_id", "version", "actor", "id", "indented"]

    @admin.display(description="payload")
    def indented(self, event: OutboxEvent) -> SafeString:
        return pretty(event.payload)


@admin.register(Delivery)
class DeliveryAdmin(LongListAdmin):
    """Events that a subscriber has yet to handle."""

    list_display = ["subscriber", "event", "recorded_at", "attempts", "due", "last_error"]
    search_fields = ["subscriber", "error"]
    ordering = ["due", "id"]
    fields = ["subscriber", "event", "recorded_at", "attempts", "due", "whole_error"]

    @admin.display(ordering="event_id")
    def event(self, delivery: Delivery) -> SafeString:
        return page_of(OutboxEvent, delivery.event_id, "event")

    @admin.display(description="last error")
    def last_error(self, delivery: Delivery) -> str | None:
        return delivery.error.strip().rpartition("\n")[2] or None

    @admin.display(description="error")
    def whole_error(self, delivery: Delivery) -> SafeString:
        return plain(delivery.error)


@admin.register(ParkedMessage)
class ParkedMessageAdmin(CommandAdmin):
    """Messages that wait for a person, who has them tried again or drops them."""

    list_display = ["source", "reason", "attempts", "parked_at"]
    list_filter = ["parked_at"]
    search_fields = ["source", "reason", "payload"]
    fields = ["source", "reason", "attempts", "parked_at", "event", "content", "trace"]
    actions = [*CommandAdmin.actions, "replay", "discard"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ParkedMessage]:
        """The list does without the long texts."""
        return super().get_queryset(request).defer("payload", "traceback")

    def page_actions(self, obj: ParkedMessage) -> list[str]:
        return ["replay", "discard"]

    replay = RowAction("Replay", lambda row: ReplayParkedMessage(row.pk), done="sent once more")
    discard = RowAction("Discard", lambda row: DiscardParkedMessage(row.pk), done="discarded")

    @admin.display()
    def event(self, message: ParkedMessage) -> SafeString | str:
        return page_of(OutboxEvent, message.event_id) if message.event_id else "from outside"

    @admin.display(description="payload")
    def content(self, message: ParkedMessage) -> SafeString:
        try:
            return pretty(json.loads(message.payload))
        except (ValueError, RecursionError):
            return plain(message.payload)

    @admin.display(description="traceback")
    def trace(self, message: ParkedMessage) -> SafeString:
        return plain(message.traceback)
