"""The check of a formula against the IFRA standards of one amendment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from domain.kernel import BadInput
from domain.scents.measured import require_finite
from domain.scents.safety.bounds import DUST, Bound, shared, single
from domain.scents.safety.screen import Cover, Screening, screen
from domain.scents.safety.standard import Clearance, Rule, Standard, require_category
from domain.scents.safety.verdict import Condition, Finding, Status, Verdict

Contents = Mapping[str, float]
"""What a formula contains, for safety: mass fractions by code. A natural counts itself and each of
its constituents at the most that it may hold, over all paths and dilutions, so that they may add up
to more than one."""


def check(
    contents: Contents,
    cas: Mapping[str, str],
    standards: Iterable[Standard],
    clearances: Iterable[Clearance],
    *,
    amendment: str,
    category: str,
    dose: float,
) -> Verdict:
    """Whether `dose` of the formula (its mass fraction in the finished product, in (0, 1]) is
    compliant, and which dose would be.

    `cas` are the CAS numbers of the codes; one that it lacks, or has as empty, has none. The dose
    that a limit allows is limit / fraction (IFRA, Guidance for the use of IFRA Standards,
    contributions from other sources). Shares equal to a limit within DUST are within it. Raises
    BadInput.
    """
    require_category(category)
    require_dose(dose)
    require_fractions(contents)
    present = {code: share for code, share in contents.items() if share > 0}
    screening = screen(present, cas, standards, clearances, amendment=amendment)
    findings = (
        *_unknown(screening, present, dose),
        *(_ruled(cover, present, category, dose) for cover in screening.covers),
        *(_bound(bound, present, dose) for bound in shared(screening.covers, category)),
    )
    return Verdict(amendment, category, dose, findings, _conditions(screening.covers))


def _unknown(screening: Screening, contents: Contents, dose: float) -> tuple[Finding, ...]:
    reasons = dict.fromkeys(screening.nameless, "has no CAS number")
    reasons |= dict.fromkeys(screening.unlisted, "has neither a standard nor a clearance")
    return tuple(
        Finding(Status.UNKNOWN, code, (code,), contents[code] * dose, reason=reason)
        for code, reason in sorted(reasons.items())
    )


def _ruled(cover: Cover, contents: Contents, category: str, dose: float) -> Finding:
    name, limit = cover.standard.name, cover.standard.limits.get(category)
    if isinstance(limit, Decimal):
        return _bound(single([cover], category)[0], contents, dose, limit=limit)
    codes = _by_share(cover.codes, contents)
    share = sum(contents[code] for code in codes) * dose
    if limit is None:
        reason = f"gives no limit for category {category}"
        return Finding(Status.UNKNOWN, name, codes, share, reason=reason)
    if limit is Rule.PROHIBITED:
        return Finding(Status.PROHIBITED, name, codes, share, limit, largest_dose=0.0)
    return Finding(Status.OK, name, codes, share, limit, largest_dose=1.0)


def _bound(
    bound: Bound, contents: Contents, dose: float, *, limit: Decimal | None = None
) -> Finding:
    at_one = bound.use(contents)
    codes = _by_share(bound.weights, contents)
    return Finding(
        Status.OK if at_one * dose <= 1 + DUST else Status.EXCEEDED,
        bound.name,
        codes,
        sum(contents[code] for code in codes) * dose,
        limit,
        at_one * dose,
        min(1.0, 1 / at_one),
    )


def _conditions(covers: Iterable[Cover]) -> tuple[Condition, ...]:
    return tuple(
        Condition(cover.standard.name, cover.codes, cover.standard.condition)
        for cover in covers
        if cover.standard.condition
    )


def _by_share(codes: Iterable[str], contents: Contents) -> tuple[str, ...]:
    return tuple(sorted(codes, key=lambda code: (-contents[code], code)))


def require_dose(dose: float) -> None:
    require_finite("dose", dose)
    if not 0 < dose <= 1:
        raise BadInput("dose", "must be above 0, up to 1")


def require_fractions(contents: Contents) -> None:
    for code, share in contents.items():
        require_finite(f"contents.{code}", share)
        if not 0 <= share <= 1 + DUST:
            raise BadInput(f"contents.{code}", "must be a mass fraction")
