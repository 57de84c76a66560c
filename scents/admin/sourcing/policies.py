"""Decision policies and their versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString

from domain.scents.sourcing.policy import Policy
from domain.scents.sourcing.terms import policy_of
from messaging.admin.command_admin import Table
from messaging.admin.looks import page_of
from messaging.admin.page_forms import FormsAdmin
from scents.admin.sourcing.forms import NewPolicy, NewVersion
from scents.admin.sourcing.policy_words import in_words
from scents.admin.sourcing.simulations import simulation_context
from scents.models import DecisionPolicy


@admin.register(DecisionPolicy)
class PolicyAdmin(FormsAdmin):
    """Each version as a row; none ever changes."""

    add_form = NewPolicy
    list_display = ["__str__", "threshold", "test", "undecided", "least", "recorded_by"]
    list_display += ["recorded_at"]
    list_filter = ["recorded_at"]
    search_fields = ["code", "recorded_by"]
    fields = ["words", "code", "version", "threshold", "test", "undecided", "least", "alpha"]
    fields += ["quantity", "confidence", "note", "recorded_by", "recorded_at"]
    csv_fields = ["code", "version", "terms", "recorded_by", "recorded_at"]
    page_forms = {"version": NewVersion}
    page_form_head = ["words"]

    def get_form(self, request: HttpRequest, obj: Any = None, *args: Any, **kwargs: Any) -> Any:
        """The forms know who sends them."""
        form = super().get_form(request, obj, *args, **kwargs)
        form.by = request.user.get_username()
        return form

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.simulate)
        return [path("simulate/", view, name="scents_decisionpolicy_simulate"), *super().get_urls()]

    def simulate(self, request: HttpRequest) -> HttpResponse:
        """A survey before it is run."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            **simulation_context(request),
            "title": "How large must a survey be?",
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/simulation.html", context)

    def other_links(self, request: HttpRequest, obj: DecisionPolicy) -> list[tuple[str, str]]:
        query = {"policy": str(obj)}
        return [(reverse("admin:scents_decisionpolicy_simulate", query=query), "Foresee it")]

    def tables(self, request: HttpRequest, obj: DecisionPolicy) -> Sequence[Table]:
        rows = [
            (page_of(DecisionPolicy, one.pk, str(one)), _of(one).test.value, one.recorded_at)
            for one in DecisionPolicy.objects.filter(code=obj.code)
        ]
        return [Table("Versions", ["version", "test", "recorded"], rows)]

    @admin.display(description="what it does")
    def words(self, row: DecisionPolicy) -> SafeString:
        return in_words(_of(row))

    @admin.display()
    def threshold(self, row: DecisionPolicy) -> str:
        policy = _of(row)
        line = f"{policy.threshold.normalize():f} %"
        return f"{line} or more" if policy.inclusive else f"more than {line}"

    @admin.display()
    def test(self, row: DecisionPolicy) -> str:
        return _of(row).test.value

    @admin.display(description="while undecided")
    def undecided(self, row: DecisionPolicy) -> str:
        return _of(row).undecided.value

    @admin.display(description="smallest number of answers")
    def least(self, row: DecisionPolicy) -> int:
        return _of(row).least

    @admin.display(description="error rate")
    def alpha(self, row: DecisionPolicy) -> str:
        return f"{(100 * _of(row).alpha).normalize():f} %"

    @admin.display(description="units for the costs")
    def quantity(self, row: DecisionPolicy) -> int:
        return _of(row).quantity

    @admin.display(description="confidence for variants")
    def confidence(self, row: DecisionPolicy) -> str:
        return f"{(100 * _of(row).confidence).normalize():f} %"

    @admin.display()
    def note(self, row: DecisionPolicy) -> str:
        return _of(row).note or "-"


def _of(row: DecisionPolicy) -> Policy:
    return policy_of(row.code, row.version, row.terms)
