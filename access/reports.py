"""Reports of faults, without what opens doors: no posted values, no queries, no addresses with
passwords in them."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, QueryDict
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

HIDDEN = re.compile(
    "API|AUTH|TOKEN|KEY|SECRET|PASS|SIGNATURE|COOKIE|QUERY|REFERER|URI|URL|BROKER|CACHES|DATABASES",
    re.IGNORECASE,
)
STARS = SafeExceptionReporterFilter.cleansed_substitute


class DiscreetFilter(SafeExceptionReporterFilter):
    """Which fields were sent, never what; the names of variables, never their values."""

    hidden_settings = HIDDEN

    def get_post_parameters(self, request: HttpRequest | None) -> Any:
        return {} if request is None else _stars(request.POST)

    def get_safe_cookies(self, request: HttpRequest) -> dict[str, str]:
        return dict.fromkeys(getattr(request, "COOKIES", {}), STARS)

    def get_traceback_frame_variables(self, request: Any, tb_frame: Any) -> Any:
        if not self.is_active(request):
            return super().get_traceback_frame_variables(request, tb_frame)
        return [(name, STARS) for name in tb_frame.f_locals]


class DiscreetReporter(ExceptionReporter):
    """Django's filter leaves the query of the address alone."""

    def get_traceback_data(self) -> dict[str, Any]:
        data = super().get_traceback_data()
        if self.request is not None:
            data["request_GET_items"] = _stars(self.request.GET).items()
            data["request_insecure_uri"] = self.request.path
        return data


def _stars(sent: QueryDict) -> dict[str, str]:
    return dict.fromkeys(sent, STARS)
