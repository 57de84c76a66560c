"""HTTP Basic, for other systems of the company."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework.authentication import BasicAuthentication
from rest_framework.exceptions import AuthenticationFailed

from access.factors import factor_of

if TYPE_CHECKING:
    from rest_framework.request import Request


class PasswordAuthentication(BasicAuthentication):
    """A password alone opens nothing to a person who has a second factor: only accounts of
    systems, which have none and so never see the back office outside the demo, use Basic."""

    def authenticate_credentials(
        self, userid: str, password: str, request: Request | None = None
    ) -> tuple[Any, Any]:
        if "\x00" in userid:
            raise AuthenticationFailed("Invalid username/password.")
        # django-axes marks the request that it locks out, and its middleware sees Django's.
        django_request: Any = request._request if request is not None else None
        user, auth = super().authenticate_credentials(userid, password, django_request)
        if factor_of(user) is not None:
            raise AuthenticationFailed("Invalid username/password.")
        return user, auth
