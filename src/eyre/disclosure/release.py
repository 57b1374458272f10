"""The one way out: `release(table, audience)` makes a `Released`, and nothing else can.

Small counts are hidden here, what else `secondary.hide` says, and what is worked out from either. Which counts give a
small one back by subtraction cannot be seen in one table alone: whoever makes a release gathers all its counts, asks
`hide`, and names to `release` the cells of each table that are hidden.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import InitVar, dataclass
from enum import StrEnum
from typing import final

from eyre.core import NotFound, Period, Refused
from eyre.disclosure.base import Base
from eyre.disclosure.forms import Form
from eyre.disclosure.table import MISSING, SUPPRESSED, Cell, Column, Suppressed, Table

_KEY = object()  # held by `release` alone


class Audience(StrEnum):
    """Who is going to read it."""

    WORKING = "working"  # the office and the force
    PANEL = "panel"  # members of the police and crime panel
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class SmallNumberRule:
    """When a number is too small to be shown, and to whom. Name and version are printed where it was used.

    largest_hidden: counts from 1 to this are hidden; 0 is shown.
    least_denominator: a proportion or rate out of fewer than this is hidden.
    """

    name: str = "Eyre small-number rule"
    version: int = 1
    largest_hidden: int = 4
    least_denominator: int = 10
    audiences: tuple[Audience, ...] = (Audience.PUBLIC,)

    def hides(self, value: float) -> bool:
        return 0 < value < self.largest_hidden + 1

    def is_too_few(self, denominator: float) -> bool:
        return denominator < self.least_denominator

    @property
    def sentence(self) -> str:
        """What a reader is told where a number is hidden."""
        by_subtraction = ", or a number that would give one back by subtraction" if self.version >= SECONDARY else ""
        return (
            f"{SUPPRESSED}: a count from 1 to {self.largest_hidden}, a share of fewer than "
            f"{self.least_denominator}, or worked out from one{by_subtraction}; not shown, so that nobody can be "
            f"recognised ({self.name}, version {self.version})."
        )


SECONDARY = 2  # from this version on the rule also hides what would give a small number back
DEFAULT_RULE = SmallNumberRule()
SECONDARY_RULE = SmallNumberRule(version=SECONDARY)  # for releases whose counts were looked at together


@final
@dataclass(frozen=True)
class Released:
    """A table that may leave, for one audience. Made by `release` only; writers accept nothing else."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    base: Base
    audience: Audience
    rule: SmallNumberRule
    key: InitVar[object]

    def __post_init__(self, key: object) -> None:
        if key is not _KEY:
            raise Refused("A Released table is made by disclosure.release(table, audience) and by nothing else.")

    def column(self, name: str) -> tuple[Cell, ...]:
        """The cells of one column, top to bottom."""
        for place, column in enumerate(self.columns):
            if column.name == name:
                return tuple(row[place] for row in self.rows)
        known = ", ".join(column.name for column in self.columns)
        raise NotFound(f'"{self.title}" has no column "{name}". It has: {known}.')

    def values(self, name: str) -> tuple[float | None, ...]:
        """A column of numbers for a chart: None where missing and where hidden."""
        return tuple(cell if isinstance(cell, int | float) else None for cell in self.column(name))

    def periods(self, name: str) -> tuple[Period, ...]:
        """A column of periods for a chart."""
        return tuple(cell for cell in self.column(name) if isinstance(cell, Period))

    @property
    def numbers(self) -> frozenset[float]:
        """Every number that is shown somewhere in the table."""
        return frozenset(cell for row in self.rows for cell in row if isinstance(cell, int | float))

    @property
    def notes(self) -> tuple[str, ...]:
        """What the signs in the table mean, for those that are in it."""
        hidden = any(isinstance(cell, Suppressed) for row in self.rows for cell in row)
        missing = any(
            cell is None and column.form.is_number
            for row in self.rows
            for column, cell in zip(self.columns, row, strict=True)
        )
        return tuple(
            note for note, is_needed in ((self.rule.sentence, hidden), (f"{MISSING}: no figure.", missing)) if is_needed
        )


def release(
    table: Table,
    audience: Audience,
    rule: SmallNumberRule = DEFAULT_RULE,
    *,
    hidden: Collection[tuple[int, str]] = (),
    rounded_to: int | None = None,
) -> Released:
    """Let a table out for an audience, with small numbers hidden from those the rule names.

    hidden: cells, by number of the row from 0 and name of the column, that are hidden beside the small ones so that
    those cannot be worked out (see `secondary.hide`). rounded_to: small counts are not hidden; every count is rounded
    to a multiple of this, each by itself, totals too, and what is worked out from counts is hidden, for it would tell
    them.
    Refused when the rule applies and a worked-out column (a percentage, a rate, a change) does not say what
    it rests on.
    """
    rows = table.rows
    if audience in rule.audiences:
        _check_is_traceable(table)
        own = [frozenset(name for at, name in hidden if at == number) for number in range(len(rows))]
        rows = tuple(
            _hide(table.columns, row, rule, names) if rounded_to is None
            else _round(table.columns, row, rounded_to, names)
            for row, names in zip(rows, own, strict=True)
        )  # fmt: skip
    return Released(table.title, table.columns, rows, table.base, audience, rule, _KEY)


def release_number(
    value: float,
    form: Form,
    audience: Audience,
    *,
    denominator: float | None = None,
    rule: SmallNumberRule = DEFAULT_RULE,
) -> float | Suppressed:
    """Let one number out for use in a sentence: the number, or SUPPRESSED."""
    if audience not in rule.audiences:
        return value
    if form.may_count_people and rule.hides(value):
        return SUPPRESSED
    return SUPPRESSED if denominator is not None and rule.is_too_few(denominator) else value


def _check_is_traceable(table: Table) -> None:
    loose = [
        column.name
        for column in table.columns
        if column.form.is_derived and not (column.rests_on or column.denominator or column.exempt)
    ]
    if loose:
        raise Refused(
            f'"{table.title}" cannot be released to this audience: {", ".join(loose)} may give small counts '
            "away. Name the columns it rests on or its denominator, or say why it is exempt."
        )


def _hide(
    columns: tuple[Column, ...], row: tuple[Cell, ...], rule: SmallNumberRule, also: frozenset[str]
) -> tuple[Cell, ...]:
    by_name = {column.name: (column, cell) for column, cell in zip(columns, row, strict=True)}
    return tuple(SUPPRESSED if _is_hidden(name, by_name, rule, also) else cell for name, (_, cell) in by_name.items())


def _is_hidden(
    name: str, row: Mapping[str, tuple[Column, Cell]], rule: SmallNumberRule, also: frozenset[str],
    asked: tuple[str, ...] = (),
) -> bool:  # fmt: skip
    """True when the cell is small itself, is named, is out of too few, or rests on a cell that is hidden."""
    column, cell = row[name]
    if name in asked or not isinstance(cell, int | float):
        return False
    if name in also or (column.form.may_count_people and rule.hides(cell)):
        return True
    out_of = row[column.denominator][1] if column.denominator else None
    if isinstance(out_of, int | float) and rule.is_too_few(out_of):
        return True
    others = filter(None, (*column.rests_on, column.denominator))
    return any(_is_hidden(other, row, rule, also, (*asked, name)) for other in others)


def _round(columns: tuple[Column, ...], row: tuple[Cell, ...], base: int, hidden: frozenset[str]) -> tuple[Cell, ...]:
    return tuple(_rounded(column, cell, base, hidden) for column, cell in zip(columns, row, strict=True))


def _rounded(column: Column, cell: Cell, base: int, hidden: frozenset[str]) -> Cell:
    if not isinstance(cell, int | float):
        return cell
    if column.name in hidden or column.form is Form.JUDGED or (column.form.is_derived and not column.exempt):
        return SUPPRESSED
    return round_to(cell, base) if column.form.may_count_people else cell


def round_to(value: float, base: int) -> int:
    """The nearest multiple of the base; a half goes up."""
    if base < 2:
        raise Refused(f"Counts cannot be rounded to multiples of {base}. Give 2 or more; 5 is usual.")
    return int((value + base / 2) // base) * base
