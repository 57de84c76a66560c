"""Every HTTP door."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from config import health, home

handler400 = "messaging.api.problems.bad_request"
handler404 = "messaging.api.problems.not_found"
handler500 = "messaging.api.problems.server_error"
handler403 = "access.denied.permission_denied"
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", home.home),
    path("try-survey", home.try_survey, name="try-survey"),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("account/", include("access.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("messaging.api.urls")),
    path("api/v1/", include("allocation.api.urls")),
    path("api/v1/", include("scents.api.urls")),
    path("survey/", include("scents.audience.urls")),
    path("", include("allocation.urls")),
]
