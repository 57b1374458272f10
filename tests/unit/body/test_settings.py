from datetime import date

from eyre.body.settings import DatedName, Holder, Organisation, Post

INSPECTORATE = Organisation(
    key="inspectorate",
    names=(
        DatedName(name="Her Majesty's Inspectorate of Constabulary", abbreviation="HMIC", to_date=date(2017, 7, 18)),
        DatedName(
            name="Her Majesty's Inspectorate of Constabulary and Fire & Rescue Services",
            abbreviation="HMICFRS",
            from_date=date(2017, 7, 19),
        ),
    ),
    aliases=("the inspectorate",),
)


def test_hmic_and_hmicfrs_are_one_organisation_under_the_name_of_the_day():
    days = (date(2016, 1, 1), date(2017, 7, 18), date(2017, 7, 19), date(2024, 1, 1))
    assert [INSPECTORATE.name(day).abbreviation for day in days] == ["HMIC", "HMIC", "HMICFRS", "HMICFRS"]
    assert {"HMIC", "HMICFRS", "the inspectorate"} <= INSPECTORATE.known_as


def test_a_day_before_every_name_has_the_last_one():
    late = Organisation(key="x", names=(DatedName(name="New", from_date=date(2020, 1, 1)),))
    assert late.name(date(2010, 1, 1)).name == "New"


def test_the_holder_of_a_post_is_found_by_the_day():
    post = Post(
        key="cc",
        title="Chief Constable",
        holders=(
            Holder(person="first", to_date=date(2016, 7, 31)),
            Holder(person="acting", from_date=date(2018, 1, 1), to_date=date(2018, 1, 31), temporary=True),
        ),
    )
    assert post.holder(date(2016, 7, 31)).person == "first"
    assert post.holder(date(2017, 1, 1)) is None
    assert post.holder(date(2018, 1, 15)).temporary
