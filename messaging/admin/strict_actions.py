"""Actions are for those who may, and on rows that can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import HttpRequest

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object


class StrictActions(Base):
    """An action that is not for this person is refused as a page is; Django passes it over."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        wanted = request.POST.get("action")
        known = {name for _, name, _ in self._get_base_actions()}  # type: ignore[attr-defined]
        if wanted in known and wanted not in self.get_actions(request):
            raise PermissionDenied
        if request.POST.get("select_across") != "1":
            for key in request.POST.getlist("_selected_action"):
                self._require_key(key)
        return super().changelist_view(request, extra_context)

    def _require_key(self, key: str) -> None:
        """What cannot be a key at all would reach the database and come back as a fault."""
        try:
            self.opts.pk.to_python(key)
        except ValidationError as error:
            raise BadRequest(f"{key!r} is no key") from error
        if "\x00" in key:
            raise BadRequest("a key holds no NUL")
