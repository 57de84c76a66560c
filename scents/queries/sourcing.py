"""What decisions are made from, and what was decided."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal

from domain.scents.sourcing.policy import PLAIN, Policy, UnknownPolicy
from domain.scents.sourcing.terms import policy_of
from domain.scents.supply.cost import price_at
from domain.scents.supply.offer import Sold
from scents.models import DecisionPolicy, Formula, FormulaVersion, PriceList, ScentSource
from scents.queries.suppliers import offers_for


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
