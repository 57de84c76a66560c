"""A row of a table of market research: what an agency found, and what both scents cost."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from domain.kernel import BadInput
from domain.scents.recipes.uses import require_code

MOST_PLACES = 6
DEAREST = Decimal(10) ** 9


@dataclass(frozen=True)
class ResearchRow:
    """Per cents that favoured each (those who favoured neither are the rest), and the cost of a
    unit. With counts: `answers` were given, `cheap_count` of them for the cheap one; then they are
    what counts, and must agree with the per cent as far as that was rounded. Raises BadInput."""

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
        self._require_counts()

    @property
    def share(self) -> Fraction:
        """Of the cheap one."""
        if self.answers and self.cheap_count is not None:
            return Fraction(self.cheap_count, self.answers)
        return Fraction(self.cheap) / 100

    def _require_counts(self) -> None:
        answers, count = self.answers, self.cheap_count
        if answers is None and count is None:
            return
        if answers is None or answers < 1:
            raise BadInput("answers", "must be a number from 1 on")
        if count is None:
            return
        if not 0 <= count <= answers:
            raise BadInput("cheap_count", "must be a number from 0 to the number of answers")
        places = max(0, -int(self.cheap.as_tuple().exponent))
        if abs(Fraction(count * 100, answers) - Fraction(self.cheap)) > Fraction(1, 2 * 10**places):
            raise BadInput("cheap_count", f"is not {self.cheap} % of {answers}")


def _require_money(field: str, amount: Decimal) -> None:
    if not (amount.is_finite() and 0 < amount <= DEAREST):
        raise BadInput(field, f"must be an amount above 0, and at most {DEAREST}")
    if amount != amount.quantize(Decimal(1).scaleb(-MOST_PLACES)):
        raise BadInput(field, f"must have at most {MOST_PLACES} decimals")
