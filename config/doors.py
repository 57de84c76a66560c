"""Settings of the doors that no environment changes: login, lock-out, browsers, reports."""

from datetime import timedelta

from csp.constants import NONE, SELF

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: it refuses before a password is looked at
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
CSRF_FAILURE_VIEW = "access.denied.csrf_failure"

# Sessions: access/sessions.py ends them.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# Login by name and password, then by a code (django-allauth).
ACCOUNT_ADAPTER = "access.adapter.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "5/15m/key",  # codes: wrong passwords are counted by django-axes
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "access.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "The Scents Company"

# Lock-out after wrong passwords (django-axes), for logins and for HTTP Basic.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "access.lock_out.name_of"
AXES_CLIENT_IP_CALLABLE = "access.addresses.client_network"
AXES_LOCKOUT_CALLABLE = "access.lock_out.answer"
AXES_SENSITIVE_PARAMETERS = [
    "username", "login", "password", "code", "api_key", "csrfmiddlewaretoken",
]  # fmt: skip
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False  # the audit trail tells more
AXES_DISABLE_ACCESS_LOG = True

# What browsers may load; access/headers.py says what unfold needs beyond it.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# Reports of faults.
DEFAULT_EXCEPTION_REPORTER = "access.reports.DiscreetReporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "access.reports.DiscreetFilter"
