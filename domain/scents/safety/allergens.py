"""Allergens that a label must name, with the dates from which it must."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.kernel import BadInput
from domain.scents.events.safety import AllergenRuleRecorded, AllergenRuleWithdrawn
from domain.scents.safety.bounds import DUST
from domain.scents.safety.check import Contents, require_dose, require_fractions
from domain.scents.safety.revisions import Revised, Revision
from domain.scents.safety.standard import require_members, require_name, require_source


class Due(StrEnum):
    """Which products must name an allergen on a day."""

    NOT_YET = "not yet"
    NEW_PRODUCTS = "new products"
    ALL_PRODUCTS = "all products"


@dataclass(frozen=True)
class AllergenRule:
    """An entry of a list: the label names it where its members together exceed a threshold.

    `rule` is the regulation, `leave_on` and `rinse_off` the thresholds as mass per cents of the
    finished product, `new_products_from` the first day on which a product that is newly placed on
    the market must name it, and `all_products_from` that for all that is on sale. `rule` holds no
    colon: in an identity, that ends it. Raises BadInput.
    """

    rule: str
    name: str
    members: frozenset[str]
    leave_on: Decimal
    rinse_off: Decimal
    new_products_from: date
    all_products_from: date
    source: str

    def __post_init__(self) -> None:
        require_name("rule", self.rule)
        if ":" in self.rule:
            raise BadInput("rule", "must have no colon")
        require_name("name", self.name)
        require_source("source", self.source)
        require_members(self.members)
        for field, per_cent in (("leave_on", self.leave_on), ("rinse_off", self.rinse_off)):
            if not (per_cent.is_finite() and 0 < per_cent <= 100):
                raise BadInput(field, "must be a per cent above 0, up to 100")
        if self.all_products_from < self.new_products_from:
            raise BadInput("all_products_from", "must not be before that for new products")

    def due(self, on: date) -> Due:
        if on >= self.all_products_from:
            return Due.ALL_PRODUCTS
        return Due.NEW_PRODUCTS if on >= self.new_products_from else Due.NOT_YET


@dataclass(frozen=True)
class Mention:
    """An allergen above its threshold: `share` of the finished product as a mass fraction,
    `threshold` as a mass per cent, `materials` the codes that bring it, the largest part first."""

    rule: AllergenRule
    share: float
    threshold: Decimal
    materials: tuple[str, ...]
    due: Due


@dataclass(frozen=True)
class Label:
    """`unidentified` codes have no CAS number: no list can tell whether they must be named."""

    mentions: tuple[Mention, ...]
    unidentified: tuple[str, ...] = ()

    def names(self, *, new_product: bool) -> tuple[str, ...]:
        """What must be on the label, each name once, in the order of the alphabet."""
        due = {Due.ALL_PRODUCTS, Due.NEW_PRODUCTS} if new_product else {Due.ALL_PRODUCTS}
        return tuple(sorted({each.rule.name for each in self.mentions if each.due in due}))


def allergens_to_label(
    contents: Contents,
    cas: Mapping[str, str],
    rules: Iterable[AllergenRule],
    *,
    dose: float,
    leave_on: bool,
    on: date,
) -> Label:
    """What the label must name at this dose, by name and regulation.

    `contents` as in `check`. An allergen counts where its share exceeds the threshold; a share
    equal to it within DUST does not (Regulation (EC) 1223/2009, Annex III: "exceeds"). Raises
    BadInput.
    """
    require_dose(dose)
    require_fractions(contents)
    codes: dict[str, list[str]] = {}
    for code in sorted(code for code, share in contents.items() if share > 0):
        codes.setdefault(cas.get(code, ""), []).append(code)
    mentions = []
    for rule in sorted(rules, key=lambda each: (each.name, each.rule)):
        found = [code for number in rule.members for code in codes.get(number, ())]
        share = sum(contents[code] for code in sorted(found)) * dose
        threshold = rule.leave_on if leave_on else rule.rinse_off
        if share > float(threshold) / 100 * (1 + DUST):
            materials = tuple(sorted(found, key=lambda code: (-contents[code], code)))
            mentions.append(Mention(rule, share, threshold, materials, rule.due(on)))
    return Label(tuple(mentions), tuple(codes.get("", ())))


class AllergenRecord(Revised[AllergenRule]):
    """An entry of a regulation's list, through all its revisions."""

    def __init__(
        self,
        rule: str,
        name: str,
        *,
        revisions: Sequence[Revision[AllergenRule]] = (),
        version_number: int = 0,
    ) -> None:
        super().__init__(revisions=revisions, version_number=version_number)
        self.rule = rule
        self.name = name

    @property
    def identity(self) -> str:
        return f"allergen:{self.rule}:{self.name}"

    def record_rule(self, rule: AllergenRule, *, by: str) -> None:
        """The same again changes nothing. Raises BadInput."""
        number = self._revise(rule, source=rule.source, by=by)
        if number is None:
            return
        self.record(
            AllergenRuleRecorded(
                self.rule,
                self.name,
                number,
                tuple(sorted(rule.members)),
                rule.leave_on,
                rule.rinse_off,
                rule.new_products_from,
                rule.all_products_from,
                rule.source,
                by,
            )
        )

    def withdraw(self, *, reason: str, by: str) -> None:
        """It was recorded in error. Raises BadInput and NothingRecorded."""
        number = self._withdraw(reason=reason, by=by)
        self.record(AllergenRuleWithdrawn(self.rule, self.name, number, reason, by))
