"""The portal's settings on the benchmark's own database, with Django's admin beside it to be compared with."""

import dj_database_url

from collab.settings import *  # noqa: F403
from collab.settings import BASE_DIR, DATABASES, INSTALLED_APPS, TEMPLATES, env

DEBUG = False
ALLOWED_HOSTS = ["*"]
SECURE_SSL_REDIRECT = False
OWNER = env("DATABASE_OWNER_URL", env("DATABASE_URL"))
# What parse() sets anew stands here as collab/settings.py has it.
# A server that bench/hostile.py starts is told the database of the scale.
BENCH_DATABASE = env("BENCH_DATABASE", "samsyn_bench")
DATABASES["default"] |= dj_database_url.parse(OWNER, conn_max_age=600, disable_server_side_cursors=True) | {
    "NAME": BENCH_DATABASE
}
INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin"]
ROOT_URLCONF = "bench.changelist"
TEMPLATES[0]["OPTIONS"]["context_processors"] = [
    *TEMPLATES[0]["OPTIONS"]["context_processors"],
    "django.contrib.auth.context_processors.auth",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MAIL_DIR = str(BASE_DIR / ".run" / "bench-mail")
EMAIL_BACKEND = "collab.mail.FolderBackend"
# The worker that bench/outbox.py starts sends to its server.
if env("BENCH_MAIL_PORT", ""):
    EMAIL_BACKEND = "collab.smtp.GroupingBackend"
    EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(env("BENCH_MAIL_PORT"))
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
