"""The entry point of `eyre`: which commands there are, and how the process ends.

A command is a module of `commands` with a function `command`, or with an `app` of several commands below it. It is
imported when it is called or asked about, so that `eyre --help` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

import eyre
from eyre_cli.ending import exit_code_of
from eyre_cli.terminal import write_utf8


@dataclass(frozen=True, slots=True)
class Listing:
    """How a command stands in `eyre --help`; `says` is the first sentence of its own help."""

    name: str
    group: str
    says: str


COMMANDS = (
    Listing(
        "demo",
        "Begin",
        "Build both example packs from real published figures, print the tracker, say where to look, end.",
    ),
    Listing("new", "Begin", "Make a new body folder, by questions or by flags."),
    Listing("load", "Figures in", "Take published figures into a body folder, or say all that is wrong with them."),
    Listing("check", "Figures in", "Say every fault of a body folder at once."),
    Listing("tracker", "What the figures say", "Judge every series of a body and put them in the order of attention."),
    Listing("spc", "What the figures say", "Judge series by the rules of process-behaviour charts."),
    Listing(
        "compare",
        "What the figures say",
        "Set areas beside one another, and say what their figures can and cannot separate.",
    ),
    Listing("project", "What the figures say", "Project series: what happens next if nothing changes."),
    Listing("survey", "What the figures say", "Pool survey answers, compare them, and say what luck alone would show."),
    Listing(
        "predictions",
        "What the figures say",
        "Set lodged predictions beside what came: state, result, error, and how they have done.",
    ),
    Listing(
        "sample",
        "What the figures say",
        "Plan a dip sample, draw it so that anyone can draw it again, say what it shows.",
    ),
    Listing("drivers", "What the figures say", "Say which areas and types account for a change between two periods."),
    Listing(
        "readings",
        "The meeting",
        "Say what vague words may mean as a test, with how often luck alone and a real improvement would pass.",
    ),
    Listing(
        "pack",
        "The meeting",
        "Make the pack of a meeting: what changed, what was promised, what the figures say, what to ask.",
    ),
    Listing(
        "agenda",
        "The meeting",
        "Propose the agenda of a meeting: its header, its deadlines, and what might be brought forward, with reasons.",
    ),
    Listing(
        "paper",
        "The meeting",
        "Make a paper of a meeting: agenda, commission, briefing, notes, action-log or commitments.",
    ),
    Listing("notes", "The meeting", "Read the lines of a meeting page as records, or write records as lines."),
    Listing("loose-ends", "The meeting", "List what a meeting left lying: where, what, and what to do about it."),
    Listing(
        "coverage",
        "The meeting",
        "Say which plan objectives and matters were scrutinised, when, which fell silent, and what is left open.",
    ),
    Listing(
        "commitments",
        "The meeting",
        "List every promise with its test, course, finding, luck, power and doubts.",
    ),
    Listing("serve", "The server", "Serve a body to the browsers of an office."),
    Listing(
        "migrate", "The server", "Make the database, or bring it to the form of this version, with a backup first."
    ),
    Listing("import-body", "The server", "Bring a body folder into an empty database."),
    Listing("export-body", "The server", "Write the body in the database out as a folder."),
    Listing("account", "The server", "Make an account with a role, and print its password once."),
    Listing("backup", "The server", "Write one file with everything in it, while the server runs."),
    Listing("restore", "The server", "Put a backup back, where there is nothing yet."),
    Listing("verify", "The server", "Say whether everything is as it was written, and where it is not."),
    Listing("worker", "The server", "Send reminders, apart from the server."),
)


class LazyGroup(TyperGroup):
    """The commands of COMMANDS, each imported when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [listing.name for listing in COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in self.list_commands(ctx):
            return None
        module = import_module(f"eyre_cli.commands.{cmd_name.replace('-', '_')}")
        command = typer.main.get_command(_app_of(module, cmd_name))
        command.name = cmd_name
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is called; for a misspelt one, name its neighbour."""
        if args and args[0] not in self.list_commands(ctx) and not args[0].startswith("-"):
            ctx.fail(_no_such_command(args[0]))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        for group in dict.fromkeys(listing.group for listing in COMMANDS):
            with formatter.section(group):
                formatter.write_dl([(each.name, each.says) for each in COMMANDS if each.group == group])


def _app_of(module: ModuleType, name: str) -> typer.Typer:
    """The commands of a module that has several, or its one."""
    if hasattr(module, "app"):
        several: typer.Typer = module.app
        return several
    one = typer.Typer(add_completion=False, rich_markup_mode=None)
    one.command(name)(module.command)
    return one


def _no_such_command(name: str) -> str:
    from difflib import get_close_matches

    names = [listing.name for listing in COMMANDS]
    near = get_close_matches(name, names, n=1)
    hint = f'Did you mean "{near[0]}"?' if near else f"Commands: {', '.join(names)}."
    return f'There is no command "{name}". {hint}'


app = typer.Typer(
    cls=LazyGroup,
    no_args_is_help=True,
    help=eyre.__doc__,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Every command says more: eyre load --help",
)


def _show_version(show: bool) -> None:
    if show:
        print(eyre.__version__)
        raise typer.Exit


@app.callback()
def options(
    version: bool = typer.Option(
        False, "--version", is_eager=True, callback=_show_version, help="Print the version and end."
    ),
) -> None:
    """Hold the options that stand before any command."""


def run(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process with its exit code."""
    write_utf8()
    sys.exit(exit_code_of(lambda: app(args=arguments, prog_name="eyre", standalone_mode=False)))


if __name__ == "__main__":
    run()
