"""A Django project with nothing in it but Django REST framework; the product's connections."""

from config.settings import DATABASES, DEFAULT_AUTO_FIELD, MIDDLEWARE, SECRET_KEY, USE_TZ, env

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
]
ROOT_URLCONF = "bench.floor.urls"
ALLOWED_HOSTS = ["127.0.0.1"]
if not env.bool("FLOOR_WITH_MIDDLEWARE", default=False):
    MIDDLEWARE = []
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}
STATIC_URL = "static/"
__all__ = ["DATABASES", "DEFAULT_AUTO_FIELD", "MIDDLEWARE", "SECRET_KEY", "USE_TZ"]
