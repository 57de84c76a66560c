"""Settings, all from the environment. `bin/run` sets what the demo needs."""

from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.urls import reverse_lazy

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
    "messaging",
    "allocation",
    "config.apps.CompanyConfig",
]

MIDDLEWARE = [
    "messaging.request_id.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
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
    "housekeeping": {"task": "messaging.tasks.housekeeping", "schedule": 6 * 3600.0},
    "audit": {"task": "allocation.tasks.audit_stock", "schedule": 24 * 3600.0},
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# Messages.
MESSAGE_BUS = "config.bootstrap.bootstrap"
MESSAGE_CHANNELS = "config.bootstrap.CHANNELS"
DELIVERY_BATCHES = {"publish_allocated_event": 500}
PROBLEM_TYPES = "urn:scents:problem:"

# Mails.
if EMAIL_URL := env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
EMAIL_TIMEOUT = 10
ALLOCATIONS_EMAIL = env.str("ALLOCATIONS_EMAIL", default="allocations@example.com")
STOCK_EMAIL = env.str("STOCK_EMAIL", default="stock@made.com")
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
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.BasicAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAdminUser"],
    "DEFAULT_PARSER_CLASSES": ["messaging.http.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "allocation.api.schema.ApiSchema",
    "EXCEPTION_HANDLER": "messaging.http.answer_error",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
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
    "PREPROCESSING_HOOKS": ["allocation.api.schema.only_this_version"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "allocation.api.schema.document_problems",
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
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

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
    "filters": {"request": {"()": "messaging.request_id.NamesRequest"}},
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s%(request_name)s: %(message)s"}
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request"]}
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {"messaging.bus": {"level": env.str("LOG_LEVEL", default="WARNING")}},
}


def sidebar(title: str, *pages: tuple[str, str, str]) -> dict[str, Any]:
    """A group of the back office; each page (title, icon, model) for those who may see it."""
    return {"title": title, "items": [sidebar_page(*page) for page in pages]}


def sidebar_page(title: str, icon: str, model: str) -> dict[str, Any]:
    app, name = model.split(".")
    rights = [f"{app}.view_{name}", f"{app}.change_{name}"]
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:{app}_{name}_changelist"),
        "permission": lambda request: any(map(request.user.has_perm, rights)),
    }


UNFOLD = {
    "SITE_TITLE": "The Scents Company",
    "SITE_HEADER": "The Scents Company",
    "SITE_SYMBOL": "air",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda _: static("favicon.svg")}
    ],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "DASHBOARD_CALLBACK": "config.dashboard.dashboard",
    "STYLES": [lambda _: static("admin-scents.css")],
    "SIDEBAR": {
        "navigation": [
            sidebar(
                "Receive",
                ("Due in", "local_shipping", "allocation.duebatch"),
                ("Batches", "inventory_2", "allocation.batch"),
            ),
            sidebar(
                "Allocate",
                ("Orders", "shopping_cart", "allocation.order"),
                ("Order lines", "receipt_long", "allocation.orderline"),
                ("Allocations", "conveyor_belt", "allocation.allocationview"),
            ),
            sidebar(
                "Ship",
                ("To ship", "package_2", "allocation.ordertoship"),
                ("Shipments", "delivery_truck_speed", "allocation.shipment"),
            ),
            sidebar(
                "Purchase",
                ("Products", "category", "allocation.product"),
                ("Ledger", "menu_book", "allocation.stockmovement"),
            ),
            sidebar(
                "Customers",
                ("Customers", "storefront", "allocation.customer"),
                ("Members", "badge", "allocation.member"),
                ("Addresses", "home_pin", "allocation.address"),
                ("API keys", "key", "allocation.apikey"),
            ),
            sidebar(
                "Messages",
                ("Event log", "history", "messaging.outboxevent"),
                ("Deliveries", "outbox", "messaging.delivery"),
                ("Parked", "local_parking", "messaging.parkedmessage"),
                ("Webhooks", "webhook", "messaging.webhookendpoint"),
                ("Webhook log", "send", "messaging.webhookmessage"),
            ),
            sidebar(
                "People",
                ("Users", "person", "auth.user"),
                ("Groups", "group", "auth.group"),
            ),
        ],
    },
}
