"""Meetings of the series by name."""

from __future__ import annotations

from re import Match

from eyre.core.periods import Day, say_date
from eyre.cycle.stretches.months import read_month
from eyre.cycle.stretches.setting import Named, Setting, Stretch


def read_month_meeting(found: Match[str], setting: Setting) -> Named | None:
    """ "The January meeting": the known meeting of that month, else the month."""
    month = read_month(found, setting)
    if month is None or not month.stretches:
        return month
    named = month.stretches[0]
    known = sorted(day for day in setting.meetings if named.first <= day <= named.last)
    if len(month.stretches) > 1 and not setting.is_past:
        known = [day for day in known if day > setting.said_on]
    if known:
        return Named(tuple(Stretch.of(Day(day), f"the meeting of {say_date(day)}") for day in known), is_rule=True)
    doubt = f"No meeting in {named.sense} is known: the whole month was taken."
    return Named(month.stretches, (doubt,), is_rule=True)


def read_next_meeting(found: Match[str], setting: Setting) -> Named | None:
    later = setting.later_meetings(setting.said_on)
    if not later:
        return Named(doubts=(f"No meeting after {say_date(setting.said_on)} is known.",), is_rule=True)
    return Named((Stretch.of(Day(later[0]), f"the meeting of {say_date(later[0])}"),), is_rule=True)
