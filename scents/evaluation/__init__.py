"""Any mixture worked out: plain data in (of JSON or YAML), plain data out, units named.

`answer` is what `POST /api/v1/formulas/evaluate`, `manage.py evaluate_formula` and the pages of
the laboratory share; `question.py` says what may be asked, `answers.py` what comes of it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.scents.evaluation import Evaluation, Use, evaluate
from domain.scents.physics.film import Film
from domain.scents.recipes.mixture import Library
from scents.evaluation.answers import written
from scents.evaluation.question import Question, SafetyQuestion, read_question
from scents.evaluation.shelf import Shelf, catalogued, stocked


def answer(data: object, shelf: Shelf, *, today: date) -> dict[str, Any]:
    """Raises BadInput, NotFound for a formula that there is not, and Refused."""
    return written(work_out(read_question(data, today=today), shelf))


def work_out(question: Question, shelf: Shelf) -> Evaluation:
    """Raises BadInput, NotFound and Refused."""
    recipe, library = stocked(question.recipe, question.materials, shelf, path="recipe")
    stored = shelf.offers(sorted(library.materials), on=question.on)
    asked = question.safety
    return evaluate(
        recipe,
        library,
        temperature=question.temperature,
        film=Film(temperature=question.temperature),
        duration=question.duration,
        offers=(*catalogued(question.offers, question.materials, shelf, library), *stored),
        batch=question.batch,
        use=_use(asked, shelf, question.on) if asked else None,
        rules=shelf.rules(asked.amendment, _cas(library)) if asked else None,
    )


def _cas(library: Library) -> set[str]:
    return {one.cas for one in library.materials.values() if one.cas}


def _use(asked: SafetyQuestion, shelf: Shelf, on: date) -> Use:
    category = asked.category or shelf.category(asked.delivery_format, amendment=asked.amendment)
    return Use(asked.amendment, category, asked.dose, on, asked.leave_on)
