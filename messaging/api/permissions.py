"""What a key may do."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from messaging.api.problems import MissingScope

ANY_KEY = ""
"""The scope of what every valid key may do."""


class HasScope(BasePermission):
    """The key has the scope that the view names for the method; what names none is closed."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not handles(view, request):
            return True  # 405 follows
        method = "GET" if request.method == "HEAD" else str(request.method)
        scopes: dict[str, str] = view.scopes  # type: ignore[attr-defined]
        scope = scopes.get(method)
        if scope is None:
            return False
        caller: Any = request.user
        if scope not in {ANY_KEY, *caller.scopes}:
            raise MissingScope(scope)
        return True


def handles(view: APIView, request: Request) -> bool:
    """Whether the view answers this method at all."""
    method = str(request.method).lower()
    return method in view.http_method_names and hasattr(view, method)
