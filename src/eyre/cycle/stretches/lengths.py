"""So many days, weeks or months, counted from the meeting."""

from __future__ import annotations

from datetime import date, timedelta
from re import Match

from eyre.core.periods import Month
from eyre.cycle.stretches.quarters import units_at
from eyre.cycle.stretches.setting import Named, Setting, Stretch


def read_ahead(found: Match[str], setting: Setting) -> Named | None:
    """From the meeting, so many units on: "within 6 weeks", "in three months", "in 6 to 9 months"."""
    if not (found["prep"] or found["which"] or found["after"]):
        return None  # "sentenced to 30 months" is no date
    least, most = count_said(found["least"]), count_said(found["most"] or found["least"])
    unit = found["unit"]
    last = later(setting.said_on, most, unit, working=bool(found["working"]))
    first = later(setting.said_on, least, unit, working=bool(found["working"])) if found["most"] else setting.said_on
    number = f"{least} to {most}" if found["most"] else f"{most}"
    sense = f"{number} {found['working'] or ''}{unit}{'' if number == '1' else 's'} from the meeting"
    return Named((Stretch(first, last, sense),), _ahead_doubts(found))


def read_ahead_by_one(found: Match[str], setting: Setting) -> Named:
    """ "Within the next month": a month from the meeting, or the month that comes next."""
    unit = found["unit"]
    one = Stretch(setting.said_on, later(setting.said_on, 1, unit), f"1 {unit} from the meeting")
    return Named((one, *(Stretch.of(period) for period in units_at(unit, 1, setting))))


def _ahead_doubts(found: Match[str]) -> tuple[str, ...]:
    doubts = []
    if found["working"]:
        doubts.append("Working days were counted Monday to Friday; bank holidays would make it later.")
    if found["which"] == "following":
        doubts.append("The time was counted from the meeting; the words may count from something else.")
    return tuple(doubts)


def read_back(found: Match[str], setting: Setting) -> Named | None:
    """The last so many months: up to the meeting, or the whole months before it."""
    count, unit = count_said(found["least"]), found["unit"]
    first = later(setting.said_on, -count, unit)
    number = f"{count} {unit}{'' if count == 1 else 's'}"
    to_date = Stretch(first, setting.said_on, f"the {number} up to the meeting")
    whole = _whole_units(count, unit, setting)
    stretches = [to_date] + ([Stretch(*whole, f"the {number} before it, whole")] if whole else [])
    return Named(tuple(stretches), may_be_past=True)


def _whole_units(count: int, unit: str, setting: Setting) -> tuple[date, date] | None:
    """First and last day of the whole weeks, months, quarters or years before the one the meeting lies in."""
    if unit in ("day", "fortnight"):
        return None
    return units_at(unit, -count, setting)[0].start, units_at(unit, -1, setting)[0].end


def count_said(text: str) -> int:
    return 1 if text in ("a", "an") else 2 if text.startswith(("couple", "a couple")) else int(text)


def later(day: date, count: int, unit: str, *, working: bool = False) -> date:
    """The day so many units on; the last of the month where the month has no such day."""
    if working:
        return _working_days_later(day, count)
    if unit in ("day", "week", "fortnight"):
        return day + timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[unit])
    month = Month.of(day).shift(count * {"month": 1, "quarter": 3, "year": 12}[unit])
    return min(month.start + timedelta(days=day.day - 1), month.end)


def _working_days_later(day: date, count: int) -> date:
    if count > 2600:
        raise ValueError("ten years of working days is not a due date")
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
