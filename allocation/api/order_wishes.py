"""What a customer wrote, as the domain understands it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rest_framework import serializers

from allocation import queries
from domain.allocation.order_line import MOST_UNITS
from domain.kernel import BadInput, Request


class UnknownProducts(serializers.ValidationError):
    """Points to each line that names a sku nobody knows."""

    def __init__(self, skus: Sequence[str], lines: Sequence[Mapping[str, Any]]) -> None:
        faults = [
            {"sku": ["is no product of ours"]} if line["sku"] in skus else {} for line in lines
        ]
        super().__init__({"lines": faults})


def summed(lines: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Units by sku. Raises BadInput when they are too many."""
    units: Counter[str] = Counter()
    for n, line in enumerate(lines):
        units[line["sku"]] += line["qty"]
        if units[line["sku"]] > MOST_UNITS:
            raise BadInput(f"lines/{n}/qty", f"adds up to more than {MOST_UNITS} of this sku")
    return dict(units)


def generated_id(request: Request) -> str:
    """An id for an order that its customer gave none: the same for the same request."""
    source = f"{request.client} {request.key}"
    return f"o-{hashlib.sha256(source.encode()).hexdigest()[:20]}"


def ship_to(customer: str, label: str | None) -> dict[str, str]:
    """The address as it stands on the parcel; without a label the customer's only one.

    Raises BadInput.
    """
    address = queries.ship_to(customer, label or "")
    if label is not None and not address:
        raise BadInput("ship_to", "is the label of none of your addresses")
    return address
