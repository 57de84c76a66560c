"""Two versions side by side."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString

from domain.kernel import BadInput, DomainError
from domain.scents.recipes.comparison import Change, Comparison, Line, Pair, compare
from messaging.admin.command_admin import Table
from messaging.admin.looks import badge
from scents import queries
from scents.admin.formula_tables import indented, percent
from scents.models import Formula

_COLOURS = {Change.CHANGED: "warning", Change.ADDED: "success", Change.REMOVED: "danger"}


def comparison_context(request: HttpRequest, formula: Formula) -> dict[str, Any]:
    """What the page of a comparison shows: of `version` and `other` (a number, or CODE@2)."""
    version = request.GET.get("version") or str(formula.latest)
    other = request.GET.get("other") or _before(formula)
    context = {"version": version, "other": other, "known": known(formula)}
    try:
        one, two = _versions(formula.pk, other), _versions(formula.pk, version)
        before, after = queries.recipe(*one), queries.recipe(*two)
        found = compare(before, after, queries.library_for(before, after))
    except DomainError as error:
        return {**context, "refusal": str(error), "tables": []}
    names = [f"{code} version {number}" for code, number in (one, two)]
    return {**context, "said": _said(found), "tables": _tables(found, names)}


def known(formula: Formula) -> list[str]:
    """What this formula's versions may be compared with, to be proposed."""
    of_its_own = [f"{formula.code}@{number}" for number in range(formula.latest, 0, -1)]
    return [*of_its_own, *([formula.branched_from] if formula.branched_from else [])]


def _before(formula: Formula) -> str:
    """What it is compared with unless something else is asked for."""
    return str(formula.latest - 1) if formula.latest > 1 else formula.branched_from or "1"


def _versions(code: str, text: str) -> tuple[str, int]:
    named, _, number = text.strip().rpartition("@")
    if not (number.isascii() and number.isdecimal() and len(number) < 8) or "\x00" in named:
        raise BadInput("version", "must be a number, or such as SEA@2")
    return named or code, int(number)


def _said(found: Comparison) -> str:
    if found.is_same:
        return "Both come to the same mixture."
    return f"{percent(found.moved)} of the mass is something else."


def _tables(found: Comparison, names: list[str]) -> list[Table]:
    before, after = found.totals
    totals = [
        ("sum of the shares", f"{before:f}", f"{after:f}", None),
        ("shares by", *(basis.value for basis in found.bases), None),
    ]
    tree = [_line(pair) for pair in found.tree]
    return [
        Table(
            "Materials by mass",
            ["material", *names, "change"],
            [_material(p) for p in found.materials],
        ),
        Table("As it is written", ["part", *names, "change"], [*tree, *totals]),
    ]


def _material(pair: Pair[float]) -> tuple[Any, ...]:
    shares = [None if one is None else percent(one) for one in (pair.before, pair.after)]
    return (pair.key, *shares, _mark(pair.change))


def _line(pair: Pair[Line]) -> tuple[Any, ...]:
    sides = [None if one is None else _side(pair, one) for one in (pair.before, pair.after)]
    return (indented(pair.key, pair.level), *sides, _mark(pair.change))


def _side(pair: Pair[Line], line: Line) -> str:
    share = percent(line.share)
    return share if line.name == pair.key else f"{share} {line.name}"


def _mark(change: Change) -> SafeString | None:
    return None if change is Change.SAME else badge(change.value, _COLOURS[change])
