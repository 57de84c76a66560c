"""Whether a formula is safe in a use, by the rules that hold now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.scents.recipes.composition import compose
from domain.scents.recipes.mixture import Library, masses
from domain.scents.safety.bounds import Bounds, bounds
from domain.scents.safety.check import check
from domain.scents.safety.verdict import Finding, Status, Verdict
from scents.queries.formulas import recipe
from scents.queries.needs import library_for
from scents.queries.safety import category_of, rules_of


@dataclass(frozen=True)
class Examination:
    """Passed, or the reasons why not."""

    passes: bool
    reasons: tuple[str, ...]


def safety_of(code: str, version: int, delivery_format: str, dose: Decimal) -> Examination:
    """Raises UnknownFormula, UnknownFormat, CategoryUndecided, BadInput."""
    blend = recipe(code, version)
    library = library_for(blend)
    contents = compose(masses(blend, library), library).contents
    verdict = verdict_on(contents, library, delivery_format=delivery_format, dose=float(dose))
    return Examination(verdict.passes, tuple(map(told, verdict.blocking)))


def verdict_on(
    contents: Mapping[str, float], library: Library, *, delivery_format: str, dose: float
) -> Verdict:
    """Raises UnknownFormat, CategoryUndecided, BadInput."""
    amendment, category = category_of(delivery_format)
    cas = library.cas_of(contents)
    rules = rules_of(amendment, cas.values())
    return check(
        contents,
        cas,
        rules.standards,
        rules.clearances,
        amendment=amendment,
        category=category,
        dose=dose,
    )


def bounds_on(codes: Iterable[str], library: Library, *, delivery_format: str) -> Bounds:
    """What an optimiser must keep to. Raises UnknownFormat, CategoryUndecided, BadInput."""
    amendment, category = category_of(delivery_format)
    cas = library.cas_of(codes)
    rules = rules_of(amendment, cas.values())
    return bounds(
        cas, cas, rules.standards, rules.clearances, amendment=amendment, category=category
    )


def told(finding: Finding) -> str:
    """A finding that blocks, for the person who wants to know what to do."""
    if finding.status is Status.UNKNOWN:
        return f"the limit of {finding.subject} is unknown: it {finding.reason}"
    materials = ", ".join(finding.materials)
    if finding.status is Status.PROHIBITED:
        return f"{finding.subject} prohibits {materials}"
    most = f"; a dose of {finding.largest_dose:.4%} would pass" if finding.largest_dose else ""
    return f"{finding.subject} is exceeded by {materials}: {finding.share:.4%} of the product{most}"
