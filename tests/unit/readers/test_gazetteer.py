from datetime import date

import pytest

from eyre.readers import gazetteer


def test_west_mercia_has_nine_districts():
    names = [district.name for district in gazetteer.districts("west-mercia")]
    assert len(names) == 9
    assert {"Shropshire", "Telford and Wrekin", "Herefordshire", "Wyre Forest"} < set(names)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Devon & Cornwall Police", "devon-and-cornwall"),
        ("Devon and Cornwall Police", "devon-and-cornwall"),
        ("devon-and-cornwall", "devon-and-cornwall"),
        ("Police Service of Northern Ireland", "northern-ireland"),
        ("Metropolitan Police Service", "metropolitan"),
        ("Hampshire and Isle of Wight Constabulary", "hampshire"),
        ("City of London Police", "city-of-london"),
    ],
)
def test_a_force_is_known_however_it_is_written(text, key):
    assert gazetteer.force_named(text).key == key


def test_a_force_that_is_none_is_not_known():
    assert gazetteer.force_named("Loamshire Constabulary") is None


def test_every_district_lies_in_a_force_and_merges_into_a_known_one_of_the_same_force():
    keys = {force.key for force in gazetteer.forces()}
    for district in gazetteer.all_districts():
        assert district.force in keys
        if district.merged_into:
            assert gazetteer.district_named(district.merged_into).force == district.force


def test_the_districts_of_2021_are_331():
    assert sum(len(gazetteer.districts(force.key)) for force in gazetteer.forces()) == 331


def test_an_old_district_leads_to_what_it_became_part_of():
    assert list(gazetteer.later_names("Taunton Deane")) == ["Taunton Deane", "Somerset West and Taunton", "Somerset"]
    assert list(gazetteer.later_names("Northampton")) == ["Northampton", "West Northamptonshire"]


def test_the_new_councils_of_2023_hold_from_their_day():
    cumbria = {district.name for district in gazetteer.districts("cumbria", date(2023, 4, 1))}
    assert cumbria == {"Cumberland", "Westmorland and Furness"}
    assert "Carlisle" in {district.name for district in gazetteer.districts("cumbria")}


def test_no_district_shares_the_key_of_a_force():
    forces = {force.key for force in gazetteer.forces()}
    assert not forces & {district.key for district in gazetteer.all_districts()}
    assert gazetteer.district_named("Wiltshire").key == "wiltshire-district"


@pytest.mark.parametrize("name", ["Bristol", "Bristol, City of", "City of Bristol"])
def test_a_city_is_known_with_and_without_being_called_one(name):
    assert gazetteer.district_named(name).force == "avon-and-somerset"


def test_a_name_as_a_key_has_only_letters_digits_and_hyphens():
    assert gazetteer.slug("King's Lynn & West Norfolk") == "kings-lynn-and-west-norfolk"
    assert gazetteer.slug("Ynys Môn") == "ynys-mon"
