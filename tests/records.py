"""Records of every kind drawn from their own types: whatever a body folder may hold, quotes and line ends too."""

import dataclasses
import types
from collections.abc import Iterator
from datetime import date, time, timedelta
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from eyre.body import agreed, commitment_test, later, meeting, reading, registers, settings
from eyre.core import (
    Area,
    CalendarYear,
    Day,
    Facet,
    FinancialQuarter,
    FinancialYear,
    Month,
    Period,
    Quarter,
    Reference,
    Rolling,
    Span,
    Week,
)
from eyre.core.codec import ByKind
from eyre.core.keys import OneWord
from eyre.measures import measure

AWKWARD = [
    '"',
    "'",
    '"""',
    "\\",
    "#",
    ",",
    ";",
    "=",
    "[x]",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\x00",
    "\x85",
    "é",
    "‘",
    "𝕏",
    "\ufeff",
]

# --- text, numbers, days -------------------------------------------------------------------------------------------

texts = st.one_of(
    st.sampled_from(["", " ", " a", "a ", "two words", "None", "true", "12", "2017-12-19", *AWKWARD]),
    st.lists(st.sampled_from([*AWKWARD, " ", "a", "b"]), max_size=6).map("".join),
    st.text(max_size=8),
)
LETTERS = "abcxyz"
names = st.text(LETTERS, min_size=1, max_size=4)
keys = st.builds(
    "{}{}{}".format, names, st.sampled_from(["", "-", "_", ".", "2017", "--"]), st.text("xyz09", min_size=1, max_size=3)
)
years = st.integers(1900, 2100)
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
months = st.builds(Month, years, st.integers(1, 12))
facets = st.dictionaries(
    names, st.sampled_from(["with actions", "a,b", "O'Neill", "é", "12-17", '"x"']), max_size=2
).map(lambda parts: Facet.of(**parts))
references = st.builds(
    Reference,
    st.sampled_from(["action", "audit_trail", "x"]),
    st.sampled_from(["2017-12", "north-9", "a"]),
    st.sampled_from(["", "1", "C16", "12b"]),
)

# --- periods -------------------------------------------------------------------------------------------------------

KINDS_OF_PERIOD: dict[type[Period], st.SearchStrategy[Any]] = {
    Day: st.builds(Day, days),
    Week: days.map(Week.of),
    Month: months,
    Quarter: st.builds(Quarter, years, st.integers(1, 4)),
    FinancialYear: st.builds(FinancialYear, years),
    FinancialQuarter: st.builds(FinancialQuarter, years, st.integers(1, 4)),
    CalendarYear: st.builds(CalendarYear, years),
    Rolling: st.builds(Rolling.ending, months, st.integers(1, 30)),
    Span: st.builds(lambda first, more: Span(first, first + timedelta(days=more)), days, st.integers(0, 800)),
}
periods = st.one_of(*KINDS_OF_PERIOD.values())

PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: texts,
    int: st.integers(-(2**40), 2**40),
    float: st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers(-1000, 1000)),
    bool: st.booleans(),
    date: days,
    time: st.times(),
    Period: periods,
    Facet: facets,
    Reference: references,
    commitment_test.Improvement: st.builds(
        commitment_test.Improvement, st.integers(0, 4000).map(lambda quarters: quarters / 4), st.booleans()
    ),
    **KINDS_OF_PERIOD,
}

# --- records -------------------------------------------------------------------------------------------------------

DEEPEST = 2  # all_of within at_least_of, and no more
ONE_IN = 3  # so many of the fields that may be left out are filled: a record with everything would be too large


@st.composite
def records(draw: st.DrawFn, cls: type[Any], *, no_empty_text: bool = False, depth: int = 0) -> Any:
    """A record of one type, each field drawn from its own type.

    no_empty_text: what has to be said is never empty, as in a table, where an empty cell says nothing.
    """
    filled = {}
    for field in dataclasses.fields(cls):
        if not _may_be_left_out(field) or draw(st.sampled_from(range(ONE_IN))) == 0:
            values = of_type(_hints(cls)[field.name], depth)
            filled[field.name] = draw(values.filter(bool) if no_empty_text and _must_be_said(cls, field) else values)
    return cls(**filled)


@cache
def of_type(hint: Any, depth: int = 0) -> st.SearchStrategy[Any]:
    """Values of a type, as the fields of records write it."""
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _marked(args[0], args[1], depth)
    if origin in (Union, types.UnionType):
        return st.one_of(*(of_type(arg, depth) for arg in args))
    if origin is tuple:
        return st.lists(of_type(args[0], depth), max_size=2).map(tuple)
    if origin is dict:
        return st.dictionaries(names, st.one_of(texts, st.integers(-9, 9), st.booleans()), max_size=3)
    if origin is Literal:
        return st.sampled_from(args)
    if hint is type(None):
        return st.none()
    if hint in PLAIN:
        return PLAIN[hint]
    return st.sampled_from(list(hint)) if issubclass(hint, Enum) else records(hint, depth=depth)


def _marked(hint: Any, mark: Any, depth: int) -> st.SearchStrategy[Any]:
    if isinstance(mark, OneWord):
        return keys
    if not isinstance(mark, ByKind):
        return of_type(hint, depth)
    nested = (commitment_test.AllOfTest, commitment_test.AtLeastOfTest)
    kinds = [kind for kind in get_args(hint) if depth < DEEPEST or kind not in nested]
    return st.sampled_from(kinds).flatmap(lambda kind: records(kind, depth=depth + (kind in nested)))


@cache
def _hints(cls: type[Any]) -> dict[str, Any]:
    return get_type_hints(cls, include_extras=True)


def _may_be_left_out(field: dataclasses.Field[Any]) -> bool:
    return field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING


def _must_be_said(cls: type[Any], field: dataclasses.Field[Any]) -> bool:
    return _hints(cls)[field.name] is str and not _may_be_left_out(field)


def every_record() -> Iterator[type[Any]]:
    """Every record type of a body folder, as its modules define them."""
    yield Area
    for module in (settings, commitment_test, meeting, later, agreed, reading, registers, measure):
        for value in vars(module).values():
            if dataclasses.is_dataclass(value) and value.__module__ == module.__name__ and value not in PLAIN:
                yield value
