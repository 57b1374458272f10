"""Breath tests: month, force, tests, positive -> the share of tests that were positive, k of n, by force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from eyre.core import Doubt, EyreError, Fault, raise_if_any
from eyre.readers.cells import read_number, read_period
from eyre.readers.figures import Figure
from eyre.readers.placing import Grounds, published_areas
from eyre.readers.reading import OGL, Reading
from eyre.readers.request import Request
from eyre.readers.tidy import Sheets, reading_of

VERSION = "1"
MEASURE = "positive_breath_tests"
PUBLISHER = "Home Office (breath tests open data)"


def read_breath_tests(sheets: Sheets, request: Request, doubts: Iterable[Doubt] = ()) -> Reading:
    """Read breath tests of the forces that the body knows; raise BadInput with every fault."""
    grounds = Grounds(published_areas() if request.areas is None else request.tree)
    figures: dict[tuple[Any, ...], Figure] = {}
    faults: list[Fault] = []
    left_out: Counter[str] = Counter()
    for where, row in (record for _, sheet in sheets for record in sheet.records()):
        force = grounds.force(str(row.get("force")))
        if force is None:
            left_out[str(row.get("force"))] += 1
            continue
        try:
            figure = _figure(force, row)
        except EyreError as error:
            faults.append(Fault(where, str(error)))
            continue
        if figure[:4] in figures:
            faults.append(Fault(where, f"gives {force} {figure[3]} a second time. Leave one of the two rows."))
        figures[figure[:4]] = figure
    raise_if_any(faults or ([] if figures else [Fault("", "The body knows none of these forces.")]))
    return reading_of(
        list(figures.values()),
        sheets,
        (*doubts, *_doubts(left_out)),
        reader="breath_tests",
        version=VERSION,
        publisher=PUBLISHER,
        licence=OGL,
    )


class WrongTests(EyreError):
    """The numbers of a row cannot be."""

    exit_code = 3


def _figure(force: str, row: dict[str, Any]) -> Figure:
    period = read_period(row.get("month"))
    tests, positive = read_number(row.get("tests")).value, read_number(row.get("positive")).value
    if tests is not None and positive is not None and not 0 <= positive <= tests:
        raise WrongTests(f"{positive:g} of {tests:g} tests cannot be positive. Are the two the wrong way round?")
    known = bool(tests) and positive is not None
    value = 100 * positive / tests if known else None  # type: ignore[operator]
    return (MEASURE, "", force, period, value, positive, tests, None)


def _doubts(left_out: Counter[str]) -> list[Doubt]:
    names = ", ".join(sorted(left_out))
    if not left_out:
        return []
    return [
        Doubt("", f"{left_out.total():,} rows of forces that are not among the body's areas were left out: {names}.")
    ]
