"""A locked table as OpenDocument, written out by hand: no library locks some columns and leaves others open."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from xml.sax.saxutils import escape, quoteattr

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
MOMENT = (2000, 1, 1, 0, 0, 0)  # the same bytes each time
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{MIMETYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""
BEGINNING = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content office:version="1.2"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"
 xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2">
<office:automatic-styles>
<number:date-style style:name="day"><number:day number:style="long"/><number:text>/</number:text>\
<number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/></number:date-style>
<number:text-style style:name="words"><number:text-content/></number:text-style>
"""
CELL = (
    '<style:style style:name="{name}" style:family="table-cell" style:data-style-name="{data}">'
    '<style:table-cell-properties style:cell-protect="{protect}" fo:background-color="{colour}" fo:wrap-option="wrap" '
    'style:vertical-align="top" fo:border="0.5pt solid #b1b4b6"/>{more}</style:style>\n'
)
BOLD = '<style:text-properties fo:font-weight="bold"/>'


def write_ods(
    sheet: str,
    heads: Sequence[str],
    keys: Sequence[str],
    rows: Sequence[Sequence[str | date | None]],
    *,
    widths: Sequence[int],
    open_columns: Collection[int],
    hidden_column: int,
    choices: Mapping[int, Sequence[str]],
    notes_sheet: str,
    notes: Sequence[str],
) -> bytes:
    """A sheet with headings, a hidden row of keys, and rows; all locked but `open_columns`, and a sheet of notes.

    widths: in letters. choices: what may stand in a column. A date is a date, everything else text, also where it
    looks like a formula.
    """
    content = "".join(
        (
            BEGINNING, *_styles(widths), "</office:automatic-styles><office:body><office:spreadsheet>",
            *_validations(sheet, choices), *_table(sheet, heads, keys, rows, open_columns, hidden_column, choices),
            *_notes(notes_sheet, notes), "</office:spreadsheet></office:body></office:document-content>",
        )
    )  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", MOMENT), MIMETYPE)  # first and not packed, as the standard asks
        for name, text in (("content.xml", content), ("META-INF/manifest.xml", MANIFEST)):
            archive.writestr(zipfile.ZipInfo(name, MOMENT), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _styles(widths: Sequence[int]) -> Iterator[str]:
    yield CELL.format(name="head", data="words", protect="protected", colour="#ddd6e8", more=BOLD)
    yield CELL.format(name="given", data="words", protect="protected", colour="#f3f2f1", more="")
    yield CELL.format(name="givenday", data="day", protect="protected", colour="#f3f2f1", more="")
    yield CELL.format(name="open", data="words", protect="none", colour="transparent", more="")
    yield CELL.format(name="openday", data="day", protect="none", colour="transparent", more="")
    for place, width in enumerate(widths):
        yield (
            f'<style:style style:name="column{place}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width * 0.21:.2f}cm"/></style:style>\n'
        )
    yield (
        '<style:style style:name="wide" style:family="table-column">'
        '<style:table-column-properties style:column-width="22cm"/></style:style>\n'
    )


def _validations(sheet: str, choices: Mapping[int, Sequence[str]]) -> Iterator[str]:
    yield "<table:content-validations>"
    for place, allowed in choices.items():
        listed = ";".join(f'"{word}"' for word in allowed)
        base = quoteattr(f"$'{sheet}'.A1")
        condition = quoteattr(f"of:cell-content-is-in-list({listed})")
        yield (
            f'<table:content-validation table:name="choice{place}" table:condition={condition} '
            f'table:allow-empty-cell="true" table:base-cell-address={base}/>'
        )
    yield "</table:content-validations>"


def _table(
    sheet: str,
    heads: Sequence[str],
    keys: Sequence[str],
    rows: Sequence[Sequence[str | date | None]],
    open_columns: Collection[int],
    hidden_column: int,
    choices: Mapping[int, Sequence[str]],
) -> Iterator[str]:
    yield f'<table:table table:name={quoteattr(sheet)} table:protected="true">\n'
    for place in range(len(keys)):
        hidden = ' table:visibility="collapse"' if place == hidden_column else ""
        yield f'<table:table-column table:style-name="column{place}"{hidden}/>'
    yield "<table:table-header-rows>" + _row([_text(head, "head") for head in heads]) + "</table:table-header-rows>\n"
    yield _row([_text(key, "given") for key in keys], ' table:visibility="collapse"')
    for row in rows:
        yield _row([_cell(cell, place, keys, open_columns, choices) for place, cell in enumerate(row)])
    yield "</table:table>\n"


def _cell(
    cell: str | date | None,
    place: int,
    keys: Sequence[str],
    open_columns: Collection[int],
    choices: Mapping[int, Sequence[str]],
) -> str:
    look = "open" if place in open_columns else "given"
    if isinstance(cell, date):
        return (
            f'<table:table-cell table:style-name="{look}day" office:value-type="date" '
            f'office:date-value="{cell.isoformat()}"><text:p>{cell:%d/%m/%Y}</text:p></table:table-cell>'
        )
    if not cell:
        held = f' table:content-validation-name="choice{place}"' if place in choices else ""
        is_day = cell is None or keys[place] == "new_date"
        return f'<table:table-cell table:style-name="{look}{"day" if is_day else ""}"{held}/>'
    return _text(cell, look)


def _text(text: str, look: str) -> str:
    """Text as text: what looks like a formula is none, because only an attribute could make it one."""
    lines = "".join(f"<text:p>{escape(_sayable(line))}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell table:style-name="{look}" office:value-type="string">{lines}</table:table-cell>'


def _sayable(line: str) -> str:
    """The line without characters that XML cannot hold; runs of spaces stay, as XML alone would not keep them."""
    kept = "".join(letter if letter >= " " else " " for letter in line if letter not in "\ufffe\uffff")
    return kept.replace("  ", " \u00a0")


def _row(cells: Sequence[str], more: str = "") -> str:
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>\n"


def _notes(sheet: str, notes: Sequence[str]) -> Iterator[str]:
    yield f'<table:table table:name={quoteattr(sheet)} table:protected="true">'
    yield '<table:table-column table:style-name="wide"/>'
    yield from (_row([_text(note, "given")]) for note in notes)
    yield "</table:table>"
