"""The database itself: brought to the form this version needs, with a backup first, and looked at for damage."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _

from eyre.core import NotFound
from eyre_web.finding import indexing
from eyre_web.transfer.backup import backup, backups_home


def migrate() -> Path | None:
    """Bring the database to the form this version needs; where there is anything to lose, a backup is made first.

    The index of words is made anew: this version may look for other words in a record.

    Returns the backup, None where none was needed.
    """
    Path(settings.EYRE_DATA).mkdir(parents=True, exist_ok=True)
    made = None
    if pending() and has_content():
        made = backups_home() / f"before-migrate-{timezone.now():%Y-%m-%dT%H%M%S}.zip"
        backup(made)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    indexing.rebuild()
    return made


def pending() -> list[str]:
    """Names of the steps that are still to be taken."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label} {migration.name}" for migration, _backwards in plan]


def has_content() -> bool:
    """Say whether a table of this database has a row that could be lost."""
    there = set(connection.introspection.table_names())
    ours = [model for model in map(apps.get_model, MATTERS) if model._meta.db_table in there]
    return any(model._base_manager.exists() for model in ours)


# What a person would miss. What a migration fills by itself (kinds of content, the beginning of the trail) is not.
MATTERS = ("accounts.User", "accounts.Post", "body.KeptRecord", "meetings.Meeting", "audit.AuditEvent")


def check_is_ready() -> None:
    """Raise NotFound, saying what to do, unless the database is there in the form this version needs."""
    if connection.vendor == "sqlite" and not Path(str(connection.settings_dict["NAME"])).exists():
        raise NotFound(_("There is no database in %(data)s yet. Make one: eyre migrate") % {"data": settings.EYRE_DATA})
    if pending():
        raise NotFound(_("The database is of another version of Eyre. Bring it up to this one: eyre migrate"))


def damage() -> list[str]:
    """What the database says is wrong with itself; nothing where it is sound."""
    if connection.vendor != "sqlite":
        return []  # PostgreSQL checks each page as it reads it, and its keys always hold
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        wrong = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        return wrong + [f"a row of {row[0]} names a row of {row[2]} that is not there" for row in cursor.fetchall()]
