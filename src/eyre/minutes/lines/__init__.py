"""A line of the meeting page as a record, and a record as a line: `action DCC by 30 Jan: Send the note.`

The grammar is in docs/explanation/cycle.md; which line makes which record is the table of `forms`.
"""

from eyre.minutes.lines.forms import FORMS, Record
from eyre.minutes.lines.names import Names
from eyre.minutes.lines.reading import LineSetting, ReadLine, next_reference, read_line
from eyre.minutes.lines.writing import compose_line, write_line

__all__ = [
    "FORMS",
    "LineSetting",
    "Names",
    "ReadLine",
    "Record",
    "compose_line",
    "next_reference",
    "read_line",
    "write_line",
]
