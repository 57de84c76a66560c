"""The description of the API, for programs and for people; open to everybody."""

from __future__ import annotations

from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny


class OnceGenerator(SchemaGenerator):
    """The description does not change while the process runs, and costs a while to make."""

    def get_schema(self, request: Any = None, public: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002
        return _described()


@cache
def _described() -> dict[str, Any]:
    generator: Any = SchemaGenerator
    schema: dict[str, Any] = generator().get_schema(request=None, public=True)
    return schema


class Schema(SpectacularAPIView):
    """`GET /schema`, as JSON; as YAML with `?format=yaml`."""

    authentication_classes = []
    permission_classes = [AllowAny]
    renderer_classes = [OpenApiJsonRenderer, OpenApiYamlRenderer]
    generator_class = OnceGenerator


class Docs(SpectacularSwaggerSplitView):
    """`GET /docs`: Swagger's pages, from our own server and without inline scripts or styles."""

    authentication_classes = []
    permission_classes = [AllowAny]
    url_name = "api-schema"
    template_name = "api/docs.html"
