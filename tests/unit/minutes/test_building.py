"""An agenda while it is put together: numbers follow from where a line stands."""

import pytest

from eyre.body.meeting import Item
from eyre.core import Refused
from eyre.cycle.template import shipped_template, template_of
from eyre.cycle.words import SeriesKind, StandingHeading
from eyre.minutes.building import Level, Step, end_of_section, heading_place, level, moved, numbers

H, P, T = Level.HEADING, Level.PART, Level.ITEM
STANDING = [level(line.number) for line in shipped_template().lines({})]


@pytest.mark.parametrize(
    ("number", "which"), [("4", H), ("12", H), ("4a", P), ("4aa", P), ("4.1", T), ("4a.12", T), ("", T)]
)
def test_a_number_says_what_kind_of_line_it_is(number, which):
    assert level(number) is which


def test_numbers_follow_from_the_order():
    assert numbers([H, T, H, H, P, T, T, P, H, T]) == ("1", "1.1", "2", "3", "3a", "3a.1", "3a.2", "3b", "4", "4.1")
    assert numbers(STANDING) == ("1", "2", "3", "4", "4a", "4b", "4c", "5", "6")


def test_a_new_item_goes_behind_those_of_its_heading():
    levels = [H, T, T, H, P, P]
    assert [end_of_section(levels, place) for place in (0, 3, 4, 5)] == [3, 4, 5, 6]


def test_an_item_moves_past_its_neighbour_and_into_the_next_heading():
    levels = [H, T, T, H]
    assert moved(levels, 1, Step.DOWN) == 2
    assert moved(levels, 2, Step.DOWN) == 3  # behind the heading: its first item
    assert moved(levels, 2, Step.UP) == 1
    for place, step, why in ((1, Step.UP, "the first item"), (3, Step.UP, "Headings stand")):
        with pytest.raises(Refused, match=why):
            moved(levels, place, step)
    with pytest.raises(Refused, match="the last item"):
        moved([H, T], 1, Step.DOWN)


def test_what_belongs_under_a_heading_finds_it_or_the_one_it_is_part_of():
    def items(kind):
        return [
            Item(number=line.number, title=line.title, heading=line.heading) for line in template_of(kind).lines({})
        ]

    usual, special = items(SeriesKind.MONTHLY), items(SeriesKind.SPECIAL)
    assert usual[heading_place(usual, StandingHeading.PLAN_PERFORMANCE)].number == "4a"
    assert special[heading_place(special, StandingHeading.PLAN_PERFORMANCE)].title == "Matters to be discussed"
    assert special[heading_place(special, StandingHeading.CHIEF_OFFICER_MEETING)].number == "1"  # never dropped


def test_every_kind_of_series_has_an_agenda_and_says_when_papers_are_due():
    for kind in SeriesKind:
        template = template_of(kind)
        assert template.headings
        assert sum(rule.papers for rule in template.deadlines) == 1
