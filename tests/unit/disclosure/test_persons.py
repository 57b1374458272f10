"""What points at a person is recognised by its heading or its shape; figures, dates and case references are not."""

import pytest

from eyre.disclosure.persons import first_personal, looks_like, points_at_a_person


@pytest.mark.parametrize(
    "heading",
    ["name", "Victim name", "Victim Name", "victimName", "VictimName", "Post Code", "post code", "Postcode",
     "postcode_sector", "E-mail", "email", "email_address", "Telephone", "Phone no", "Mobile", "tel_no", "Home address",
     "homeaddress", "Street", "date of birth", "DateOfBirth", "DOB", "Surname", "maiden name", "house no",
     "National Insurance no", "complainant", "officer", "officerid", "suspect_id", "Longitude", "lat", "collar number",
     "title"],
)  # fmt: skip
def test_a_heading_of_a_person_is_recognised(heading):
    assert points_at_a_person(heading)


@pytest.mark.parametrize(
    "heading",
    ["area", "Area name", "area_name", "force_name", "element", "month", "n", "weight", "crime type name", "numerator",
     "reference", "station", "station name", "reported_at", "premises", "reviewer", "result", "victim_satisfaction",
     "question title", ""],
)  # fmt: skip
def test_a_heading_of_a_figure_or_a_sample_is_not(heading):
    assert not points_at_a_person(heading)


def test_the_name_of_an_area_and_an_address_is_a_persons():
    assert points_at_a_person("area address")


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        ("WR1 3AA", "a postcode"), ("near WR3 8SP", "a postcode"), ("lives at tf34lf", "a postcode"),
        ("GIR 0AA", "a postcode"), ("a.b@example.org", "an e-mail address"),
        ("01905 331 234", "a telephone number"), ("(01905) 331331", "a telephone number"),
        ("+44 7700 900123", "a telephone number"), ("0044 7700 900123", "a telephone number"),
        ("07700900123", "a telephone number"), ("07700 90 01 23", "a telephone number"),
        ("ring 07700 900123.", "a telephone number"), ("+44 (0) 1905 331331", "a telephone number"),
    ],
)  # fmt: skip
def test_a_cell_is_recognised_by_its_shape(cell, what):
    assert looks_like(cell) == what
    assert first_personal(["Telford", cell]) == (1, what)


@pytest.mark.parametrize(
    "cell",
    ["Telford", "LPA 7", "2017-12", "E07000237", "beat 12", "W01", "0.9053312345", "22/12345/17", "07/12345/17",
     "07700900123/17", "2017-12-01 10:00", "01-02-2017 10:00", "01/02/2017 10:00", "22DN/1234A/17", ""],
)  # fmt: skip
def test_a_label_a_date_or_a_reference_is_not(cell):
    assert looks_like(cell) == ""
    assert first_personal([cell]) is None


def test_a_case_reference_of_eleven_digits_is_no_telephone_number_in_its_own_column():
    assert first_personal(["07700900123", "01234567890"], are_references=True) is None
    assert first_personal(["07700900123"]) == (0, "a telephone number")


@pytest.mark.parametrize("cell", ["07700 900123", "+447700900123", "(01905) 331331", "WR3 8SP", "a.b@example.org"])
def test_what_no_numbering_of_cases_makes_is_refused_among_references_too(cell):
    assert first_personal(["22/12345/17", cell], are_references=True) is not None


def test_postcodes_without_a_space_are_known_among_references_when_they_fill_the_column():
    assert first_personal(["case 3", "WR38SP", "wr53da"], are_references=True) == (1, "a postcode")
    assert first_personal(["case 3", "WR38SP", "22/1/17"], are_references=True) is None
    assert first_personal(["WR38SP", "22/1/17"], are_references=True) is None  # half is not more than half


def test_a_column_without_a_cell_points_at_nobody():
    assert first_personal([]) is None
