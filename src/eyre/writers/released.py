"""What every writer asks of a table before it lets it out."""

from __future__ import annotations

from eyre.core import Refused
from eyre.disclosure import Released


def check_released(table: object) -> Released:
    """Return the table if `disclosure.release` made it; refuse anything else, whatever its type was said to be."""
    if isinstance(table, Released):
        return table
    raise Refused(f"A writer takes a table made by disclosure.release(table, audience), not a {type(table).__name__}.")
