"""Pages beside that of a survey: its invitations, its key, and what is stored of a participant."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import quote

import qrcode
from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from qrcode.image.svg import SvgPathImage

from messaging.admin.command_admin import Table
from messaging.admin.csv_export import csv_response
from messaging.admin.forms import WholeNumberField
from scents.admin.survey_forms import invitation_field
from scents.models import Survey
from scents.queries.participants import stored_answer
from scents.queries.samples import Labelled, key_of, tokens

MOST_CARDS = 400
MOST_COPIES = 50


class RangeForm(forms.Form):
    """Which invitations, and as what."""

    def __init__(self, survey: Survey, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = survey.invited
        self.fields["first"] = WholeNumberField(label="From number", least=1, most=most, initial=1)
        self.fields["last"] = WholeNumberField(label="to", least=1, most=most, initial=most)

    def clean(self) -> dict[str, Any]:
        filled = super().clean() or {}
        first, last = filled.get("first"), filled.get("last")
        if first and last:
            if first > last:
                self.add_error("last", "It comes before the first.")
            elif "cards" in self.data and last - first >= MOST_CARDS:
                self.add_error("last", f"At most {MOST_CARDS} cards at once.")
        return filled


class TokenForm(forms.Form):
    """Whose answer."""

    invitation = invitation_field()


class LabelsForm(forms.Form):
    """How many vials there are of each."""

    copies = WholeNumberField(least=1, most=MOST_COPIES, initial=1)


def chosen_range(request: HttpRequest, survey: Survey) -> RangeForm:
    """Filled in where somebody asked for a file or for cards."""
    asked = {"csv", "cards"} & request.GET.keys()
    return RangeForm(survey, request.GET if asked else None)


def links_csv(request: HttpRequest, survey: Survey, first: int, last: int) -> HttpResponse:
    """Made while it is sent, so that a million of them need no memory."""
    rows = ((serial, token, link) for serial, token, link in _links(request, survey, first, last))
    return csv_response(f"invitations-{first}-{last}", ["number", "token", "link"], rows)  # type: ignore[return-value]


def cards_page(request: HttpRequest, survey: Survey, first: int, last: int) -> HttpResponse:
    """To print, cut and hand out."""
    cards = [
        {"number": serial, "token": token, "link": link, "code": qr_code(link)}
        for serial, token, link in _links(request, survey, first, last)
    ]
    context = {"survey": survey, "cards": cards, "host": request.get_host()}
    return TemplateResponse(request, "admin/survey_cards.html", context)


def labels_page(request: HttpRequest, survey: Survey, person: str) -> HttpResponse:
    """To print and put on vials; what goes in stands on the part that is cut off."""
    form = LabelsForm(request.GET or None)
    copies = form.cleaned_data["copies"] if form.is_bound and form.is_valid() else 1
    labels = [one for one in key_of(survey.pk, person=person) for _ in range(copies)]
    context = {"survey": survey, "form": form, "labels": labels}
    return TemplateResponse(request, "admin/survey_labels.html", context)


def key_table(survey: Survey, person: str) -> Table:
    """Raises StillBlind."""
    rows = [
        (one.code, one.task, one.scent, one.supplier or None, one.formula or None, _cost(one))
        for one in key_of(survey.pk, person=person)
    ]
    headers = ["code", "task", "scent", "supplier", "formula", "cost of a unit"]
    return Table("Who made which sample", headers, rows)


def answer_response(survey: Survey, form: TokenForm) -> HttpResponse | None:
    """What is stored, as a file; None: the form says why not."""
    if not form.is_valid():
        return None
    found = stored_answer(survey.pk, form.cleaned_data["invitation"])
    if found is None:
        form.add_error("invitation", "No answer is stored under this invitation.")
        return None
    name = f"answer-{found['invitation']}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return JsonResponse(found, headers=headers, json_dumps_params={"indent": 2})


def qr_code(text: str) -> SafeString:
    """An SVG of it; one mask is as readable as another, and trying all takes longer."""
    drawing = qrcode.QRCode(border=4, mask_pattern=2)
    drawing.add_data(text)
    file = BytesIO()
    drawing.make_image(image_factory=SvgPathImage).save(file)
    return SafeString(file.getvalue().decode().partition("?>")[2])


def _links(
    request: HttpRequest, survey: Survey, first: int, last: int
) -> Iterator[tuple[int, str, str]]:
    address = request.build_absolute_uri(f"/survey/{quote(survey.pk, safe='')}/")
    for serial, token in tokens(survey.pk, first, last):
        yield serial, token, f"{address}{token}"


def _cost(one: Labelled) -> str | None:
    return None if one.cost is None else f"{one.cost} {one.currency}"
