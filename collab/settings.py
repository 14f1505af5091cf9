"""One settings file, steered by environment variables alone; every secret may also come as NAME_FILE."""

import os
import re
from pathlib import Path

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str | None = None) -> str:
    """Read NAME, or the file named by NAME_FILE; without a default the variable is required."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text().strip()
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set (nor {name}_FILE)")
    return value


def flag(name: str) -> bool:
    """True when the variable says yes; every switch is off unless asked for."""
    return env(name, "no") == "yes"


def weeks(text: str) -> range:
    """The weeks from the first number to the last; none when the text is empty."""
    first, _dash, last = text.partition("-")
    return range(int(first), int(last or first) + 1) if text else range(0)


def version() -> str:
    """The newest released number in CHANGELOG.md, the only place where it is written."""
    return re.search(r"^## (\d+\.\d+\.\d+)", (BASE_DIR / "CHANGELOG.md").read_text(), re.MULTILINE)[1]


VERSION = version()
DEBUG = flag("DEBUG")
DEMO = flag("DEMO")
SECRET_KEY = env("SECRET_KEY", "only-for-development" if DEBUG else None)
SITE_URL = env("SITE_URL", "http://127.0.0.1:8000" if DEBUG else None)
ALLOWED_HOSTS = env("ALLOWED_HOSTS", "127.0.0.1,localhost" if DEBUG else None).split(",")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "activities",
    "lagesbild",
    "agreements",
    "collab",
    "allauth",
    "allauth.account",
    "guardian",
    "pghistory",
    "pgtrigger",
    "csp",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "collab.middleware.PrivateAnswerMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "collab.middleware.ActorMiddleware",
    "collab.middleware.LanguageMiddleware",
    # Within the language: a message is put into words when it is kept.
    "django.contrib.messages.middleware.MessageMiddleware",
    "collab.middleware.SignInMiddleware",
    "activities.middleware.AsOf",
]

ROOT_URLCONF = "collab.urls"
WSGI_APPLICATION = "collab.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "collab.templatetags.samsyn",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "collab.navigation.page_frame",
                "activities.navigation.counts",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- data ------------------------------------------------------------------------------------------------
DATABASES = {
    "default": {
        **dj_database_url.parse(env("DATABASE_URL"), conn_max_age=600, conn_health_checks=True),
        "ATOMIC_REQUESTS": True,
        # Choices of a form are short lists: one question instead of a cursor's four, and a pooler may stand between.
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
}
REDIS_URL = env("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": f"{REDIS_URL}?db=1" if REDIS_URL.startswith("unix:") else f"{REDIS_URL}/1",
    }
}
PGHISTORY_APPEND_ONLY = True
# The role that serves requests; `grant_app_role` gives it the rows and keeps audit and history out of its reach.
DATABASE_APP_ROLE = env("DATABASE_APP_ROLE", "samsyn_app")

# --- tasks: Redis holds no truth, what is due is decided in SQL --------------------------------------------
CELERY_BROKER_URL = (
    f"redis+socket://{REDIS_URL.removeprefix('unix://')}?virtual_host=2"
    if REDIS_URL.startswith("unix:")
    else f"{REDIS_URL}/2"
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900, "unacked_restore_throttle": 1}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "tick": {"task": "activities.tasks.tick", "schedule": 60.0, "options": {"expires": 55}},
    # The night's quiet hour all the year round: an hour that no clock change skips or repeats.
    "sweep": {"task": "collab.tasks.sweep", "schedule": crontab(hour=3, minute=20)},
    "take-up-imports": {
        "task": "lagesbild.tasks.take_up",
        "schedule": 20.0,
        "options": {"expires": 15},
    },
    "set-snapshots": {
        "task": "activities.tasks.set_snapshots",
        "schedule": 30.0,
        "options": {"expires": 25},
    },
    "forget-uploads": {"task": "activities.tasks.forget_uploads", "schedule": crontab(hour=3, minute=40)},
}

# A reminder this many days late is history, so that a new or restored system sends none; no day of rest counts.
REMINDERS_FLOOR_DAYS = 14
# ISO weeks in which no reminder goes: the summer holidays, unless the parties keep others ("" for none).
REMINDERS_REST_IN_WEEKS = weeks(env("REMINDERS_REST_IN_WEEKS", "27-31"))

# --- people ------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "collab.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "collab.accounts.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# Nobody signs up; the field tells allauth that passwords are in use.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION = "none"
# collab.views.sign_in does the same work for an unknown address, and the mail goes to nobody.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
# The other sessions end with the old password; the one in which it was changed goes on, under a new key.
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
# A second wall, in the cache; collab.accounts counts in the database, for each account and each network.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/m/ip,20/300s/key",
    "request_login_code": "100/m/ip,10/m/key",
}

# Guardian is the store of grants to party groups and nothing else; see collab/access.py.
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False
# W001 asks for guardian's login backend, which would let permissions to users in by a side door.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]

# --- browser -----------------------------------------------------------------------------------------------
# Plain http is for the demo on this machine; a server says nothing and gets every lock.
INSECURE_HTTP = DEBUG or flag("INSECURE_HTTP")
SECURE_COOKIES = not INSECURE_HTTP
SESSION_COOKIE_NAME = "__Host-session" if SECURE_COOKIES else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE_COOKIES else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = SECURE_COOKIES
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if INSECURE_HTTP else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_COOKIES
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# A spreadsheet: a million rows are 41 MB as CSV. deploy/nginx.conf lets through a little more.
UPLOAD_MAX_BYTES = 50 * 1024 * 1024
# A file up to this size is read and imported while the page waits; about two seconds' work.
IMPORT_WHILE_WAITING_BYTES = 150 * 1024
ADDRESSES_BEHIND_PROXY = int(env("TRUSTED_PROXY_COUNT", "0"))
ALLAUTH_TRUSTED_PROXY_COUNT = ADDRESSES_BEHIND_PROXY

STATIC_URL = "static/"
STATIC_ROOT = Path(env("STATIC_ROOT", str(BASE_DIR / ".run" / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "collab.storage.StaticStorage"
    },
}
# Uploads lie outside the web root and are never served by path.
MEDIA_ROOT = Path(env("UPLOAD_DIR", str(BASE_DIR / ".run" / "uploads")))
# Documents that people attach lie apart from what is imported: a proxy may be shown this folder and no other.
DOCUMENTS_DIR = Path(env("DOCUMENTS_DIR", str(MEDIA_ROOT / "documents")))
DOCUMENT_MAX_BYTES = 25 * 1024 * 1024
# The proxy's internal address of that folder, with a slash at its end; empty: the portal sends the bytes itself.
DOCUMENTS_REDIRECT = env("DOCUMENTS_REDIRECT", "")

# --- mail --------------------------------------------------------------------------------------------------
# A functional address of the coordinating party, shown to the world on Contact and Accessibility.
CONTACT_MAIL = env("CONTACT_MAIL", "")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("MAIL_FROM", "Samsyn <samsyn@localhost>")
MAIL_DIR = env("MAIL_DIR", "")
EMAIL_BACKEND = "collab.mail.FolderBackend" if MAIL_DIR else "collab.smtp.GroupingBackend"
EMAIL_HOST = env("EMAIL_HOST", "localhost")
EMAIL_PORT = int(env("EMAIL_PORT", "25"))
EMAIL_HOST_USER = env("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = flag("EMAIL_TLS")
EMAIL_TIMEOUT = 20

# --- language and time -------------------------------------------------------------------------------------
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [
    BASE_DIR / "locale" / package for package in ("collab", "agreements", "lagesbild", "activities")
]
USE_I18N = USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env("LOG_LEVEL", "WARNING")},
}
