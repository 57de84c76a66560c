"""The description of the API, for programs and for people; open to everybody."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import Http404
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny
from rest_framework.views import APIView

from messaging.api.problems import Missing, plain


class OnceGenerator(SchemaGenerator):
    """The description does not change while the process runs, and costs a while to make."""

    def get_schema(self, request: Any = None, public: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002
        return _described()


@cache
def _described() -> dict[str, Any]:
    generator: Any = SchemaGenerator
    schema: dict[str, Any] = generator().get_schema(request=None, public=True)
    return schema


class Open(APIView):
    """Without a key; what is refused is refused as everywhere."""

    authentication_classes = []
    permission_classes = [AllowAny]
    http_method_names = ["get", "head"]

    def handle_exception(self, exc: Exception) -> Any:
        exc = Missing() if isinstance(exc, Http404) else exc
        return plain(super().handle_exception(exc).data)


class Schema(Open, SpectacularAPIView):
    """`GET /schema`, as JSON; as YAML with `?format=yaml`."""

    renderer_classes = [OpenApiJsonRenderer, OpenApiYamlRenderer]
    generator_class = OnceGenerator


class Docs(Open, SpectacularSwaggerSplitView):
    """`GET /docs`: Swagger's pages, from our own server and without inline scripts or styles."""

    url_name = "api-schema"
    template_name = "api/docs.html"
