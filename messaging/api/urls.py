"""The description of `/api/v1/`."""

from django.urls import path

from messaging.api import docs

urlpatterns = [
    path("schema", docs.Schema.as_view(), name="api-schema"),
    path("docs", docs.Docs.as_view(), name="api-docs"),
]
