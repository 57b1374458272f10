"""Breath tests: month, force, tests, positive -> the share of tests that were positive, k of n, by force."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from eyre.core import Doubt, EyreError, Fault, raise_if_any
from eyre.readers.cells import NotANumber, read_number, read_period
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
        (*doubts, *left_out_doubts(left_out), *_impossible(figures.values())),
        reader="breath_tests",
        version=VERSION,
        publisher=PUBLISHER,
        licence=OGL,
    )


def _figure(force: str, row: dict[str, Any]) -> Figure:
    """The share of a month; none where nothing was tested, and where more were positive than were tested."""
    period = read_period(row.get("month"))
    tests, positive = read_number(row.get("tests")).value, read_number(row.get("positive")).value
    if tests is None or positive is None or min(tests, positive) < 0:
        raise NotANumber(f'tests "{row.get("tests")}" and positive "{row.get("positive")}" must both be 0 or more.')
    if positive > tests:
        return (MEASURE, "", force, period, None, None, None, None)
    return (MEASURE, "", force, period, 100 * positive / tests if tests else None, positive, tests, None)


def _impossible(figures: Iterable[Figure]) -> list[Doubt]:
    months: dict[str, list[str]] = defaultdict(list)
    for _, _, force, period, *_, tests, _ in figures:
        if tests is None:
            months[force].append(str(period))
    what = "published with more positive tests than tests, which cannot be; read as missing"
    return [Doubt(force, f"{', '.join(sorted(when))}: {what}.") for force, when in sorted(months.items())]


def left_out_doubts(forces: Counter[str]) -> list[Doubt]:
    rows, was = ("1 row", "was") if forces.total() == 1 else (f"{forces.total():,} rows", "were")
    what = f"{rows} of forces that are not among the body's areas {was} left out: {', '.join(sorted(forces))}."
    return [Doubt("", what)] if forces else []
