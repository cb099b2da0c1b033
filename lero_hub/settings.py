"""Settings, by environment: what is set wins, what is not set serves a demonstration on this machine.

`docs/operations.md` lists each variable. Production refuses `DEMO`, plain http and weak keys: here, so that no process
starts with them, and in `lero_hub.checks`.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env

from lero_hub.keys import weak_keys
from lero_hub.runtime import logs, static_files

env = Env()

BASE_DIR = Path(__file__).resolve().parent.parent
HOME_DIR = Path(env.str("HOME_DIR", str(BASE_DIR / "var"))).resolve()

# --- What kind of place this is ---------------------------------------------------------------------------------
DEMO = env.bool("DEMO", False)
DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", "")
PORT = env.int("PORT", 8000)
BASE_URL = env.str("BASE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
SECURE = BASE_URL.startswith("https://")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
if DEMO and SECURE:
    raise ImproperlyConfigured("DEMO is for this machine alone: unset DEMO, or give BASE_URL an http:// address")
if not SECURE and urlsplit(BASE_URL).hostname not in {"127.0.0.1", "localhost", "::1"}:
    raise ImproperlyConfigured("BASE_URL starts with https://: plain http is for an address of this machine alone")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if SECURE else []
FIELD_KEYS: list[str] = env.list("FIELD_KEYS", [])
CREDENTIAL_KEY = env.str("CREDENTIAL_KEY", "")
BACKUP_KEY = env.str("BACKUP_KEY", "")
_weak = weak_keys({"SECRET_KEY": SECRET_KEY, "CREDENTIAL_KEY": CREDENTIAL_KEY, "BACKUP_KEY": BACKUP_KEY}, FIELD_KEYS)
if SECURE and _weak:
    raise ImproperlyConfigured(f"Missing, too short or too plain: {', '.join(_weak)}. See deploy/hub.env.example")
SITE_NAME = "LERO Hub"
# Where the source of what runs here can be had. The licence asks whoever changes the hub and runs it to offer it.
SOURCE_URL = env.str("SOURCE_URL", "")
if SOURCE_URL and not SOURCE_URL.startswith(("https://", "http://")):
    raise ImproperlyConfigured("SOURCE_URL is the address of a page: it starts with https://")

INSTALLED_APPS = [
    "lero_hub.demonstration",
    "lero_hub.pages",
    "lero_hub.runtime",
    "organisations",
    "standards",
    "peer_supervision",
    "evidence",
    "lero_hub.accounts",
    "lero_hub.authz",
    "lero_hub.outbox",
    "lero_hub.audit",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "pgtrigger",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lero_hub.runtime.logs.RequestLogMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads at random, and every form token is masked anew (BREACH)
    "csp.middleware.CSPMiddleware",
    "lero_hub.authz.middleware.PrivacyHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "lero_hub.typed_text.PlainTextMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lero_hub.authz.middleware.ActorMiddleware",
    "lero_hub.authz.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "lero_hub.urls"
WSGI_APPLICATION = "lero_hub.wsgi.application"

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
                "lero_hub.pages.context.site",
            ],
        },
    },
]

# --- Database, broker, cache ------------------------------------------------------------------------------------
DATABASES: dict[str, Any] = {"default": env.dj_db_url("DATABASE_URL", "postgresql://app@/app", conn_max_age=0)}
# A connection that died with a restarted server is noticed before a page is answered from it.
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if env.bool("DATABASE_POOL", True):
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 8, "timeout": 5}
# Many small reads of a database that fits in memory: no plans for slow disks, no compiling, no workers for one page.
# The threshold is how near a name with a typing mistake must come (organisations.queries.directory).
_TUNING = {
    "random_page_cost": "1.1",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "pg_trgm.word_similarity_threshold": "0.4",
}
DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
    "options", " ".join(f"-c {name}={value}" for name, value in _TUNING.items())
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", "filesystem://")

# Rate limits and counters live in the database: a broker that is down never breaks a page. Beyond MAX_ENTRIES Django
# drops a third of them, whether they still count or not: a flood must not get there. `accounts.tidy` drops what has run
# out, each hour. A million rows are some 200 MB, more than addresses can send in a day, and counted in 50 ms.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_FAILURE_VIEW = "lero_hub.pages.views.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- People -----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # addresses are unique whatever their case: a constraint on Lower("email")
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "lero_hub.accounts.passwords.NotTheDemonstrationPassword"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "pages:hub"
LOGOUT_REDIRECT_URL = "pages:home"

ACCOUNT_ADAPTER = "lero_hub.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "add_email": "lero_hub.accounts.forms.entrance.ChangeEmailForm",
    "change_password": "lero_hub.accounts.forms.entrance.ChangePasswordForm",
    "confirm_login_code": "lero_hub.accounts.forms.entrance.ConfirmLoginCodeForm",
    "login": "lero_hub.accounts.forms.entrance.LoginForm",
    "reauthenticate": "lero_hub.accounts.forms.entrance.ReauthenticateForm",
    "request_login_code": "lero_hub.accounts.forms.entrance.RequestLoginCodeForm",
    "reset_password": "lero_hub.accounts.forms.entrance.ResetPasswordForm",
    "reset_password_from_key": "lero_hub.accounts.forms.entrance.ResetPasswordKeyForm",
    "set_password": "lero_hub.accounts.forms.entrance.SetPasswordForm",
    "signup": "lero_hub.accounts.forms.entrance.SignupForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # only in the browser that signed up
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60  # seconds; mail takes its time
PASSWORD_RESET_TIMEOUT = 24 * 3600
ACCOUNT_USER_DISPLAY = "lero_hub.accounts.adapter.shown_name"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Number / time / by what: a network address, an account, or the e-mail address typed in (kept as a digest).
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "signup": "20/m/ip,60/h/ip",
    "reset_password": "20/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "request_login_code": "20/m/ip,5/h/key",
    "confirm_email": "1/3m/key",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
    "contact": "5/10m/ip,30/d/ip",
    "report": "5/10m/ip,30/d/ip",
    "park": "30/10m/ip,200/d/ip,20/h/key",
    "evidence": "30/10m/user,200/d/user",
    "logo": "10/10m/user,50/d/user",
    "calendar_read": "120/h/key",
    "calendar_missed": "60/10m/ip",
}
# How many proxies of ours stand in front and add to X-Forwarded-For; without them that header is not believed.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# A change of e-mail is unverified until its link is followed; two-step sign-in must not stand in its way.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_ADAPTER = "lero_hub.accounts.adapter.MFAAdapter"

# --- Mail: Django's own door leads into the outbox; the outbox alone talks to a mail server ------------------------
EMAIL_BACKEND = "lero_hub.outbox.backend.OutboxBackend"
_mail = env.dj_email_url("EMAIL_URL", "console://")
OUTBOX_DELIVERY_BACKEND = "lero_hub.outbox.mailbox.FileMailbox" if DEMO else _mail["EMAIL_BACKEND"]
if OUTBOX_DELIVERY_BACKEND == "django.core.mail.backends.smtp.EmailBackend":
    OUTBOX_DELIVERY_BACKEND = "lero_hub.outbox.transport.SmtpTransport"  # the same, and knows when an answer is lost
EMAIL_HOST = _mail["EMAIL_HOST"] or "localhost"
EMAIL_PORT = _mail["EMAIL_PORT"] or 25
EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = _mail["EMAIL_USE_TLS"]
EMAIL_USE_SSL = _mail["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "LERO Hub <hub@lero-hub.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where "Contact us" leads while there is no coordinator, and who answers for the hub (named on the privacy page).
CONTACT_EMAIL = env.str("CONTACT_EMAIL", "")
OPERATOR = env.str("OPERATOR", "")

# --- Language and time ------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

# --- Files ------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(HOME_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ADD_HEADERS_FUNCTION = static_files.add_headers
MEDIA_URL = "/media/"
MEDIA_ROOT = HOME_DIR / "media"
STORAGE_URL = env.str("STORAGE_URL", "")
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if STORAGE_URL:
    # s3://bucket?endpoint=https://host; the keys come from the environment that boto3 reads by itself.
    _bucket, _sep, _query = STORAGE_URL.removeprefix("s3://").partition("?endpoint=")
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": _bucket, "endpoint_url": _query or None, "querystring_auth": True},
    }
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024

# --- What a browser may do --------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
if SECURE:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Logs: one line of JSON for each event, nothing about a person in it ------------------------------------------
LOGGING = logs.configuration()
