"""The laboratory's part of `/api/v1/`."""

from django.urls import path

from scents.api.evaluate import EvaluateFormula

urlpatterns = [path("formulas/evaluate", EvaluateFormula.as_view())]
