"""A row of a table of market research: what an agency found, and what both scents cost."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from domain.kernel import BadInput
from domain.scents.recipes.uses import require_code
from domain.scents.sourcing.evidence import Evidence

SOURCE = "market research"
MOST_PLACES = 6
MOST_ANSWERS = 10_000_000
DEAREST = Decimal(10) ** 9


@dataclass(frozen=True)
class ResearchRow:
    """Per cents that favoured each (those who favoured neither are the rest), and the cost of a
    unit, where the cheap one is not the dearer. With counts: `answers` were given, `cheap_count` of
    them for the cheap one; then they are what counts, and must agree with the per cent as far as
    that was rounded. Raises BadInput."""

    scent: str
    expensive: Decimal
    cheap: Decimal
    expensive_cost: Decimal
    cheap_cost: Decimal
    answers: int | None = None
    cheap_count: int | None = None

    def __post_init__(self) -> None:
        require_code("scent", self.scent)
        for field in ("expensive", "cheap"):
            share: Decimal = getattr(self, field)
            if not (share.is_finite() and 0 <= share <= 100):
                raise BadInput(field, "must be a per cent from 0 to 100")
        if self.expensive + self.cheap > 100:
            raise BadInput("cheap", "both together are more than 100 %")
        for field in ("expensive_cost", "cheap_cost"):
            _require_money(field, getattr(self, field))
        if self.cheap_cost > self.expensive_cost:
            raise BadInput("cheap_cost", "the cheap one is dearer than the expensive one")
        self._require_counts()

    def evidence(self, *, reference: str) -> Evidence:
        """What it says for the cheap one, of all who were asked; where neither is the cheaper one,
        of those who chose, for then it is only asked which of the two more people favour."""
        source = {"source": SOURCE, "reference": reference, "reported": f"{self.cheap} %"}
        if neither := self._neither():
            if self.cheap_cost == self.expensive_cost:
                source["reported"] = f"{self.cheap} % and {self.expensive} %"
                return Evidence.reported(self._of_those_who_chose(), source=source)
            source["neither"] = f"{neither} %"
        if self.answers is not None and (count := self._count()) is not None:
            return Evidence.counted(count, self.answers, source=source)
        return Evidence.reported(Fraction(self.cheap) / 100, source=source)

    def _count(self) -> int | None:
        """As given; or the only one of so many answers that rounds to the per cent."""
        if self.cheap_count is not None or self.answers is None:
            return self.cheap_count
        low, high = (
            Fraction(self.answers, 100) * (Fraction(self.cheap) + sign * _half(self.cheap))
            for sign in (-1, 1)
        )
        found = range(max(0, ceil(low)), min(self.answers, floor(high)) + 1)
        return found[0] if len(found) == 1 else None

    def _neither(self) -> Decimal:
        """Per cent that favoured neither; what is no more than rounding is nobody."""
        rest = 100 - self.expensive - self.cheap
        rounded = _half(self.expensive) + _half(self.cheap)
        return rest if Fraction(rest) > rounded else Decimal(0)

    def _of_those_who_chose(self) -> Fraction:
        chose = Fraction(self.cheap + self.expensive)
        return Fraction(self.cheap) / chose if chose else Fraction(1, 2)

    def _require_counts(self) -> None:
        answers, count = self.answers, self.cheap_count
        if answers is None and count is None:
            return
        if answers is None or not 1 <= answers <= MOST_ANSWERS:
            raise BadInput("answers", f"must be a number from 1 to {MOST_ANSWERS}")
        if count is None:
            return
        if not 0 <= count <= answers:
            raise BadInput("cheap_count", "must be a number from 0 to the number of answers")
        if abs(Fraction(count * 100, answers) - Fraction(self.cheap)) > _half(self.cheap):
            raise BadInput("cheap_count", f"is not {self.cheap} % of {answers}")


def _half(per_cent: Decimal) -> Fraction:
    """Of its last digit."""
    return Fraction(1, 2 * 10 ** max(0, -int(per_cent.as_tuple().exponent)))


def _require_money(field: str, amount: Decimal) -> None:
    if not (amount.is_finite() and 0 < amount <= DEAREST):
        raise BadInput(field, f"must be an amount above 0, and at most {DEAREST}")
    if amount != amount.quantize(Decimal(1).scaleb(-MOST_PLACES)):
        raise BadInput(field, f"must have at most {MOST_PLACES} decimals")
