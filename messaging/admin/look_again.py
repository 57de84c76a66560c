"""Pages of what goes on by itself."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse

from messaging.admin.command_admin import CommandAdmin


class LooksAgain(CommandAdmin):
    """The page of a row that `is_over` some day is loaded again until it is.

    By a header and no script or element: neither a policy nor the theme is in its way.
    """

    seconds_to_look_again: ClassVar[int] = 2

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        response = super().render_change_form(request, context, *args, **kwargs)
        row = kwargs.get("obj")
        if row is not None and not row.is_over:
            response["Refresh"] = str(self.seconds_to_look_again)
        return response
