"""A workbook as ODS (OpenDocument 1.3), written as it is: fast, and always the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from eyre.body.house import PLAIN_HOUSE, House
from eyre.disclosure import Form
from eyre.pack.document import Document
from eyre.writers.sheets.book import Book, Sheet, Shown, book_of

TYPE = "application/vnd.oasis.opendocument.spreadsheet"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file can hold
_SPACES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{address}:1.0"'
    for name, address in {
        "office": "office", "table": "table", "text": "text", "style": "style", "number": "datastyle", "meta": "meta",
        "fo": "xsl-fo-compatible", "manifest": "manifest", "config": "config",
    }.items()
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'  # fmt: skip
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SIGN_WIDTH = 0.19  # centimetres


def to_ods(document: Document, house: House = PLAIN_HOUSE, *, audit_head: str = "") -> bytes:
    """The tables of a document. The same document gives the same bytes."""
    book = book_of(document, house, audit_head)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        _put(out, "mimetype", TYPE, zipfile.ZIP_STORED)  # first and unpacked: this is how a file is known
        _put(out, "content.xml", _content(book))
        _put(out, "meta.xml", _meta(book))
        _put(out, "styles.xml", _styles(book))
        _put(out, "META-INF/manifest.xml", _manifest())
    return packed.getvalue()


def _put(out: zipfile.ZipFile, name: str, text: str, method: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type, entry.create_system = method, 3
    out.writestr(entry, text.encode("utf-8"))


def _content(book: Book) -> str:
    sheets = "".join(_sheet(sheet, number) for number, sheet in enumerate(book.sheets))
    widths = "".join(_width_styles(sheet, number) for number, sheet in enumerate(book.sheets))
    return (
        f'{_DECLARATION}<office:document-content{_SPACES} office:version="1.3">'
        f"<office:automatic-styles>{''.join(_number_styles())}{widths}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document-content>"
    )


def _sheet(sheet: Sheet, number: int) -> str:
    columns = "".join(f'<table:table-column table:style-name="w{number}-{at}"/>' for at in range(len(sheet.widths)))
    above = "".join(_row([_text(line, "")]) for line in sheet.above)
    heads = _row([_text(head, "head") for head in sheet.heads])
    rows = []
    for place, row in enumerate(sheet.rows):
        cells = [_cell(shown) for shown in row]
        if sheet.links:
            cells[0] = _text(str(row[0].value), "", to=sheet.links[place])
        rows.append(_row(cells))
    return (
        f"<table:table table:name={quoteattr(sheet.name)}>{columns}{_row([_text(sheet.title, 'title')])}{above}"
        f"<table:table-header-rows>{heads}</table:table-header-rows>{''.join(rows)}</table:table>"
    )


def _row(cells: list[str]) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _text(said: str, style: str, to: str = "") -> str:
    """A cell of words: never a formula, whatever it begins with."""
    named = f' table:style-name="{style}"' if style else ""
    if not said:
        return f"<table:table-cell{named}/>"
    words = escape(said)
    if to:
        address = quoteattr("#'" + to.replace("'", "''") + "'.A1")
        words = f'<text:a xlink:type="simple" xlink:href={address}>{words}</text:a>'
    return f'<table:table-cell{named} office:value-type="string"><text:p>{words}</text:p></table:table-cell>'


def _cell(shown: Shown) -> str:
    value = shown.value
    if isinstance(value, str):
        return _text(value, "")
    if isinstance(value, date):
        day = value.isoformat()
        return (
            f'<table:table-cell table:style-name="{Form.DATE}" office:value-type="date" office:date-value="{day}">'
            f"<text:p>{day}</text:p></table:table-cell>"
        )
    return (
        f'<table:table-cell table:style-name="{shown.form}" office:value-type="float" office:value="{value!r}">'
        f"<text:p>{escape(shown.form.say(value))}</text:p></table:table-cell>"
    )


def _number_styles() -> Iterator[str]:
    """One style for each form of a number: its decimals, its separators, the sign behind it."""
    for form in Form:
        if not form.is_number:
            continue
        digits = f'number:decimal-places="{form.decimals}" number:min-integer-digits="1" number:grouping="true"'
        suffix = f"<number:text>{escape(form.suffix)}</number:text>" if form.suffix else ""
        yield f'<number:number-style style:name="n-{form}"><number:number {digits}/>{suffix}</number:number-style>'
        yield _cell_style(form.value, f' style:data-style-name="n-{form}"')
    yield (
        '<number:date-style style:name="n-date"><number:day/><number:text> </number:text>'
        '<number:month number:style="long" number:textual="true"/><number:text> </number:text>'
        '<number:year number:style="long"/></number:date-style>'
    )
    yield _cell_style("date", ' style:data-style-name="n-date"')
    bold = '<style:text-properties fo:font-weight="bold"/>'
    yield _cell_style("head", "", '<style:table-cell-properties fo:wrap-option="wrap"/>' + bold)
    yield _cell_style("title", "", '<style:text-properties fo:font-weight="bold" fo:font-size="14pt"/>')


def _cell_style(name: str, more: str, inside: str = "") -> str:
    return f'<style:style style:name="{name}" style:family="table-cell"{more}>{inside}</style:style>'


def _width_styles(sheet: Sheet, number: int) -> str:
    return "".join(
        f'<style:style style:name="w{number}-{at}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * _SIGN_WIDTH:.2f}cm"/></style:style>'
        for at, width in enumerate(sheet.widths)
    )


def _meta(book: Book) -> str:
    moment = f"{book.day.isoformat()}T00:00:00"
    return (
        f'{_DECLARATION}<office:document-meta{_SPACES} office:version="1.3"><office:meta>'
        f"<dc:title>{escape(book.title)}</dc:title><dc:subject>{escape(book.subject)}</dc:subject>"
        f"<dc:language>{escape(book.language)}</dc:language><dc:date>{moment}</dc:date>"
        f"<meta:creation-date>{moment}</meta:creation-date></office:meta></office:document-meta>"
    )


def _styles(book: Book) -> str:
    language, _, region = book.language.partition("-")
    spoken = f'fo:language="{escape(language)}" fo:country="{escape(region or "none")}"'
    return (
        f'{_DECLARATION}<office:document-styles{_SPACES} office:version="1.3"><office:styles>'
        f'<style:default-style style:family="table-cell"><style:text-properties {spoken} fo:font-size="10pt"/>'
        "</style:default-style></office:styles></office:document-styles>"
    )


def _manifest() -> str:
    entries = (("/", TYPE), ("content.xml", "text/xml"), ("meta.xml", "text/xml"), ("styles.xml", "text/xml"))
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>' for path, kind in entries
    )
    return f'{_DECLARATION}<manifest:manifest{_SPACES} manifest:version="1.3">{listed}</manifest:manifest>'
