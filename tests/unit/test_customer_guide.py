"""What the guide tells customers to do works."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from stack import ROOT

from domain.allocation.customer_parts import SCOPES
from domain.allocation.moments import KINDS
from domain.scents.surveys.response import Fate
from messaging.webhooks.signing import new_secret, signed_headers

GUIDE = (ROOT / "docs/guides/customers.md").read_text()
BODY = '{"type":"order.accepted","data":{"order":"Ä-1"}}'.encode()


@pytest.fixture
def is_genuine() -> Callable[..., bool]:
    """The check, as it stands in the guide."""
    [code] = re.findall(r"```python\n(.*?)```", GUIDE, re.S)
    names: dict[str, Any] = {}
    exec(code, names)
    check: Callable[..., bool] = names["is_genuine"]
    return check


def headers(*secrets: str, late: int = 0) -> dict[str, str]:
    return signed_headers("msg_1", body=BODY, seconds=int(time.time()) - late, secrets=secrets)


def test_the_check_of_the_guide_accepts_ours_and_nothing_else(is_genuine: Callable[..., bool]):
    ours, other = new_secret(), new_secret()
    assert is_genuine(headers(ours), BODY, ours)
    assert is_genuine(headers(other, ours), BODY, ours), "while a secret is replaced"
    assert not is_genuine(headers(other), BODY, ours)
    assert not is_genuine(headers(ours), BODY.replace(b":", b": "), ours)
    assert not is_genuine(headers(ours, late=600), BODY, ours)


@pytest.mark.parametrize("kind", KINDS)
def test_the_guide_names_every_type_that_is_sent(kind: str):
    assert (f"| `{KINDS[kind]}` |" in GUIDE) == (kind != "released")


@pytest.mark.parametrize("fate", Fate)
def test_the_guide_names_everything_that_becomes_of_an_answer(fate: Fate):
    assert f"| `{fate.value}` |" in GUIDE


@pytest.mark.parametrize("scope", SCOPES)
def test_the_guide_names_every_scope_of_a_key(scope: str):
    assert f"`{scope}`" in GUIDE
