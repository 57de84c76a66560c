"""How the REST API describes itself in OpenAPI."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from messaging.api.parameters import VISIBLE, Parameter
from messaging.texts import LONGEST_TEXT

PREFIX = "/api/v1/"
_PROBLEM = "Problem"
_ALWAYS = {
    "400": "The query or the request cannot be read",
    "401": "No valid key",
    "403": "The key lacks the scope",
    "429": "Too many requests; Retry-After says when to come again",
    "500": "Our fault; tell us the request id",
    "503": "Not now; nothing is lost by sending it again",
}
_WITH_ID = {"404": "Nothing here, or nothing that is yours"}
_WITH_EFFECT = {"409": "A rule forbids it; `type` says which"}
_WITH_VERSION = {"412": "It was changed since; the ETag is that of today"}
_WITH_BODY = {
    "413": "The body is too large",
    "415": "The body is not plain JSON",
    "422": "Values that cannot be; `errors` points to each",
}
_WRITING = {"post", "put", "patch"}


class IdentifierSchema(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """References, at whatever door."""

    target_class = "messaging.http.Identifier"

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT, "pattern": VISIBLE}


class WholeNumberSchema(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """JSON integers within bounds."""

    target_class = "messaging.http.WholeNumber"

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.target.least, "maximum": self.target.most}


class FlagSchema(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """true or false."""

    target_class = "messaging.http.Flag"

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        return {"type": "boolean"}


class ApiSchema(AutoSchema):
    """Adds the query parameters that a view takes."""

    def get_override_parameters(self) -> list[Any]:
        parameters: Sequence[Parameter] = getattr(self.view, "all_parameters", list)()
        return [
            OpenApiParameter(p.name, type=p.schema(), description=p.description) for p in parameters
        ]

    def _is_list_view(self, serializer: Any = None) -> bool:
        is_list = hasattr(self.view, "orders") and self.method == "GET"
        return is_list or (self.method != "POST" and super()._is_list_view(serializer))

    def _get_filter_parameters(self) -> list[Any]:
        """All of them are in `get_override_parameters`."""
        return []

    def _get_pagination_parameters(self) -> list[Any]:
        return []


def only_this_version(endpoints: list[Any]) -> list[Any]:
    """The classic endpoints are described elsewhere."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith(PREFIX)]


def document_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Every refusal that an operation knows, each with the same body."""
    result.setdefault("components", {}).setdefault("schemas", {})[_PROBLEM] = _problem_schema()
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            refusals = _refusals(path, method)
            if any(given["name"] == "If-Match" for given in operation.get("parameters", ())):
                refusals |= _WITH_VERSION
            for code, text in refusals.items():
                operation["responses"].setdefault(code, _answer(text))
    return result


def _refusals(path: str, method: str) -> dict[str, str]:
    refusals = dict(_ALWAYS)
    if "{" in path:
        refusals |= _WITH_ID
    if method != "get":
        refusals |= _WITH_EFFECT
    if method in _WRITING:
        refusals |= _WITH_BODY
    return refusals


def _answer(text: str) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{_PROBLEM}"}
    return {"description": text, "content": {"application/problem+json": {"schema": schema}}}


def _problem_schema() -> dict[str, Any]:
    error = {
        "type": "object",
        "properties": {
            "pointer": {"type": "string", "description": "JSON pointer into the body"},
            "parameter": {"type": "string", "description": "Name of a query parameter"},
            "detail": {"type": "string"},
        },
        "required": ["detail"],
    }
    return {
        "type": "object",
        "description": "Problem details (RFC 9457). Programs may rely on `type`.",
        "properties": {
            "type": {"type": "string", "format": "uri"},
            "title": {"type": "string"},
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": {"type": "string"},
            "errors": {"type": "array", "items": error},
            "request_id": {"type": "string"},
        },
        "required": ["type", "title", "status", "detail", "errors", "request_id"],
    }
