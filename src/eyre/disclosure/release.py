"""The one way out: `release(table, audience)` makes a `Released`, and nothing else can.

Only the first step of suppression is here: small counts, and what is worked out from them. A hidden cell can
still be had by subtraction where a total stands beside it; secondary suppression is a later issue, and until
then a table for the public with both parts and total should be looked at by a person.
"""

from __future__ import annotations

from collections.abc import Mapping
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
        return (
            f"{SUPPRESSED}: a count from 1 to {self.largest_hidden}, a share of fewer than "
            f"{self.least_denominator}, or worked out from one; not shown, so that nobody can be recognised "
            f"({self.name}, version {self.version})."
        )


DEFAULT_RULE = SmallNumberRule()


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


def release(table: Table, audience: Audience, rule: SmallNumberRule = DEFAULT_RULE) -> Released:
    """Let a table out for an audience, with small numbers hidden from those the rule names.

    Refused when the rule applies and a worked-out column (a percentage, a rate, a change) does not say what
    it rests on.
    """
    rows = table.rows
    if audience in rule.audiences:
        _check_is_traceable(table)
        rows = tuple(_hide(table.columns, row, rule) for row in rows)
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


def _hide(columns: tuple[Column, ...], row: tuple[Cell, ...], rule: SmallNumberRule) -> tuple[Cell, ...]:
    by_name = {column.name: (column, cell) for column, cell in zip(columns, row, strict=True)}
    return tuple(SUPPRESSED if _is_hidden(name, by_name, rule) else cell for name, (_, cell) in by_name.items())


def _is_hidden(
    name: str, row: Mapping[str, tuple[Column, Cell]], rule: SmallNumberRule, asked: tuple[str, ...] = ()
) -> bool:
    """True when the cell is small itself, is out of too few, or rests on a cell that is hidden."""
    column, cell = row[name]
    if name in asked or not isinstance(cell, int | float):
        return False
    if column.form.may_count_people and rule.hides(cell):
        return True
    out_of = row[column.denominator][1] if column.denominator else None
    if isinstance(out_of, int | float) and rule.is_too_few(out_of):
        return True
    others = filter(None, (*column.rests_on, column.denominator))
    return any(_is_hidden(other, row, rule, (*asked, name)) for other in others)
