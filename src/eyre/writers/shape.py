"""Which shape a table takes, on a page and on paper: a table, a list of records, or columns as in a newspaper."""

from __future__ import annotations

from eyre.disclosure import Form, Released

NEWSPAPER_ROWS = 16  # a table longer than this is printed in columns, as a newspaper does, if it is narrow enough
WORDS = "words"  # the name of the column that holds what was said
REGISTER_COLUMNS, LONG_TEXT = 6, 60  # more columns than this beside long words do not fit a page


def is_register(table: Released) -> bool:
    """True for many columns beside long words: each row is then a record, its longest words first."""
    longest = max((len(cell) for row in table.rows for cell in row if isinstance(cell, str)), default=0)
    return len(table.columns) > REGISTER_COLUMNS and longest > LONG_TEXT


def is_newspaper(table: Released) -> bool:
    return len(table.rows) > NEWSPAPER_ROWS and len(table.columns) <= REGISTER_COLUMNS


def said_in(table: Released, place: int) -> list[str]:
    """The cells of a row as they are printed."""
    return [column.say(cell) for column, cell in zip(table.columns, table.rows[place], strict=True)]


def longest_words(table: Released, said: list[str]) -> int:
    """The column of a record that stands beside its head: its words as said, or else its longest."""
    texts = table.columns
    for at in range(1, len(texts)):
        if texts[at].name == WORDS:
            return at
    return max(range(1, len(texts)), key=lambda at: len(said[at]) if texts[at].form is Form.TEXT else -1)
