"""Long tables: any order, any size, every fault at once."""

import io
import math
from collections import OrderedDict
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eyre.body import tables
from eyre.core import BadInput, Month, Quarter
from eyre.readers.long_table import read_long_table


def of(text):
    return read_long_table(text.encode(), "t.csv")


def parquet(**columns):
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return read_long_table(out.getvalue(), "t.parquet")


def faults(text):
    with pytest.raises(BadInput) as refused:
        of(text)
    return [str(fault) for fault in refused.value.faults]


def test_rows_of_any_order_are_set_in_their_place_and_a_month_left_out_is_a_gap():
    long = of("series,month,value\nb,2020-03,3\na,2020-01,1\nb,2020-01,0\na,2020-03,\n")
    assert list(long.series) == ["b", "a"], "in the order in which they first stand"
    assert long.periods == (Month(2020, 1), Month(2020, 2), Month(2020, 3))
    np.testing.assert_array_equal(long.value, [[0, 1], [np.nan, np.nan], [3, np.nan]])


def test_series_of_one_name_in_two_measures_are_two():
    long = of("measure,series,month,value,area\nm,a,2020-01,1,x\nn,a,2020-01,2,y\nm,b,2020-01,3,z\n")
    assert [long.names_of(row) for row in range(3)] == [
        {"series": "a", "measure": "m", "area": "x"},
        {"series": "a", "measure": "n", "area": "y"},
        {"series": "b", "measure": "m", "area": "z"},
    ]
    assert [(measure, rows.tolist()) for measure, rows in long.by_measure()] == [("m", [0, 2]), ("n", [1])]


def test_every_fault_is_said_at_once_with_its_row():
    said = faults(
        "series,month,value,area\n"
        "a,2020-13,1,x\n"  # 2
        "a,2020-01,two,x\n"  # 3
        "a,2020-02,inf,x\n"  # 4
        "a,2020-03,1_0,x\n"  # 5
        ",2020-04,1,x\n"  # 6
        "a,2020-03,1,x\n"  # 7
        "a,2020-05,1,y\n"  # 8
    )
    assert said == [
        "t.csv, row 6: series is empty. Give every row the name of its series.",
        "t.csv, row 8: area is not that of the rows of its series before. Name them apart.",
        't.csv, row 2: month "2020-13" is not a month. Write it as YYYY-MM.',
        *(
            f't.csv, row {row}: value "{text}" is not a number. Write 1234.5 without commas or signs, nothing if it is '
            "missing."
            for row, text in ((3, "two"), (4, "inf"), (5, "1_0"))
        ),
        "t.csv, row 7: a has 2020-03 already. Give each month once.",
    ]


def test_a_file_that_is_wrong_on_every_row_says_so_once_more():
    said = faults("series,month,value\n" + "".join(f"a{n},2020-01,x\n" for n in range(1234)))
    assert len(said) == 51
    assert said[-1] == "t.csv: and 1,184 more rows like these."


def test_parquet_may_hold_dates_decimals_categories_and_infinities_which_are_a_fault():
    from decimal import Decimal

    months = [date(2020, 1, 1), date(2020, 2, 1)]
    words = pa.DictionaryArray.from_arrays([1, 1], ["unused", "a"])
    long = parquet(series=words, month=pa.array(months), value=pa.array([Decimal("1.5"), None]))
    assert (list(long.series), long.periods) == (["a"], (Month(2020, 1), Month(2020, 2)))
    np.testing.assert_array_equal(long.value, [[1.5], [np.nan]])
    with pytest.raises(BadInput, match=r't.parquet, row 3: value "-?inf" is not a number'):
        parquet(series=["a", "a"], month=["2020-01", "2020-02"], value=[1.0, math.inf])
    with pytest.raises(BadInput, match=r"value is a column of list<.*>. Give it as numbers"):
        parquet(series=["a"], month=["2020-01"], value=[[1.0]])


def test_quarters_are_read_where_every_row_has_one():
    long = of("series,quarter,value\na,2020-Q4,1\na,2021-Q2,2\n")
    assert long.periods == (Quarter(2020, 4), Quarter(2021, 1), Quarter(2021, 2))
    said = faults("series,month,value\na,2020-Q4,1\na,2021-01,2\n")
    assert said == ["t.csv, row 3: is of another kind of period than the rows before. Give months, or quarters."]


def test_one_mistyped_year_is_a_fault_and_not_a_table_of_centuries():
    said = faults("series,month,value\na,2020-01,1\na,2020-02,1\na,0202-03,1\n")
    assert said == ["t.csv, row 4: 0202-03 lies more than 1,200 months from others. Correct it."]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "t.csv: is empty."),
        ("series,month,value\n", "t.csv: has a heading and no rows."),
        ("area,month,value\na,2020-01,1\n", 't.csv: has no column "series". Columns: area, month, value.'),
        ("series,when,value\na,2020-01,1\n", 't.csv: has no column "month". Columns: series, when, value.'),
        ("series,month,value,value\na,2020-01,1,1\n", "t.csv: has the column value twice. Name each once."),
        ("series,month,value\na,2020-01\n", "t.csv, row 2: has 2 cells, and there are 3 columns."),
    ],
)
def test_a_table_of_another_shape_is_refused_in_a_sentence(text, says):
    assert faults(text) == [says]


def test_what_is_no_utf8_and_no_parquet_is_said():
    with pytest.raises(BadInput, match="is not CSV in UTF-8"):
        read_long_table("series,month,value\né,2020-01,1\n".encode("latin-1"), "t.csv")
    with pytest.raises(BadInput, match="is not a Parquet file that can be read"):
        read_long_table(b"PAR1 and then nothing", "t.parquet")


# --- against a reader that takes one row at a time -----------------------------------------------------------------

cells = st.sampled_from(["0", "1", "12.5", " 7", "+3", "1e2", "", "NA", "nan", "x", "inf", "1_0", "-4"])
names = st.sampled_from(["a", "b ", " b", "c,d", 'e"f', ""])
months = st.sampled_from(["2020-01", "2020-02 ", "2020-12-01", "2021-03", "2020-13", "", "March"])


def plainly(rows):
    """The same by one row after the other: the series with their figures, or the rows that are wrong."""
    figures, wrong = OrderedDict(), set()
    for row, (name, measure, month, value) in enumerate(rows, 2):
        key, month, value = (name.strip(), measure.strip()), month.strip()[:7], value.strip()
        own = figures.setdefault(key, {})
        try:
            number = math.nan if value in ("", "NA", "nan") else float(value if "_" not in value else "x")
            bad = math.isinf(number)
        except ValueError:
            bad = True
        is_month = month in ("2020-01", "2020-02", "2020-12", "2021-03")
        if bad or not key[0] or not is_month or month in own:
            wrong.add(row)
        if is_month and key[0] and month not in own:
            own[month] = None if bad else number
    return figures, wrong


@given(st.lists(st.tuples(names, names, months, cells), min_size=1, max_size=12), st.sampled_from([1, 4, 2**20]))
@settings(max_examples=150, deadline=None)
def test_parts_of_any_size_say_what_one_row_after_the_other_says(rows, at_once):
    import csv

    out = io.StringIO()
    csv.writer(out).writerows([("series", "measure", "month", "value"), *rows])
    table = pa.table(dict(zip(("series", "measure", "month", "value"), zip(*rows, strict=True), strict=True)))
    buffer = io.BytesIO()
    pq.write_table(table, buffer, row_group_size=5)
    figures, wrong = plainly(rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "ROWS_AT_ONCE", at_once)
        for data in (out.getvalue().encode(), buffer.getvalue()):
            if wrong:
                with pytest.raises(BadInput) as bad:
                    read_long_table(data, "t")
                assert {int(fault.where.removeprefix("t, row ")) for fault in bad.value.faults} == wrong
                continue
            long = read_long_table(data, "t")
            assert list(zip(long.series, long.measures, strict=True)) == list(figures)
            for row, own in enumerate(figures.values()):
                told = {str(month): value for month, value in zip(long.periods, long.value[:, row], strict=True)}
                for month, value in told.items():
                    expected = own.get(month, math.nan)
                    assert (math.isnan(value) and math.isnan(expected)) or value == expected
