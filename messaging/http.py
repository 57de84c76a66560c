"""How every HTTP door reads and refuses: strict JSON in, RFC 9457 problem details out."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from django.conf import settings
from django.db import Error
from rest_framework import exceptions, serializers, status
from rest_framework.parsers import BaseParser
from rest_framework.response import Response
from rest_framework.views import exception_handler

from domain.kernel import BadInput, DomainError, NotFound, Refused
from messaging.database import is_outage
from messaging.errors import (
    Busy,
    ConcurrentUpdate,
    ConnectionLost,
    KeyInUse,
    KeyReused,
    OutcomeUnknown,
)
from messaging.limits import LONGEST_BODY
from messaging.request_id import request_id
from messaging.texts import fault_of

KEY_REUSED = "This Idempotency-Key was sent before, with another request. Take a new one."
KEY_IN_USE = "The same request is being handled right now. Ask again in a moment."


class BodyTooLarge(exceptions.APIException):
    """More bytes than any request of ours needs."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "body-too-large"

    def __init__(self, longest: int) -> None:
        super().__init__(f"The body is larger than {longest} bytes.")


class StrictJSONParser(BaseParser):
    """JSON without doubt: UTF-8, an object, no key twice, no NaN, no bottomless nesting.

    A view that takes many things at once may set `longest_body`, in bytes.
    """

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        longest = getattr((parser_context or {}).get("view"), "longest_body", LONGEST_BODY)
        body = stream.read(longest + 1)
        if len(body) > longest:
            raise BodyTooLarge(longest)
        try:
            data = json.loads(
                body.decode(),
                object_pairs_hook=_once,
                parse_constant=_no_constant,
                parse_float=_finite,
            )
        except RecursionError as error:
            raise exceptions.ParseError("JSON is nested too deep") from error
        except ValueError as error:
            raise exceptions.ParseError(f"not JSON: {error}") from error
        if not isinstance(data, dict):
            raise exceptions.ParseError("a JSON object is expected")
        return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return data


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"{digits} is beyond every number")
    return number


class Identifier(serializers.Field[str, Any, str, Any]):
    """A reference as people write it: see texts.py."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            raise serializers.ValidationError("must be a text")
        if fault := fault_of(data):
            raise serializers.ValidationError(fault)
        return data

    def to_representation(self, value: str) -> str:
        return value


class WholeNumber(serializers.Field[int, Any, int, Any]):
    """A JSON integer within bounds; 3.0, "3" and true are none."""

    def __init__(self, *, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least, self.most = least, most

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            raise serializers.ValidationError("must be a whole number")
        if not self.least <= data <= self.most:
            raise serializers.ValidationError(f"must be from {self.least} to {self.most}")
        return data

    def to_representation(self, value: int) -> int:
        return value


class Flag(serializers.Field[bool, Any, bool, Any]):
    """true or false; neither 1 nor "yes"."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            raise serializers.ValidationError("must be true or false")
        return data

    def to_representation(self, value: bool) -> bool:  # noqa: FBT001
        return value


def answer_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every refusal as problem details; None for what is our fault."""
    match error:
        case exceptions.ValidationError():
            return problem(_invalid(context), "bad-input", errors=_pointers(error.detail))
        case BadInput():
            pointer = [{"pointer": f"#/{error.field}", "detail": error.reason}]
            return problem(_invalid(context), "bad-input", errors=pointer)
        case NotFound():
            return problem(404, "not-found", str(error))
        case Refused():
            return problem(409, error.code, str(error))
        case DomainError():
            return problem(_invalid(context), "bad-input", str(error))
        case KeyReused() | KeyInUse():
            return _of_key(error)
        case Busy() | ConcurrentUpdate():
            return _later("busy", str(error))
        case OutcomeUnknown():
            text = "It is not known whether this was stored. Send it again: it has one effect."
            return _later("outcome-unknown", text)
        case ConnectionLost() | Error() if is_outage(error):
            return _later("unavailable", "The database is away; nothing was stored.")
    return _of_framework(error, context)


def problem(
    code: int, kind: str, detail: str = "", *, errors: list[dict[str, str]] | None = None
) -> Response:
    """RFC 9457 problem details; `message` says the same for clients of the classic endpoints.

    Each of `errors` has a `detail`, and a JSON `pointer` into the body or the name of a query
    `parameter`.
    """
    if errors:
        detail = "; ".join(f"{_place(error)}: {error['detail']}" for error in errors)
    body: dict[str, Any] = {
        "type": f"{settings.PROBLEM_TYPES}{kind}",
        "title": kind.replace("-", " ").capitalize(),
        "status": code,
        "detail": detail,
        "message": detail,
        "errors": errors or [],
        "request_id": request_id.get(),
    }
    return Response(body, status=code, content_type="application/problem+json")


def _place(error: Mapping[str, str]) -> str:
    return error.get("parameter") or error["pointer"].removeprefix("#/")


def _invalid(context: Mapping[str, Any]) -> int:
    """The status for a value that no rule could work with: a view may set `invalid_status`."""
    return getattr(context.get("view"), "invalid_status", 400)


def _of_key(error: KeyReused | KeyInUse) -> Response:
    if isinstance(error, KeyReused):
        return problem(422, "idempotency-key-reused", KEY_REUSED)
    response = problem(409, "idempotency-key-in-use", KEY_IN_USE)
    response["Retry-After"] = "1"
    return response


def _later(kind: str, detail: str) -> Response:
    response = problem(503, kind, detail)
    response["Retry-After"] = "1"
    return response


def _pointers(detail: Any, path: str = "#") -> list[dict[str, str]]:
    if isinstance(detail, Mapping):
        return [
            e for key, value in detail.items() for e in _pointers(value, f"{path}/{_token(key)}")
        ]
    if isinstance(detail, list) and detail and not isinstance(detail[0], str):
        return [e for n, value in enumerate(detail) for e in _pointers(value, f"{path}/{n}")]
    texts = detail if isinstance(detail, list) else [detail]
    return [{"pointer": path, "detail": " ".join(str(text) for text in texts)}]


def _token(key: Any) -> str:
    """A key as a part of a JSON pointer (RFC 6901)."""
    return str(key).replace("~", "~0").replace("/", "~1")


def _of_framework(error: Exception, context: dict[str, Any]) -> Response | None:
    response = exception_handler(error, context)
    if response is None:
        return None
    code = getattr(error, "default_code", "error").replace("_", "-")
    detail = str(getattr(error, "detail", error))
    errors = getattr(error, "errors", None)
    answer = problem(response.status_code, code, detail, errors=errors)
    for name, value in response.items():
        if name.lower() != "content-type":
            answer[name] = value
    return answer
