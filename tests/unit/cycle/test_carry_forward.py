"""What is brought forward to the meeting of 30 January 2018."""

from dataclasses import replace
from datetime import date

from eyre.cycle.carry_forward import Carried, CarriedKind, CarryReason, brought_forward
from eyre.cycle.due import Due

OCTOBER, NOVEMBER, DECEMBER = date(2017, 10, 31), date(2017, 11, 28), date(2017, 12, 19)
MEETING, NEXT = date(2018, 1, 30), date(2018, 2, 27)
SERIES = (OCTOBER, NOVEMBER, DECEMBER, MEETING, NEXT)


def an_action(reference, **changes):
    action = Carried(reference=reference, kind=CarriedKind.ACTION, words="Share the note", raised_on=DECEMBER)
    return replace(action, **changes)


def test_what_is_open_is_carried_in_the_order_of_its_reasons():
    records = [
        an_action("later", date=date(2018, 5, 31)),
        an_action("undated"),
        an_action("now", date=date(2018, 1, 31)),
        an_action("reported", date=date(2018, 1, 1), awaits="acceptance by the oversight body"),
        an_action("overdue", date=date(2018, 1, 20)),
        an_action("more overdue", date=date(2017, 12, 31)),
    ]
    listed = brought_forward(records, MEETING, SERIES)
    assert [(item.record.reference, item.reason) for item in listed.carried] == [
        ("more overdue", CarryReason.OVERDUE),
        ("overdue", CarryReason.OVERDUE),
        ("reported", CarryReason.AWAITS),
        ("now", CarryReason.DUE_NOW),  # due before the next meeting
        ("undated", CarryReason.UNDATED),
        ("later", CarryReason.NOT_YET_DUE),
    ]


def test_age_is_counted_in_days_and_in_meetings():
    (item,) = brought_forward([an_action("old", raised_on=NOVEMBER)], MEETING, SERIES).carried
    # 28 November to 30 January: 2 + 31 + 30 days; the meetings of December and January
    assert (item.age_days, item.age_meetings) == (63, 2)


def test_the_reason_says_how_late_it_is_and_how_often_it_has_moved():
    record = an_action("late", date=date(2018, 1, 29), times_redated=2)
    (item,) = brought_forward([record], MEETING, SERIES).carried
    assert item.overdue_days == 1
    assert item.why == "Overdue by 1 day: it was due on 29 January 2018. Its date has moved 2 times."


def test_what_is_due_on_the_day_is_not_overdue():
    (item,) = brought_forward([an_action("today", date=MEETING)], MEETING).carried
    assert (item.reason, item.overdue_days, item.why) == (CarryReason.DUE_NOW, 0, "Due on 30 January 2018.")


def test_without_a_date_the_words_are_given_as_the_reason():
    record = an_action("vague", due=Due(words="in due course"))
    (item,) = brought_forward([record], MEETING).carried
    assert item.why == 'Open without a date: "in due course" names none.'


def test_closed_since_the_last_meeting_is_listed_apart_and_older_closures_are_not():
    records = [
        an_action("closed in January", closed_on=date(2018, 1, 9)),
        an_action("closed before", raised_on=OCTOBER, closed_on=DECEMBER),
        an_action("closed after", closed_on=date(2018, 2, 1)),
    ]
    listed = brought_forward(records, MEETING, SERIES)
    assert [record.reference for record in listed.closed] == ["closed in January"]
    assert [item.record.reference for item in listed.carried] == ["closed after"]


def test_what_is_raised_at_the_meeting_is_not_brought_forward_to_it():
    listed = brought_forward([an_action("new", raised_on=MEETING)], MEETING, SERIES)
    assert listed.carried == ()
