"""The Django app of the allocation context."""

from django.apps import AppConfig


class AllocationConfig(AppConfig):
    """Products, batches, order lines and who gets what."""

    name = "allocation"
    verbose_name = "Stock and allocation"
    default_auto_field = "django.db.models.BigAutoField"
