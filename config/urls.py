"""Every HTTP door."""

from django.contrib import admin
from django.urls import include, path

from config import health, home

urlpatterns = [
    path("", home.home),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("admin/", admin.site.urls),
    path("", include("allocation.urls")),
]
