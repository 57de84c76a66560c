"""`/api/v1/`."""

from django.urls import path

from allocation.api import account, docs

urlpatterns = [
    path("schema", docs.Schema.as_view(), name="api-schema"),
    path("docs", docs.Docs.as_view(), name="api-docs"),
    path("me", account.Me.as_view()),
    path("addresses", account.Addresses.as_view()),
]
