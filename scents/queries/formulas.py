"""Formulas and their versions, as they are looked up."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from domain.kernel import Refused
from domain.scents.recipes.mixture import FormulaVersion, UnknownFormula
from domain.scents.recipes.recipe import Blend
from domain.scents.recipes.text import read_recipe, write_recipe
from domain.scents.recipes.uses import reference
from scents.models import Formula
from scents.models import FormulaVersion as StoredVersion

MOST_RECIPES = 1_000
"""Of all accords together within a formula."""

_RECIPES = """WITH RECURSIVE needed(formula, number) AS (
        SELECT * FROM unnest(%s::text[], %s::int[])
        UNION
        SELECT split_part(used, '@', 1), split_part(used, '@', 2)::int
        FROM needed n
        JOIN scents_formulaversion v ON v.formula = n.formula AND v.number = n.number
        CROSS JOIN unnest(v.uses) used
        WHERE position('@' IN used) > 0
    )
    SELECT v.formula, v.number, v.recipe::text
    FROM needed n JOIN scents_formulaversion v ON v.formula = n.formula AND v.number = n.number
    LIMIT %s"""


class TooManyAccords(Refused):
    """More accords within accords than anybody could look through."""

    code = "formula-too-big"

    def __init__(self) -> None:
        super().__init__(f"a formula has at most {MOST_RECIPES} accords within it")


def recipes_of(versions: Iterable[FormulaVersion]) -> Mapping[FormulaVersion, Blend]:
    """The recipes of these versions and of all accords within them, in one query; without those
    that there are not. Raises TooManyAccords."""
    wanted = sorted(set(versions))
    if not wanted:
        return {}
    codes, numbers = [code for code, _ in wanted], [number for _, number in wanted]
    with connection.cursor() as cursor:
        cursor.execute(_RECIPES, [codes, numbers, MOST_RECIPES + 1])
        rows = cursor.fetchall()
    if len(rows) > MOST_RECIPES:
        raise TooManyAccords
    return {(code, number): read_recipe(json.loads(recipe)) for code, number, recipe in rows}


def recipe(code: str, number: int) -> Blend:
    """Raises UnknownFormula."""
    row = StoredVersion.objects.filter(formula=code, number=number).only("recipe").first()
    if row is None:
        raise UnknownFormula(code, number)
    return read_recipe(row.recipe)


def versions(code: str) -> list[StoredVersion]:
    """The versions of a formula without their recipes, the latest first."""
    return list(StoredVersion.objects.filter(formula=code).defer("recipe").order_by("-number"))


def formulas_with_accord(code: str, latest: int, most: int) -> list[StoredVersion]:
    """The versions of other formulas in which one of this formula's is an accord."""
    names = [reference(code, number) for number in range(1, latest + 1)]
    rows = StoredVersion.objects.filter(uses__overlap=names).defer("recipe")
    return list(rows.select_related("formula").order_by("formula_id", "-number")[:most])


def known_formulas(most: int) -> list[str]:
    """Codes to propose to whoever fills in a form."""
    return [*Formula.objects.order_by("code").values_list("code", flat=True)[:most]]


def latest_version(code: str) -> int | None:
    """None: there is no such formula."""
    return Formula.objects.filter(pk=code).values_list("latest", flat=True).first()


def versions_that_are(code: str, recipe: Blend) -> list[StoredVersion]:
    """Those of a formula that have exactly this recipe, the latest first."""
    rows = StoredVersion.objects.filter(formula=code, recipe=write_recipe(recipe))
    return list(rows.defer("recipe").order_by("-number"))


def known_accords(most: int) -> list[str]:
    """The latest versions of formulas, as CODE@version."""
    rows = Formula.objects.order_by("code").values_list("code", "latest")[:most]
    return [reference(code, latest) for code, latest in rows]


def with_state(rows: QuerySet[Formula]) -> QuerySet[Formula]:
    """Formulas with the author of the latest version (`author`), whether that is approved
    (`is_approved`), and the last one that is (`approved`)."""
    its = StoredVersion.objects.filter(formula=OuterRef("pk"))
    latest = its.filter(number=OuterRef("latest"))
    approved = its.exclude(approved_by="")
    return rows.annotate(
        author=Subquery(latest.values("author")),
        is_approved=Exists(approved.filter(number=OuterRef("latest"))),
        approved=Subquery(approved.order_by("-number").values("number")[:1]),
    )


def using(used: str) -> QuerySet[Formula]:
    """Those whose latest version names it: a material, or a formula as CODE@version."""
    latest = StoredVersion.objects.filter(formula=OuterRef("pk"), number=OuterRef("latest"))
    return Formula.objects.filter(Exists(latest.filter(uses__contains=[used])))
