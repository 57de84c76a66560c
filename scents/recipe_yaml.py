"""Recipes in YAML, for people. JSON is YAML too."""

from __future__ import annotations

from typing import Any

import yaml

from domain.kernel import BadInput
from domain.scents.recipes.recipe import Blend
from domain.scents.recipes.text import read_recipe, write_recipe

MOST_LETTERS = 100_000


class _Loader(yaml.SafeLoader):
    """All that is not a list or an object is a text, so that nothing means what nobody wrote:
    YAML takes 010 for 8, 1:30 for 90 and no for false."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:  # noqa: FBT001, FBT002
        """YAML lets the last one win where a name is given twice."""
        names = [name.value for name, _ in node.value if isinstance(name, yaml.ScalarNode)]
        for name in names:
            if names.count(name) > 1:
                raise BadInput(name, "is given twice")
        return super().construct_mapping(node, deep)


class _Dumper(yaml.SafeDumper):
    """Numbers as they are, without quotes."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_representer(int, lambda dumper, number: dumper.represent_str(str(number)))


def parse_yaml(text: str) -> object:
    """Lists and objects of texts. Raises BadInput."""
    if len(text) > MOST_LETTERS:
        raise BadInput("recipe", f"must have at most {MOST_LETTERS} letters")
    try:
        return yaml.load(text, _Loader)  # noqa: S506 (a safe loader)
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        line = f" in line {place.line + 1}" if place else ""
        raise BadInput("recipe", f"is no YAML{line}") from error
    except (RecursionError, TypeError, ValueError) as error:
        raise BadInput("recipe", "cannot be read") from error


def recipe_from_yaml(text: str) -> Blend:
    """Raises BadInput, with the way to what is wrong."""
    return read_recipe(parse_yaml(text))  # type: ignore[arg-type]


def recipe_to_yaml(recipe: Blend) -> str:
    """As a person would write it."""
    data = write_recipe(recipe)
    text: str = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    return text
