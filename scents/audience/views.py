"""The pages: the survey, where to begin on a device that many share, and one's own data."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from domain.kernel import BadInput
from domain.scents.commands.surveys import AssignSamples, EraseResponse
from domain.scents.surveys.assignment import NothingToSmell
from domain.scents.surveys.presentation import Presentation
from domain.scents.surveys.response import TOLD, Fate
from domain.scents.surveys.survey import SurveyNotOpen
from messaging.bus import get_bus
from messaging.texts import fault_of
from scents.audience.answers import record
from scents.audience.doors import for_audience, later, told, too_many_of
from scents.audience.forms import CONSENT, read_form
from scents.audience.screens import screens
from scents.handlers.responses import UnknownInvitation
from scents.queries.participants import Participant, participant, stored_answer

UNKNOWN = (
    "This is no invitation",
    "Nothing belongs to this address. Look at the link or the card again, or ask for another.",
)
CLOSED = ("This survey is closed", "No more answers are taken. Thank you for coming by.")
NO_SAMPLE = (
    "There is nothing to smell now",
    "The samples were taken away. Please ask the people here.",
)
THANKS = "Thank you"
ERASED = ("Your answer is erased", "Nothing that you told is stored any more.")
NOTHING = "No answer is stored under this invitation."
"""Which sample was assigned to it may well be."""


@for_audience
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """The survey; by POST, what a browser without scripts fills in."""
    if too_many_of(token):
        return later(request, status=HTTPStatus.TOO_MANY_REQUESTS)
    holder = participant(code, token)
    if holder is None:
        return told(request, *UNKNOWN, status=HTTPStatus.NOT_FOUND)
    if holder.state:
        return _answered(request, code, token, erased=holder.erased)
    try:
        presentation = _presentation(holder, code, token)
        return _asked(request, holder, presentation, code, token)
    except SurveyNotOpen:
        return told(request, *CLOSED)
    except NothingToSmell:
        return told(request, *NO_SAMPLE, status=HTTPStatus.CONFLICT)


def _presentation(holder: Participant, code: str, token: str) -> Presentation:
    """Only what is drawn for this participant has to be written down. Raises SurveyNotOpen,
    NothingToSmell."""
    if not holder.is_open:
        raise SurveyNotOpen(code, holder.survey_state)
    if not holder.plan.is_adaptive:
        return holder.presentation()
    [presentation] = get_bus().handle(AssignSamples(code, [token]), actor="participant")
    assigned: Presentation = presentation
    return assigned


def _asked(
    request: HttpRequest, holder: Participant, presentation: Presentation, code: str, token: str
) -> HttpResponse:
    fault, given = "", {name: str(request.POST[name]) for name in request.POST}
    if request.method == "POST":
        try:
            fate = record(code, read_form(given, holder.plan, presentation, token=token))
        except BadInput as refused:
            fault = _told_of(refused)
        else:
            return _fate(request, fate, code, token)
    return render(
        request,
        "survey/page.html",
        {
            "plan": holder.plan,
            "screens": screens(
                holder.plan, presentation, full=holder.full, given=given
            ),
            "code": code,
            "token": token,
            "fault": fault,
            "consented": CONSENT in given,
        },
        status=HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK,
    )  # fmt: skip


def _told_of(fault: BadInput) -> str:
    if fault.field.isdigit():
        return f"Question {fault.field} {fault.reason}."
    return f"Something is not answered yet, or cannot be taken: {fault.reason}."


def _fate(request: HttpRequest, fate: Fate, code: str, token: str) -> HttpResponse:
    if fate in (Fate.ACCEPTED, Fate.ALREADY, Fate.SCREENED_OUT):
        return _answered(request, code, token, text=TOLD[fate])
    return told(request, "This was not recorded", TOLD[fate])


def _answered(
    request: HttpRequest, code: str, token: str, *, erased: bool = False, text: str = ""
) -> HttpResponse:
    if erased:
        return told(request, *ERASED)
    return told(request, THANKS, text or TOLD[Fate.ACCEPTED], code=code, token=token)


@for_audience
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Where the next person types or scans an invitation. It tells nothing of the survey."""
    token = request.POST.get("token", "").strip().replace("/", "")
    if request.method == "POST" and token and not fault_of(token):
        return redirect("survey-page", code=code, token=token)
    return render(request, "survey/start.html", {"code": code})


@for_audience
@require_http_methods(["GET", "HEAD", "POST"])
def own_data(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """What is stored under the invitation; a POST erases it, where that is confirmed."""
    if too_many_of(token):
        return later(request, status=HTTPStatus.TOO_MANY_REQUESTS)
    if participant(code, token) is None:
        return told(request, *UNKNOWN, status=HTTPStatus.NOT_FOUND)
    if request.method == "POST" and "confirmed" in request.POST:
        try:
            get_bus().handle(EraseResponse(code, token), actor="participant")
        except UnknownInvitation:
            return told(request, "Your data", NOTHING)
        return told(request, *ERASED)
    answer = stored_answer(code, token)
    if answer is None:
        return told(request, "Your data", NOTHING)
    return render(request, "survey/data.html", {"answer": answer, "code": code, "token": token})


@for_audience
@require_safe
def download(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """The same as a file."""
    if too_many_of(token):
        return later(request, status=HTTPStatus.TOO_MANY_REQUESTS)
    if (answer := stored_answer(code, token)) is None:
        return told(request, *UNKNOWN, status=HTTPStatus.NOT_FOUND)
    response = JsonResponse(answer, json_dumps_params={"indent": 2})
    response["Content-Disposition"] = 'attachment; filename="my-answer.json"'
    return response


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. It stands here, for one may only serve what lies beside or below it."""
    response = render(request, "survey/worker.js", content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    response["Content-Security-Policy"] = (
        "default-src 'none'; script-src 'self'; connect-src 'self'"
    )
    return response
