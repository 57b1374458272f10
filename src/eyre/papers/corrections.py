"""What a version of the notes corrects, as a paper prints it. The rule itself is in `minutes.corrections`."""

from __future__ import annotations

from eyre.body.meeting import Meeting
from eyre.minutes.corrections import Changed, changes
from eyre.pack.document import Block, Nil, RecordTable, Text
from eyre.pack.text import Name, Quoted

HEADS, SHARES = (Text("What"), Text("Part"), Text("Was"), Text("Is")), (20, 14, 33, 33)


def corrected(before: Meeting, after: Meeting) -> Block:
    """A row for each part of the notes that reads otherwise in the later version."""
    rows = tuple(map(_row, changes(before, after)))
    if not rows:
        return Nil(Text("Nothing in the record changed."))
    return RecordTable(Text("Corrections"), HEADS, rows, SHARES)


def _row(each: Changed) -> tuple[Text, ...]:
    was, now = (Text(Quoted(said)) if said else Text("nothing") for said in (each.before, each.after))
    return Text(Name(each.what)), Text(Name(each.field.replace("_", " "))), was, now
