from datetime import date

import pytest

from eyre.cycle.agenda import STANDING_AGENDA
from eyre.cycle.template import read_template, shipped_template
from eyre.cycle.words import StandingHeading
from eyre.cycle.working_days import Nation


def test_the_first_template_has_the_headings_of_december_2017():
    lines = shipped_template().lines({"plan_performance": ["Telford"]})
    assert [line.number for line in lines] == ["1", "2", "3", "4", "4a", "4a.1", "4b", "4c", "5", "6"]
    assert tuple(heading.standing for heading in shipped_template().headings) == STANDING_AGENDA
    assert [heading.title for heading in shipped_template().headings] == [each.printed for each in STANDING_AGENDA]


def test_a_body_may_have_headings_of_its_own():
    own = b"""key = "board"
title = "Board"
[[headings]]
key = "welcome"
title = "Welcome"
[[headings]]
key = "residents"
title = "Voices of residents"
[[headings]]
key = "letters"
part_of = "residents"
title = "Letters"
"""
    template, faults = read_template(own, "board.toml")
    assert not faults
    lines = template.lines({"letters": ["Speeding"]})
    assert [(line.number, line.title, line.is_null) for line in lines] == [
        ("1", "Welcome", True), ("2", "Voices of residents", False), ("2a", "Letters", False),
        ("2a.1", "Speeding", False),
    ]  # fmt: skip
    # What belongs under a heading that is not there is put under the first, never dropped.
    assert template.heading_for(StandingHeading.PLAN_PERFORMANCE).key == "welcome"


def test_what_belongs_under_a_part_goes_to_its_heading_where_the_part_is_not_there():
    own = b"""key = "b"
title = "B"
[[headings]]
key = "a"
title = "A"
[[headings]]
key = "h"
title = "H"
standing = "holding_to_account"
"""
    template, faults = read_template(own, "b.toml")
    assert not faults
    assert template.heading_for(StandingHeading.PLAN_PERFORMANCE).key == "h"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("headings = []", "It has no headings"),
        ('[[headings]]\nkey = "a"\ntitle = "A"\n[[headings]]\nkey = "a"\ntitle = "B"', "Two headings have the key"),
        ('[[headings]]\nkey = "a"\ntitle = "A"\npart_of = "b"', "does not come before it"),
        (
            '[[headings]]\nkey = "a"\ntitle = "A"\n[[headings]]\nkey = "b"\ntitle = "B"\npart_of = "a"\n'
            '[[headings]]\nkey = "c"\ntitle = "C"\npart_of = "b"',
            "a part of a part",
        ),
        (
            '[[headings]]\nkey = "a"\ntitle = "A"\n[[headings]]\nkey = "b"\ntitle = "B"\n'
            '[[headings]]\nkey = "c"\ntitle = "C"\npart_of = "a"',
            "does not follow it",
        ),
        ('[[headings]]\nkey = "a"\ntitle = "A"\n[[deadlines]]\nwhat = "Papers"\ndays = -1', "Write 0 or more"),
    ],
)
def test_a_template_that_cannot_be_says_why(text, says):
    _, faults = read_template(f'key = "b"\ntitle = "B"\n{text}\n'.encode(), "b.toml")
    assert any(says in fault.what for fault in faults)


def test_deadlines_of_a_meeting_are_in_their_order():
    found = shipped_template().deadlines_of(date(2018, 1, 30), Nation.ENGLAND_AND_WALES)
    assert [(deadline.what, deadline.day.isoformat()) for deadline in found] == [
        ("Questions commissioned", "2018-01-09"),
        ("Papers and updates due", "2018-01-23"),
        ("Agenda and pack out", "2018-01-25"),
        ("Draft notes and action log out", "2018-02-06"),
    ]
