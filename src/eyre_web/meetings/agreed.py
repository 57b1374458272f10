"""What the database itself refuses: to change or delete a word of notes that were agreed.

The triggers look into other tables than their own, so every migration of one of these must find them gone: they are
dropped before the migrations run and made again after them, and are always those that stand here.
"""

from __future__ import annotations

from typing import Any, Final

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

from eyre_web.audit.triggers import would_replace

AGREED: Final = "IN ('agreed', 'published')"
REFUSAL: Final = "the notes are agreed: a correction is a new version"
OF_ITEM: Final = f"(SELECT m.status FROM meetings_meeting m WHERE m.id = OLD.meeting_id) {AGREED}"
OF_RECORD: Final = (
    "(SELECT m.status FROM meetings_item i JOIN meetings_meeting m ON m.id = i.meeting_id "
    f"WHERE i.id = OLD.item_id) {AGREED}"
)
OF_OWNER: Final = (
    "(SELECT m.status FROM meetings_action a JOIN meetings_item i ON i.id = a.item_id "
    f"JOIN meetings_meeting m ON m.id = i.meeting_id WHERE a.id = OLD.action_id) {AGREED}"
)


def _differ(*columns: str) -> str:
    return " OR ".join(f"COALESCE(CAST(NEW.{n} AS TEXT), '') <> COALESCE(CAST(OLD.{n} AS TEXT), '')" for n in columns)


# An item of agreed notes goes over to their correction only when a copy of it stays behind.
WITHOUT_COPY: Final = (
    "NEW.meeting_id <> OLD.meeting_id AND NOT EXISTS (SELECT 1 FROM meetings_item c "
    "WHERE c.meeting_id = OLD.meeting_id AND c.place = OLD.place AND c.id <> OLD.id)"
)
GOES_BACK: Final = "NEW.status <> OLD.status AND NOT (OLD.status = 'agreed' AND NEW.status = 'published')"

# By table and verb: when the database refuses.
REFUSED: Final = {
    ("meetings_meeting", "update"): (
        f"OLD.status {AGREED} AND ({_differ('reference', 'version', 'series', 'title', 'date', 'kept')} OR {GOES_BACK})"
    ),
    ("meetings_meeting", "delete"): f"OLD.status {AGREED}",
    ("meetings_item", "update"): (
        f"{OF_ITEM} AND ({_differ('place', 'number', 'title', 'matter_id', 'kept')} OR ({WITHOUT_COPY}))"
    ),
    ("meetings_item", "delete"): OF_ITEM,
    ("meetings_line", "update"): OF_RECORD,
    ("meetings_line", "delete"): OF_RECORD,
    ("meetings_action", "update"): (
        f"{OF_RECORD} AND ("
        + _differ("reference", "item_id", "words", "managing_officer", "due", "deliverable", "closes_when", "kept")
        + ")"
    ),
    ("meetings_action", "delete"): OF_RECORD,
    ("meetings_actionowner", "update"): OF_OWNER,
    ("meetings_actionowner", "delete"): OF_OWNER,
}

# SQLite deletes the row that an INSERT OR REPLACE takes the place of, and asks no trigger for deletes. By table: the
# columns of which no two rows may say the same.
UNIQUE: Final = {
    "meetings_meeting": ("id",),
    "meetings_item": ("id",),
    "meetings_line": ("id",),
    "meetings_action": ("id", "reference"),
    "meetings_actionowner": ("id",),
}
# PostgreSQL empties a table without asking for its rows.
ANY_AGREED: Final = f"EXISTS (SELECT 1 FROM meetings_meeting WHERE status {AGREED})"

SQLITE = "CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
POSTGRESQL = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF {when} THEN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  RETURN {row}; END $$;
CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}();
"""


def drop_triggers(using: str) -> None:
    """Let the tables be changed, before a migration does."""
    connection = connections[using]
    statement = "DROP TRIGGER IF EXISTS {}" if connection.vendor == "sqlite" else "DROP FUNCTION IF EXISTS {}() CASCADE"
    with connection.cursor() as cursor:
        for table, verb in _refused(connection.vendor):
            cursor.execute(statement.format(_name(table, verb)))


def make_triggers(using: str) -> None:
    """Make the triggers anew; none where a migration backwards has taken a table away."""
    drop_triggers(using)
    connection = connections[using]
    if not {table for table, _ in REFUSED} <= set(connection.introspection.table_names()):
        return
    statement = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
    with connection.cursor() as cursor:
        for (table, verb), when in _refused(connection.vendor).items():
            name, row = _name(table, verb), "OLD" if verb == "delete" else "NEW"
            each = "STATEMENT" if verb == "truncate" else "ROW"
            said = {"name": name, "table": table, "verb": verb, "when": when, "row": row, "each": each}
            cursor.execute(statement.format(**said, refusal=REFUSAL))


def _refused(vendor: str) -> dict[tuple[str, str], str]:
    """When a database refuses what: what both are asked, and its own way to lose a row unasked."""
    if vendor == "sqlite":
        return REFUSED | {(table, "insert"): _replaces_agreed(table) for table in UNIQUE}
    return REFUSED | {(table, "truncate"): ANY_AGREED for table in UNIQUE}


def _replaces_agreed(table: str) -> str:
    agreed = REFUSED[table, "delete"].replace("OLD.", "old.")
    return f"EXISTS ({would_replace(table, *UNIQUE[table])} AND {agreed})"


def _name(table: str, verb: str) -> str:
    return f"{table}_agreed_no_{verb}"


def follow_migrations(app: AppConfig) -> None:
    """Drop the triggers before every run of migrations, and make them again after it."""
    pre_migrate.connect(_before, sender=app, dispatch_uid="drop triggers of agreed notes")
    post_migrate.connect(_after, sender=app, dispatch_uid="make triggers of agreed notes")


def _before(using: str, **more: Any) -> None:
    drop_triggers(using)


def _after(using: str, **more: Any) -> None:
    make_triggers(using)
