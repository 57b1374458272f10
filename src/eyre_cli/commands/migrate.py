"""`eyre migrate`: the database made, or brought to the form of this version."""

from __future__ import annotations

from eyre_cli.server import Data, ready
from eyre_cli.terminal import say


def command(data: Data = None) -> None:
    """Make the database, or bring it to the form of this version, with a backup first.

    DATABASE_URL names a PostgreSQL database; without it, it is one SQLite file in the data directory.
    """
    ready(data, migrated=False)
    from eyre_web.transfer.database import migrate

    made = migrate()
    if made:
        say(f"Backup of the state before: {made}")
    say("The database has the form of this version.")
