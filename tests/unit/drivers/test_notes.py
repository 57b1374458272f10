"""A person's note beside a contribution."""

from datetime import date

from eyre.core import Month, Rolling
from eyre.drivers import DriverNote, notes_beside

THEN, NOW = Rolling(Month(2022, 10), Month(2022, 12)), Rolling(Month(2023, 10), Month(2023, 12))


def note(words="A team began", start=date(2023, 3, 1), **more):
    return DriverNote(words, start, "timeline", **more)


def test_a_note_between_the_periods_stands_beside_every_part():
    assert notes_beside([note()], THEN, NOW, areas=("croydon",), kind="burglary") == (note(),)


def test_what_came_later_or_was_over_before_explains_nothing():
    late, early = note(start=date(2024, 1, 1)), note(start=date(2020, 3, 1), end=date(2022, 9, 30))
    assert notes_beside([late, early], THEN, NOW) == ()


def test_what_goes_on_through_both_periods_explains_no_change_and_its_end_does():
    through, ended = note(start=date(2013, 4, 1)), note(start=date(2013, 4, 1), end=date(2023, 6, 30))
    assert notes_beside([through, ended], THEN, NOW) == (ended,)


def test_a_note_about_some_areas_stands_beside_those_and_what_lies_in_them_only():
    own = note(areas=("metropolitan",))
    assert notes_beside([own], THEN, NOW, areas=("croydon", "metropolitan")) == (own,)
    assert notes_beside([note(areas=("croydon",))], THEN, NOW, areas=("newham", "metropolitan")) == ()
    assert notes_beside([note(areas=("croydon",))], THEN, NOW, kind="burglary") == ()


def test_a_note_about_one_type_stands_beside_no_other_and_not_beside_all():
    own = note(types=("burglary",))
    assert notes_beside([own], THEN, NOW, kind="burglary") == (own,)
    assert notes_beside([own], THEN, NOW, kind="robbery") == notes_beside([own], THEN, NOW) == ()


def test_notes_stand_by_day_and_say_who_said_them_where():
    second = DriverNote("One team", date(2023, 11, 21), "finding 2023-11/F6", "ac-local-policing")
    assert notes_beside([second, note()], THEN, NOW) == (note(), second)
    assert second.line == "One team (2023-11-21, ac-local-policing; finding 2023-11/F6)"


def test_what_was_said_of_the_figures_is_said_after_them_and_not_long_after():
    def said(day):
        return DriverNote("Telephones", day, "finding 2024-02/F1", is_saying=True)

    in_time, late, early = said(date(2024, 2, 20)), said(date(2024, 9, 1)), said(date(2022, 12, 1))
    assert notes_beside([in_time, late, early], THEN, NOW) == (in_time,)
