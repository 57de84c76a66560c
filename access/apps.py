"""Access as a Django app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Has the audit trail kept from the first request on."""

    name = "access"

    def ready(self) -> None:
        from access import receivers, sessions

        receivers.listen()
        sessions.listen()
