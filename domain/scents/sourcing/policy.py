"""Decision policies: rules by which answers become decisions, settled before they come in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from domain.kernel import Aggregate, BadInput, NotFound
from domain.scents.events.sourcing import PolicyRecorded
from domain.scents.recipes.uses import require_code

MOST_ANSWERS = 10_000_000
MOST_UNITS = 10**9


class Test(StrEnum):
    """What counts as enough evidence for the answer of the point rule."""

    POINT = "point rule"
    INTERVAL = "Wilson interval"
    SEQUENTIAL = "sequential"

    __test__ = False  # no test of pytest's


class Undecided(StrEnum):
    """What is done while the evidence does not suffice."""

    PROVISIONAL = "answer provisionally"
    KEEP = "keep what is bought now"
    EXPENSIVE = "buy the expensive one"


class UnknownPolicy(NotFound):
    """There is none under this code, or no such version."""

    def __init__(self, code: str) -> None:
        super().__init__(f"there is no decision policy {code}")


@dataclass(frozen=True)
class Policy:
    """One version of a policy.

    `threshold`: per cent of those who chose, from which on the cheap scent is bought; exactly
    that share counts as favoured where `inclusive`. `quantity`: the units at whose price costs are
    compared. `alpha`: the share of decisions that may be wrong. `least`: the smallest number of
    answers that decide. `confidence`: the chance of being the best at which a variant has won.
    Raises BadInput.
    """

    code: str
    version: int
    threshold: Decimal = Decimal(40)
    inclusive: bool = True
    test: Test = Test.POINT
    alpha: Decimal = Decimal("0.05")
    least: int = 1
    undecided: Undecided = Undecided.PROVISIONAL
    quantity: int = 1
    confidence: Decimal = Decimal("0.95")
    note: str = ""

    def __post_init__(self) -> None:
        require_code("code", self.code)
        _require_between("threshold", self.threshold, Decimal(0), Decimal(100))
        _require_between("alpha", self.alpha, Decimal(0), Decimal("0.5"))
        _require_between("confidence", self.confidence, Decimal("0.5"), Decimal(1))
        if not 1 <= self.least <= MOST_ANSWERS:
            raise BadInput("least", f"must be a number from 1 to {MOST_ANSWERS}")
        if not 1 <= self.quantity <= MOST_UNITS:
            raise BadInput("quantity", f"must be a number from 1 to {MOST_UNITS}")
        if len(self.note) > 2_000 or "\x00" in self.note:
            raise BadInput("note", "must be text of at most 2,000 letters")

    @property
    def reference(self) -> str:
        return f"{self.code}@{self.version}"

    def favours(self, share: Fraction) -> bool:
        """Whether the cheap scent has this share, in whole numbers: percentages are not rounded."""
        line = Fraction(self.threshold) / 100
        return share >= line if self.inclusive else share > line


def _require_between(field: str, value: Decimal, low: Decimal, high: Decimal) -> None:
    if not (value.is_finite() and low < value < high):
        raise BadInput(field, f"must lie between {low} and {high}")
    if value != value.quantize(Decimal("1e-6")):
        raise BadInput(field, "must have at most 6 decimals")


PLAIN = Policy("PLAIN", 1, note="The company's rule: 40 % of those who chose, or more.")
"""The rule that the company began with; it answers at once."""


class DecisionPolicy(Aggregate):
    """A policy with all its versions; they never change."""

    def __init__(
        self, code: str, versions: Sequence[Policy] = (), *, version_number: int = 0
    ) -> None:
        super().__init__(version_number=version_number)
        self.code = code
        self.versions = list(versions)

    @property
    def identity(self) -> str:
        return f"policy:{self.code}"

    @property
    def latest(self) -> Policy:
        return self.versions[-1]

    def record_version(self, policy: Policy, *, by: str) -> Policy:
        """Add it, numbered after the last; the same terms again add nothing."""
        if self.versions and replace(policy, version=self.latest.version) == self.latest:
            return self.latest
        added = replace(policy, code=self.code, version=len(self.versions) + 1)
        self.versions.append(added)
        terms = {name: str(value) for name, value in asdict(added).items()}
        self.record(PolicyRecorded(self.code, added.version, terms, by))
        return added
