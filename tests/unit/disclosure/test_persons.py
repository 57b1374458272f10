"""What points at a person is recognised by its heading or its shape."""

import pytest

from eyre.disclosure.persons import looks_personal, points_at_a_person


@pytest.mark.parametrize(
    "heading",
    [
        "name",
        "Victim name",
        "victimName",
        "Post Code",
        "postcode_sector",
        "E-mail",
        "email",
        "Telephone",
        "Home address",
        "date of birth",
        "DOB",
        "Surname",
        "National Insurance no",
    ],
)
def test_a_heading_of_a_person_is_recognised(heading):
    assert points_at_a_person(heading)


@pytest.mark.parametrize(
    "heading", ["area", "Area name", "force_name", "element", "month", "n", "weight", "crime type name", "numerator"]
)
def test_a_heading_of_a_figure_is_not(heading):
    assert not points_at_a_person(heading)


def test_the_name_of_an_area_and_an_address_is_a_persons():
    assert points_at_a_person("area address")


@pytest.mark.parametrize("cell", ["WR1 3AA", "lives at tf34lf", "a.b@example.org", "01905 331 234", "+44 7700 900123"])
def test_a_cell_is_recognised_by_its_shape(cell):
    assert looks_personal(["Telford", cell])


@pytest.mark.parametrize("cell", ["Telford", "LPA 7", "2017-12", "E07000237", "beat 12", "W01", "0.9053312345"])
def test_a_label_of_an_area_is_not(cell):
    assert not looks_personal([cell])
