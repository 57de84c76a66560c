"""The audience's doors. They stand below `/survey/`, which is as far as the service worker goes."""

from django.urls import path

from scents.audience import views
from scents.audience.answers import Answers

urlpatterns = [
    path("sw.js", views.worker, name="survey-worker"),
    path("<str:code>/", views.start, name="survey-start"),
    path("<str:code>/answers", Answers.as_view(), name="survey-answers"),
    path("<str:code>/<str:token>", views.page, name="survey-page"),
    path("<str:code>/<str:token>/data", views.own_data, name="survey-data"),
    path("<str:code>/<str:token>/data.json", views.download, name="survey-download"),
]
