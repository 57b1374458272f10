"""What the environment says to the settings: which database, whose name, where the data is."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from datetime import date
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from eyre.core import BadInput, Refused

KEY_FILE = "secret_key"
MARK = "example"  # the file in a data directory that holds an example and nobody's own body

# WAL: readers do not wait for the writer. FULL: what was acknowledged outlives a power cut. IMMEDIATE: a writer waits
# at its beginning, instead of failing at its first change.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000; PRAGMA foreign_keys=ON;"
    ),
}


def data_directory(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the database of SQLite, the loads and the secret key are."""
    return Path(environment.get("EYRE_DATA") or "eyre-data").absolute()


def database(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The database: PostgreSQL where DATABASE_URL names one, else one file of SQLite in the data directory.

    Raises BadInput for an address of anything else.
    """
    url = environment.get("DATABASE_URL", "")
    if not url:
        file = data_directory(environment) / "eyre.sqlite3"
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file), "OPTIONS": SQLITE_OPTIONS}
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise BadInput(
            f'DATABASE_URL begins with "{parts.scheme}:", and only PostgreSQL is known. '
            "Write postgresql://user:password@host/database, or leave it out for SQLite."
        )
    asked = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": asked.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": asked,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach an address."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def mail(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """How mail leaves: by SMTP where EYRE_MAIL says smtp://user:password@host:port, else printed on the console."""
    url = environment.get("EYRE_MAIL", "")
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps"):
        raise BadInput(f'EYRE_MAIL begins with "{parts.scheme}:". Write smtp://user:password@host:587 or smtps://….')
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and not is_loopback(parts.hostname or ""),  # nobody listens in between
        "EMAIL_TIMEOUT": 20,
    }


def secret_key(environment: Mapping[str, str] = os.environ) -> str:
    """The key that signs sessions: EYRE_SECRET_KEY, else the file that `eyre migrate` made, else one for this run."""
    if key := environment.get("EYRE_SECRET_KEY", ""):
        return key
    file = data_directory(environment) / KEY_FILE
    return file.read_text("utf-8").strip() if file.exists() else secrets.token_urlsafe(48)


def make_secret_key(data: Path) -> None:
    """Make the data directory and write a key into it, both for their owner only, where there is none yet."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = data / KEY_FILE
    if not file.exists():
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            opened.write(secrets.token_urlsafe(48) + "\n")


# Each language by its own name: so a person finds theirs in a page that they cannot read.
LANGUAGES = {"en-gb": "English", "cy": "Cymraeg"}


def languages(environment: Mapping[str, str] = os.environ) -> list[tuple[str, str]]:
    """The languages that EYRE_LANGUAGES offers, the first for whoever chose none. Raises BadInput for another."""
    offered = words("EYRE_LANGUAGES", "", environment) or ["en-gb"]
    if unknown := [code for code in offered if code not in LANGUAGES]:
        known = ", ".join(LANGUAGES)
        raise BadInput(f'EYRE_LANGUAGES names "{unknown[0]}". Eyre has: {known}. Write for example en-gb,cy.')
    return [(code, LANGUAGES[code]) for code in offered]


def words(name: str, default: str, environment: Mapping[str, str] = os.environ) -> list[str]:
    """A list of words with commas between."""
    return [word.strip() for word in environment.get(name, default).split(",") if word.strip()]


def is_on(name: str, environment: Mapping[str, str] = os.environ) -> bool:
    return environment.get(name, "").lower() in ("1", "yes", "true", "on")


def site(environment: Mapping[str, str] = os.environ) -> str:
    """The address that links in mail begin with: EYRE_SITE, else the first of EYRE_HOSTS where people come by HTTPS."""
    host = words("EYRE_HOSTS", "", environment)[:1]
    by_https = f"https://{host[0].lstrip('.')}" if host and is_on("EYRE_HTTPS", environment) else ""
    return environment.get("EYRE_SITE", "").rstrip("/") or by_https or "http://127.0.0.1:8000"


def is_example(data: Path) -> bool:
    return (data / MARK).exists()


def mark_as_example(data: Path) -> None:
    (data / MARK).write_text("Made anew by eyre serve --example.\n", "utf-8")


def trial_day(environment: Mapping[str, str] = os.environ) -> date | None:
    """The day that EYRE_TODAY says; None where the clock says it.

    Raises BadInput for what is no date, Refused for a data directory that holds no example: the record of a body
    must not say that something was done on a day when it was not.
    """
    said, data = environment.get("EYRE_TODAY", ""), data_directory(environment)
    if not said:
        return None
    try:
        day = date.fromisoformat(said)
    except ValueError:
        raise BadInput(f'EYRE_TODAY says "{said}". Write a date as YYYY-MM-DD, for instance 2018-01-15.') from None
    if not is_example(data):
        raise Refused(
            f"EYRE_TODAY says {said}, and {data} holds no example. Only an example is looked at as on another day: "
            "leave it out, or begin with eyre serve --example."
        )
    return day
