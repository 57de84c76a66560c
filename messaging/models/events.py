"""Messages of our own on their way, and those that came in."""

from django.db import models


class OutboxEvent(models.Model):
    """An event, written in the transaction that caused it; kept as the event log.

    The table is partitioned by month of `recorded_at` (see the migration), so its primary key is
    (id, recorded_at); `id` alone is unique too: it holds the time and 74 random bits.
    """

    id = models.UUIDField(primary_key=True)
    recorded_at = models.DateTimeField()
    type = models.CharField(max_length=100)
    aggregate_id = models.CharField("about", max_length=255)
    version = models.BigIntegerField()
    payload = models.JSONField()
    actor = models.CharField(max_length=255)

    class Meta:
        db_table = "messaging_outbox"
        verbose_name = "event"
        verbose_name_plural = "event log"
        ordering = ["-recorded_at", "-id"]

    def __str__(self) -> str:
        return f"{self.type} {self.aggregate_id} #{self.version}"


class Delivery(models.Model):
    """An event that one subscriber has yet to handle. Done: the row is gone."""

    event_id = models.UUIDField()
    recorded_at = models.DateTimeField()
    subscriber = models.CharField(max_length=100)
    attempts = models.PositiveIntegerField(default=0)
    due = models.DateTimeField()
    error = models.TextField(blank=True, default="")

    class Meta:
        db_table = "messaging_delivery"
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["event_id", "subscriber"], name="one_delivery")
        ]
        indexes = [models.Index(fields=["subscriber", "due"], name="delivery_due")]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.subscriber}"


class InboxMessage(models.Model):
    """A message from outside that had its effect; a second arrival has none."""

    consumer = models.CharField(max_length=100)
    message_id = models.CharField(max_length=255)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "messaging_inbox"
        constraints = [
            models.UniqueConstraint(fields=["consumer", "message_id"], name="one_effect")
        ]
        indexes = [models.Index(fields=["received_at"], name="inbox_age")]

    def __str__(self) -> str:
        return f"{self.consumer} {self.message_id}"


class ParkedMessage(models.Model):
    """A message that could not be handled, with the reason; a person replays or discards it.

    From outside: `source` is the channel and `payload` the raw text. A delivery that failed for
    good: `source` is the subscriber, and `event_id` and `recorded_at` name the event.
    """

    source = models.CharField(max_length=100)
    payload = models.TextField(blank=True, default="")
    event_id = models.UUIDField(null=True)
    recorded_at = models.DateTimeField(null=True)
    reason = models.TextField()
    traceback = models.TextField(blank=True, default="")
    attempts = models.PositiveIntegerField(default=1)
    parked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "messaging_parked"
        ordering = ["-parked_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["event_id", "source"], name="parked_once")]

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}"
