"""Questions in files: JSON, or YAML, of which JSON is a part."""

from __future__ import annotations

import json
import re
from typing import Any, BinaryIO

import yaml

LARGEST_FILE = 1_000_000


class Unreadable(ValueError):
    """What is in the file is no plain data."""


def read_file(file: BinaryIO) -> Any:
    """What it says. Raises Unreadable: for what is neither, too much of it, a key twice, an alias
    (by which data could contain itself), and what nests too deep."""
    content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise Unreadable(f"is larger than {LARGEST_FILE} bytes")
    try:
        return _read(content.decode())
    except RecursionError as error:
        raise Unreadable("is nested too deep") from error
    except yaml.MarkedYAMLError as error:
        place = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise Unreadable(f"{place}{error.problem}") from error
    except (yaml.YAMLError, ValueError) as error:
        raise Unreadable(f"is neither JSON nor YAML: {error}") from error


def _read(text: str) -> Any:
    if text.lstrip().startswith("{"):
        try:  # JSON may have tabs, which YAML knows not, and is read much faster
            return json.loads(text, object_pairs_hook=_once)
        except json.JSONDecodeError:
            pass
    return yaml.load(text, Loader=_Strict)  # noqa: S506 - it is a SafeLoader


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return data


class _Strict(yaml.SafeLoader):
    """Plain data as JSON has it: what looks like anything else is a text.

    YAML 1.1 would take `on` for true, 010 for 8, and 1222-05-5, a CAS number, for a day.
    """

    yaml_implicit_resolvers = {}

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "aliases are not taken", self.get_mark())
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:  # noqa: FBT001, FBT002
        found = super().construct_mapping(node, deep=deep)
        if len(found) < len(node.value):
            reason = "a key stands twice in one object"
            raise yaml.constructor.ConstructorError(None, None, reason, node.start_mark)
        return found


_JSON = {
    "null": r"null|~|",
    "bool": r"true|false",
    "int": r"-?(0|[1-9][0-9]*)",
    "float": r"-?(0|[1-9][0-9]*)\.[0-9]+",
}
for _kind, _pattern in _JSON.items():
    _Strict.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", re.compile(f"^({_pattern})$"), None)
