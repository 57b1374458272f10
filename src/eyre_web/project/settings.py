"""The settings of the server, read from the environment; without any, one SQLite file, on this machine only.

EYRE_DATA          the data directory: the SQLite file, the files of the body, the secret key (eyre-data)
DATABASE_URL       postgresql://user:password@host/database; without it SQLite in the data directory
EYRE_HOSTS         the names under which browsers may ask for the site (localhost, 127.0.0.1, [::1])
EYRE_HTTPS         1 where people reach it by HTTPS: secure cookies, HSTS, and a second factor for everybody
EYRE_PROXIES       how many proxies stand before it, so that a lock-out meets the right address (1 with EYRE_HTTPS)
EYRE_MAIL          smtp://user:password@host:587 (TLS, unless it is this machine); without it mail is printed here
EYRE_MAIL_FROM     the sender of mail
EYRE_SITE          the address that links in mail begin with (https:// and the first of EYRE_HOSTS, or where it listens)
EYRE_SECRET_KEY    signs sessions; without it the file that `eyre migrate` wrote into the data directory
EYRE_FILE_MIB      how large a file that is handed over may be, in MiB (20)
EYRE_SCANNER       a command that looks at each such file: its path comes last; 0 is clean, 1 is refused
EYRE_LANGUAGES     languages people may choose between, the first for whoever chose none (en-gb); cy is there in part
EYRE_TIME_ZONE     in which "today" begins (Europe/London)
EYRE_TODAY         the day as on which an example is looked at (what the clock says); refused for anything else
"""

from __future__ import annotations

import os
from typing import Any

from eyre_web.project import environment

HTTPS = environment.is_on("EYRE_HTTPS")

EYRE_DATA = environment.data_directory()
EYRE_TODAY = environment.trial_day()
EYRE_SITE = environment.site()
EYRE_SECOND_FACTOR_REQUIRED = HTTPS  # on this machine alone a password will do

DEBUG = False
SECRET_KEY = environment.secret_key()
ALLOWED_HOSTS = environment.words("EYRE_HOSTS", "localhost,127.0.0.1,[::1]")
DATABASES: dict[str, dict[str, Any]] = {"default": environment.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "eyre_web.project.urls"
WSGI_APPLICATION = "eyre_web.project.wsgi.application"

INSTALLED_APPS = [
    "eyre_web.project",  # before allauth, so that its templates are ours
    "eyre_web.accounts",
    "eyre_web.audit",
    "eyre_web.body",
    "eyre_web.search",
    "eyre_web.finding",
    "eyre_web.meetings",
    "eyre_web.documents",
    "eyre_web.sheets",
    "eyre_web.minutes",
    "eyre_web.minutes.notes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "eyre_web.project.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "eyre_web.project.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "eyre_web.accounts.middleware.AccessMiddleware",
    "eyre_web.accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "eyre_web.project.refusing.RefusingMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "eyre_web.project.context.about",
                "eyre_web.project.language.others",
            ],
        },
    },
]

# ---------------------------------------------------------------- people and sessions

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "eyre_web.accounts.passwords.LongestPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "front_page"

ACCOUNT_ADAPTER = "eyre_web.accounts.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator makes an account; nobody signs up
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # the password again, before password or second factor are changed
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody writes to strangers from here, and nobody signs up
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "eyre_web.accounts.sign_in.SignInForm",
    "reauthenticate": "eyre_web.accounts.sign_in.AgainForm",
    "reset_password": "eyre_web.accounts.sign_in.ResetForm",
    "reset_password_from_key": "eyre_web.accounts.sign_in.ResetByLinkForm",
    "change_password": "eyre_web.accounts.sign_in.ChangePasswordForm",
}
MFA_FORMS = {
    "authenticate": "eyre_web.accounts.sign_in.CodeForm",
    "reauthenticate": "eyre_web.accounts.sign_in.CodeAgainForm",
    "activate_totp": "eyre_web.accounts.sign_in.SetUpForm",
}
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# The server speaks no TLS itself: where people come by HTTPS, a proxy stands before it and says so.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("EYRE_PROXIES") or HTTPS)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Eyre"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses come from an administrator, not from strangers

# A session ends with the browser, and after a working day even where the browser does not.
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# What is refused (a wrong password, a guessed link or token) is counted in the database: two workers count together.
# Once there are too many entries Django throws some away; nobody may bring that about to have their failures forgotten.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # How often a program asks is counted in each process: nothing is written for a question.
    "limits": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "limits",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

# ---------------------------------------------------------------- what browsers are told

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False  # the site may share its domain with others
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# ---------------------------------------------------------------- what browsers send

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # who is there: two of each post, and a body may have more than a thousand
DATA_UPLOAD_MAX_NUMBER_FILES = 5
EYRE_FILE_MIB = int(os.environ.get("EYRE_FILE_MIB", "20"))
EYRE_SCANNER = os.environ.get("EYRE_SCANNER", "")
FILE_UPLOAD_HANDLERS = ["eyre_web.files.uploads.LimitedUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600

# ---------------------------------------------------------------- static files, words, mail, log

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # served from inside the package: nothing has to be collected
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 60 * 60

LANGUAGES = environment.languages()
LANGUAGE_CODE = LANGUAGES[0][0]
EYRE_PARTLY_TRANSLATED = ("cy",)  # said on every page in one of them, until its catalogue is whole
LANGUAGE_COOKIE_SECURE, LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SAMESITE = HTTPS, True, "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LOCALE_PATHS = [os.path.join(os.path.dirname(__file__), "locale")]
USE_I18N = USE_TZ = True
TIME_ZONE = os.environ.get("EYRE_TIME_ZONE", "Europe/London")

DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("EYRE_MAIL_FROM", "eyre@localhost")
globals().update(environment.mail())

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_address": {"()": "eyre_web.project.logs.WithoutAddress"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["without_address"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Nothing that a browser sent is logged: it may hold a name or a case.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "CRITICAL"},
        "django.security.DisallowedHost": {"level": "CRITICAL", "propagate": False},
    },
}
