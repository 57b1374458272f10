"""The action log as a sheet: what goes out comes back, filled in, and what is no such sheet is refused."""

import csv
import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

import incoming_files as files
from eyre.core import BadInput
from eyre.core.formulas import starts_a_formula
from eyre.readers.incoming import INCOMING_LIMITS, IncomingKind, read_log, read_log_here, write_log
from eyre.readers.incoming.log_sheet import COLUMNS, MOST_ROWS, LogForm, LogLine
from eyre.readers.incoming.office import formulas

FORM = LogForm(
    sheet="Actions", notes_sheet="Notes", heads={name: f"Its {name}" for name in COLUMNS}, answers=("yes", "no"),
    notes=("Fill in the white columns.", "=1+1 is not computed"), wrong_answer="Write yes or no.", wrong_date="A day.",
)  # fmt: skip
LINES = (
    LogLine("2025-09/1", "Send a paper.\nBoth parts.", "Chief constable", date(2025, 10, 14), "office/7"),
    LogLine("2025-09/2", "=HYPERLINK(\"http://x\")", "@deputy", None, "office/0"),
    LogLine("2025-09/3", "- first – & <second>", "+44", date(2025, 12, 31), "office/9"),
)  # fmt: skip
KINDS = (IncomingKind.XLSX, IncomingKind.ODS, IncomingKind.CSV)


@pytest.fixture
def read(tmp_path):
    def back(content, name="log.xlsx"):
        path = tmp_path / name
        path.write_bytes(content)
        return read_log_here(path, name, INCOMING_LIMITS)

    return back


@pytest.mark.parametrize("kind", KINDS)
def test_what_goes_out_comes_back(read, kind):
    rows = read(write_log(kind, FORM, LINES), f"log.{kind}").rows
    assert [(row.reference, row.words, row.due, row.seen) for row in rows] == [
        (line.reference, line.words, line.due.isoformat() if line.due else "", line.seen) for line in LINES
    ]
    assert not any(row.is_filled_in for row in rows)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_lines_give_the_same_bytes(kind):
    assert write_log(kind, FORM, LINES) == write_log(kind, FORM, LINES)


def test_nothing_in_a_workbook_or_sheet_is_computed(tmp_path):
    for kind in (IncomingKind.XLSX, IncomingKind.ODS):
        path = tmp_path / f"log.{kind}"
        path.write_bytes(write_log(kind, FORM, LINES))
        assert formulas(path, path.name, INCOMING_LIMITS) == []


def test_no_cell_of_a_csv_begins_a_formula():
    text = write_log(IncomingKind.CSV, FORM, LINES).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert [cell for cell in cells if starts_a_formula(cell)] == []
    assert "'@deputy" in cells


@pytest.mark.parametrize("kind", [IncomingKind.XLSX, IncomingKind.ODS])
def test_columns_to_fill_in_are_open_and_all_others_locked(kind):
    with zipfile.ZipFile(io.BytesIO(write_log(kind, FORM, LINES))) as archive:
        if kind is IncomingKind.ODS:
            content = archive.read("content.xml").decode()
            assert content.count('table:protected="true"') == 2
            assert content.count('cell-protect="none"') == 2  # the two looks of a cell that is filled in
            row = content.partition("2025-09/2")[2].partition("</table:table-row>")[0]
            assert row.count('style-name="open') == 5
        else:
            sheet, styles = (archive.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "styles"))
            assert "<sheetProtection" in sheet
            assert styles.count('<protection locked="0"/>') == 2
            assert '<row r="2" spans="1:10" hidden="1"' in sheet
            assert "dataValidation" in sheet


def test_a_sheet_has_a_second_one_that_says_how(tmp_path):
    for kind in (IncomingKind.XLSX, IncomingKind.ODS):
        book = CalamineWorkbook.from_filelike(io.BytesIO(write_log(kind, FORM, LINES)))
        assert book.sheet_names == ["Actions", "Notes"]
        assert [row[0] for row in book.get_sheet_by_name("Notes").to_python()] == list(FORM.notes)


def filled_in(**cells):
    """A log of one row as somebody sends it back, as CSV."""
    out = io.StringIO()
    csv.writer(out).writerows([COLUMNS, [cells.get(name, "") for name in COLUMNS]])
    return out.getvalue().encode()


def test_cells_come_back_as_text_and_dates_as_days(tmp_path, read):
    import xlsxwriter

    path = tmp_path / "typed.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, COLUMNS)
        sheet.write_row(1, 0, ["2025-09/1", "Words", "x"])
        sheet.write_string(1, COLUMNS.index("update"), "  Half\r\ndone ")
        sheet.write_datetime(1, COLUMNS.index("new_date"), datetime(2026, 1, 9), day)
        sheet.write_number(1, COLUMNS.index("evidence"), 12)
        sheet.write_string(2, COLUMNS.index("done"), " ")  # says nothing: no row
    (row,) = read(path.read_bytes()).rows
    assert (row.row, row.update, row.new_date, row.evidence) == (2, "Half\ndone", "2026-01-09", "12")


def test_a_log_is_read_in_a_process_of_its_own(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(write_log(IncomingKind.XLSX, FORM, LINES))
    assert [row.reference for row in read_log(path, "log.xlsx").rows] == [line.reference for line in LINES]


SHEET_WITH_FORMULA = files.xlsx('<c r="D7"><f>HYPERLINK("http://x")</f><v>1</v></c>')
NO_LOG = [
    (files.WHOLE["paper.pdf"], "log.pdf", "is no sheet"),
    (files.WHOLE["note.txt"], "log.txt", "is no sheet"),
    (b"a,b\r\n1,2\r\n", "log.csv", "is not the sheet of the action log"),
    (b"reference,words,owner,due\r\n1,2,3,4\r\n", "log.csv", "is not the sheet of the action log"),
    (filled_in().replace(b"reference", b"done", 1) + b"", "log.csv", "is not the sheet of the action log"),
    ((",".join([*COLUMNS, "done"]) + "\r\n").encode(), "log.csv", 'two columns "done"'),
    (SHEET_WITH_FORMULA, "log.xlsx", r"computes something \(the first: D7\)"),
    (files.ods('<table:table-cell table:formula="of:=NOW()"/>'), "log.ods", r"computes something .*of:=NOW"),
    (files.xlsx(more=[("xl/vbaProject.bin", "x")]), "log.xlsx", "holds macros"),
    (b"", "log.csv", "is empty"),
    (filled_in(update="x") + b"x,,,,,,,,,\r\n" * MOST_ROWS, "log.csv", f"has {MOST_ROWS + 1} rows"),
]


@pytest.mark.parametrize(("content", "name", "says"), NO_LOG)
def test_what_is_no_log_is_refused_with_what_to_do(read, content, name, says):
    with pytest.raises(BadInput, match=says):
        read(content, name)


plain = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zs", "Zl", "Zp"]), max_size=20)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.builds(LogLine, plain.map(lambda text: f"r{text}"), plain, plain, st.dates(), plain), max_size=5))
def test_any_words_come_back_from_any_kind(tmp_path_factory, lines):
    for kind in KINDS:
        path = tmp_path_factory.mktemp("log") / f"log.{kind}"
        path.write_bytes(write_log(kind, FORM, lines))
        rows = read_log_here(path, path.name, INCOMING_LIMITS).rows
        assert [(row.reference, row.words, row.seen) for row in rows] == [
            (line.reference, line.words, line.seen) for line in lines
        ]
