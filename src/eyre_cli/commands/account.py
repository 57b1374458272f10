"""`eyre account`: an account for somebody."""

from __future__ import annotations

from typing import Annotated

import typer

from eyre_cli.asked import today
from eyre_cli.server import Data, ready
from eyre_cli.terminal import say, say_pairs


def command(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="The address to sign in with.")],
    role: Annotated[
        str, typer.Option(metavar="ROLE", help="What it may do: policy_officer, commissioner, chief_officer and so on.")
    ],
    post: Annotated[str, typer.Option(metavar="POST", help="The key of the post that the person holds.")] = "",
    name: Annotated[str, typer.Option(help="The person; left out, whoever holds the post.")] = "",
    data: Data = None,
) -> None:
    """Make an account with a role, and print its password once.

    The password is kept nowhere: give it to the person, who changes it. A post without a holder is held by the person
    from today on.
    """
    ready(data)
    from eyre_web.accounts.services import make_account
    from eyre_web.project.environment import trial_day

    user, password = make_account(email, role=role, on=trial_day() or today(), name=name, post=post)
    say(f"{user} can sign in:")
    say_pairs((("e-mail", user.email), ("password", password)))
