"""Every HTTP door."""

from django.contrib import admin
from django.urls import include, path

from config import health, home

handler400 = "allocation.api.problems.bad_request"
handler404 = "allocation.api.problems.not_found"
handler500 = "allocation.api.problems.server_error"

urlpatterns = [
    path("", home.home),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("admin/", admin.site.urls),
    path("api/v1/", include("allocation.api.urls")),
    path("", include("allocation.urls")),
]
