"""What the REST API tells customers of themselves."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from domain.allocation.customer_parts import KINDS, LONGEST_NAME, SCOPES


class CustomerAnswer(serializers.Serializer[Any]):
    """Who the key belongs to."""

    code = serializers.RegexField(r"^[a-z0-9-]{2,40}$", min_length=2, max_length=40)
    name = serializers.CharField(max_length=LONGEST_NAME)
    kind = serializers.ChoiceField(choices=[(kind, kind) for kind in KINDS])


class KeyAnswer(serializers.Serializer[Any]):
    """The key that the request came with."""

    prefix = serializers.RegexField(r"^[a-z0-9]{8,12}$", min_length=8, max_length=12)
    name = serializers.CharField(source="key_name", max_length=LONGEST_NAME)
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=[(scope, scope) for scope in SCOPES])
    )
    expires = serializers.DateTimeField()


class MeAnswer(serializers.Serializer[Any]):
    """`GET /me`."""

    customer = CustomerAnswer()
    key = KeyAnswer()


class AddressAnswer(serializers.Serializer[Any]):
    """A place that goods may be sent to; orders name it by its label."""

    label = serializers.CharField(max_length=LONGEST_NAME)  # type: ignore[assignment]
    recipient = serializers.CharField(max_length=LONGEST_NAME)
    street = serializers.CharField(max_length=LONGEST_NAME)
    extra = serializers.CharField(max_length=LONGEST_NAME, allow_blank=True)
    city = serializers.CharField(max_length=LONGEST_NAME)
    region = serializers.CharField(max_length=LONGEST_NAME, allow_blank=True)
    postal_code = serializers.CharField(max_length=LONGEST_NAME, allow_blank=True)
    country = serializers.RegexField(r"^[A-Z]{2}$", min_length=2, max_length=2)
