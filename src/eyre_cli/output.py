"""Where a result goes: into a file, as JSON, to a person who reads, or as CSV to the next program."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eyre_cli.terminal import is_terminal, warn

if TYPE_CHECKING:
    from eyre.body.figures import Figures


def hand_over(
    columns: Mapping[str, Sequence[Any]],
    readable: Callable[[], str],
    *,
    out: Path | None,
    as_json: bool,
    about: Mapping[str, Any],
) -> None:
    """Write columns where they were asked for. about: what JSON says beside the rows."""
    from eyre.body.tables import csv_lines, json_text, write_columns

    if out is not None:
        write_columns(out, columns, about)
        if is_terminal(sys.stderr):
            warn(f"Wrote {out}.")
    elif as_json:
        sys.stdout.write(json_text(columns, about))
    elif is_terminal():
        print(readable())
    else:
        sys.stdout.writelines(csv_lines(columns))


def read_bytes(source: Path) -> tuple[bytes, str]:
    """The content of a file and its name; of stdin for `-`."""
    if str(source) == "-":
        return sys.stdin.buffer.read(), "stdin"
    return source.read_bytes(), source.name


def warn_of_made_up(figures: Figures, measures: Iterable[str]) -> None:
    """Say on stderr which measures have figures that were made up."""
    for measure in dict.fromkeys(measures):
        if made_up := figures.made_up(measure):
            warn(f"{measure}: {made_up.says()}")
