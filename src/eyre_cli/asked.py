"""What several commands ask for, read in one way: dates, months, places to write to."""

from __future__ import annotations

from collections.abc import Sequence
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


def day_option(says: str, *names: str, **more: Any) -> Any:
    """An option that takes a date."""
    return typer.Option(*names, parser=day, metavar="DATE", help=says, **more)


def month(text: str) -> Any:
    """A month from its writing, YYYY-MM."""
    from eyre.core import Month

    try:
        return Month.of(day(f"{text}-01"))
    except typer.BadParameter:
        raise typer.BadParameter(f'"{text}" is not a month. Write it as YYYY-MM, for instance 2025-11.') from None


def today() -> date:
    """The day on the clock: `eyre` itself has none."""
    return date.today()


def check_choice(option: str, said: str, choices: Sequence[str]) -> None:
    """Refuse, as a mistake in the command line, a word that is not one of the choices."""
    if said not in choices:
        raise typer.BadParameter(f'"{said}" is not one of {", ".join(choices)}.', param_hint=option)


def asked_formats(said: str, beside: Sequence[str] = ()) -> list[str]:
    """Formats of a document with commas between, each once; an unknown one is a mistake in the command line.

    beside: formats that this document can also have.
    """
    from eyre.writers.formats import FORMATS

    known = (*FORMATS, *beside)
    formats = list(dict.fromkeys(each.strip().lower() for each in said.split(",") if each.strip()))
    for each in formats:
        check_choice("--format", each, known)
    if not formats:
        raise typer.BadParameter(f"is empty. Give some of {', '.join(known)}.", param_hint="--format")
    return formats


def plural(count: int, word: str) -> str:
    """A count with its word: 1 file, 2 files."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"
