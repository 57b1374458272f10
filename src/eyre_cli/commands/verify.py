"""`eyre verify`: whether everything is as it was written."""

from __future__ import annotations

from typing import Annotated

import typer

from eyre_cli.asked import plural
from eyre_cli.server import Data, ready
from eyre_cli.terminal import say, warn

BROKEN = 3  # as BadInput in eyre.core.errors


def command(
    head: Annotated[
        str, typer.Option(metavar="HEAD", help="The head of the trail as an issued document has it, to be found.")
    ] = "",
    data: Data = None,
) -> int:
    """Say whether everything is as it was written, and where it is not.

    Looks at the chain of the audit trail, event by event; at the hash of every file; at the database; and at whether
    every action stands as its events say. Ends with 3 where something is wrong.
    """
    ready(data)
    return tell(head)


def tell(head: str) -> int:
    """Verify, say what was found, and return the exit code."""
    from eyre_web.transfer.verify import verify

    report = verify(head)
    gaps = f"; what {', '.join(map(str, report.trail.gaps))} said was removed by decision" if report.trail.gaps else ""
    say(f"Audit trail: {plural(report.trail.events, 'event')} sound{gaps}. Head: {report.trail.head}")
    say(f"Files: {report.files}. Actions: {report.actions}.")
    for fault in report.faults:
        warn(fault)
    say("Something is not as it was written." if report.faults else "Everything is as it was written.")
    return BROKEN if report.faults else 0
