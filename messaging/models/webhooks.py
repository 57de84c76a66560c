"""Where others want to be told over HTTP, and what they were told."""

from uuid import uuid4

from django.db import models
from django.db.models import Q


class WebhookEndpoint(models.Model):
    """An address of an owner, with the kinds of messages it wants (none named: all).

    Secrets are sealed. After a rotation `old_secret` signs as well, until `old_secret_until`.
    `failing_since` is set by an attempt that fails and cleared by one that succeeds.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    owner = models.CharField(max_length=255)
    url = models.CharField("URL", max_length=2000)
    types = models.JSONField(default=list, blank=True)
    secret = models.TextField()
    old_secret = models.TextField(blank=True, default="")
    old_secret_until = models.DateTimeField(null=True, blank=True)
    active = models.BooleanField(default=True)
    disabled_reason = models.TextField(blank=True, default="")
    failing_since = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "messaging_webhookendpoint"
        verbose_name = "webhook"
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["owner"], name="webhook_owner")]

    def __str__(self) -> str:
        return f"{self.owner} → {self.url}"


class WebhookMessage(models.Model):
    """A message for one endpoint, kept as the log of its delivery.

    `due` is when the next attempt may be made. While one is under way, `leased_until` says when
    whoever makes it is taken for dead. `key` is what caused it: queued twice, it is sent once.
    """

    class State(models.TextChoices):
        PENDING = "pending"
        DELIVERED = "delivered"
        FAILED = "failed"

    id = models.CharField(max_length=40, primary_key=True)
    endpoint = models.ForeignKey(
        WebhookEndpoint, on_delete=models.CASCADE, db_index=False, related_name="messages"
    )
    type = models.CharField(max_length=100)
    key = models.CharField(max_length=255)
    payload = models.JSONField()
    created_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    due = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    last_status = models.PositiveSmallIntegerField(null=True, blank=True)
    last_error = models.TextField(blank=True, default="")
    excerpt = models.TextField("answer", blank=True, default="")
    duration = models.FloatField("seconds", null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "messaging_webhookmessage"
        verbose_name = "webhook message"
        verbose_name_plural = "webhook log"
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["endpoint", "key"], name="one_webhook")]
        indexes = [
            models.Index(fields=["endpoint", "id"], name="webhook_log"),
            models.Index(
                fields=["endpoint", "due"], name="webhook_due", condition=Q(state="pending")
            ),
            models.Index(
                fields=["endpoint"], name="webhook_leased", condition=Q(leased_until__isnull=False)
            ),
            models.Index(fields=["id"], name="webhook_failed", condition=Q(state="failed")),
            models.Index(
                fields=["delivered_at"], name="webhook_age", condition=Q(state="delivered")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.id}"
