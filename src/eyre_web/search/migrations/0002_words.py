"""The index that each database keeps of the folded words, and the triggers that let it follow every entry.

A phrase must not begin in a heading and end in the words: PostgreSQL is given a letter between them that no folded
word has.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

SQLITE = (
    "CREATE VIRTUAL TABLE search_words USING fts5(heading_terms, word_terms, content='search_searchentry', "
    "content_rowid='id', tokenize='ascii', prefix='2 3')",
    "CREATE TRIGGER search_entry_added AFTER INSERT ON search_searchentry BEGIN "
    "INSERT INTO search_words(rowid, heading_terms, word_terms) VALUES (new.id, new.heading_terms, new.word_terms); "
    "END",
    "CREATE TRIGGER search_entry_deleted AFTER DELETE ON search_searchentry BEGIN "
    "INSERT INTO search_words(search_words, rowid, heading_terms, word_terms) "
    "VALUES ('delete', old.id, old.heading_terms, old.word_terms); END",
    "CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_searchentry BEGIN "
    "INSERT INTO search_words(search_words, rowid, heading_terms, word_terms) "
    "VALUES ('delete', old.id, old.heading_terms, old.word_terms); "
    "INSERT INTO search_words(rowid, heading_terms, word_terms) VALUES (new.id, new.heading_terms, new.word_terms); "
    "END",
)
UNDO_SQLITE = (
    "DROP TRIGGER search_entry_changed",
    "DROP TRIGGER search_entry_deleted",
    "DROP TRIGGER search_entry_added",
    "DROP TABLE search_words",
)
POSTGRESQL = (
    "ALTER TABLE search_searchentry ADD COLUMN vector tsvector",
    "CREATE FUNCTION search_entry_words() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "NEW.vector := setweight(to_tsvector('simple', NEW.heading_terms || ' ÿ'), 'A') "
    "|| setweight(to_tsvector('simple', NEW.word_terms), 'B'); RETURN NEW; END $$",
    "CREATE TRIGGER search_entry_words BEFORE INSERT OR UPDATE ON search_searchentry "
    "FOR EACH ROW EXECUTE FUNCTION search_entry_words()",
    "CREATE INDEX search_entry_vector ON search_searchentry USING gin (vector)",
)
UNDO_POSTGRESQL = (
    "DROP TRIGGER search_entry_words ON search_searchentry",
    "DROP FUNCTION search_entry_words()",
    "ALTER TABLE search_searchentry DROP COLUMN vector",
)


def make(apps: Any, schema_editor: Any) -> None:
    _run(schema_editor, SQLITE, POSTGRESQL)


def undo(apps: Any, schema_editor: Any) -> None:
    _run(schema_editor, UNDO_SQLITE, UNDO_POSTGRESQL)


def _run(schema_editor: Any, sqlite: tuple[str, ...], postgresql: tuple[str, ...]) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = (("search", "0001_initial"),)
    operations = (migrations.RunPython(make, undo),)
