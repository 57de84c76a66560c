"""Settings, all from the environment. `bin/run` sets what the demo needs."""

from pathlib import Path

import environ
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured

from config.back_office import UNFOLD  # noqa: F401
from config.doors import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()


def required(name: str, hint: str) -> str:
    """A value without which the company must not start."""
    value: str = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: {hint}")
    return value


DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = required("SECRET_KEY", "give at least 50 random characters")
# Keys of the past: what they signed or sealed is still read.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
required("ALLOWED_HOSTS", "give the names under which the site is reached, with commas between")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CLASSIC_API_ANONYMOUS = env.bool("CLASSIC_API_ANONYMOUS", default=False)
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / ".data"))).resolve()

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "messaging",
    "allocation",
    "scents",
    "access",
    "config.apps.CompanyConfig",
]

MIDDLEWARE = [
    "messaging.request_id.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "access.headers.HeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "access.sessions.SessionMiddleware",
    "access.second_factor.SecondFactorMiddleware",
    "access.outage.OutageMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# PostgreSQL holds the truth. Connections are kept and checked; nothing may wait for ever.
required("DATABASE_URL", "for example postgres://user:password@host:5432/scents")
DATABASES = {"default": env.db_url("DATABASE_URL")}
DATABASES["default"].update(
    CONN_MAX_AGE=600,
    CONN_HEALTH_CHECKS=True,
    OPTIONS={
        "connect_timeout": 3,
        "options": "-c lock_timeout=2s -c statement_timeout=60s "
        "-c idle_in_transaction_session_timeout=120s",
        **DATABASES["default"].get("OPTIONS", {}),
    },
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Redis carries wake-ups and messages of other systems; it may lose everything at any moment.
# Without it, subscribers run in the process, right after the commit.
REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "access.outage.StaffCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "scents",
            "OPTIONS": {
                "serializer": "access.outage.JSONSerializer",
                "socket_connect_timeout": 1,
                "socket_timeout": 1,
            },
        }
    }
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 60
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 180,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "socket_keepalive": True,
}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "messaging.tasks.sweep", "schedule": 2.0, "options": {"expires": 10}},
    "webhooks": {
        "task": "messaging.tasks.send_webhooks",
        "schedule": 2.0,
        "options": {"expires": 10},
    },
    "optimisations": {
        "task": "scents.tasks.sweep_optimisations",
        "schedule": 5.0,
        "options": {"expires": 10},
    },
    "surveys": {
        "task": "scents.tasks.review_surveys",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "decisions": {"task": "scents.tasks.watch_decisions", "schedule": crontab(hour=3, minute=30)},
    "housekeeping": {"task": "messaging.tasks.housekeeping", "schedule": 6 * 3600.0},
    "answers": {"task": "allocation.tasks.forget_answers", "schedule": 24 * 3600.0},
    "strangers": {"task": "access.tasks.forget_strangers", "schedule": 3600.0},
    "reorder points": {
        "task": "allocation.tasks.check_reorder_points",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "demand": {"task": "allocation.tasks.measure_demand", "schedule": 3600.0},
    "expiry": {"task": "allocation.tasks.expire_batches", "schedule": crontab(minute="0")},
    # These two are done once a day, by the first run that gets through.
    "digest": {
        "task": "allocation.tasks.issue_purchasing_digest",
        "schedule": crontab(hour="7-23", minute="*/10"),
    },
    "audit": {
        "task": "allocation.tasks.audit_stock",
        "schedule": crontab(hour="2-23", minute="*/20"),
    },
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# Messages.
MESSAGE_BUS = "config.bootstrap.bootstrap"
MESSAGE_CHANNELS = "config.bootstrap.CHANNELS"
DELIVERY_BATCHES = {"publish_allocated_event": 500}
# These wait for others, and may have thousands of deliveries at a time: one worker each, so that
# the rest goes on.
ONE_WORKER_EACH = {"mail_customer", "tell_webhooks"}
# Of all workers one is left for what must not wait.
SLOW_WORKERS = max(1, env.int("WORKER_CONCURRENCY", default=3) - 1)
PROBLEM_TYPES = "urn:scents:problem:"
API_ROOT = "/api/v1/"

# Mails.
if EMAIL_URL := env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
EMAIL_TIMEOUT = 10
ALLOCATIONS_EMAIL = env.str("ALLOCATIONS_EMAIL", default="allocations@example.com")
STOCK_EMAIL = env.str("STOCK_EMAIL", default="stock@made.com")
PURCHASING_EMAIL = env.str("PURCHASING_EMAIL", default="purchasing@example.com")
RESEARCH_EMAIL = env.str("RESEARCH_EMAIL", default="research@example.com")
# Where staff reach the site, for links in mails: https://scents.example
SITE_URL = env.str("SITE_URL", default="").rstrip("/")
MAILBOX_URL = env.str("MAILBOX_URL", default="")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ALLOCATIONS_EMAIL

# Doors.
HTTPS = env.bool("HTTPS", default=not DEMO)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=not DEMO)
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "access.authentication.PasswordAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAdminUser"],
    "DEFAULT_PARSER_CLASSES": ["messaging.http.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "messaging.api.schema.ApiSchema",
    "EXCEPTION_HANDLER": "messaging.http.answer_error",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
API_AUTHENTICATION = "allocation.api.authentication.BearerKey"
WARM_UP = env.bool("WARM_UP", default=True)  # of web processes: for the first evaluation
API_RATE_PER_SECOND = env.int("API_RATE_PER_SECOND", default=100)
SPECTACULAR_SETTINGS = {
    "TITLE": "The Scents Company",
    "DESCRIPTION": "Scents for films and games: stock, orders, promises.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "/static/favicon.svg",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "PREPROCESSING_HOOKS": ["messaging.api.schema.only_this_version"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "messaging.api.schema.document_problems",
        "scents.api.question_schema.name_parts",
    ],
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]

# Language, time, files.
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request": {"()": "messaging.request_id.NamesRequest"},
        "invitations": {"()": "scents.audience.quiet.HidesInvitations"},
    },
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s%(request_name)s: %(message)s"}
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request"]}
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django.request": {"filters": ["invitations"]},
        "messaging.bus": {"level": env.str("LOG_LEVEL", default="WARNING")},
        "axes": {"level": env.str("LOG_LEVEL", default="WARNING")},
    },
}
