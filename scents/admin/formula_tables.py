"""Tables below the page of a formula."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from domain.kernel import DomainError
from domain.scents.recipes.mixture import masses
from domain.scents.recipes.names import name_of
from domain.scents.recipes.recipe import Accord, Basis, Blend, Dilution, Node
from messaging.admin.command_admin import Table
from messaging.admin.looks import badge, list_of, page_of
from scents import queries
from scents.models import Formula, FormulaVersion, Material

MOST_VERSIONS = MOST_USES = 50


def versions_table(formula: Formula) -> Table:
    versions = queries.versions(formula.pk)
    title = "Versions"
    if len(versions) > MOST_VERSIONS:
        title = f"The latest {MOST_VERSIONS} of {len(versions)} versions"
    headers = ["version", "author", "when", "what is other", "approval", "see"]
    return Table(title, headers, [_version(row) for row in versions[:MOST_VERSIONS]])


def examination_table(formula: str, number: int) -> Table:
    """What the approval of this version would meet today: limits change, and so do materials."""
    row = FormulaVersion.objects.defer("recipe").get(formula=formula, number=number)
    title, headers = f"Version {number} by the rules of today", ["in", "would it be approved"]
    try:
        found = queries.safety_of(formula, number, row.delivery_format, row.dose or Decimal(1))
    except DomainError as error:
        return Table(title, headers, [(row.delivery_format, str(error))])
    told = [badge("it would", "success")] if found.passes else list(found.reasons)
    return Table(title, headers, [(row.delivery_format, text) for text in told])


def recipe_table(recipe: Blend) -> Table:
    """The tree as it is written; shares of each blend in per cent."""
    basis = "" if recipe.basis is Basis.MASS else f", by {recipe.basis.value}"
    headers = ["part", "share", "per cent"]
    return Table(f"Recipe of the latest version{basis}", headers, [*_parts(recipe, 0)])


def composition_table(recipe: Blend, *, linked: bool) -> Table:
    """Materials by mass, or why that cannot be told; `linked` to their pages."""
    title, headers = "Composition by mass", ["material", "per cent"]
    try:
        flat = masses(recipe, queries.library_for(recipe))
    except DomainError as error:
        return Table(title, headers, [(str(error), None)])
    ordered = sorted(flat.items(), key=lambda item: (-item[1], item[0]))
    named = [(page_of(Material, code) if linked else code, part) for code, part in ordered]
    return Table(title, headers, [(name, percent(fraction)) for name, fraction in named])


def uses_table(formula: Formula) -> Table:
    rows = [
        (page_of(Formula, row.formula_id, str(row)), row.formula.name, _approval(row))
        for row in queries.formulas_with_accord(formula.pk, formula.latest, MOST_USES)
    ]
    return Table("Used as an accord in", ["version", "name", "approval"], rows)


def formulas_table(material: str) -> Table:
    """The formulas whose latest version holds this material."""
    rows = [(page_of(Formula, row.pk), row.name) for row in queries.using(material)[:MOST_USES]]
    more = list_of(Formula, q=material)
    return Table("In the latest versions of", ["formula", "name"], rows, more, "All of them")


def percent(fraction: float | Fraction) -> str:
    """With so many digits that a trace is no nothing."""
    return f"{float(fraction) * 100:.4g} %"


def _version(row: FormulaVersion) -> tuple[Any, ...]:
    when = date_format(localtime(row.at), "DATETIME_FORMAT")
    return (row.number, row.author, when, row.note or None, _approval(row), _links(row))


def _approval(row: FormulaVersion) -> SafeString | None:
    if not row.approved_by or row.dose is None:
        return None
    said = f"{row.approved_by}: {row.delivery_format}, up to {percent(float(row.dose))}"
    return format_html("{} {}", badge("approved", "success"), said)


def _links(row: FormulaVersion) -> SafeString:
    sheet = reverse("admin:scents_formula_sheet", args=[quote(row.formula_id)])
    link = format_html('<a class="row-link" href="{}?version={}">weigh</a>', sheet, row.number)
    if row.number == 1:
        return link
    address = reverse("admin:scents_formula_compare", args=[quote(row.formula_id)])
    before = f"{row.formula_id}@{row.number - 1}"
    other = '{} · <a class="row-link" href="{}?version={}&amp;other={}">compare</a>'
    return format_html(other, link, address, row.number, quote(before))


def _named(node: Node, level: int) -> str:
    """An accord leads to its page."""
    text = name_of(node)
    inner = node.of if isinstance(node, Dilution) else node
    shown = page_of(Formula, inner.formula, text) if isinstance(inner, Accord) else text
    return indented(shown, level)


def _parts(blend: Blend, level: int) -> Iterator[tuple[str, str, str]]:
    total = sum(Fraction(part.share) for part in blend.parts)
    for part in blend.parts:
        share = percent(Fraction(part.share) / total)
        yield _named(part.node, level), f"{part.share:f}", share
        inner = part.node.of if isinstance(part.node, Dilution) else part.node
        if isinstance(inner, Blend):
            yield from _parts(inner, level + 1)


def indented(text: str, level: int) -> str:
    return format_html("{}{}", "· " * level, text)
