"""Words for writing schemas of OpenAPI 3.0 down."""

from __future__ import annotations

from typing import Any

Shape = dict[str, Any]

_DIGITS = r"^[+-]?[0-9]{1,30}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?$"
NUMBER: Shape = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": _DIGITS}]}
"""Of a request: texts are taken for those whose numbers must not be rounded."""
VALUE: Shape = {"type": "number"}
MONEY: Shape = {"type": "string", "description": "An exact decimal number"}
LINE: Shape = {"type": "string"}
LINES: Shape = {"type": "array", "items": LINE}
YES: Shape = {"type": "boolean"}


def text(longest: int = 255) -> Shape:
    return {
        "type": "string",
        "minLength": 1,
        "maxLength": longest,
        "pattern": r"^[!-~]([ -~]*[!-~])?$",
    }


def word(*words: str) -> Shape:
    return {"type": "string", "enum": list(words)}


def whole(least: int, most: int) -> Shape:
    return {"type": "integer", "minimum": least, "maximum": most}


def rows(shape: Shape, *, most: int, least: int = 0) -> Shape:
    return {"type": "array", "items": shape, "minItems": least, "maxItems": most}


def asked(required: list[str], **fields: Shape) -> Shape:
    """An object of a request: nothing else is taken."""
    shape: Shape = {"type": "object", "properties": fields, "additionalProperties": False}
    return {**shape, "required": required} if required else shape


def told(**fields: Shape) -> Shape:
    """An object of an answer: everything is there."""
    return asked([*fields], **fields)


def maybe(shape: Shape) -> Shape:
    """null where there is no data."""
    return {**shape, "nullable": True}


def each(shape: Shape) -> Shape:
    return {"type": "array", "items": shape}


def named(name: str) -> Shape:
    return {"$ref": f"#/components/schemas/{name}"}


def quantity(*units: str, **more: Shape) -> Shape:
    """A value with any unit of the same kind as these."""
    unit = {**text(40), "description": f"Such as {', '.join(units)}"}
    return asked(["value", "unit"], value=NUMBER, unit=unit, **more)
