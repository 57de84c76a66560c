"""What browsers are told to refuse."""

from __future__ import annotations

from csp.constants import HEADER, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

FEATURES = (
    "accelerometer", "bluetooth", "browsing-topics", "camera", "display-capture", "geolocation",
    "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "screen-wake-lock",
    "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join(f"{feature}=()" for feature in FEATURES)

# unfold's pages run on Alpine, which makes functions of the texts in its attributes, and carry
# styles inline. No page carries a script: those come from our own files only.
BACK_OFFICE = {"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}

NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


class HeadersMiddleware(CSPMiddleware):
    """django-csp writes the policy of pages; what is no page needs nothing of a browser."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault(HEADER, NOTHING)
            return response
        if request.path.startswith(reverse("admin:index")):
            response._csp_replace = BACK_OFFICE  # type: ignore[attr-defined]
        return super().process_response(request, response)
