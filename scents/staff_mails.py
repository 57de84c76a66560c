"""What researchers and buyers are told by mail, in words that say what to do next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from domain.scents.events.sourcing import MarketResearchImported, SourcingDecided, SourcingReopened
from domain.scents.events.surveys import SurveyClosed
from domain.scents.sourcing.market_research import SOURCE

News = SurveyClosed | SourcingDecided | SourcingReopened | MarketResearchImported
Page = Callable[[str], str]
"""The address of a scent's page."""


class Letter(NamedTuple):
    """A mail in plain text."""

    subject: str
    text: str


def letter(event: News, page: Page) -> Letter | None:
    """None: of this nobody is told alone, as the rows of a table are told together."""
    match event:
        case SurveyClosed():
            return _closed(event)
        case SourcingDecided():
            alone = event.evidence.get("source") != SOURCE
            return _decided(event, page) if alone else None
        case SourcingReopened():
            return _reopened(event, page)
        case MarketResearchImported():
            return _imported(event)


def _closed(event: SurveyClosed) -> Letter:
    return Letter(
        f"Survey closed: {event.code}",
        f"""Survey {event.code} ({event.title}) is closed.

Answers: {event.answers}
Why: {event.reason}

What to do next: look at its results in the back office under Surveys, Results. Where the evidence
suffices for a decision, a mail of its own tells which.
""",
    )


def _decided(event: SourcingDecided, page: Page) -> Letter:
    about = "Decision reversed" if event.reverses else "Decision ready"
    made = _made(event.supplier, event.formula)
    change = f"{event.before} -> {made}" if event.reverses else made
    told = [
        f"{event.scent}, decision {event.number}: {change}",
        "",
        f"Decided by: {event.by}" + (", provisionally" if event.provisional else ""),
        *([f"Survey: {event.survey}"] if event.survey else []),
        f"Why: {event.reason}",
        *_numbers(event.evidence),
        *_costs(event),
        "",
        "From now on purchase proposals and batches follow it; what is in stock stays as it is.",
        f"The decision with its evidence: {page(event.scent)}",
        "",
    ]
    return Letter(f"{about}: {event.scent}", "\n".join(told))


def _reopened(event: SourcingReopened, page: Page) -> Letter:
    told = [
        f"{event.scent}: fresh answers speak against decision {event.number}, which stands.",
        "",
        f"Why: {event.reason}",
        *_numbers(event.evidence),
        "",
        "What to do next: ask an audience again, or overrule the decision on its page:",
        page(event.scent),
        "",
    ]
    return Letter(f"Decision reopened: {event.scent}", "\n".join(told))


def _imported(event: MarketResearchImported) -> Letter:
    told = [
        f"Market research ({event.reference}) was taken in by {event.by}.",
        f"Weighed by {event.policy}:",
        "",
        *map(_row, event.decisions),
        "",
        *(_sum(currency, sums) for currency, sums in event.sums.items()),
        "",
        "The decisions with their evidence: in the back office under Surveys, Scents.",
        "",
    ]
    many = f"{len(event.decisions)} decision{'s' * (len(event.decisions) != 1)}"
    return Letter(f"Market research: {many}", "\n".join(told))


def _row(one: Mapping[str, Any]) -> str:
    flags = [name for name in ("provisional", "reverses") if one[name]]
    told = f"{one['scent']}: {one['supplier']}, {one['per_cent']:.10g} % for {one['share_of']}"
    cost = f", {one['cost']} {one['currency']} a unit" if one["cost"] else ""
    return told + cost + "".join(f", {flag}" for flag in flags)


def _sum(currency: str, sums: Mapping[str, str]) -> str:
    return (
        f"A unit of each: {sums['chosen']} {currency} against {sums['dearest']} all-expensive; "
        f"saves {sums['saving']} ({sums['per_cent']} %)."
    )


def _numbers(evidence: Mapping[str, Any]) -> list[str]:
    found = []
    if (interval := evidence.get("wilson")) is not None:
        low, high = (f"{100 * end:.1f}" for end in interval)
        found.append(f"Wilson interval: {low} to {high} %")
    if (posterior := evidence.get("posterior")) is not None:
        found.append(
            f"Chance that the share reaches {evidence['threshold']} %: {100 * posterior:.1f} %"
        )
    return found


def _costs(event: SourcingDecided) -> list[str]:
    if not event.costs:
        return ["Costs: nobody said them."]
    listed = ", ".join(f"{name or 'each'} {cost}" for name, cost in sorted(event.costs.items()))
    saved = f"; saves {event.saving} against all-expensive" if event.saving else ""
    return [f"Costs of a unit, {event.currency}: {listed}{saved}"]


def _made(supplier: str, formula: str) -> str:
    return " of ".join(part for part in (formula, supplier) if part)
