"""Evaluations within the company: `question N` prints one of N materials, `time N ROUNDS` how many
milliseconds each took in the domain."""

import json
import os
import sys
import time
from typing import Any

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    what, materials, *rounds = sys.argv[1:]
    question = _question(int(materials))
    print(json.dumps(question if what == "question" else _times(question, int(rounds[0]))))


def _question(count: int) -> dict[str, Any]:
    """Those of which the most is known come first."""
    from domain.scents.material import Kind
    from scents import queries

    known = [one for one in queries.all_materials() if one.kind is not Kind.NATURAL]
    chosen = sorted(known, key=lambda one: (len(one.gaps), one.code))[:count]
    parts = [{"material": one.code, "share": n} for n, one in enumerate(chosen, start=1)]
    return {"recipe": {"basis": "mass", "parts": parts}}


def _times(question: dict[str, Any], rounds: int) -> list[float]:
    """The data are there: what is timed is the domain."""
    from django.utils import timezone

    from domain.scents.evaluation import evaluate
    from domain.scents.recipes.text import read_recipe
    from scents import queries

    recipe = read_recipe(question["recipe"])
    library = queries.library_for(recipe)
    offers = queries.offers_for([*library.materials], timezone.now().date())
    evaluate(recipe, library, offers=offers)  # thermo's tables are loaded by the first
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        evaluate(recipe, library, offers=offers)
        times.append((time.perf_counter() - began) * 1000)
    return times


if __name__ == "__main__":
    main()
