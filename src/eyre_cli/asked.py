"""What several commands ask for, read in one way: dates, months, places to write to."""

from __future__ import annotations

from datetime import date
from typing import Any

import typer


def day(text: str) -> date:
    """A date from its writing, YYYY-MM-DD."""
    try:
        if len(text) == len("YYYY-MM-DD"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise typer.BadParameter(f'"{text}" is not a date. Write it as YYYY-MM-DD, for instance 2025-11-30.')


def day_or_unknown(text: str) -> date | str:
    """A date, or the word "unknown"."""
    return "unknown" if text == "unknown" else day(text)


def day_option(says: str, *names: str, **more: Any) -> Any:
    """An option that takes a date."""
    return typer.Option(*names, parser=day, metavar="DATE", help=says, **more)
