"""Where an installed package keeps its files, without running any of its code."""

from importlib.util import find_spec
from pathlib import Path

from stack.console import Refusal


def folder(name: str) -> Path:
    found = find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise Refusal(f"The package {name} is not installed.")
    return Path(found.submodule_search_locations[0])
