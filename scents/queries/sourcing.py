"""What decisions are made from, and what was decided."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from domain.scents.sourcing.policy import PLAIN, Policy, UnknownPolicy
from domain.scents.sourcing.savings import Savings, add_up
from domain.scents.sourcing.terms import policy_of
from domain.scents.supply.cost import price_at
from domain.scents.supply.offer import Sold
from scents.models import (
    DecisionPolicy,
    Formula,
    FormulaVersion,
    PriceList,
    ScentSource,
    SourcingDecision,
)
from scents.queries.suppliers import offers_for

MOST_PROPOSED = 1_000


def unit_costs(
    wanted: Collection[tuple[str, str]], *, quantity: int, on: date
) -> Mapping[tuple[str, str], tuple[Decimal, str]]:
    """The price of a unit of a finished scent and its currency, by scent and supplier, where so
    many units are needed; without those who do not offer it that day."""
    offers = offers_for({scent for scent, _ in wanted}, on, sold=Sold.SCENT)
    return {
        (one.item, one.supplier): (price_at(one, Decimal(quantity))[1], one.currency)
        for one in offers
        if (one.item, one.supplier) in wanted
    }


def approved_versions(versions: Collection[str]) -> set[str]:
    """Those of these versions of formulas (CODE@2) that are approved."""
    rows = FormulaVersion.objects.filter(
        formula__in={one.rpartition("@")[0] for one in versions}, approved_at__isnull=False
    )
    found = {f"{code}@{number}" for code, number in rows.values_list("formula", "number")}
    return found & set(versions)


def names_of_scents() -> Iterator[tuple[str, str]]:
    """Names and codes under which scents are known; of two that read the same the last one counts:
    what is decided or sold comes after formulas, which may have other names."""
    yield from Formula.objects.order_by("code").values_list("name", "code")
    for codes in (
        Formula.objects.values_list("code", flat=True),
        PriceList.objects.filter(sold=Sold.SCENT).values_list("item", flat=True),
        ScentSource.objects.values_list("code", flat=True),
    ):
        yield from ((code, code) for code in sorted({*codes}))


def decided_scents(codes: Collection[str]) -> set[str]:
    """Those of these of which anything was decided."""
    return {*ScentSource.objects.filter(code__in=codes).values_list("code", flat=True)}


def has_policy(code: str) -> bool:
    return DecisionPolicy.objects.filter(code=code).exists()


def policy_choices() -> list[tuple[str, str]]:
    """The latest version of each policy, to be chosen from."""
    rows = DecisionPolicy.objects.order_by("code", "-version").distinct("code")
    found = {row.code: f"{row.code}@{row.version}" for row in rows}
    return [(one, one) for one in {PLAIN.code: PLAIN.reference, **found}.values()]


def policy_version(reference: str) -> Policy:
    """Raises UnknownPolicy."""
    if reference == PLAIN.reference:
        return PLAIN
    code, _, version = reference.rpartition("@")
    row = DecisionPolicy.objects.filter(code=code, version=int(version)).first()
    if row is None:
        raise UnknownPolicy(reference)
    return policy_of(row.code, row.version, row.terms)


def offered_scents() -> list[str]:
    """Those that somebody sells finished, to be proposed."""
    items = PriceList.objects.filter(sold=Sold.SCENT).order_by("item")
    return [*items.values_list("item", flat=True).distinct()[:MOST_PROPOSED]]


def approved_formulas() -> list[str]:
    """Versions (CODE@2) that are approved, the newest of a formula first, to be proposed."""
    rows = FormulaVersion.objects.filter(approved_at__isnull=False).order_by("formula", "-number")
    found = rows.values_list("formula", "number")[:MOST_PROPOSED]
    return [f"{code}@{number}" for code, number in found]


def policy_codes() -> list[str]:
    """All policies, the plain one first: it is always there."""
    codes = {*DecisionPolicy.objects.values_list("code", flat=True)} - {PLAIN.code}
    return [PLAIN.code, *sorted(codes)]


def scents_with_decision() -> QuerySet[Any]:
    """With what stands of the decision that stands: cost, saving, currency, decided_by,
    provisional."""
    stands = SourcingDecision.objects.filter(scent=OuterRef("pk"), number=OuterRef("decision"))
    names = ("cost", "saving", "currency", "decided_by", "provisional")
    return ScentSource.objects.annotate(
        **{name: Subquery(stands.values(name)[:1]) for name in names}
    )


def savings() -> list[Savings]:
    """Of a unit of each scent, as decided now, against all-expensive."""
    return add_up(scents_with_decision())
