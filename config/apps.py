"""The company as a Django app: commands and checks that concern all contexts."""

from django.apps import AppConfig


class CompanyConfig(AppConfig):
    """Holds the management commands that reach across contexts."""

    name = "config"
    label = "company"

    def ready(self) -> None:
        from config.celery import app

        app.set_default()  # tasks are sent through this app, in every process
