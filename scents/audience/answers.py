"""The door that takes what the page sends: one response, recorded once however often it comes."""

from __future__ import annotations

from typing import cast

from rest_framework import exceptions
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response as Answer
from rest_framework.views import APIView

from domain.kernel import BadInput
from domain.scents.commands.surveys import RecordResponses
from domain.scents.surveys.response import TOLD, Fate, Receipt, Response
from domain.scents.surveys.survey import SurveyNotOpen, UnknownSurvey
from messaging.api.base import AlwaysJSON
from messaging.api.problems import without_echo
from messaging.bus import get_bus
from messaging.http import StrictJSONParser
from scents.audience.doors import HEADERS, too_many_from, too_many_of
from scents.queries.participants import Participant, participant
from scents.survey_bodies import read_response

_PLACE = "responses/0/"
"""The command takes many; this door one."""


class Answers(APIView):
    """`POST /survey/<code>/answers`. Nobody is known by a session or a cookie: the invitation in
    the body is all (so there is nothing for CSRF to ride on)."""

    authentication_classes = []
    permission_classes = []
    parser_classes: list[type[BaseParser]] = [StrictJSONParser]
    content_negotiation_class: type[BaseContentNegotiation] = AlwaysJSON
    http_method_names = ["post"]
    schema = None
    invalid_status = 422
    longest_body = 300_000

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        _require_patience(too_many_from(request._request))

    def post(self, request: Request, code: str) -> Answer:
        response = read_response(request.data)
        _require_patience(too_many_of(response.invitation))
        fate = record(code, response)
        return Answer({"status": fate.value, "detail": TOLD[fate]})

    def handle_exception(self, exc: Exception) -> Answer:
        answer = super().handle_exception(exc)
        answer.data = without_echo(answer.data)
        return answer

    def finalize_response(self, request: Request, response: Answer, *args: object, **kw: object):  # type: ignore[no-untyped-def]
        answer = super().finalize_response(request, response, *args, **kw)
        for name, value in HEADERS.items():
            answer[name] = value
        return answer


def record(code: str, response: Response) -> Fate:
    """What became of it. Strangers learn nothing of a survey, not even that there is one.

    Raises SurveyNotOpen, BadInput.
    """
    try:
        receipts = get_bus().handle(RecordResponses(code, [response]), actor="participant")
    except UnknownSurvey:
        return Fate.FORGED
    except SurveyNotOpen:
        if (fate := _fate_of_late(participant(code, response.invitation), response)) is None:
            raise
        return fate
    except BadInput as fault:
        if participant(code, response.invitation) is None:
            return Fate.FORGED
        raise BadInput(fault.field.removeprefix(_PLACE), fault.reason) from fault
    [receipt] = cast(list[Receipt], receipts)
    return receipt.fate


def _require_patience(seconds: int | None) -> None:
    if seconds is not None:
        raise exceptions.Throttled(wait=seconds)


def _fate_of_late(holder: Participant | None, response: Response) -> Fate | None:
    """Of what came after the close; None: it is too late. It may have come before as well, with
    the reply lost on its way."""
    if holder is None:
        return Fate.FORGED
    return Fate.ALREADY if holder.has_sent(response) else None
