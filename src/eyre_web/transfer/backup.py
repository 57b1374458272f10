"""A backup is one file, made while the server runs: the database as it was at one moment, and the files of the body.

It is a ZIP: `about.json` says what it is; the database is a copy of the file of SQLite, or one file a table of
PostgreSQL, as `COPY` writes it. It holds everything that the database holds, personal data too: only its owner may
read it. The secret key is not in it, and who is signed in is not either: sessions end at a restore.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext as _

import eyre
from eyre.body.files import put_in_place
from eyre.core import BadInput, Fault, Refused, raise_if_any
from eyre_web.audit.models import AuditHead
from eyre_web.body.models import KeptFile
from eyre_web.files.storage import files_home
from eyre_web.finding import indexing
from eyre_web.transfer.folder import damaged_files

ABOUT, DATABASE, TABLES, FILES = "about.json", "database.sqlite3", "tables/", "files/"
FORMAT = 1
NOT_KEPT = ("django_session", "cache")  # who is signed in, and who failed to
BLOCK = 2**20


@dataclass(frozen=True, slots=True)
class About:
    """What a backup says of itself."""

    made_at: str
    database: str
    audit_head: str
    migrations: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    eyre: str = eyre.__version__
    format: int = FORMAT

    @classmethod
    def of_now(cls, files: list[str], head: str) -> About:
        applied = sorted((app, name) for app, name in MigrationRecorder(connection).applied_migrations())
        now = timezone.now().isoformat(timespec="seconds")
        return cls(now, connection.vendor, head, tuple(applied), tuple(files))

    def text(self) -> str:
        return json.dumps({name: getattr(self, name) for name in self.__slots__}, indent=1)


# --- making one ----------------------------------------------------------------------------------------------------


def backup(path: Path) -> About:
    """Write a backup to a new file. Raises Refused where there is one of that name already."""
    if path.exists():
        raise Refused(_("%(path)s is there already, and nothing is written over. Name a new file.") % {"path": path})
    with put_in_place(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        os.chmod(file.name, 0o600)
        about = _add_sqlite(archive) if connection.vendor == "sqlite" else _add_postgresql(archive)
        archive.writestr(ABOUT, about.text())
        for name in about.files:
            archive.write(files_home() / name, FILES + name)
    return about


def _add_sqlite(archive: zipfile.ZipFile) -> About:
    """Add the database as it is at one moment. Nobody who writes meanwhile is held up."""
    connection.ensure_connection()
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / DATABASE
        with closing(sqlite3.connect(file, isolation_level=None)) as copy:
            connection.connection.backup(copy)
            there = {row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            for table in there.intersection(NOT_KEPT):
                copy.execute(f"DELETE FROM {table}")
            copy.execute("VACUUM")
            files = [row[0] for row in _rows(copy, there, KeptFile, "name")]
            heads = [row[0] for row in _rows(copy, there, AuditHead, "hash")]
        archive.write(file, DATABASE)
    return About.of_now(files, heads[0] if heads else "")


def _rows(copy: sqlite3.Connection, there: set[str], model: Any, column: str) -> list[Any]:
    """A column of a table, which may not be there yet in a database of an earlier version."""
    table = model._meta.db_table
    return copy.execute(f"SELECT {column} FROM {table} ORDER BY 1").fetchall() if table in there else []


def _add_postgresql(archive: zipfile.ZipFile) -> About:
    """Add every table as it is at one moment."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for table in _tables():
            wanted = f'COPY "{table}" ({_columns(table)}) TO STDOUT'
            with archive.open(TABLES + table, "w", force_zip64=True) as out, cursor.copy(wanted) as rows:
                for block in rows:
                    out.write(block)
        files = list(KeptFile.objects.values_list("name", flat=True))
        return About.of_now(files, AuditHead.objects.get().hash)


def _tables() -> list[str]:
    """Every table that is there and has something to keep, by name."""
    there = connection.introspection.table_names()
    return sorted(set(there) - set(NOT_KEPT) - {"django_migrations"})


def _columns(table: str) -> str:
    """The columns of a table, in an order that does not depend on how the table came to be."""
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    return ", ".join(f'"{name}"' for name in sorted(column.name for column in described))


# --- going back to one ---------------------------------------------------------------------------------------------


def restore(path: Path) -> About:
    """Put a backup in place of nothing: the database must be empty, and no file of a body there.

    One that an earlier version made is brought to the form of this one.

    Raises BadInput for a file that is not a whole backup, Refused where there is something to lose, or where the backup
    is of another kind of database.
    """
    with _opened(path) as archive:
        about = _read_about(archive, path)
        _check_is_free(about)
        if connection.vendor == "sqlite":
            _put_back_sqlite(archive)
        else:
            _put_back_postgresql(archive, about)
        for name in about.files:
            with archive.open(FILES + name) as read, put_in_place(files_home() / name) as written:
                while block := read.read(BLOCK):
                    written.write(block)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    indexing.rebuild()  # this version may look for other words in a record than the one that made the backup
    raise_if_any(damaged_files(list(KeptFile.objects.all())))
    return about


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(path)
        damaged = archive.testzip()
    except zipfile.BadZipFile as error:
        raise BadInput([Fault(str(path), "is not a backup, or not all of one.")]) from error
    if damaged:
        raise BadInput([Fault(str(path), f"is damaged: {damaged} in it cannot be read. Take another backup.")])
    return archive


def _read_about(archive: zipfile.ZipFile, path: Path) -> About:
    """What the backup says of itself. Raises BadInput where it says nothing, or names a file outside the body's."""
    try:
        said = json.loads(archive.read(ABOUT))
        migrations = tuple((app, name) for app, name in said.pop("migrations"))
        about = About(migrations=migrations, files=tuple(said.pop("files")), **said)
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput([Fault(str(path), "is a ZIP file, and not a backup of Eyre.")]) from error
    if about.format != FORMAT:
        raise BadInput([Fault(str(path), f"has the form {about.format}; this Eyre reads the form {FORMAT}.")])
    raise_if_any([Fault(str(path), f"names {name!r}, which lies outside.") for name in about.files if _leads_out(name)])
    return about


def _leads_out(name: str) -> bool:
    target = (files_home() / name).resolve()
    return not target.is_relative_to(files_home().resolve())


def _check_is_free(about: About) -> None:
    if about.database != connection.vendor:
        raise Refused(
            _("The backup is of %(theirs)s, and this database is %(ours)s. Export the body there and import it here.")
            % {"theirs": about.database, "ours": connection.vendor}
        )
    is_there = _sqlite_file().exists() if connection.vendor == "sqlite" else bool(_tables())
    if is_there or files_home().exists():
        raise Refused(
            _("There is a database here already, and a restore overwrites nothing. Take an empty one: EYRE_DATA.")
        )


def _sqlite_file() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _put_back_sqlite(archive: zipfile.ZipFile) -> None:
    connections.close_all()
    with archive.open(DATABASE) as read, put_in_place(_sqlite_file()) as written:
        os.chmod(written.name, 0o600)
        while block := read.read(BLOCK):
            written.write(block)


def _put_back_postgresql(archive: zipfile.ZipFile, about: About) -> None:
    """Make the tables as they were when the backup was made, and fill them."""
    last: dict[str, str] = {}
    for app, name in about.migrations:
        last[app] = max(name, last.get(app, ""))
    for app, name in last.items():
        call_command("migrate", app, name, interactive=False, verbosity=0)
    tables = [name.removeprefix(TABLES) for name in archive.namelist() if name.startswith(TABLES)]
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in tables:
            cursor.execute(f'DELETE FROM "{table}"')  # what the migrations filled; refused where rows are only added
        for table in tables:
            with (
                archive.open(TABLES + table) as read,
                cursor.copy(f'COPY "{table}" ({_columns(table)}) FROM STDIN') as to,
            ):
                while block := read.read(BLOCK):
                    to.write(block)
        there = set(_tables())  # a backup of an earlier version has none of the tables that came since
        models = [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in there]
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def backups_home() -> Path:
    """Where a backup goes that nobody gave a name to."""
    return Path(settings.EYRE_DATA) / "backups"
