"""Tables of a survey: told apart by their columns, read with every fault."""

import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from eyre.core import BadInput, Fault, Month
from eyre.readers.survey_table import TableKind, read_survey_table, shortened


def read(text):
    return read_survey_table(text.encode(), "t.csv")


def faults(text):
    """Of columns, or else of rows."""
    try:
        return [str(fault) for fault in read(text).faults]
    except BadInput as refused:
        return [str(fault) for fault in refused.faults]


@pytest.mark.parametrize("heading", ["month,numerator,denominator", "Month,k,n", "MONTH,Satisfied,Answered"])
def test_counts_are_known_by_any_of_their_headings(heading):
    own = read(f'{heading}\n2017-01,"1,048","1,200"\n')
    assert own.kind is TableKind.COUNTS
    assert (own.records[0]["numerator"], own.records[0]["denominator"]) == (1048, 1200)
    assert own.records[0]["month"] == Month(2017, 1)
    assert own.records[0]["where"] == "t.csv, row 2"


def test_a_row_an_answer_needs_no_n():
    own = read("month,satisfied,weight\n2017-01,1,2.5\n2017-01,No,1\n2017-01,,1\n")
    assert own.kind is TableKind.ANSWERS
    assert [record["numerator"] for record in own.records] == [1.0, 0.0]
    assert own.doubts == ["1 row without counts taken as missing."]


def test_published_estimates_keep_their_other_columns_as_labels():
    own = read("region,estimate,standard_error\nWest Midlands,0.54,0.011\nWales,,\n")
    assert own.kind is TableKind.PUBLISHED
    assert own.labels == {"region": ["West Midlands", "Wales"]}
    assert own.records[1]["estimate"] is None


def test_parquet_is_read_like_csv():
    table = pa.table({"month": ["2017-01"], "k": [9], "n": [10], "weight": [1.5]})
    out = io.BytesIO()
    pq.write_table(table, out)
    own = read_survey_table(out.getvalue(), "t.parquet")
    assert (own.records[0]["numerator"], own.records[0]["weight"]) == (9, 1.5)


def test_a_month_marked_as_missing_is_missing():
    assert read("month,k,n\n2017-01,9,10\n2017-02,*,*\n").records[-1]["month"] == Month(2017, 1)


def test_columns_that_are_not_read_are_said():
    assert read("month,k,n,wave\n2017-01,9,10,4\n").doubts == ["Columns not read: wave."]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("month,k,n,Victim name\n2017-01,9,10,x\n", 't.csv: column "Victim name" points at a person.'),
        ("month,k,n,post_code\n2017-01,9,10,x\n", 't.csv: column "post_code" points at a person.'),
        ("month,k,n,area\n2017-01,9,10,WR1 3AA\n", 't.csv: column "area" holds what looks like a postcode.'),
        ("when,k,n\n2017-01,9,10\n", 't.csv: has no column "month".'),
        ("month,k\n2017-01,9\n", 't.csv: has no column "denominator" (or n).'),
        ("month,percent\n2017-01,90\n", "A percentage without its n cannot be pooled or tested."),
        ("month,k,n\n", "t.csv: has a heading and no rows."),
        ("month,k,n\n2017-13,9,10\n", 't.csv, row 2: month: "2017-13" is not a period.'),
        ("month,k,n\n2017,9,10\n", 't.csv, row 2: month: "2017" is not a month.'),
        ("month,k,n\n2017-01,nine,10\n", 't.csv, row 2: numerator: "nine" is not a number.'),
        ("month,k,n\n2017-01,90%,10\n", 't.csv, row 2: numerator: "90%" is a percentage.'),
        ("month,k,n\n2017-01,,10\n", "t.csv, row 2: has one of numerator and denominator without the other."),
        ("month,satisfied\n2017-01,4\n", 't.csv, row 2: numerator: "4" is not an answer.'),
    ],
)
def test_each_fault_is_a_sentence_with_its_place(text, says):
    said = faults(text)
    assert len(said) == 1
    assert says in said[0]


def test_a_table_parted_by_semicolons_is_told_to_use_commas():
    assert all("Part the cells by commas." in fault for fault in faults("month;k;n\n2017-01;9;10\n"))


def test_nothing_of_a_personal_cell_is_repeated():
    assert "WR1" not in " ".join(faults("month,k,n,area\n2017-01,9,10,WR1 3AA\n"))


def test_all_faults_of_columns_and_of_rows_are_said_at_once():
    assert len(faults("name,email,k,n\na,b,1,2\n")) == 3
    assert len(faults("month,k,n\n2017-13,x1,10\n2017-01,9,1O\n")) == 3


def test_a_file_that_is_wrong_on_every_row_says_so_once_more():
    said = shortened([Fault(f"t.csv, row {row}", "x") for row in range(2, 102)])
    assert len(said) == 51
    assert str(said[-1]) == "t.csv: and 50 more faults."
