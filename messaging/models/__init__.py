"""The tables of messages on their way."""

from messaging.models.events import Delivery, InboxMessage, OutboxEvent, ParkedMessage
from messaging.models.jobs import BulkJob
from messaging.models.periods import JobPeriod
from messaging.models.webhooks import WebhookEndpoint, WebhookMessage

__all__ = [
    "BulkJob",
    "Delivery",
    "InboxMessage",
    "JobPeriod",
    "OutboxEvent",
    "ParkedMessage",
    "WebhookEndpoint",
    "WebhookMessage",
]
