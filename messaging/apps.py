"""The Django app that owns the outbox."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MessagingConfig(AppConfig):
    """Messages: events on their way, and those that could not be delivered."""

    name = "messaging"
    verbose_name = "Messages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from messaging.partitions import after_migrate

        post_migrate.connect(after_migrate, sender=self)
