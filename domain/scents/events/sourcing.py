"""What has been decided of scents. Amounts are text, for a unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.kernel import Event


@dataclass(frozen=True)
class PolicyRecorded(Event):
    """A decision policy has a new version, with these terms."""

    code: str
    version: int
    terms: Mapping[str, str]
    by: str


@dataclass(frozen=True)
class SourcingDecided(Event):
    """Decision `number` of a scent: who makes it, from which version of a formula (CODE@2).

    `kind` as in `domain.scents.sourcing.scent`; `by` is a person, or the policy (CODE@1).
    `evidence` are the numbers that led there, as plain data; `costs` are amounts by supplier, and
    `saving` is that of a unit against the dearest. `provisional`: the evidence is thin.
    `reverses`: it was decided otherwise before.
    """

    scent: str
    number: int
    kind: str
    supplier: str
    formula: str
    policy: str
    survey: str
    evidence: Mapping[str, Any]
    costs: Mapping[str, str]
    currency: str
    cost: str
    saving: str
    provisional: bool
    reverses: bool
    by: str
    reason: str
    at: datetime


@dataclass(frozen=True)
class ScentUpdated(Event):
    """From now on the scent is made so; what stands in the warehouse stays as it is. `decision` is
    the number of the decision; `before` is the formula until now."""

    scent: str
    supplier: str
    formula: str
    before: str
    decision: int
    cost: str
    currency: str
    at: datetime


@dataclass(frozen=True)
class SourcingReopened(Event):
    """Fresh answers speak against the decision that stands; it stands until the next."""

    scent: str
    number: int
    survey: str
    evidence: Mapping[str, Any]
    reason: str
    at: datetime
