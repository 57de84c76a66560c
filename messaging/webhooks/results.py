"""What came of an attempt, noted in the log."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from messaging.models import WebhookEndpoint, WebhookMessage
from messaging.webhooks.backoff import next_attempt
from messaging.webhooks.claims import Claim
from messaging.webhooks.post import Answer

GONE = 410
State = WebhookMessage.State


def note(claim: Claim, answer: Answer, *, now: datetime, jitter: float) -> bool:
    """Whether it is delivered. Nothing is noted where somebody else makes a later attempt."""
    due = next_attempt(claim.attempts, now=now, retry_after=answer.retry_after, jitter=jitter)
    gone = answer.status == GONE
    state = State.FAILED if gone or due is None else State.PENDING
    with transaction.atomic():
        WebhookMessage.objects.filter(
            id=claim.id, state=State.PENDING, attempts=claim.attempts
        ).update(
            state=State.DELIVERED if answer.is_success else state,
            delivered_at=now if answer.is_success else None,
            due=due or now,
            leased_until=None,
            last_status=answer.status,
            last_error=answer.error,
            excerpt=answer.excerpt,
            duration=answer.seconds,
        )
        _note_health(claim, answer, now)
    if gone:
        disable(claim.endpoint, "It answered 410 Gone.")
    return answer.is_success


def _note_health(claim: Claim, answer: Answer, now: datetime) -> None:
    """Written only where it changes: many attempts share the row."""
    endpoints = WebhookEndpoint.objects.filter(id=claim.endpoint)
    if answer.is_success:
        endpoints.filter(failing_since__isnull=False).update(failing_since=None)
    else:
        endpoints.filter(failing_since__isnull=True).update(failing_since=now)


def disable(endpoint: UUID, reason: str) -> bool:
    """Send nothing more there; what waits has failed, and can be replayed once it is enabled.

    Whether there is such an endpoint. A transaction of its own, messages first: so nobody who
    holds the endpoint waits for its messages.
    """
    waiting = WebhookMessage.objects.filter(endpoint=endpoint, state=State.PENDING)
    with transaction.atomic():
        waiting.update(state=State.FAILED, leased_until=None, last_error=reason)
        changes = {"active": False, "disabled_reason": reason}
        return bool(WebhookEndpoint.objects.filter(id=endpoint).update(**changes))
