"""Surveys for programs: what is asked, what is presented to whom, and what was answered.

Nothing here tells who made a sample, or how many have answered.
"""

from __future__ import annotations

from collections.abc import Sequence

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from domain.scents.commands import AssignSamples, RecordResponses
from domain.scents.surveys.presentation import Presentation
from domain.scents.surveys.response import TOLD, Fate, Receipt
from domain.scents.surveys.survey import UnknownSurvey
from messaging.api.base import ApiView
from messaging.bus import get_bus
from messaging.limits import LONGEST_BATCH
from scents import queries
from scents.api.survey_schema import ASSIGNMENTS, INVITATIONS, RECEIPTS, RESPONSES, SHEET
from scents.survey_bodies import read_invitations, read_responses

SCOPE = "surveys:respond"
_ASSIGNED = "Present the samples of each task in this order."


class Survey(ApiView):
    """`GET /surveys/{code}`."""

    scopes = {"GET": SCOPE}

    @extend_schema(
        summary="What the participants of a survey are asked",
        responses={(200, "application/json"): SHEET},
    )
    def get(self, request: Request, code: str) -> Response:
        sheet = queries.survey_sheet(code)
        if sheet is None:
            raise UnknownSurvey(code)
        return Response(sheet)


class Responses(ApiView):
    """`POST /surveys/{code}/responses`."""

    scopes = {"POST": SCOPE}
    longest_body = LONGEST_BATCH  # of 1,000 people who judge a dozen samples in 20 tasks

    @extend_schema(
        summary="Answers of participants, many at once",
        description="Each counts once, however often it is sent: sent again it is answered"
        " `already-recorded`. If one cannot be read, none is taken.",
        request={"application/json": RESPONSES},
        responses={(200, "application/json"): RECEIPTS},
    )
    def post(self, request: Request, code: str) -> Response:
        command = RecordResponses(code, read_responses(request.data))
        return Response(_told(get_bus().handle(command, actor=self.caller.actor)))


class Assignments(ApiView):
    """`POST /surveys/{code}/assignments`."""

    scopes = {"POST": SCOPE}

    @extend_schema(
        summary="What to present to participants",
        description="The same invitation is always assigned the same.",
        request={"application/json": INVITATIONS},
        responses={(200, "application/json"): ASSIGNMENTS},
    )
    def post(self, request: Request, code: str) -> Response:
        command = AssignSamples(code, read_invitations(request.data))
        presentations = get_bus().handle(command, actor=self.caller.actor)
        return Response({"results": [_presented(one) for one in presentations]})


def _told(receipts: Sequence[Receipt]) -> dict[str, object]:
    fates = [receipt.fate for receipt in receipts]
    accepted, out = fates.count(Fate.ACCEPTED), fates.count(Fate.SCREENED_OUT)
    return {
        "accepted": accepted,
        "screened_out": out,
        "refused": len(fates) - accepted - out,
        "results": [_RESULTS[fate] for fate in fates],
    }


def _presented(one: Presentation | None) -> dict[str, object]:
    if one is None:
        return {"status": Fate.FORGED.value, "detail": TOLD[Fate.FORGED], "tasks": None}
    tasks = {str(number): list(codes) for number, codes in one.items()}
    return {"status": "assigned", "detail": _ASSIGNED, "tasks": tasks}


_RESULTS = {fate: {"status": fate.value, "detail": TOLD[fate]} for fate in Fate}
