"""Keys to the API for the customers of the sample company, in the demo only."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from allocation import queries
from allocation.api_keys import SECRET_BYTES, key_of
from config import sample
from domain.allocation.commands import IssueApiKey
from domain.allocation.customer_parts import SCOPES
from messaging.bus import get_bus

LIVES = timedelta(days=3_650)


def issue_demo_keys(now: datetime) -> Iterator[str]:
    """See that each customer has its key; what to tell of it.

    The secret is that of DEMO_API_KEY, or else is made once and told then only.
    """
    given = os.environ.get("DEMO_API_KEY", "")
    secret = given or secrets.token_urlsafe(SECRET_BYTES)
    for prefix, (customer, *_) in sample.CUSTOMERS.items():
        key = key_of(prefix, secret)
        known = queries.api_key(prefix)
        if known is None:
            get_bus().handle(
                IssueApiKey(customer.code, "demo", SCOPES, now + LIVES, prefix, key.digest),
                actor="sample company",
            )
        elif not key.matches(known["digest"]):
            yield f"The API key {prefix} of {customer.code} was made before, with another secret."
            continue
        yield f"The API key of {customer.code} is {key.text}"
