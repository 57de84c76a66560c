"""The laboratory's part of `/api/v1/`."""

from django.urls import path

from scents.api.evaluate import EvaluateFormula
from scents.api.surveys import Assignments, Responses, Survey

urlpatterns = [
    path("formulas/evaluate", EvaluateFormula.as_view()),
    path("surveys/<str:code>", Survey.as_view()),
    path("surveys/<str:code>/responses", Responses.as_view()),
    path("surveys/<str:code>/assignments", Assignments.as_view()),
]
