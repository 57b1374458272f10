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
DEEPEST = 7  # lines of a cell, before a smaller type is tried
RAGGED = 20.0  # what a line of a narrow column loses on average, for it breaks at words
WEIGHT_OF_LENGTH = 0.6  # a column with words ten times as long is given four times as much


@dataclass(frozen=True, slots=True)
class Fit:
    """font: points; widths: of the columns, in points; columns: of the newspaper; is_turned: only on a turned page."""

    font: float
    widths: tuple[float, ...]
    columns: int = 1
    is_turned: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a column would take unbroken, the least it can do with, and what a usual cell would take: points."""

    whole: float
    least: float
    usual: float


@dataclass(frozen=True, slots=True)
class Said:
    """What a table prints: its heads, which of its columns are figures, the words of its rows."""

    heads: Sequence[str]
    figures: Sequence[bool]
    rows: Sequence[Sequence[str]]


def fit(table: Released, drawings: Sequence[tuple[int, float]] = ()) -> Fit:
    """How a table fits the page. drawings: (place, width) of columns of drawings put between those of the table."""
    rows = [[printable(cell) for cell in said_in(table, place)] for place in range(len(table.rows))]
    heads = [printable(column.printed_heading) for column in table.columns]
    said = Said(heads, [column.form.is_number for column in table.columns], rows)
    if is_newspaper(table) and (newspaper := _newspaper(said, drawings)):
        return newspaper
    return fit_said(said, drawings)


def fit_said(table: Said, drawings: Sequence[tuple[int, float]] = ()) -> Fit:
    """How words in columns fit the page: in the largest type in which no cell becomes too deep."""
    best: tuple[float, Fit] | None = None
    for room, is_turned in ((PAGE, False), (TURNED, True)):
        for font in SIZES:
            wanted = _wanted(table, font, drawings)
            if sum(one.least for one in wanted) > room:
                continue
            made = Fit(font, _shared(wanted, room), is_turned=is_turned)
            lines = max(_lines(one.whole, got) for one, got in zip(wanted, made.widths, strict=True))
            if lines <= DEEPEST:
                return made
            best = min(best or (lines, made), (lines, made), key=lambda one: one[0])
        if best:
            return best[1]
    least = [one.least for one in _wanted(table, SIZES[-1], drawings)]
    return Fit(SIZES[-1], tuple(TURNED * one / sum(least) for one in least), is_turned=True)


def _lines(wished: float, got: float) -> float:
    """About how many lines the longest cell of a column takes."""
    return 1 if wished <= got else (wished - GUTTER) / max(1, got - GUTTER - RAGGED)


def _wanted(table: Said, font: float, drawings: Sequence[tuple[int, float]]) -> list[Wanted]:
    wanted = []
    for at, head in enumerate(table.heads):
        cells = [row[at] for row in table.rows]
        widths = [width_of(one, font) for one in cells] or [0.0]
        word = max([BOLD * _word(head, font), *(_word(one, font) for one in cells)])
        if table.figures[at]:
            word = max(word, *widths)
        whole = max(*widths, word, BOLD * width_of(head, font) / 2)
        usual = max(sum(widths) / len(widths), whole / 10)
        wanted.append(Wanted(GUTTER + ROOM * whole, GUTTER + ROOM * word, GUTTER + ROOM * usual))
    for at, width in drawings:
        wanted.insert(at, Wanted(width + GUTTER, width + GUTTER, width + GUTTER))
    return wanted


def _word(said: str, font: float) -> float:
    return max((width_of(word[:WIDEST_WORD], font) for word in said.split(" ")), default=0.0)


def _newspaper(table: Said, drawings: Sequence[tuple[int, float]]) -> Fit | None:
    """Two or three columns, each as wide as the table wishes, so that every row is one line; None where none fit."""
    for font in SIZES:
        wanted = _wanted(table, font, drawings)
        columns = min(MOST_COLUMNS, int((PAGE + BETWEEN) // (sum(one.whole for one in wanted) + BETWEEN)))
        if columns > 1:
            return Fit(font, _shared(wanted, (PAGE - BETWEEN * (columns - 1)) / columns), columns)
    return None


def _shared(wanted: Sequence[Wanted], room: float) -> tuple[float, ...]:
    """The room shared out: all unbroken and a little more; or the least, and of what is left more to longer words."""
    whole = sum(one.whole for one in wanted)
    if whole <= room:
        stretch = min(MOST_STRETCH, room / whole)
        return tuple(one.whole * stretch for one in wanted)
    low, high = 0.0, room
    for _ in range(50):  # the share at which the room is used up
        share = (low + high) / 2
        if sum(_at(share, wanted)) > room:
            high = share
        else:
            low = share
    return tuple(_at(low, wanted))


def _at(share: float, wanted: Sequence[Wanted]) -> list[float]:
    return [min(one.whole, one.least + share * one.usual**WEIGHT_OF_LENGTH) for one in wanted]
