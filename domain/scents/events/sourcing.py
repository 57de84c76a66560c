"""What has been decided of scents. Amounts are text, for a unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    `reverses`: it was decided otherwise `before` (who made it, from what; empty: nothing was).
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
    before: str = ""


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


@dataclass(frozen=True)
class MarketResearchImported(Event):
    """A table was taken in; of the decision of each row `SourcingDecided` tells more.

    `decisions` are plain data: scent, supplier, `per_cent` and whose it is, cost and saving of a
    unit, provisional, reverses. `sums` are by currency: scents, chosen, dearest, saving, per_cent.
    """

    reference: str
    policy: str
    decisions: Sequence[Mapping[str, Any]]
    sums: Mapping[str, Mapping[str, str]]
    by: str
    at: datetime
