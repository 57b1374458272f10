"""Home Office open data: offences recorded, and outcomes by two definitions that are never mixed."""

import pytest

from eyre.core import AreaTree, BadInput
from street_files import doubts, force

RECORDED = "financial_year,financial_quarter,force_name,offence_subgroup,offence_code,number_of_offences"
OUTCOMES = (
    "financial_year,financial_quarter,force_name,offence_subgroup,offence_code,outcome_type,"
    "force_outcomes_for_offences_recorded_in_quarter,force_outcomes_recorded_in_quarter"
)
BOTH = AreaTree((*force("gwent", whole=True).areas, *force("norfolk", whole=True).areas))


@pytest.fixture
def table(tmp_path):
    def write(header, *rows):
        file = tmp_path / "home_office.csv"
        file.write_text("\n".join([header, *rows, ""]))
        return file

    return write


def figures(reading):
    return {
        (row["measure"], row["facet"], row["area"]): (row["value"], row["numerator"], row["denominator"])
        for row in reading.table.to_pylist()
    }


def test_offences_are_added_up_to_their_subgroup_and_to_all(read, table):
    rows = (
        "2017/18,1,Gwent,Domestic burglary,28E,30", "2017/18,1,Gwent,Domestic burglary,28F,2",
        "2017/18,1,Gwent,Rape offences,19C,5",
    )  # fmt: skip
    assert figures(read(table(RECORDED, *rows), areas=BOTH)) == {
        ("offences_recorded", "", "gwent"): (37, None, None),
        ("offences_recorded", "offence=domestic_burglary", "gwent"): (32, None, None),
        ("offences_recorded", "offence=rape_offences", "gwent"): (5, None, None),
    }


def test_the_fourth_quarter_of_a_financial_year_lies_in_the_next_calendar_year(read, table):
    reading = read(table(RECORDED, "2017/18,4,Gwent,Robbery,34A,3"), areas=BOTH)
    (row, _) = reading.table.to_pylist()
    assert (str(row["period_start"]), str(row["period_end"])) == ("2018-01-01", "2018-03-31")


def test_the_two_definitions_of_outcomes_are_two_measures(read, table):
    # Recorded in the quarter: 4 charged, 10 without a suspect, 6 not assigned yet: 4 of 20. Outcomes recorded in the
    # quarter: 5 charged, 20 without a suspect: 5 of 25. The row without an outcome has no count by the second.
    rows = (
        "2018/19,1,Gwent,Robbery,34A,1,4,5", "2018/19,1,Gwent,Robbery,34A,18,10,20", "2018/19,1,Gwent,Robbery,34A,0,6,",
    )  # fmt: skip
    found = figures(read(table(OUTCOMES, *rows), areas=BOTH))
    assert found["outcomes_of_offences_recorded", "offence=robbery;outcome=1", "gwent"] == (20, 4, 20)
    assert found["outcomes_recorded_in_quarter", "offence=robbery;outcome=1", "gwent"] == (20, 5, 25)
    assert found["outcomes_of_offences_recorded", "offence=robbery;outcome=0", "gwent"] == (30, 6, 20)
    assert ("outcomes_recorded_in_quarter", "offence=robbery;outcome=0", "gwent") not in found
    assert found["outcomes_of_offences_recorded", "outcome=1", "gwent"] == (20, 4, 20), "of all offences"


def test_a_publication_speaks_for_every_offence_and_outcome_of_its_forces_and_quarters(read, table):
    rows = ("2018/19,1,Gwent,Robbery,34A,1,4,5", "2018/19,1,Norfolk,Arson,56A,18,1,1")
    assert str(read(table(OUTCOMES, *rows), areas=BOTH).account.covers) == (
        "outcomes_of_offences_recorded outcomes_recorded_in_quarter | gwent norfolk | 2018-Q2"
    )


def test_what_corrections_took_below_nought_is_missing_and_said(read, table):
    rows = ("2018/19,1,Gwent,Robbery,34A,1,-2,1", "2018/19,1,Gwent,Robbery,34A,18,10,1")
    reading = read(table(OUTCOMES, *rows), areas=BOTH)
    found = figures(reading)
    assert found["outcomes_of_offences_recorded", "outcome=1", "gwent"] == (None, None, None)
    assert found["outcomes_recorded_in_quarter", "outcome=1", "gwent"] == (50, 1, 2)
    assert doubts(reading) == ["gwent: 4 figures below 0 after corrections of earlier quarters, read as missing."]


def test_a_correction_of_one_offence_only_lowers_the_sum(read, table):
    rows = ("2017/18,1,Gwent,Robbery,34A,9", "2017/18,1,Gwent,Robbery,34B,-2")
    assert figures(read(table(RECORDED, *rows), areas=BOTH))["offences_recorded", "", "gwent"] == (7, None, None)


def test_forces_the_body_does_not_know_are_left_out_and_said(read, table):
    rows = ("2017/18,1,Gwent,Robbery,34A,9", "2017/18,1,Action Fraud,Fraud,AF,66776")
    reading = read(table(RECORDED, *rows), areas=BOTH)
    assert {area for *_, area in figures(reading)} == {"gwent"}
    assert "left out: Action Fraud." in doubts(reading)[0]


def test_the_city_of_london_is_known_turned_round(read, table):
    reading = read(table(RECORDED, '2017/18,1,"London, City of",Robbery,34A,9'))
    assert {area for *_, area in figures(reading)} == {"city-of-london"}


def test_every_fault_is_said(read, table):
    rows = (
        "2017/19,1,Gwent,Robbery,34A,9", "2017/18,5,Gwent,Robbery,34A,9", "2017/18,1,Gwent,Robbery,34A,",
        "2017/18,1,Gwent,Robbery,34A,x",
    )  # fmt: skip
    with pytest.raises(BadInput) as refused:
        read(table(RECORDED, *rows), areas=BOTH)
    assert [fault.where for fault in refused.value.faults] == [f"home_office.csv, row {row}" for row in (2, 3, 4, 5)]
    with pytest.raises(BadInput, match="not the number of an outcome"):
        read(table(OUTCOMES, "2018/19,1,Gwent,Robbery,34A,1.5,1,1"), areas=BOTH)


def test_a_body_that_knows_none_of_the_forces_is_told(read, table):
    with pytest.raises(BadInput, match="knows none of these forces"):
        read(table(RECORDED, "2017/18,1,Action Fraud,Fraud,AF,9"), areas=BOTH)
