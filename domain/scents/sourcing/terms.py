"""The terms of a policy as plain data, as they are stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from domain.scents.sourcing.policy import Policy, Test, Undecided

_DECIMALS = ("threshold", "alpha", "confidence")


def write_terms(policy: Policy) -> dict[str, Any]:
    """Without code and version; amounts as text."""
    told = {**asdict(policy), **{name: str(getattr(policy, name)) for name in _DECIMALS}}
    return {name: value for name, value in told.items() if name not in ("code", "version")}


def policy_of(code: str, version: int, terms: Mapping[str, Any]) -> Policy:
    """The version with these terms."""
    told = {**terms, **{name: Decimal(terms[name]) for name in _DECIMALS}}
    told["test"] = Test(terms["test"])
    told["undecided"] = Undecided(terms["undecided"])
    return Policy(code, version, **told)
