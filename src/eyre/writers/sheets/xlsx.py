"""A workbook as XLSX, by xlsxwriter."""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import Any

from eyre.body.house import PLAIN_HOUSE, House
from eyre.disclosure import Form
from eyre.pack.document import Document
from eyre.writers.sheets.book import Book, Sheet, Shown, book_of

_NO_GUESSES = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False, "in_memory": True}


def to_xlsx(document: Document, house: House = PLAIN_HOUSE, *, audit_head: str = "") -> bytes:
    """The tables of a document. The same document gives the same bytes."""
    import xlsxwriter

    book = book_of(document, house, audit_head)
    saved = io.BytesIO()
    with xlsxwriter.Workbook(saved, _NO_GUESSES) as work:
        work.set_properties(_properties(book))
        formats = _formats(work)
        for sheet in book.sheets:
            _write(work.add_worksheet(sheet.name), sheet, formats)
    return saved.getvalue()


def _properties(book: Book) -> dict[str, Any]:
    return {"title": book.title, "subject": book.subject, "created": datetime.combine(book.day, time())}


def _formats(work: Any) -> dict[str, Any]:
    formats = {form.value: work.add_format({"num_format": _pattern(form)}) for form in Form if form.is_number}
    formats[Form.DATE.value] = work.add_format({"num_format": "d mmmm yyyy", "align": "left"})
    formats["title"] = work.add_format({"bold": True, "font_size": 14})
    formats["head"] = work.add_format({"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1})
    return formats


def _pattern(form: Form) -> str:
    decimals = f".{'0' * form.decimals}" if form.decimals else ""
    return f"#,##0{decimals}" + (f'"{form.suffix}"' if form.suffix else "")


def _write(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    page.write_string(0, 0, sheet.title, formats["title"])
    for number, line in enumerate(sheet.above, start=1):
        page.write_string(number, 0, line)
    first = len(sheet.above) + 1
    for column, head in enumerate(sheet.heads):
        page.write_string(first, column, head, formats["head"])
        page.set_column(column, column, sheet.widths[column])
    page.freeze_panes(first + 1, 1)
    for number, row in enumerate(sheet.rows):
        for column, shown in enumerate(row):
            _write_cell(page, first + 1 + number, column, shown, formats)
        if sheet.links:
            to = sheet.links[number].replace("'", "''")
            page.write_url(first + 1 + number, 0, f"internal:'{to}'!A1", string=str(row[0].value))


def _write_cell(page: Any, row: int, column: int, shown: Shown, formats: dict[str, Any]) -> None:
    value = shown.value
    if isinstance(value, str):
        if value:
            page.write_string(row, column, value)
    elif isinstance(value, int | float):
        page.write_number(row, column, value, formats[shown.form.value])
    else:
        page.write_datetime(row, column, datetime.combine(value, time()), formats[Form.DATE.value])
