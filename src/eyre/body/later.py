"""actions/<home>-<label>.toml: an action that was set on an item of a meeting after its notes had been agreed.

Agreed notes are never edited. An action that somebody sets on an item of theirs later is a record of its own, with the
next free reference of that meeting; what becomes of it stands in events.csv, as of any other action.
Why not a correction of the notes: docs/adr/0015-an-action-set-later-is-a-record-of-its-own.md.
"""

from __future__ import annotations

from datetime import date

from eyre.body.meeting import Action
from eyre.core.codec import record


@record
class LaterAction:
    """One action with where it hangs. item: its number in the last version of the notes. set_by: a post."""

    action: Action
    item: str
    set_on: date
    set_by: str
    reason: str
