"""How wide the columns of a table come out on paper, and at which size of type they fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eyre.disclosure import Released
from eyre.writers.paper.runs import printable
from eyre.writers.shape import is_newspaper, said_in
from eyre.writers.svg.shapes import width_of

PAGE, TURNED = 482.0, 728.0  # points between the margins of A4, upright and turned
SIZES = (8.5, 7.5, 6.5)
GUTTER = 10.0  # between two columns of a table
BETWEEN = 20.0  # between two columns of a newspaper
WIDEST_WORD = 30  # signs; a longer one is broken
MOST_STRETCH = 1.5  # a small table is not pulled over the whole page
ROOM = 1.04  # widths are estimates
BOLD = 1.08
MOST_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Fit:
    """font: points; widths: of the columns, in points; columns: of the newspaper; is_turned: only on a turned page."""

    font: float
    widths: tuple[float, ...]
    columns: int = 1
    is_turned: bool = False


def fit(table: Released, drawings: Sequence[tuple[int, float]] = ()) -> Fit:
    """How a table fits the page. drawings: (place, width) of columns of drawings put between those of the table."""
    for room, is_turned in ((PAGE, False), (TURNED, True)):
        for font in SIZES:
            wished, least = _wanted(table, font, drawings)
            if sum(least) <= room:
                columns = _columns(table, sum(wished)) if not is_turned else 1
                inside = (room - BETWEEN * (columns - 1)) / columns
                return Fit(font, _shared(wished, least, inside), columns, is_turned)
    wished, least = _wanted(table, SIZES[-1], drawings)
    return Fit(SIZES[-1], tuple(TURNED * one / sum(least) for one in least), 1, True)


def _wanted(table: Released, font: float, drawings: Sequence[tuple[int, float]]) -> tuple[list[float], list[float]]:
    """What each column would take unbroken, and the least it can do with."""
    said = [said_in(table, place) for place in range(len(table.rows))]
    wished, least = [], []
    for at, column in enumerate(table.columns):
        cells = [printable(row[at]) for row in said]
        head = printable(column.printed_heading)
        word = max((_word(one, font) for one in cells), default=0.0)
        whole = max((width_of(one, font) for one in cells), default=0.0)
        word = max(word, BOLD * _word(head, font), whole if column.form.is_number else 0)
        wished.append(GUTTER + ROOM * max(whole, word, BOLD * width_of(head, font) / 2))
        least.append(GUTTER + ROOM * word)
    for at, width in drawings:
        wished.insert(at, width + GUTTER)
        least.insert(at, width + GUTTER)
    return wished, least


def _word(said: str, font: float) -> float:
    return max((width_of(word[:WIDEST_WORD], font) for word in said.split(" ")), default=0.0)


def _columns(table: Released, wished: float) -> int:
    if not is_newspaper(table):
        return 1
    return max(1, min(MOST_COLUMNS, int((PAGE + BETWEEN) // (wished + BETWEEN))))


def _shared(wished: Sequence[float], least: Sequence[float], room: float) -> tuple[float, ...]:
    """The room shared out: all as wished and a little more, or the narrow ones as wished and the others level."""
    if sum(wished) <= room:
        stretch = min(MOST_STRETCH, room / sum(wished)) if wished else 1
        return tuple(one * stretch for one in wished)
    low, high = 0.0, room
    for _ in range(50):  # the level at which the room is used up
        level = (low + high) / 2
        if sum(_at(level, wished, least)) > room:
            high = level
        else:
            low = level
    return tuple(_at(low, wished, least))


def _at(level: float, wished: Sequence[float], least: Sequence[float]) -> list[float]:
    return [max(small, min(large, level)) for large, small in zip(wished, least, strict=True)]
