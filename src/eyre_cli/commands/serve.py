"""`eyre serve`: a body in the browsers of an office."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from eyre_cli.asked import check_choice, day_option
from eyre_cli.asked import today as clock
from eyre_cli.server import Data, check_is_free, ready
from eyre_cli.terminal import paint, say, say_pairs

# Who can sign in to an example: the post they hold, if any, and the role they have.
PEOPLE = {
    "london": {
        "policy-officer": "policy_officer",
        "deputy-mayor-policing": "commissioner",
        "ac-local-policing": "chief_officer",
        "director-performance": "force_analyst",
        "": "panel_member",
    },
    "west-mercia": {
        "policy_officer": "policy_officer",
        "pcc": "commissioner",
        "cc": "chief_officer",
        "": "panel_member",
    },
}
# The day as on which each is looked at: its record has nothing later, and the next meeting is to be prepared.
TODAY = {"london": date(2024, 2, 7), "west-mercia": date(2018, 1, 15)}
EXAMPLE_DATA = Path("eyre-demo") / "server"


def command(
    host: Annotated[str, typer.Option(help="The address to listen on; others than this machine need HTTPS.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer.")] = 1,
    reminders: Annotated[bool, typer.Option(help="Send reminders as well.")] = True,
    example: Annotated[
        str,
        typer.Option(metavar="NAME", help="Serve a fresh copy of an example, west-mercia or london, to look around."),
    ] = "",
    today: Annotated[
        date | None,
        day_option("Look at an example as on a day of its record; by default some weeks after its last meeting."),
    ] = None,
    people: Annotated[bool, typer.Option(hidden=True, help="Make people who can sign in to the example.")] = True,
    data: Data = None,
) -> None:
    """Serve a body to the browsers of an office.

    One process tree: the pages, their styles and the daily reminders. Ends with Ctrl-C.
    """
    check_is_free(host, port)  # before an example is made anew under the server that shows it
    if example and today is None:
        today = TODAY.get(example)
    if today is not None:
        os.environ["EYRE_TODAY"] = today.isoformat()
    if example:
        data = _make_example(example, data or EXAMPLE_DATA, PEOPLE.get(example, {}) if people else {}, today or clock())
    else:
        ready(data)
    from eyre_web.project.serving import check_may_listen, serve

    check_may_listen(host)
    say(f"Serving on http://{host}:{port}/  Ctrl-C ends it.")
    sys.stdout.flush()  # whoever reads a log waits for the passwords
    serve(host, port, workers=workers, reminders=reminders)


def _make_example(name: str, data: Path, people: Mapping[str, str], on: date) -> Path:
    """A database with an example in it, made anew, and accounts whose passwords are printed this once.

    people: the role of each, by the post they hold. on: the day from which they have it.
    """
    from eyre_cli.commands.demo import example_folder

    check_choice("--example", name, tuple(PEOPLE))
    _clear(data)
    ready(data, migrated=False)
    from eyre_web.accounts.services import make_account
    from eyre_web.transfer.database import migrate
    from eyre_web.transfer.folder import import_body

    migrate()
    taken = import_body(example_folder(name))
    say(paint(f"{taken.name}: an example, in {data}", "bold"))
    if people:
        say("These people can sign in. The passwords are printed this once and kept nowhere.")
    for post, role in people.items():
        user, password = make_account(f"{role.replace('_', '-')}@example.org", role=role, on=on, post=post)
        say_pairs(((user.email, f"{password}   ({post or 'no post'})"),))
    return data


def _clear(data: Path) -> None:
    """Take away an example that was made before. Raises Refused for a folder that holds anything else."""
    from eyre.core import Refused
    from eyre_web.project.environment import is_example, mark_as_example

    if data.exists() and any(data.iterdir()) and not is_example(data):
        raise Refused(f"{data} holds something that is no example. Name another folder with --data.")
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(mode=0o700, parents=True)
    mark_as_example(data)
