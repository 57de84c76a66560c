"""The Django app of the laboratory."""

from django.apps import AppConfig


class ScentsConfig(AppConfig):
    """Materials, suppliers, formulas, safety and the optimiser."""

    name = "scents"
    verbose_name = "Laboratory"
    default_auto_field = "django.db.models.BigAutoField"
