from datetime import date

import pytest

from eyre.core import Area, AreaKind, AreaTree, NotFound, Population, population_faults, tree_faults

MOVE = date(2018, 4, 1)  # the day on which the south district goes from the east to the west


def area(key, part_of=None, kind=AreaKind.DISTRICT, **fields):
    return Area(key=key, name=key.title(), kind=kind, part_of=part_of, **fields)


FORCE = (
    area("force", kind=AreaKind.FORCE),
    area("east", "force", AreaKind.LOCAL_POLICING_AREA),
    area("west", "force", AreaKind.LOCAL_POLICING_AREA),
    area("north", "east"),
    area("south", "east", to_date=date(2018, 3, 31)),
    area("south", "west", from_date=MOVE),
    area("valley", "west"),
)
TREE = AreaTree(FORCE)


def test_an_area_is_made_of_the_districts_it_has_on_the_day():
    assert TREE.leaves("east", date(2018, 3, 31)) == ("north", "south")
    assert TREE.leaves("east", MOVE) == ("north",)
    assert TREE.leaves("west", MOVE) == ("south", "valley")


def test_a_force_that_moves_a_district_within_itself_is_made_of_the_same_districts():
    assert sorted(TREE.leaves("force", date(2018, 3, 31))) == sorted(TREE.leaves("force", MOVE))


def test_the_day_of_a_move_is_a_change_for_both_sides_and_not_for_the_force():
    assert TREE.changes("east") == TREE.changes("west") == (MOVE,)
    assert TREE.changes("force") == TREE.changes("north") == ()


def test_an_area_knows_what_it_lies_in_on_a_day():
    assert TREE.ancestors("south", date(2018, 3, 31)) == ("east", "force")
    assert TREE.ancestors("south", MOVE) == ("west", "force")


def test_an_area_renamed_has_the_name_of_the_day():
    tree = AreaTree(
        (
            Area(key="a", name="Old Town", kind=AreaKind.DISTRICT, to_date=date(2018, 3, 31)),
            Area(key="a", name="New Town", kind=AreaKind.DISTRICT, from_date=MOVE),
        )
    )
    assert tree.name("a", date(2018, 3, 31)) == "Old Town"
    assert tree.name("a", MOVE) == tree.name("a") == "New Town"


def test_an_end_on_the_last_day_there_is_means_an_open_end():
    tree = AreaTree((area("force"), area("east", "force", to_date=date.max)))
    assert tree.leaves("force", MOVE) == ("east",)
    assert tree.changes("force") == ()


def test_an_area_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(
        NotFound, match=r'No area has the key "nowhere"\. Areas: east, force, north, south, valley, west\.'
    ):
        TREE.get("nowhere")


def test_a_dated_tree_that_holds_together_has_no_fault():
    assert tree_faults(FORCE) == []


def test_an_area_within_itself_is_a_fault_and_not_an_endless_walk():
    assert tree_faults((area("a", "b"), area("b", "c"), area("c", "a"))) == [
        "a in b in c in a: an area cannot lie within itself. Mend its part_of."
    ]
    assert tree_faults((area("a", "a"),)) == ["a in a: an area cannot lie within itself. Mend its part_of."]


def test_an_area_that_is_two_things_on_one_day_is_a_fault():
    both = (area("east"), area("west"), area("south", "east", to_date=MOVE), area("south", "west", from_date=MOVE))
    assert tree_faults(both) == ["south has two entries that hold on 2018-04-01. End the one before the other begins."]


def by_year(**years):
    return tuple(Population(year=int(year[1:]), residents=number) for year, number in years.items())


@pytest.mark.parametrize(
    ("year", "found"),
    [(2017, (2017, 100)), (2018, (2017, 100)), (2019, (2019, 300)), (2025, (2019, 300)), (2010, (2016, 50))],
)
def test_residents_are_those_of_the_year_or_the_nearest_before_it_or_the_first_after(year, found):
    area = Area(
        key="north", name="North", kind=AreaKind.DISTRICT, population=100, population_year=2017,
        populations=by_year(y2019=300, y2016=50),
    )  # fmt: skip
    of = area.residents(year)
    assert (of.year, of.residents) == found


def test_residents_that_nobody_knows_are_none():
    assert Area(key="north", name="North", kind=AreaKind.DISTRICT).residents(2017) is None


def test_residents_are_one_figure_a_year():
    area = Area(
        key="north", name="North", kind=AreaKind.DISTRICT, population=100, population_year=2017,
        populations=(*by_year(y2017=99, y2018=-1), Population(residents=5)),
    )  # fmt: skip
    assert population_faults(area) == [
        "north: -1 residents cannot be. Give 0 or more.",
        "north: residents without a year. Say of which: a rate names the year of its denominator.",
        "north: residents of 2017 are there 2 times. Keep one.",
    ]
