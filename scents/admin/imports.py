"""Files are sent, looked at, and taken in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString
from unfold.widgets import UnfoldAdminFileFieldWidget

from domain.scents.commands.intake import ConfirmImport, PrepareImport
from domain.scents.intake.rows import Outcome
from domain.scents.laboratory_import import ImportState
from messaging.admin.command_admin import CommandAdmin, Table
from messaging.admin.filters import OptionsFilter
from messaging.admin.forms import CommandForm
from messaging.admin.looks import address_of, badge
from messaging.admin.row_action import RowAction
from messaging.ids import uuid7
from scents.exchange import COLUMNS, NamedFile, read_laboratory
from scents.exchange.packing import pack, unpack
from scents.exchange.reading import LARGEST
from scents.models import LaboratoryImport

MOST_FILES = 10
_COLOURS = {
    ImportState.FAULTY: "danger",
    ImportState.READY: "warning",
    ImportState.APPLIED: "success",
}


class FilesInput(UnfoldAdminFileFieldWidget):  # type: ignore[misc]
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, with what is in them."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> tuple[NamedFile, ...]:
        files = data or [None]
        sent = [super(FilesField, self).clean(one, initial) for one in files]
        if len(sent) > MOST_FILES or sum(one.size for one in sent) > LARGEST:
            raise ValidationError(f"At most {MOST_FILES} files with {LARGEST} bytes together.")
        return tuple(NamedFile(one.name, one.read()) for one in sent)


class Upload(CommandForm):
    """Nothing is changed by sending files: first they are looked at."""

    sent = FilesField(
        label="Files",
        widget=FilesInput(attrs={"accept": ".csv,.xlsx"}),
        help_text="materials.csv, properties.csv, constituents.csv, suppliers.csv, offers.csv, or "
        "a workbook with sheets of these names. You see first what they would change.",
    )

    def command(self) -> PrepareImport:
        files: tuple[NamedFile, ...] = self.cleaned_data["sent"]
        self._key = str(uuid7())
        names = tuple(file.name for file in files)
        return PrepareImport(self._key, names, pack(files), read_laboratory(files))

    def key(self) -> str:
        return self._key


class StateFilter(OptionsFilter):
    """How far it has come."""

    title = "state"
    parameter_name = "state"
    options = {state.value: (state.value.capitalize(), Q(state=state)) for state in ImportState}


def _confirm(row: LaboratoryImport) -> ConfirmImport:
    """With the rows of the files as they were sent."""
    return ConfirmImport(row.pk, read_laboratory(unpack(bytes(row.content))))


@admin.register(LaboratoryImport)
class ImportAdmin(CommandAdmin):
    """What files would do, until somebody says that it be done; then, what they have done."""

    add_form = Upload
    list_display = ["sent_at", "files", "standing", "fault_count", "actor"]
    list_filter = [StateFilter, "sent_at"]
    search_fields = ["actor", "key"]
    fields = ["files", "standing", "sent_at", "actor", "fault_count"]
    csv_fields = ["key", "names", "state", "fault_count", "actor", "sent_at"]
    actions = [*CommandAdmin.actions, "apply"]

    apply = RowAction("Import what is shown", _confirm, done="imported", back=True)

    def get_queryset(self, request: HttpRequest) -> QuerySet[LaboratoryImport]:
        return super().get_queryset(request).defer("content")

    def response_add(
        self, request: HttpRequest, obj: LaboratoryImport, post_url_continue: str | None = None
    ) -> HttpResponse:
        """To what the files would do."""
        if obj.state == ImportState.READY:
            self.message_user(request, "Nothing is changed yet. Look, then import what is shown.")
        else:
            told = "These files have faults: nothing of them can be imported. Mend the rows that "
            told += "are named below, and send the files again."
            self.message_user(request, told, messages.ERROR)
        return redirect(address_of(LaboratoryImport, obj.pk))

    def page_actions(self, obj: LaboratoryImport) -> list[str]:
        return ["apply"] if obj.state == ImportState.READY else []

    def tables(self, request: HttpRequest, obj: LaboratoryImport) -> list[Table]:
        report = obj.report
        faults = [
            (one["place"]["file"], one["place"]["row"], one["reason"]) for one in report["faults"]
        ]
        counts = [
            (kind, *(found.get(outcome, 0) for outcome in Outcome))
            for kind in COLUMNS
            if (found := report["counts"].get(kind))
        ]
        effects = [(one["kind"], one["key"], one["outcome"]) for one in report["effects"]]
        total = sum(added + changed for _, added, changed, _ in counts)
        if faults:
            title = _titled("Faults", faults, obj.fault_count)
            return [Table(title, ["file", "row", "why"], faults)]
        return [
            Table("Rows", ["what", *Outcome], counts),
            Table(_titled("Changes", effects, total), ["what", "which", "change"], effects),
        ]

    @admin.display(ordering="names")
    def files(self, one: LaboratoryImport) -> str:
        return ", ".join(one.names)

    @admin.display(description="state", ordering="state")
    def standing(self, one: LaboratoryImport) -> SafeString:
        return badge(one.state, _COLOURS[ImportState(one.state)])


def _titled(title: str, shown: list[Any], total: int) -> str:
    return f"{title}, the first {len(shown)} of {total}" if len(shown) < total else title
