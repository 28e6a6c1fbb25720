"""Settings. Everything an operator may set is read from the environment here and nowhere else."""

import sys
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from governance.config.values import at_least, https_address, kept_secret

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(environ.Env()("MUSTER_DATA_DIR", default=str(BASE_DIR / "var")))
TESTING = "pytest" in sys.modules

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="") or kept_secret(DATA_DIR)
if len(SECRET_KEY) < 32 or len(set(SECRET_KEY)) < 8:
    raise ImproperlyConfigured("SECRET_KEY is too short or too regular: use 50 random characters.")
# "localhost" serves plain HTTP to this machine only. Any other value is a public host name behind TLS.
HOSTS = env.list("MUSTER_HOSTS", default=[])
ALLOWED_HOSTS = [*HOSTS, "localhost", "127.0.0.1", "[::1]"]
PUBLIC = bool(HOSTS)
if PUBLIC and DEBUG:
    raise ImproperlyConfigured(
        "DEBUG shows secrets to strangers: turn it off where MUSTER_HOSTS names a host."
    )

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "governance",
    "registry",
    "governance.config.admin.CouncilAdminConfig",
    "guardian",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "django_htmx",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "governance.config.middleware.PrivateResponses",
    "governance.config.middleware.ExplainWhatIsUnreadable",
]
ROOT_URLCONF = "governance.config.urls"
WSGI_APPLICATION = "governance.config.wsgi.application"
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
                "csp.context_processors.nonce",
            ]
        },
    }
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'registry.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Writers queue instead of failing, readers never wait, and what was acknowledged survives a power cut.
    # Replacing a row fires the triggers of deleting one, so that the ledger is not rewritten that way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA recursive_triggers=ON;"
        "PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=27103364;PRAGMA cache_size=2000;",
    }
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "registry.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
    "sesame.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ANONYMOUS_USER_NAME = None
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"
# One-time sign-in links: worthless once used, and after the time that suits a link printed on a terminal.
SESAME_ONE_TIME = True
SESAME_MAX_AGE = 60 * 60
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24 * 3

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
# Before `collectstatic`, files are served from where they lie.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not STATIC_ROOT.exists()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_ROOT.exists() and not TESTING
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PUBLIC else None
SECURE_HSTS_SECONDS = 31_536_000 if PUBLIC else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PUBLIC
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in HOSTS]
SESSION_COOKIE_AGE = 60 * 60 * 12
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
# A use case has some hundred fields, and a dozen more for each of its links.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="muster@localhost")
EMAIL_TIMEOUT = WEBHOOK_TIMEOUT = 10
# Where links in mails and messages lead to.
HERE = f"https://{HOSTS[0]}" if HOSTS else "http://127.0.0.1:8000"
MUSTER_URL = env("MUSTER_URL", default=HERE).rstrip("/")
# The council's channel: an incoming webhook of Slack, or of anything that takes the same messages.
MUSTER_SLACK_WEBHOOK = https_address("MUSTER_SLACK_WEBHOOK", env("MUSTER_SLACK_WEBHOOK", default=""))
MUSTER_NOTICE_DAYS = at_least(31, "MUSTER_NOTICE_DAYS", env.int("MUSTER_NOTICE_DAYS", default=180))

# "" runs tasks at once, in the caller; "memory://" in a worker thread of the one process; else a broker.
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default="")
CELERY_TASK_ALWAYS_EAGER = not CELERY_BROKER_URL
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
if CELERY_BROKER_URL == "memory://":
    CELERY_BROKER_TRANSPORT_OPTIONS = {"polling_interval": 0.05}
elif CELERY_BROKER_URL.startswith("redis"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 900,
        "unacked_restore_throttle": 1,
        "unacked_restore_interval": 10,
    }

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["registry.api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["registry.api.authentication.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "governance.api.pagination.Cursor",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_VERSIONING_CLASS": None,
    "URL_FORMAT_OVERRIDE": None,
    "EXCEPTION_HANDLER": "governance.api.errors.problem_response",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Muster",
    "DESCRIPTION": "Registry, policy checks and decision record of an AI council.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {
        "CheckVerdict": "governance.models.checks.CheckVerdict",
        "KindEnum": "policies.record.KINDS",
        "NoticeKind": "governance.models.NoticeKind",
        "VoteVerdict": "governance.models.Verdict",
        "SubmissionStatus": "governance.workflow.Status",
        "AssessmentState": "governance.assessing.State",
        "OpenStatus": "governance.api.serializers.entries.OPEN_STATUSES",
        "FindingOutcome": "governance.api.serializers.findings.OUTCOMES",
        "OverlapOutcome": "governance.models.OverlapOutcome",
        "AIActTier": "governance.api.serializers.law.TIERS",
        "AssessmentType": "governance.api.serializers.assessments.TYPES",
    },
}

# Called inside the transaction that changed entries: dotted paths of functions (entries, *, by).
MUSTER_AFTER_CHANGE = [
    "governance.services.checks.queue_checks_of",
    "governance.services.stale.suspend_what_rests_on",
]
# The same, where the organisation itself was changed, and where other names count as one: functions (*, by).
MUSTER_AFTER_ORGANISATION = ["governance.services.organisation.queue_checks_of_everything"]
MUSTER_AFTER_ALIASES = ["governance.services.organisation.queue_checks_of_everything"]
# The same for whoever was given a role in a team, or lost it: functions (person).
MUSTER_AFTER_ROLES = ["governance.services.rehearing.follow_roles"]
# What `verify_ledger` also holds against the ledger: dotted paths of functions that yield breaks.
MUSTER_LEDGER_CHECKS = [
    "registry.ledger.revisions.find_changed_revisions",
    "governance.services.verifying.find_changed_submissions",
    "governance.services.verifying_conditions.find_changed_conditions",
    "governance.services.verifying_rounds.find_changed_rounds",
    "governance.services.verifying_council.find_changed_council",
    "governance.services.verifying_waivers.find_changed_waivers",
    "governance.services.verifying_assessments.find_changed_assessments",
    "governance.services.verifying_activations.find_changed_activations",
    "governance.services.verifying_rules.find_changed_rules",
    "governance.services.verifying_overlaps.find_changed_overlaps",
    "governance.services.verifying_overlaps.find_changed_aliases",
    "governance.services.verifying_comments.find_changed_comments",
]
# Packs, and the file of the charter, that are in force; empty are those that Muster ships.
MUSTER_PACKS = env.list("MUSTER_PACKS", default=[])
MUSTER_CHARTER = env.str("MUSTER_CHARTER", default="")
