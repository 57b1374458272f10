from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from eyre.core import Area, AreaKind, AreaTree, BadInput, Direction, Facet, MeasureKind, Month, parse_period
from eyre.measures import Measure
from eyre.readers.template import write_template
from street_files import doubts


def measure(key, kind=MeasureKind.COUNT, unit="offences", **more):
    words = {"name": key.replace("_", " "), "what": "", "why": "", "direction": Direction.NEITHER}
    return Measure(key=key, kind=kind, unit=unit, **words, **more)


MEASURES = (
    measure("burglary"),
    measure("satisfaction", MeasureKind.PROPORTION, "%", numerator="satisfied", denominator="answers"),
    measure("burglary_rate", MeasureKind.RATE, "per 1,000", per=1000),
    measure("wait", MeasureKind.MEAN, "minutes"),
)
AREAS = AreaTree(
    (
        Area(key="west-mercia", name="West Mercia", kind=AreaKind.FORCE),
        Area(
            key="redditch",
            name="Redditch",
            kind=AreaKind.DISTRICT,
            part_of="west-mercia",
            aliases=("Redditch Borough",),
        ),
    )
)
HEADER = "measure,facet,area,period,value,numerator,denominator,standard_error"


@pytest.fixture
def tidy(read, tmp_path):
    """Read rows of the whole header as a CSV file of a body that knows these measures and areas."""

    def reading(*rows, header=HEADER, name="figures.csv", **more):
        file = tmp_path / name
        file.write_text("\n".join([header, *rows, ""]), "utf-8")
        return read(file, areas=AREAS, measures=MEASURES, **more)

    return reading


def rows_of(reading):
    return [tuple(row.values()) for row in reading.table.to_pylist()]


def refused(tidy, *rows, **more):
    with pytest.raises(BadInput) as error:
        tidy(*rows, **more)
    return [str(fault) for fault in error.value.faults]


def test_a_figure_is_read_with_its_base(tidy):
    reading = tidy("satisfaction,element=with actions,redditch,2017-10..2017-12,85.0,170,200,2.5")
    assert rows_of(reading) == [
        ("satisfaction", "element=with actions", "redditch", date(2017, 10, 1), date(2017, 12, 31), 85, 170, 200, 2.5)
    ]
    assert reading.covers.covers(
        "satisfaction", Facet.of(element="with actions"), "redditch", parse_period("2017-10..2017-12")
    )
    assert not reading.covers.covers("satisfaction", Facet(), "redditch", parse_period("2017-10..2017-12"))


def test_a_value_is_made_of_numerator_and_denominator_where_only_they_are_given(tidy):
    reading = tidy("satisfaction,,redditch,2018-01,,1,8,", "burglary_rate,,redditch,2018-01,,3,6000,")
    assert [row[5] for row in rows_of(reading)] == [0.5, 12.5]  # 3 of 6,000 are 0.5 per 1,000; 1 of 8 is 12.5 %


def test_facet_and_base_may_be_left_out_and_month_is_a_period(tidy):
    assert len(rows_of(tidy("burglary,redditch,2018-01,12", header="measure,area,month,value"))) == 1


def test_period_may_be_two_days(tidy):
    reading = tidy("burglary,redditch,2018-04-01,2018-06-30,12", header="measure,area,period_start,period_end,value")
    assert rows_of(reading)[0][3:5] == (date(2018, 4, 1), date(2018, 6, 30))


def test_measures_and_areas_may_be_named_as_people_do(tidy):
    reading = tidy("Burglary Rate,,Redditch Borough,2018-01,1.5,,,", "burglary,,West Mercia,2018-01,3,,,")
    assert [row[:3] for row in rows_of(reading)] == [("burglary", "", "west-mercia"), ("burglary_rate", "", "redditch")]


def test_without_a_body_keys_are_taken_as_they_are(read, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("measure,area,period,value\nanything,anywhere,2018-01,5\n")
    assert rows_of(read(file))[0][:3] == ("anything", "", "anywhere")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("burglry,,redditch,2018-01,1,,,", 'measure "burglry" is not known. Did you mean "burglary"?'),
        ("burglary,,reditch,2018-01,1,,,", 'area "reditch" is not known. Did you mean "redditch"?'),
        ("burglary,,redditch,2018-13,1,,,", '"2018-13" is not a period'),
        ("burglary,,redditch,2018-01,lots,,,", 'value: "lots" is not a number'),
        ("burglary,kind,redditch,2018-01,1,,,", '"kind" is not a facet'),
        (",,redditch,2018-01,1,,,", "has no measure"),
        ("burglary,,redditch,2018-01,-1,,,", "value is -1. It cannot be below 0"),
        ("wait,,redditch,2018-01,5,,-2,", "denominator is -2"),
        ("wait,,redditch,2018-01,5,,,-1", "standard_error is -1"),
        ("satisfaction,,redditch,2018-01,,9,8,", "numerator 9 is more than denominator 8"),
        ("satisfaction,,redditch,2018-01,101,,,", "value 101 is more than 100 %"),
        ("satisfaction,,redditch,2018-01,80,0,0,", "denominator is 0, so that there is no value"),
        (
            "satisfaction,,redditch,2018-01,84,170,200,",
            "84 is not numerator 170 / denominator 200, which is 85.0",
        ),
        ("satisfaction,,redditch,2018-01,0.85,170,200,", "Write the percentage, not the share"),
        ("wait,,redditch,2018-01,85%,,,", "value is written in %, and wait is in minutes"),
    ],
)
def test_a_row_that_cannot_be_is_a_fault_with_what_to_write(tidy, row, said):
    faults = refused(tidy, "burglary,,redditch,2017-01,1,,,", row)
    assert len(faults) == 1
    assert faults[0].startswith("figures.csv, row 3: ")
    assert said in faults[0]


def test_every_fault_is_said_at_once(tidy):
    faults = refused(tidy, "burglry,,reditch,x,y,,,", "burglary,,redditch,2018-01,-1,,,")
    assert [fault.partition(":")[0] for fault in faults] == ["figures.csv, row 2"] * 4 + ["figures.csv, row 3"]


@pytest.mark.parametrize(
    ("value", "holds"),
    [("33.3", True), ("33.33", True), ("33", True), ("33.4", False), ("33.2", False), ("34", False)],
)
def test_a_value_is_held_to_its_ratio_to_the_decimals_it_is_printed_with(tidy, value, holds):
    # 1 of 3 is 33.333... %: 33.3 is within half of its last digit, 33.4 is not
    row = f"satisfaction,,redditch,2018-01,{value},1,3,"
    if holds:
        assert rows_of(tidy(row))[0][5] == float(value)
    else:
        assert "is not numerator 1 / denominator 3" in refused(tidy, row)[0]


def test_one_figure_twice_is_a_fault_that_names_both_rows(tidy):
    faults = refused(tidy, *["burglary,,redditch,2018-01,1,,,"] * 2)
    assert faults == ["figures.csv, row 3: gives the same figure as figures.csv, row 2. Leave one of the two rows."]


def test_suppressed_figures_are_missing_and_said(tidy):
    reading = tidy("burglary,,redditch,2018-01,*,,,", "burglary,,redditch,2018-02,3,,,")
    assert [row[5] for row in rows_of(reading)] == [None, 3]
    assert doubts(reading) == ['1 cell holds "*"; it was read as missing.']
    assert reading.covers.covers("burglary", Facet(), "redditch", Month(2018, 1)), "it was spoken of"


def test_rows_without_a_value_are_left_out_and_said(tidy):
    reading = tidy("burglary,,redditch,2018-01,3,,,", "burglary,,redditch,2018-02,,,,")
    assert len(rows_of(reading)) == 1
    assert doubts(reading) == ["figures.csv: rows without a value were left out (1)."]
    assert not reading.covers.covers("burglary", Facet(), "redditch", Month(2018, 2))


def test_a_table_of_empty_values_is_refused(tidy):
    assert "There are no figures" in refused(tidy, "burglary,,redditch,2018-01,,,,")[0]


def test_nobody_asked_is_no_share_and_no_fault(tidy):
    assert rows_of(tidy("satisfaction,,redditch,2018-01,,0,0,"))[0][5:8] == (None, 0, 0)


def test_shares_written_for_percentages_are_said(tidy):
    reading = tidy("satisfaction,,redditch,2018-01,0.85,,,", "satisfaction,,redditch,2018-02,0.9,,,")
    assert "satisfaction: every value is between 0 and 1." in doubts(reading)[0]


def test_a_column_nobody_knows_is_said(tidy):
    reading = tidy("burglary,redditch,2018-01,3,x", header="measure,area,period,value,colour")
    assert doubts(reading) == ['figures.csv: column "colour" was not read.']


def test_missing_columns_are_said(tidy):
    faults = refused(tidy, "burglary,3", header="measure,value")
    assert "has no column area and no column period. Columns: measure, value." in faults[0]


def test_a_title_above_the_header_and_semicolons_are_read(read, tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes("\ufeffFigures of May\n\nMeasure;Area;Period;Value\nburglary;Redditch;2018-05;1,234\n".encode())
    assert rows_of(read(file, areas=AREAS, measures=MEASURES))[0][5] == 1234


def workbook(path, **sheets):
    with xlsxwriter.Workbook(path) as book:
        dates = book.add_format({"num_format": "mmm-yy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(number, column, cell, dates)
                    else:
                        sheet.write(number, column, cell)
    return path


HEAD = ["measure", "area", "period", "value"]


def test_every_sheet_of_a_workbook_is_read_with_dates_as_months(read, tmp_path):
    book = workbook(
        tmp_path / "a.xlsx",
        Crime=[["A title"], HEAD, ["burglary", "redditch", date(2018, 1, 1), 12]],
        Waiting=[HEAD, ["wait", "redditch", 43101, 5.5]],
        Remarks=[["written by hand"]],
    )
    reading = read(book, areas=AREAS, measures=MEASURES)
    assert [(row[0], row[3], row[5]) for row in rows_of(reading)] == [
        ("burglary", date(2018, 1, 1), 12),
        ("wait", date(2018, 1, 1), 5.5),
    ]
    assert doubts(reading) == ['a.xlsx, sheet "Remarks": has no header that is known, and was not read.']


def test_a_fault_in_a_sheet_is_said_with_the_row_a_person_sees(read, tmp_path):
    book = workbook(tmp_path / "a.xlsx", Crime=[["A title"], [], HEAD, ["burglary", "redditch", "x", 12]])
    with pytest.raises(BadInput, match=r"a.xlsx, row 4: .x. is not a period"):
        read(book, areas=AREAS, measures=MEASURES)


def test_an_open_document_sheet_is_read(read, tmp_path):
    from odfdo import Document, Table

    book = Document("spreadsheet")
    book.body.clear()
    table = Table("Crime")
    for number, row in enumerate([HEAD, ["burglary", "redditch", "2018-01", 12]]):
        table.set_row_values(number, row)
    book.body.append(table)
    book.save(tmp_path / "a.ods")
    assert rows_of(read(tmp_path / "a.ods", areas=AREAS, measures=MEASURES))[0][5] == 12


def test_a_parquet_table_is_read(read, tmp_path):
    table = pa.table({"measure": ["burglary"], "area": ["redditch"], "period": ["2018-01"], "value": [12]})
    pq.write_table(table, tmp_path / "a.parquet")
    assert rows_of(read(tmp_path / "a.parquet", areas=AREAS, measures=MEASURES))[0][5] == 12


@pytest.mark.parametrize("start", [b"PAR1", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_a_file_that_only_begins_like_one_is_refused(read, tmp_path, start):
    file = tmp_path / "a.xlsx"
    file.write_bytes(start + bytes(range(256)) * 4)
    with pytest.raises(BadInput, match=r"damaged|cannot be opened|can be opened"):
        read(file)


def test_a_table_of_nothing_known_is_refused_with_what_it_holds(read, tmp_path):
    (tmp_path / "a.csv").write_text("colour,taste\nred,sweet\n")
    with pytest.raises(BadInput, match=r"not a table that is known: its first row holds colour, taste"):
        read(tmp_path / "a.csv")


@pytest.mark.parametrize("name", ["form.xlsx", "form.csv"])
def test_a_form_that_was_filled_in_is_read_back(read, tmp_path, name):
    months = [Month(2018, 1), Month(2018, 2)]
    write_template(tmp_path / name, MEASURES, AREAS.areas, months)
    with pytest.raises(BadInput, match="There are no figures"):
        read(tmp_path / name, areas=AREAS, measures=MEASURES)
    filled = fill(tmp_path / name, {"numerator": 17, "denominator": 20})
    reading = read(filled, areas=AREAS, measures=MEASURES)
    assert len(rows_of(reading)) == 1
    assert rows_of(reading)[0][0] == "satisfaction"
    assert rows_of(reading)[0][5] == 85
    assert [row[3] for row in rows_of(reading)] == [date(2018, 1, 1)]


def fill(path, cells):
    """The form with these cells in its first row of satisfaction, as a person would save it."""
    from python_calamine import CalamineWorkbook

    if path.suffix == ".csv":
        rows = [line.split(",") for line in path.read_text().splitlines()]
    else:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    row = next(row for row in rows if row[0] == "satisfaction")
    for name, value in cells.items():
        row[rows[0].index(name)] = value
    return workbook(path.with_name("filled.xlsx"), Figures=rows, Notes=[["keep"]])


def test_a_form_has_a_row_for_each_measure_area_and_period_and_notes(tmp_path):
    from python_calamine import CalamineWorkbook

    write_template(tmp_path / "form.xlsx", MEASURES, AREAS.areas, [Month(2018, 1), Month(2018, 2), Month(2018, 3)])
    book = CalamineWorkbook.from_path(tmp_path / "form.xlsx")
    assert book.sheet_names == ["Figures", "Notes"]
    assert len(book.get_sheet_by_index(0).to_python()) == 1 + 4 * 2 * 3
    assert "satisfied / answers" in str(book.get_sheet_by_index(1).to_python())


def test_a_form_of_another_ending_is_refused(tmp_path):
    with pytest.raises(BadInput, match=r"Name it .xlsx or .csv"):
        write_template(tmp_path / "form.docx", MEASURES, AREAS.areas, [Month(2018, 1)])
