"""Customers, who belongs to them, where they are, and what opens the API to them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from domain.allocation.customer_parts import HIGHEST_PRIORITY, KINDS, LONGEST_EMAIL, LONGEST_NAME

CODE = 40


class Customer(models.Model):
    """An organisation that orders, and how many facts were recorded of it."""

    code = models.CharField(max_length=CODE, primary_key=True)
    name = models.CharField(max_length=LONGEST_NAME)
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in KINDS])
    priority = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)
    version_number = models.BigIntegerField(default=0)
    created_at = models.DateTimeField("since", auto_now_add=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(priority__lte=HIGHEST_PRIORITY), name="priority_of_one_digit"
            )
        ]

    def __str__(self) -> str:
        return self.code


class Member(models.Model):
    """A person at a customer."""

    customer = models.ForeignKey(Customer, models.PROTECT, db_column="customer", db_index=False)
    email = models.CharField("e-mail", max_length=LONGEST_EMAIL)
    name = models.CharField(max_length=LONGEST_NAME)
    wants_mail = models.BooleanField()

    class Meta:
        ordering = ["customer", "email"]
        constraints = [models.UniqueConstraint(fields=["customer", "email"], name="one_member")]

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"


class Address(models.Model):
    """A place that a customer has goods sent to."""

    customer = models.ForeignKey(Customer, models.PROTECT, db_column="customer", db_index=False)
    label = models.CharField(max_length=LONGEST_NAME)
    recipient = models.CharField(max_length=LONGEST_NAME)
    street = models.CharField(max_length=LONGEST_NAME)
    extra = models.CharField("second line", max_length=LONGEST_NAME, blank=True, default="")
    city = models.CharField(max_length=LONGEST_NAME)
    region = models.CharField(max_length=LONGEST_NAME, blank=True, default="")
    postal_code = models.CharField(max_length=LONGEST_NAME, blank=True, default="")
    country = models.CharField(max_length=2)

    class Meta:
        verbose_name_plural = "addresses"
        ordering = ["customer", "label"]
        constraints = [models.UniqueConstraint(fields=["customer", "label"], name="one_address")]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.label}"


class ApiKey(models.Model):
    """What is kept of a key to the API: nothing that opens it.

    `last_used_at` is no fact of the domain: the door notes it, at most once a minute.
    """

    prefix = models.CharField(max_length=12, primary_key=True)
    customer = models.ForeignKey(
        Customer, models.PROTECT, db_column="customer", related_name="api_keys"
    )
    name = models.CharField(max_length=LONGEST_NAME)
    digest = models.CharField("SHA-256", max_length=64)
    scopes = ArrayField(models.CharField(max_length=40))
    created = models.DateTimeField()
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True)
    leaked = models.DateTimeField("seen in an address", null=True)
    last_used_at = models.DateTimeField("last used", null=True)

    class Meta:
        verbose_name = "API key"
        verbose_name_plural = "API keys"
        ordering = ["-created", "prefix"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix})"
