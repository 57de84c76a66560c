"""Any mixture worked out over `/api/v1/`."""

from __future__ import annotations

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from messaging.api.base import ApiView
from scents.api.answer_schema import ANSWER
from scents.api.question_schema import QUESTION
from scents.evaluation import answer
from scents.queries.shelf import CustomersShelf


class EvaluateFormula(ApiView):
    """`POST /formulas/evaluate`. The recipes of the house, and what it pays, are never told."""

    scopes = {"POST": "formulas:evaluate"}

    @extend_schema(
        summary="What a mixture holds, smells of, costs and may be used for",
        request={"application/json": QUESTION},
        responses={(200, "application/json"): ANSWER},
    )
    def post(self, request: Request) -> Response:
        return Response(answer(request.data, CustomersShelf(), today=timezone.now().date()))
