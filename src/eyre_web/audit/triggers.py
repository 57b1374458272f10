"""What the database itself refuses: to change or delete a row that is only ever added.

The triggers are a migration's. They hold against every program and person but one who may alter the tables; that is
what the chain is for.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

REFUSAL = "rows of {table} are only ever added"

SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{refusal}'); END
"""
POSTGRESQL = """
CREATE FUNCTION {table}_no_{verb}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} {each} {when} EXECUTE FUNCTION {table}_no_{verb}();
"""
UNDO_SQLITE = "DROP TRIGGER {table}_no_{verb}"
UNDO_POSTGRESQL = "DROP TRIGGER {table}_no_{verb} ON {table}; DROP FUNCTION {table}_no_{verb}();"


def refuse_changes(table: str, *, but: str = "") -> migrations.RunPython:
    """A migration step that makes a table append-only.

    but: a condition on OLD and NEW under which an update is let through after all.
    """
    when = {"update": f"WHEN (NOT ({but}))" if but else "", "delete": "", "truncate": ""}

    def make(apps: Any, schema_editor: Any) -> None:
        for verb in _verbs(schema_editor):
            each = "FOR EACH STATEMENT" if verb == "truncate" else "FOR EACH ROW"
            statement = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
            refusal = REFUSAL.format(table=table)
            _run(schema_editor, statement.format(table=table, verb=verb, when=when[verb], each=each, refusal=refusal))

    def undo(apps: Any, schema_editor: Any) -> None:
        for verb in _verbs(schema_editor):
            statement = UNDO_SQLITE if schema_editor.connection.vendor == "sqlite" else UNDO_POSTGRESQL
            _run(schema_editor, statement.format(table=table, verb=verb))

    return migrations.RunPython(make, undo)


def refuse_replacing(table: str, *unique: str) -> migrations.RunPython:
    """A migration step that makes SQLite refuse INSERT OR REPLACE where a row of an append-only table would go.

    SQLite deletes that row without asking the trigger for deletes. unique: the columns of which no two rows may say the
    same. PostgreSQL has nothing of the kind: its ON CONFLICT DO UPDATE is an update.
    """

    def make(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "sqlite":
            when = f"WHEN EXISTS ({would_replace(table, *unique)})"
            refusal = REFUSAL.format(table=table)
            _run(schema_editor, SQLITE.format(table=table, verb="insert", when=when, refusal=refusal))

    def undo(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "sqlite":
            _run(schema_editor, UNDO_SQLITE.format(table=table, verb="insert"))

    return migrations.RunPython(make, undo)


def let_through(table: str, but: str) -> migrations.RunPython:
    """A step that lets one kind of update of an append-only table through; undone, none is let through again.

    but: a condition on OLD and NEW, in words that both databases understand.
    """

    def make(apps: Any, schema_editor: Any, when: str = f"WHEN (NOT ({but}))") -> None:
        is_sqlite = schema_editor.connection.vendor == "sqlite"
        statement, undone = (SQLITE, UNDO_SQLITE) if is_sqlite else (POSTGRESQL, UNDO_POSTGRESQL)
        _run(schema_editor, undone.format(table=table, verb="update"))
        said = {"table": table, "verb": "update", "each": "FOR EACH ROW", "refusal": REFUSAL.format(table=table)}
        _run(schema_editor, statement.format(when=when, **said))

    def undo(apps: Any, schema_editor: Any) -> None:
        make(apps, schema_editor, when="")

    return migrations.RunPython(make, undo)


def would_replace(table: str, *unique: str) -> str:
    """The rows of a table, as `old`, that a new one would take the place of."""
    return f"SELECT 1 FROM {table} old WHERE ({' OR '.join(f'old.{name} = NEW.{name}' for name in unique)})"


def refuse_again(table: str) -> migrations.RunPython:
    """A step that stands first in a migration after which SQLite makes an append-only table anew when it is undone.

    Undone last, it makes the triggers again that went with the old table; without it the way back would leave a table
    that takes changes. Forwards it does nothing: columns must be added so that the table stays (nullable, no default).
    """

    def make(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor != "sqlite":
            return  # PostgreSQL drops a column in place
        for verb in _verbs(schema_editor):
            refusal = REFUSAL.format(table=table)
            _run(schema_editor, f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
            _run(schema_editor, SQLITE.format(table=table, verb=verb, when="", refusal=refusal))

    return migrations.RunPython(migrations.RunPython.noop, make)


def _verbs(schema_editor: Any) -> tuple[str, ...]:
    return ("update", "delete") if schema_editor.connection.vendor == "sqlite" else ("update", "delete", "truncate")


def _run(schema_editor: Any, statement: str) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(statement)
