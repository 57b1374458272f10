"""Write the generated pages of docs/, or say which are out of date.

    python tools/build_docs.py            writes them
    python tools/build_docs.py --check    writes nothing; exit code 1 if one differs

A generated page is a function that returns Markdown and a line in PAGES. What a person writes is not here.
"""

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import typer

from api_page import openapi_page
from eyre.core import errors
from eyre.cycle.events import ACTION_MOVES, COMMITMENT_MOVES, MATTER_MOVES, MEETING_MOVES, NOTES_MOVES, QUESTION_MOVES
from eyre.cycle.states import NEXT, is_closed, say_state, state_diagram
from eyre_cli import ending
from eyre_cli.main import app
from reading_pages import readings_page
from record_pages import body_folder_page, pack_page

ROOT = Path(__file__).resolve().parents[1]


def cli_page() -> str:
    """Return the reference of every command, in the words of `eyre --help`."""
    command = typer.main.get_command(app)
    context = command.make_context("eyre", [], resilient_parsing=True)
    return "# The command `eyre`\n\n" + "\n".join(sections(context, depth=2))


def sections(context: typer.Context, depth: int) -> Iterator[str]:
    """Yield the section of a command, then those of its subcommands, in their order."""
    yield from section(context, depth)
    group = context.command
    for name in group.list_commands(context) if hasattr(group, "list_commands") else ():
        below = group.get_command(context, name)
        if not below.hidden:
            yield from sections(type(context)(below, parent=context, info_name=name), depth + 1)


def section(context: typer.Context, depth: int) -> Iterator[str]:
    """Yield the heading, the help, the usage and the options of one command."""
    command = context.command
    yield f"{'#' * depth} `{context.command_path}`\n"
    yield f"{(command.help or '').strip()}\n"
    yield f"```\n{' '.join([context.command_path, *command.collect_usage_pieces(context)])}\n```\n"
    rows = [record for parameter in command.params if (record := parameter.get_help_record(context))]
    if rows:
        yield "| option | meaning |\n|---|---|"
        yield from (f"| `{cell(name)}` | {cell(meaning)} |" for name, meaning in rows)
        yield ""


def cell(text: str) -> str:
    """Return text that may stand in a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|")


STATES_HEAD = """# States and what may follow them

What is not in these tables may not happen. The state of a record is never written down: it follows from its events,
in their order, and an event that its table does not allow is reported as a fault. Who may make a move is another
question: only the oversight body accepts an action.
"""
TITLES_AND_MOVES: dict[str, tuple[str, Mapping[Any, Any]]] = {
    "ActionStatus": ("An action", ACTION_MOVES),
    "MeetingStatus": ("A meeting and its notes", MEETING_MOVES),
    "NotesStatus": ("The notes of a meeting that was held", NOTES_MOVES),
    "MatterStatus": ("A matter", MATTER_MOVES),
    "QuestionStatus": ("A question", QUESTION_MOVES),
    "CommitmentState": ("A commitment", COMMITMENT_MOVES),
}


def states_page() -> str:
    """Return every table of moves of the meeting cycle, as a diagram and as a table."""
    return "\n".join([STATES_HEAD, *(states_section(kind) for kind in NEXT)])


def states_section(kind: type[Any]) -> str:
    """Return the diagram and the table of one kind of record."""
    table = NEXT[kind]
    title, moves = TITLES_AND_MOVES[kind.__name__]
    rows = ["| State | Reached by the event | Can become |", "|---|---|---|"]
    for state in table:
        events = ["(here it begins)"] if state is next(iter(kind)) else []
        events += [f"`{event}`" for event, to in moves.items() if to is state]
        ways = ["closed"] if is_closed(state) else []
        ways += [say_state(to) for to in table if to in table[state]]
        rows.append(f"| {say_state(state)} | {', '.join(events)} | {', '.join(ways)} |")
    return f"## {title}\n\n```mermaid\n{state_diagram(table)}```\n\n" + "\n".join(rows) + "\n"


def exit_codes_page() -> str:
    """Return the exit codes, in the words of the tree at the top of eyre.core.errors and of the classes' own codes."""
    lines = re.findall(r"(\w+) +exit (\d) +(.+)", errors.__doc__ or "")
    raised = [(getattr(errors, name).exit_code, f"`{name}`", what) for name, said, what in lines]
    assert all(code == int(said) for (code, *_), (_, said, _) in zip(raised, lines, strict=True))
    others = [
        (0, "", "all went well; doubts may have been said"),
        (ending.OUR_FAULT, "", "our own fault: one sentence says so, `EYRE_DEBUG=1` shows where"),
        (2, "", "the command line cannot be read; the sentence says what to write"),
        (ending.INTERRUPTED, "", "stopped by Ctrl-C"),
        (ending.NOBODY_READS, "", "whoever read the output went away (1 where that is noticed early)"),
    ]
    rows = [f"| {code} | {name} | {cell(what)} |" for code, name, what in sorted((*others, *raised))]
    return "\n".join(["# Exit codes", "", *EXIT_CODES, "", "| code | error | means |", "|---|---|---|", *rows])


EXIT_CODES = (
    "How every run of `eyre` ends. What went wrong stands on stderr in a sentence that says what to do, and nothing",
    "was half written. Results stand on stdout.",
)

PAGES: dict[str, Callable[[], str]] = {
    "docs/reference/body-folder.md": body_folder_page,
    "docs/reference/cli.md": cli_page,
    "docs/reference/exit-codes.md": exit_codes_page,
    "docs/reference/openapi.json": openapi_page,
    "docs/reference/pack.md": pack_page,
    "docs/reference/readings.md": readings_page,
    "docs/reference/states.md": states_page,
}
NOTE = "<!-- Generated by `make docs`: do not edit. -->\n"


def out_of_date() -> dict[Path, str]:
    """Return the pages whose text on disk is not what it should be, with the right text."""
    right = {ROOT / name: f"{note_of(name)}{page().rstrip()}\n" for name, page in PAGES.items()}
    return {path: text for path, text in right.items() if on_disk(path) != text}


def note_of(name: str) -> str:
    return NOTE if name.endswith(".md") else ""  # JSON has no comments


def on_disk(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def main(arguments: list[str]) -> int:
    stale = out_of_date()
    for path, text in stale.items():
        if "--check" in arguments:
            print(f"{path.relative_to(ROOT)} is out of date. Run `make docs` and commit it.", file=sys.stderr)
        else:
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"Wrote {path.relative_to(ROOT)}.")
    if not stale:
        print("docs: every generated page is up to date.")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
