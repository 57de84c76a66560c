"""Who may use the classic endpoints."""

from __future__ import annotations

from django.conf import settings
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView


class ClassicAccess(BasePermission):
    """Staff; everybody where CLASSIC_API_ANONYMOUS is on (the demo)."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return settings.CLASSIC_API_ANONYMOUS or bool(request.user and request.user.is_staff)
