"""The action log as a sheet that goes out, is filled in and comes back: XLSX, ODS or CSV.

A row of keys under the headings, hidden where the form can hide it, tells the columns, whatever language the headings
are in. What a reader changes in a locked column is seen when the sheet comes back.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from eyre.core import BadInput, Fault, raise_if_any
from eyre.core.codec import record
from eyre.core.formulas import as_text, starts_a_formula
from eyre.readers.incoming.kinds import IncomingKind
from eyre.readers.incoming.log_ods import write_ods
from eyre.readers.incoming.look import look_here
from eyre.readers.incoming.office import formulas
from eyre.readers.limits import Limits
from eyre.readers.tables import Cells, Sheet, Table, tables_of
from eyre.readers.unpacking import Unpacker

LOCKED: Final = ("reference", "words", "owner", "due")
TO_FILL_IN: Final = ("update", "evidence", "new_date", "reason", "done")
SEEN: Final = "seen"  # the last event that stood in the log when the sheet was made
COLUMNS: Final = (*LOCKED, *TO_FILL_IN, SEEN)
MOST_ROWS = 20_000
WIDTHS: Final = {"reference": 12, "words": 55, "owner": 24, "due": 12, "update": 45, "evidence": 30, "new_date": 14,
                 "reason": 35, "done": 9, SEEN: 4}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LogLine:
    """An action as the sheet has it. seen: what comes back untouched and says what had happened by then."""

    reference: str
    words: str
    owner: str
    due: date | None
    seen: str


@dataclass(frozen=True, slots=True)
class LogForm:
    """The words round the actions. heads: the heading of each of COLUMNS; answers: what may stand under `done`.

    sheet, notes_sheet: the names of the two sheets; notes: how it is filled in, one sentence a line.
    """

    sheet: str
    notes_sheet: str
    heads: Mapping[str, str]
    notes: Sequence[str]
    answers: tuple[str, str]
    wrong_answer: str
    wrong_date: str


@record
class LogRow:
    """A row as it came back, every cell as text; a date that the sheet knew as one is written YYYY-MM-DD.

    row: its number in the sheet.
    """

    row: int
    reference: str = ""
    words: str = ""
    due: str = ""
    update: str = ""
    evidence: str = ""
    new_date: str = ""
    reason: str = ""
    done: str = ""
    seen: str = ""

    @property
    def is_filled_in(self) -> bool:
        return any(getattr(self, name) for name in TO_FILL_IN)


@record
class LogSheet:
    """What came back, and the hash of the file it came in."""

    sha256: str
    rows: tuple[LogRow, ...] = ()


# --- out -----------------------------------------------------------------------------------------------------------


def write_log(kind: IncomingKind, form: LogForm, lines: Sequence[LogLine]) -> bytes:
    """The log as a file of XLSX, ODS or CSV. The same lines give the same bytes.

    Nothing in it is computed when it is opened, whatever an action says.
    """
    writers: dict[IncomingKind, Callable[[LogForm, Sequence[LogLine]], bytes]] = {
        IncomingKind.XLSX: _write_xlsx,
        IncomingKind.ODS: _write_ods,
        IncomingKind.CSV: _write_csv,
    }
    return writers[kind](form, lines)


def _write_csv(form: LogForm, lines: Sequence[LogLine]) -> bytes:
    """CSV has neither locks nor notes; its one heading is the row of keys."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in lines:
        due = line.due.isoformat() if line.due else ""
        cells = (line.reference, line.words, line.owner, due, *("" for _ in TO_FILL_IN), line.seen)
        writer.writerow([as_text(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")  # so that Excel takes it for UTF-8


def _write_ods(form: LogForm, lines: Sequence[LogLine]) -> bytes:
    rows = [[line.reference, line.words, line.owner, line.due, *("" for _ in TO_FILL_IN), line.seen] for line in lines]
    return write_ods(
        form.sheet, [form.heads[name] for name in COLUMNS], COLUMNS, rows, widths=[WIDTHS[name] for name in COLUMNS],
        open_columns=set(map(COLUMNS.index, TO_FILL_IN)), hidden_column=COLUMNS.index(SEEN),
        choices={COLUMNS.index("done"): form.answers}, notes_sheet=form.notes_sheet, notes=form.notes,
    )  # fmt: skip


def _write_xlsx(form: LogForm, lines: Sequence[LogLine]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": form.sheet, "created": datetime(2000, 1, 1)})  # the same bytes each time
        _XlsxLog(book, form).write(lines)
        notes = book.add_worksheet(form.notes_sheet)
        notes.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
        for number, note in enumerate(form.notes):
            notes.write_string(number, 0, note)
        notes.protect()
    return out.getvalue()


class _XlsxLog:
    """The sheet of the actions, locked but for the columns that are filled in."""

    def __init__(self, book: Any, form: LogForm) -> None:
        common = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#B1B4B6"}
        given = {**common, "bg_color": "#F3F2F1"}
        self.sheet, self.form = book.add_worksheet(form.sheet), form
        self.head = book.add_format({**common, "bold": True, "bg_color": "#DDD6E8"})
        self.text = book.add_format({**given, "num_format": "@"})
        # With the quote before it a cell stays text even after somebody has clicked into it.
        self.quoted = book.add_format({**given, "num_format": "@", "quote_prefix": True})
        self.day = book.add_format({**given, "num_format": "dd/mm/yyyy", "align": "left"})
        self.answer = book.add_format({**common, "num_format": "@", "locked": False})
        self.new_day = book.add_format({**common, "num_format": "dd/mm/yyyy", "align": "left", "locked": False})

    def write(self, lines: Sequence[LogLine]) -> None:
        sheet = self.sheet
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.repeat_rows(0)
        sheet.fit_to_pages(1, 0)
        for place, name in enumerate(COLUMNS):
            sheet.set_column(place, place, WIDTHS[name], None, {"hidden": name == SEEN})
            sheet.write_string(0, place, self.form.heads[name], self.head)
            sheet.write_string(1, place, name, self.text)
        sheet.set_row(1, None, None, {"hidden": True})
        for number, line in enumerate(lines, start=2):
            self._line(number, line)
        self._held(len(lines) + 1)
        sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})

    def _line(self, number: int, line: LogLine) -> None:
        self._text(number, "reference", line.reference)
        self._text(number, "words", line.words)
        self._text(number, "owner", line.owner)
        self._text(number, SEEN, line.seen)
        if line.due:
            self.sheet.write_datetime(number, COLUMNS.index("due"), datetime(*line.due.timetuple()[:3]), self.day)
        else:
            self.sheet.write_blank(number, COLUMNS.index("due"), None, self.day)
        for name in TO_FILL_IN:
            self.sheet.write_blank(
                number, COLUMNS.index(name), None, self.new_day if name == "new_date" else self.answer
            )

    def _text(self, number: int, name: str, text: str) -> None:
        look = self.quoted if starts_a_formula(text) else self.text
        self.sheet.write_string(number, COLUMNS.index(name), text[:32_767], look)

    def _held(self, last: int) -> None:
        """What may stand under `done` and under the new date, held by the sheet as it is typed."""
        done, day = COLUMNS.index("done"), COLUMNS.index("new_date")
        said = {"error_title": self.form.sheet[:32], "ignore_blank": True}
        self.sheet.data_validation(
            2, done, last, done,
            {"validate": "list", "source": list(self.form.answers), "error_message": self.form.wrong_answer, **said},
        )  # fmt: skip
        self.sheet.data_validation(
            2, day, last, day,
            {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1), "error_message": self.form.wrong_date,
             **said},
        )  # fmt: skip


# --- back ----------------------------------------------------------------------------------------------------------


def read_log_here(path: Path, name: str, limits: Limits) -> LogSheet:
    """Read a log in this process. Only the child process and tests call this.

    Raises BadInput for a file that is none, or in which anything is computed.
    """
    looked = look_here(path, name, limits)
    if looked.kind not in (IncomingKind.XLSX, IncomingKind.ODS, IncomingKind.CSV):
        raise BadInput([Fault(name, "is no sheet. Upload the sheet that was downloaded here, as XLSX, ODS or CSV.")])
    if looked.kind is not IncomingKind.CSV and (computed := formulas(path, name, limits)):
        where = f" (the first: {computed[0][:40]})"
        what = f"computes something{where}. Put the value itself into each cell: copy, then paste as values."
        raise BadInput([Fault(name, what)])
    with tempfile.TemporaryDirectory(prefix="eyre-") as work:
        files = Unpacker(Path(work), limits).unpack([path])
        sheet = _log_of([table for file in files for table in tables_of(file)], name)
    rows = tuple(_rows(sheet))
    if len(rows) > MOST_ROWS:
        raise BadInput([Fault(name, f"has {len(rows)} rows; at most {MOST_ROWS} are read. Take out those left empty.")])
    return LogSheet(sha256=looked.sha256, rows=rows)


def _log_of(tables: Sequence[Table], name: str) -> Sheet:
    """The table that has the row of keys. Raises BadInput where none has all of them."""
    for table in tables:
        at = table.header_at(frozenset(COLUMNS))
        if at is not None:
            sheet = Sheet.of(table, at)
            if set(COLUMNS) <= set(sheet.columns):
                twice = [each for each in COLUMNS if sheet.columns.count(each) > 1]
                raise_if_any([Fault(name, f'has two columns "{each}". Take one out.') for each in twice])
                return sheet
    what = (
        "is not the sheet of the action log: the row that names its columns is not there. Download it again, fill it in"
    )
    raise BadInput([Fault(name, f"{what}, and leave its columns as they are.")])


def _rows(sheet: Sheet) -> Iterator[LogRow]:
    """The rows that say anything at all: rows that a spreadsheet kept empty are none."""
    places = {name: sheet.columns.index(name) for name in COLUMNS if name != "owner"}
    for number, cells in sheet.rows:
        said = {name: _cell(cells, place) for name, place in places.items()}
        if any(said.values()):
            yield LogRow(row=number, **said)


def _cell(cells: Cells, place: int) -> str:
    """A cell as text; the apostrophe by which a formula was made text goes again."""
    cell = cells[place] if place < len(cells) else ""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell).replace("\r\n", "\n").replace("\r", "\n")
    return (
        text[1:] if text.startswith("'") and starts_a_formula(text[1:]) else text.strip(" \n") if text.strip() else ""
    )
