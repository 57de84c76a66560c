"""The front door: where to go from here."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from config.sample_surveys import SAMPLES
from scents.audience.doors import for_audience, told
from scents.queries import unused_invitation

NONE_LEFT = "No invitation is left"
WHAT_TO_DO = (
    "The sample surveys are closed, or all of their invitations are used. In the back office, "
    "Surveys, one is opened and invitations are issued."
)


def home(request: HttpRequest) -> HttpResponse:
    return render(
        request, "home.html", {"mailbox_url": settings.MAILBOX_URL, "demo": settings.DEMO}
    )


@for_audience
@require_safe
def try_survey(request: HttpRequest) -> HttpResponse:
    """In the demo whoever likes may be a participant: with the next invitation that nobody used."""
    if not settings.DEMO:
        raise Http404
    for one in SAMPLES:
        if token := unused_invitation(one.code):
            return redirect("survey-page", code=one.code, token=token)
    return told(request, NONE_LEFT, WHAT_TO_DO, status=404)
