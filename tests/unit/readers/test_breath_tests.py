import pytest

from eyre.core import AreaTree, BadInput
from street_files import doubts, force

HEADER = "month,force,tests,positive,negative"
BOTH = AreaTree((*force("gwent", whole=True).areas, *force("norfolk", whole=True).areas))


def written(tmp_path, *rows):
    file = tmp_path / "tests.csv"
    file.write_text("\n".join([HEADER, *rows, ""]))
    return file


def rows_of(reading):
    return [(row["area"], row["value"], row["numerator"], row["denominator"]) for row in reading.table.to_pylist()]


def test_the_share_of_positive_tests_has_its_base(read, tmp_path):
    reading = read(written(tmp_path, "2005-12,gwent,400,50,350"), areas=BOTH)
    assert rows_of(reading) == [("gwent", 12.5, 50, 400)]
    assert reading.table["measure"].to_pylist() == ["positive_breath_tests"]


def test_more_positive_tests_than_tests_are_missing_and_said(read, tmp_path):
    # as published for Gwent, July 2004: 116 positive of 88
    reading = read(written(tmp_path, "2004-07,gwent,88,116,-28", "2004-08,gwent,87,80,7"), areas=BOTH)
    assert rows_of(reading)[0] == ("gwent", None, None, None)
    assert "gwent: 2004-07: published with more positive tests than tests" in doubts(reading)[0]


def test_no_tests_are_no_share(read, tmp_path):
    assert rows_of(read(written(tmp_path, "2004-07,gwent,0,0,0"), areas=BOTH)) == [("gwent", None, 0, 0)]


def test_forces_the_body_does_not_know_are_left_out_and_said(read, tmp_path):
    reading = read(written(tmp_path, "2004-07,gwent,9,1,8", "2004-07,kent,9,1,8"), areas=BOTH)
    assert [row[0] for row in rows_of(reading)] == ["gwent"]
    assert "1 row of forces that are not among the body's areas was left out: kent." in doubts(reading)[0]


def test_every_fault_is_said(read, tmp_path):
    rows = ["2004-07,gwent,x,1,8", "2004-13,gwent,9,1,8", "2004-09,gwent,9,-1,10", *["2004-10,gwent,9,1,8"] * 2]
    with pytest.raises(BadInput) as refused:
        read(written(tmp_path, *rows), areas=BOTH)
    assert [fault.where for fault in refused.value.faults] == [f"tests.csv, row {row}" for row in (2, 3, 4, 6)]
