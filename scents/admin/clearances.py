"""Clearances: substances that somebody looked for, and found no standard of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib import admin

from scents.admin.revised import AmendmentFilter, RevisedAdmin, StateFilter
from scents.admin.safety_forms import ClearanceRevision, ClearanceWithdrawal, NewClearance
from scents.models import Clearance
from scents.safety_tables import CLEARANCES, TABLES


@admin.register(Clearance)
class ClearanceAdmin(RevisedAdmin):
    """Whom no standard names: that must be said, or the substance blocks."""

    add_form = NewClearance
    page_forms = {"revise": ClearanceRevision, "withdraw": ClearanceWithdrawal}
    page_form_head = ["amendment", "cas"]
    list_display = ["cas", "name", "amendment", "recorded_by", "recorded_at", "state"]
    list_filter = [AmendmentFilter, StateFilter]
    search_fields = ["name", "cas"]
    fields = ["amendment", "cas", "name", "state", "revision", "source", "recorded_by"]
    fields += ["recorded_at", "events"]
    columns = TABLES[CLEARANCES].columns

    def exported(self, row: Clearance, value: Mapping[str, Any]) -> Iterable[Sequence[str]]:
        yield row.amendment, row.cas, row.name, row.source
