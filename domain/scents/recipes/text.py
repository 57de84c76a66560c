"""Recipes as plain data, as they stand in JSON and YAML, and back.

    {"basis": "mass", "parts": [
        {"material": "LIMONENE", "share": 12.5},
        {"dilution": {"material": "CALONE", "strength": 0.1, "solvent": "DPG"}, "share": 3},
        {"formula": "SEA-ACCORD", "version": 2, "share": 20},
        {"blend": {"basis": "mole", "parts": [...]}, "share": 5}]}

A dilution is of whatever a part can be. `basis` may be left out where it is mass.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import count
from typing import Any

from domain.kernel import BadInput
from domain.scents.recipes.mixture import DEEPEST, LEAST, MOST
from domain.scents.recipes.recipe import Accord, Basis, Blend, Dilution, Node, Part, Use

MOST_PARTS = 500
"""Parts of one recipe, those of its blends and dilutions among them."""
MOST_DIGITS = 20
LONGEST_CODE = 255
LATEST_VERSION = 1_000_000

_NUMBER = re.compile(
    r"[+-]?([0-9]{1,30}(\.[0-9]{1,30})?|\.[0-9]{1,30})([eE][+-]?[0-9]{1,3})?", re.ASCII
)
_VERSION = re.compile(r"[1-9][0-9]{0,6}", re.ASCII)
_KINDS = ("material", "formula", "dilution", "blend")


def read_recipe(data: Mapping[str, object]) -> Blend:
    """The recipe that was written so.

    Numbers may be numbers or texts; they are taken as they are written. Raises BadInput, whose
    `field` is the way to what is wrong, counted from 0: `parts/3/share`.
    """
    return _Reader().blend(data, ())


def write_recipe(recipe: Blend) -> dict[str, object]:
    """The recipe as `read_recipe` takes it; numbers as texts, so that none is rounded."""
    parts = [{**_node(part.node), "share": _text(part.share)} for part in recipe.parts]
    return {"basis": recipe.basis.value, "parts": parts}


def _node(node: Node) -> dict[str, object]:
    match node:
        case Use(material):
            return {"material": material}
        case Accord(formula, version):
            return {"formula": formula, "version": version}
        case Blend():
            return {"blend": write_recipe(node)}
        case Dilution(of, strength, solvent, basis):
            of_it = {"strength": _text(strength), "solvent": solvent, "basis": basis.value}
            return {"dilution": {**_node(of), **of_it}}


def _text(number: Decimal) -> str:
    if not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS:
        return str(number)  # to be refused by whoever reads it
    return format(number, "f")


Path = tuple[str | int, ...]


class _Reader:
    """One pass through the data, which counts the parts."""

    def __init__(self) -> None:
        self._parts = count(1)

    def blend(self, data: object, path: Path, level: int = 0) -> Blend:
        fields = _fields(data, path, {"basis", "parts"})
        parts = fields.get("parts")
        if not isinstance(parts, list | tuple) or not parts:
            raise BadInput(_at(path, "parts"), "must be a list of at least one part")
        read = [self._part(one, (*path, "parts", index), level) for index, one in enumerate(parts)]
        return Blend(tuple(read), _basis(fields, path))

    def _part(self, data: object, path: Path, level: int) -> Part:
        if next(self._parts) > MOST_PARTS:
            raise BadInput(_at(path), f"is one too many: a recipe has at most {MOST_PARTS} parts")
        node, _ = self._read_node(data, path, level, {"share"})
        return Part(node, _number(data, path, "share", LEAST, MOST))

    def _read_node(
        self, data: object, path: Path, level: int, more: set[str]
    ) -> tuple[Node, Mapping[Any, object]]:
        """What is named in `data`, which may have `more` keys than those of its kind."""
        kinds = [kind for kind in _KINDS if isinstance(data, Mapping) and kind in data]
        if isinstance(data, Mapping) and len(kinds) != 1:
            raise BadInput(_at(path), f"must have one of {', '.join(_KINDS)}")
        kind = kinds[0] if kinds else ""
        fields = _fields(data, path, {kind, *more, *(["version"] if kind == "formula" else [])})
        return self._of_kind(kind, fields, path, level), fields

    def _of_kind(self, kind: str, fields: Mapping[Any, object], path: Path, level: int) -> Node:
        if kind == "material":
            return Use(_code(fields, path, kind))
        if kind == "formula":
            return Accord(_code(fields, path, kind), _version(fields, path))
        if level >= DEEPEST:
            raise BadInput(_at(path, kind), f"is too deep: a recipe has at most {DEEPEST} levels")
        inside, here = fields[kind], (*path, kind)
        if kind == "blend":
            return self.blend(inside, here, level + 1)
        return self._dilution(inside, here, level + 1)

    def _dilution(self, data: object, path: Path, level: int) -> Dilution:
        of, fields = self._read_node(data, path, level, {"strength", "solvent", "basis"})
        strength = _number(fields, path, "strength", LEAST, 1 - LEAST)
        return Dilution(of, strength, _code(fields, path, "solvent"), _basis(fields, path))


def _fields(data: object, path: Path, known: set[str]) -> Mapping[Any, object]:
    if not isinstance(data, Mapping):
        raise BadInput(_at(path) or "recipe", "must be an object with named fields")
    for key in data:
        if key not in known:
            raise BadInput(_at(path, _shown(key)), "is not a known field")
    return data


def _shown(key: object) -> str:
    """What was sent may be long, or not be fit to be printed."""
    return ascii(key[:50])[1:-1] if isinstance(key, str) else type(key).__name__


def _basis(fields: Mapping[Any, object], path: Path) -> Basis:
    basis = fields.get("basis", Basis.MASS.value)
    if not isinstance(basis, str) or basis not in [one.value for one in Basis]:
        raise BadInput(_at(path, "basis"), "must be mass, mole or volume")
    return Basis(basis)


def _code(fields: Mapping[Any, object], path: Path, name: str) -> str:
    code = fields.get(name)
    if not isinstance(code, str) or not is_code(code):
        reason = f"must be a code of at most {LONGEST_CODE} visible letters, without @"
        raise BadInput(_at(path, name), reason)
    return code


def is_code(text: str) -> bool:
    """Whether a material or formula may be called so; @ stands before versions."""
    fits = 0 < len(text) <= LONGEST_CODE and text == text.strip()
    return fits and text.isprintable() and "@" not in text


def _version(fields: Mapping[Any, object], path: Path) -> int:
    version = fields.get("version")
    if isinstance(version, str) and _VERSION.fullmatch(version):
        version = int(version)
    if isinstance(version, bool) or not isinstance(version, int):
        raise BadInput(_at(path, "version"), "must be the number of a version")
    if not 1 <= version <= LATEST_VERSION:
        raise BadInput(_at(path, "version"), f"must be from 1 to {LATEST_VERSION}")
    return version


def _number(data: object, path: Path, name: str, least: Decimal, most: Decimal) -> Decimal:
    value = data.get(name) if isinstance(data, Mapping) else None
    number = _decimal(value)
    if number is None or not number.is_finite():
        raise BadInput(_at(path, name), "must be a number")
    if not least <= number <= most:
        raise BadInput(_at(path, name), f"must be from {least} to {most}")
    digits = "".join(map(str, number.as_tuple().digits))
    if len(digits.rstrip("0")) > MOST_DIGITS:
        raise BadInput(_at(path, name), f"must have at most {MOST_DIGITS} digits")
    return number.normalize()


def _decimal(value: object) -> Decimal | None:
    """None: it is no number. A float is the shortest decimal that means it, as it was typed."""
    match value:
        case bool():
            return None
        case int() | Decimal():
            return Decimal(value)
        case float():
            return Decimal(repr(value))
        case str() if _NUMBER.fullmatch(value):
            return Decimal(value)
    return None


def _at(path: Path, *more: str) -> str:
    return "/".join(map(str, (*path, *more)))
