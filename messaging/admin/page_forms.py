"""Forms beside the main one: each is a page of its own, reached from the page of a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse

from messaging.admin.command_admin import CommandAdmin
from messaging.admin.forms import CommandForm
from messaging.admin.looks import address_of

_ONE_BUTTON = {
    "show_save": False,
    "show_save_and_continue": False,
    "show_save_and_add_another": False,
}


class FormsAdmin(CommandAdmin):
    """`page_forms` by name; above each of them stand the columns `page_form_head`. A form with a
    title has one button that says it."""

    page_forms: ClassVar[Mapping[str, type[CommandForm]]] = {}
    page_form_head: ClassVar[Sequence[str]] = ()
    change_form_outer_before_template = "admin/page_top.html"
    change_form_after_template = "admin/page_button.html"

    def page_links(self, obj: Any) -> Sequence[str]:
        """Names of the forms that make sense for this row."""
        return list(self.page_forms)

    def other_links(self, request: HttpRequest, obj: Any) -> Sequence[tuple[str, str]]:
        """Addresses and titles of more buttons on the page of a row."""
        return []

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.page_form_view)
        return [
            path("<path:object_id>/do/<slug:name>/", view, name=self._url_name),
            *super().get_urls(),
        ]

    def page_form_view(self, request: HttpRequest, object_id: str, name: str) -> Any:
        form = self.page_forms.get(name)
        if form is None:
            raise Http404
        if not self.may_use(request, form):
            raise PermissionDenied
        request.page_form = form  # type: ignore[attr-defined]
        return self.changeform_view(request, object_id, extra_context={"title": form.title})

    def may_use(self, request: HttpRequest, form: type[CommandForm]) -> bool:
        """Whether this person may send this form; nobody sends one of a page that is shut."""
        if not form.permission:
            return self.has_act_permission(request)
        return self.has_view_permission(request) and request.user.has_perm(form.permission)

    def address_of_form(self, obj: Any, name: str) -> str:
        return reverse(f"admin:{self._url_name}", args=[quote(obj.pk), name])

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if form := _page_form(request):
            return self.may_use(request, form)
        return super().has_change_permission(request, obj)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if form := _page_form(request):
            return [*self.page_form_head, *form.base_fields]
        return super().get_fields(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        if _page_form(request):
            return list(self.page_form_head)
        return super().get_readonly_fields(request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if form := _page_form(request):
            self.message_user(request, f"{form.title}: done for {obj}.")
            return redirect(address_of(self.model, obj.pk))
        return super().response_change(request, obj)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj, page_form = kwargs.get("obj"), _page_form(request)
        form = self._form_of(request, obj)
        if form is not None and form.title and self._may_send(request, obj):
            context.update(_ONE_BUTTON, form_title=form.title)
        if obj is not None and page_form is None:
            context["page_links"] = [*self._links(request, obj), *self.other_links(request, obj)]
        response = super().render_change_form(request, context, *args, **kwargs)
        if page_form is not None and response.context_data:  # type: ignore[attr-defined]
            response.context_data.update(tables=(), page_actions=())  # type: ignore[attr-defined]
        return response

    def _links(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        forms = [(name, self.page_forms[name]) for name in self.page_links(obj)]
        return [
            (self.address_of_form(obj, name), form.title)
            for name, form in forms
            if self.may_use(request, form)
        ]

    def _may_send(self, request: HttpRequest, obj: Any) -> bool:
        if obj is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, obj)

    def _form_of(self, request: HttpRequest, obj: Any) -> type[CommandForm] | None:
        return _page_form(request) or super()._form_of(request, obj)

    @property
    def _url_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_do"


def _page_form(request: HttpRequest) -> type[CommandForm] | None:
    """The form whose page was asked for; None: it is the page of the row."""
    return getattr(request, "page_form", None)
