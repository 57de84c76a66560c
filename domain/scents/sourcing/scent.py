"""A scent: who makes it, from which formula, and the decisions that led there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from domain.kernel import Aggregate, NotFound
from domain.scents.events.sourcing import ScentUpdated, SourcingDecided, SourcingReopened
from domain.scents.recipes.uses import require_code
from domain.scents.surveys.plan import Candidate, require_text


class UnknownScent(NotFound):
    """Nothing was decided of it yet."""

    def __init__(self, scent: str) -> None:
        super().__init__(f"nothing is decided of {scent} yet")


class Kind(StrEnum):
    """How a decision came about."""

    SUPPLIER = "supplier"  # an audience, between two suppliers
    VARIANT = "variant"  # an audience, among variants
    OVERRULED = "overruled"  # a person


@dataclass(frozen=True)
class Decision:
    """One decision, with all that it rests on; it never changes. `costs` of a unit by supplier, in
    `currency`: those that were compared; `evidence` is plain data. `by` is a person, or the version
    of the policy."""

    kind: Kind
    source: Candidate
    by: str
    at: datetime
    policy: str = ""
    survey: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)
    costs: Mapping[str, Decimal] = field(default_factory=dict)
    currency: str = ""
    provisional: bool = False
    reason: str = ""
    number: int = 0
    reverses: bool = False

    @property
    def cost(self) -> Decimal | None:
        """Of a unit from the supplier that was decided for; None: nobody said."""
        return self.costs.get(self.source.supplier)

    @property
    def saving(self) -> Decimal | None:
        """Of a unit, against the dearest."""
        return None if self.cost is None else max(self.costs.values()) - self.cost


class Scent(Aggregate):
    """A scent under its `code`, which is also the SKU under which it is sold.

    `last` is the decision that stands; earlier ones are kept for ever, and not needed to decide.
    `reopened`: fresh answers speak against it.
    """

    def __init__(
        self,
        code: str,
        *,
        last: Decision | None = None,
        since: datetime | None = None,
        reopened: bool = False,
        version_number: int = 0,
    ) -> None:
        super().__init__(version_number=version_number)
        require_code("scent", code)
        self.code = code
        self.last = last
        self.since = since
        self.reopened = reopened
        self.decided: list[Decision] = []

    @property
    def identity(self) -> str:
        return f"scent:{self.code}"

    @property
    def source(self) -> Candidate | None:
        """Who makes it from what; None: nothing is decided."""
        return self.last.source if self.last else None

    def decide(self, decision: Decision) -> Decision:
        """Note it, numbered, as the one that stands; what it leaves empty stays as it was. The same
        survey decides the same once."""
        if self.last and decision.survey and _same(self.last, decision):
            return self.last
        before = self.source
        source = _merged(before, decision.source)
        numbered = replace(
            decision,
            source=source,
            number=(self.last.number if self.last else 0) + 1,
            reverses=before is not None and _reverses(before, source),
        )
        self.last, self.reopened = numbered, False
        self.decided.append(numbered)
        self.record(_told(self.code, numbered, before))
        if before != source:
            self.since = decision.at
            self.record(_updated(self.code, numbered, before))
        return numbered

    def overrule(
        self, source: Candidate, *, costs: Mapping[str, Decimal], currency: str, reason: str,
        by: str, at: datetime,
    ) -> Decision:  # fmt: skip
        """A person decides otherwise. Raises BadInput without a reason."""
        require_text("reason", reason, longest=2_000, may_be_empty=False)
        require_text("by", by, longest=255, may_be_empty=False)
        decision = Decision(
            Kind.OVERRULED, source, by, at, costs=costs, currency=currency, reason=reason
        )
        return self.decide(decision)

    def reopen(
        self, *, survey: str, evidence: Mapping[str, Any], reason: str, at: datetime
    ) -> None:
        """Fresh answers speak against what stands; once until the next decision. Raises
        UnknownScent."""
        if self.last is None:
            raise UnknownScent(self.code)
        if not self.reopened:
            self.reopened = True
            told = SourcingReopened(self.code, self.last.number, survey, evidence, reason, at)
            self.record(told)


def _same(last: Decision, decision: Decision) -> bool:
    keys = ("survey", "kind", "policy", "evidence")
    return all(getattr(last, key) == getattr(decision, key) for key in keys)


def _merged(before: Candidate | None, decided: Candidate) -> Candidate:
    if before is None:
        return decided
    return Candidate(decided.supplier or before.supplier, decided.formula or before.formula)


def _reverses(before: Candidate, now: Candidate) -> bool:
    """Whether anything that was decided is otherwise now; what was open before reverses nothing."""
    kept = (before.supplier in ("", now.supplier), before.formula in ("", now.formula))
    return not all(kept)


def _told(scent: str, one: Decision, before: Candidate | None) -> SourcingDecided:
    return SourcingDecided(
        scent, one.number, one.kind.value, one.source.supplier, one.source.formula, one.policy,
        one.survey, one.evidence, {name: str(cost) for name, cost in one.costs.items()},
        one.currency, _text(one.cost), _text(one.saving), one.provisional, one.reverses, one.by,
        one.reason, one.at, str(before or ""),
    )  # fmt: skip


def _updated(scent: str, one: Decision, before: Candidate | None) -> ScentUpdated:
    return ScentUpdated(
        scent, one.source.supplier, one.source.formula, before.formula if before else "",
        one.number, _text(one.cost), one.currency, one.at,
    )  # fmt: skip


def _text(amount: Decimal | None) -> str:
    return "" if amount is None else str(amount)
