"""A form to fill in with figures, as a workbook or CSV: one row a measure, area and period."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from eyre.core import Area, BadInput, Fault, MeasureKind, Period
from eyre.measures import Measure

COLUMNS = ("measure", "facet", "area", "period", "value", "numerator", "denominator", "standard_error", "unit")
RATIOS = (MeasureKind.PROPORTION, MeasureKind.RATE)
NOTES = (
    "Fill in value; of a percentage or rate fill in numerator and denominator too, or only these two.",
    "Percentages are 0 to 100. Write n/a, - or * where a figure exists that was not given. Leave unknown cells empty.",
    "Leave measure, area and period as they stand. Rows may be added, or taken out.",
    "standard_error is for survey figures. unit is there for you to read.",
    "Then: eyre load FOLDER THIS-FILE --received DATE --published DATE",
)


def write_template(path: Path, measures: Sequence[Measure], areas: Sequence[Area], periods: Sequence[Period]) -> None:
    """Write a form for these measures, areas and periods; .xlsx has a second sheet of notes, .csv has none.

    Raises BadInput for another ending.
    """
    writers = {".xlsx": _write_xlsx, ".csv": _write_csv}
    if path.suffix.lower() not in writers:
        raise BadInput([Fault(str(path), "cannot be written. Name it .xlsx or .csv.")])
    rows = [(m.key, "", a.key, str(p), "", "", "", "", m.unit) for m in measures for a in areas for p in periods]
    writers[path.suffix.lower()](path, rows, measures)


def _write_csv(path: Path, rows: Sequence[Sequence[str]], measures: Sequence[Measure]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([COLUMNS, *rows])


def _write_xlsx(path: Path, rows: Sequence[Sequence[str]], measures: Sequence[Measure]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        sheet = book.add_worksheet("Figures")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(COLUMNS) - 1, 18)
        sheet.set_column(COLUMNS.index("period"), COLUMNS.index("period"), 18, text)  # or 2018-01 becomes a day
        sheet.write_row(0, 0, COLUMNS, bold)
        for number, row in enumerate(rows, start=1):
            _write_row(sheet, number, row)
        notes = book.add_worksheet("Notes")
        notes.set_column(0, 0, 110)
        notes.write_column(0, 0, list(_notes(measures)))


def _write_row(sheet: Any, number: int, row: Sequence[str]) -> None:
    for column, cell in enumerate(row):
        if cell:
            sheet.write_string(number, column, cell)


def _notes(measures: Sequence[Measure]) -> Iterator[str]:
    yield from NOTES
    for measure in measures:
        base = f" = {measure.numerator} / {measure.denominator}" if measure.kind in RATIOS else ""
        yield f"{measure.key}: {measure.name} ({measure.unit}){base}. {measure.what}"
