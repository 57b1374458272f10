"""The names of stretches of days: "30 January", "May 2018", "the first quarter of 18/19", "the next 12 months".

Each rule is a pattern and a reader. A reader gives the stretches that the words may mean, the likeliest first, or
None when the words, looked at closely, are not its own. What goes round a stretch ("by the end of", "first meeting
after") is in `dates`.
"""

from __future__ import annotations

import re
from calendar import day_name, month_name
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from re import Match

from eyre.core.periods import (
    CalendarYear,
    Day,
    FinancialQuarter,
    FinancialYear,
    Month,
    Period,
    Quarter,
    Rolling,
    Week,
    say_date,
)
from eyre.cycle.said import MONTH, WEEKDAY, full_year, month_number, weekday_number

NEAR_YEARS = 6  # "18/19" is a financial year, and "Jan 18" a month, only this near to the meeting


@dataclass(frozen=True, slots=True)
class Setting:
    """Where words were said: on which day, with which meetings of the series held or planned.

    is_past: a name without a year means the one before the meeting, not the one after it.
    """

    said_on: date
    meetings: tuple[date, ...] = ()
    is_past: bool = False

    @property
    def month(self) -> Month:
        return Month.of(self.said_on)

    def is_near(self, year: int) -> bool:
        return abs(year - self.said_on.year) <= NEAR_YEARS

    def later_meetings(self, after: date) -> list[date]:
        return sorted(meeting for meeting in set(self.meetings) if meeting > max(after, self.said_on))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from first to last, in words what they are, and the period they are where they are one by name."""

    first: date
    last: date
    sense: str
    period: Period | None = None

    @classmethod
    def of(cls, period: Period, sense: str = "") -> Stretch:
        return cls(period.start, period.end, sense or period.label, period)


@dataclass(frozen=True, slots=True)
class Named:
    """What a rule made of the words it matched.

    stretches: the likeliest first; none when the words name no days, and then `doubts` say why. is_full: a date was
    said with its year. is_rule: the day hangs on a meeting. may_be_past: a year, or a
    word like "last", was said, so that it may lie before the meeting.
    """

    stretches: tuple[Stretch, ...] = ()
    doubts: tuple[str, ...] = ()
    is_full: bool = False
    is_rule: bool = False
    may_be_past: bool = False


Reader = Callable[[Match[str], Setting], Named | None]


@dataclass(frozen=True, slots=True)
class Rule:
    pattern: re.Pattern[str]
    read: Reader


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the tidied words a stretch was named."""

    start: int
    end: int
    named: Named = field(compare=False)


def named_stretches(text: str, setting: Setting, position: int = 0) -> Iterator[Place]:
    """Every stretch named in tidied words, from left to right; at one place the first rule that reads it wins."""
    ahead = {rule: _first_place(rule, text, position, setting) for rule in RULES}
    while nearest := min(filter(None, ahead.values()), key=lambda place: place.start, default=None):
        yield nearest
        for rule, place in ahead.items():
            if place and place.start < nearest.end:
                ahead[rule] = _first_place(rule, text, nearest.end, setting)


def _first_place(rule: Rule, text: str, position: int, setting: Setting) -> Place | None:
    for found in rule.pattern.finditer(text, position):
        try:
            named = rule.read(found, setting)
        except (ValueError, OverflowError):  # no such day, or a year beyond the calendar
            named = None
        if named:
            return Place(found.start(), found.end(), named)
    return None


# ---------------------------------------------------------------- dates


def _iso_date(found: Match[str], setting: Setting) -> Named | None:
    return _full_date(date.fromisoformat(found["date"]), found["weekday"])


def _numeric_date(found: Match[str], setting: Setting) -> Named | None:
    """Day before month, as in Britain; the other order only when this one is no date."""
    first, second, year = int(found["first"]), int(found["second"]), full_year(found["year"])
    if second > 12 >= first:
        return _full_date(date(year, first, second), found["weekday"], f'"{found[0]}" has its month first.')
    return _full_date(date(year, second, first), found["weekday"])


def _full_date(day: date, weekday: str | None, *doubts: str) -> Named:
    doubts = (*doubts, *_weekday_doubt(weekday, day))
    return Named((Stretch.of(Day(day)),), doubts, is_full=True, may_be_past=True)


def _date(found: Match[str], setting: Setting) -> Named | None:
    """A day and a month, with a year or without, a weekday before it or not."""
    number, month = int(found["day"]), month_number(found["month"])
    if found["year"]:
        day = _day_or_none(full_year(found["year"]), month, number)
        days = [day] if day else []
    else:
        days = _days_without_year(month, number, setting)
    if not days:
        return Named(doubts=(f"There is no {number} {month_name[month]}{_of_year(found['year'])}.",))
    doubts = _weekday_doubt(found["weekday"], days[0])
    return Named(
        tuple(Stretch.of(Day(day)) for day in days),
        doubts,
        is_full=bool(found["year"]),
        may_be_past=bool(found["year"]),
    )


def _of_year(year: str | None) -> str:
    return f" in {full_year(year)}" if year else ""


def _day_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _days_without_year(month: int, number: int, setting: Setting) -> list[date]:
    """The next such day after the meeting, or the last before it; 29 February may be years away."""
    year, step = setting.said_on.year, -1 if setting.is_past else 1
    for candidate in range(year, year + 9 * step, step):
        day = _day_or_none(candidate, month, number)
        if day and (day <= setting.said_on if setting.is_past else day >= setting.said_on):
            return [day]
    return []


def _weekday_doubt(word: str | None, day: date) -> tuple[str, ...]:
    if not word or weekday_number(word) == day.weekday():
        return ()
    said = day_name[weekday_number(word)]
    return (f"{say_date(day)} is a {day_name[day.weekday()]}, not a {said}: one of the two is wrong.",)


def _month_then_number(found: Match[str], setting: Setting) -> Named | None:
    """ "January 30" is a day; "Jan 18" may be a year."""
    number, month = int(found["day"]), month_number(found["month"])
    day = _date(found, setting)
    if found["year"] or not setting.is_near(2000 + number):
        return day
    whole = Stretch.of(Month(2000 + number, month))
    return Named((whole, *(day.stretches if day else ())), may_be_past=True)


# ---------------------------------------------------------------- months


def _month(found: Match[str], setting: Setting) -> Named | None:
    number = month_number(found["month"])
    if found["year"]:
        return Named((Stretch.of(Month(full_year(found["year"]), number)),), may_be_past=True)
    if found["which_year"]:
        years = {"next": 1, "this": 0, "last": -1}[found["which_year"]]
        return Named((Stretch.of(Month(setting.said_on.year + years, number)),), may_be_past=True)
    months = months_named(number, found["which"], setting)
    return Named(tuple(Stretch.of(month) for month in months), may_be_past=found["which"] in _BACK)


def months_named(number: int, which: str | None, setting: Setting) -> list[Month]:
    """The months a name without a year may mean: the next one, or with "last" or in the past the one before."""
    is_past = which in _BACK or (setting.is_past and which not in ("next", "this"))
    this = Month(setting.said_on.year, number)
    if this == setting.month:
        other = this.shift(-12 if is_past else 12)
        return {"this": [this], "next": [other], "last": [other], "previous": [other]}.get(which or "", [this, other])
    is_later = this > setting.month
    return [this.shift(-12)] if is_past and is_later else [this] if is_past or is_later else [this.shift(12)]


def _month_range(found: Match[str], setting: Setting) -> Named | None:
    """Between one month and another: the first such range that is not over, or the last that has begun."""
    if not found["open"] and found["to"].strip() == "and":
        return None
    first, last = month_number(found["month"]), month_number(found["last_month"])
    last_year = found["last_year"] or (found["year"] if first <= last else None)
    ends = Month(full_year(last_year), last) if last_year else _range_end(first, last, setting)
    starts = Month(full_year(found["year"]), first) if found["year"] else ends.shift(-((last - first) % 12))
    if starts > ends:
        return None
    stretch = Stretch(starts.start, ends.end, f"{starts.label} to {ends.label}")
    return Named((stretch,), may_be_past=bool(last_year))


def _run_of_months(found: Match[str], setting: Setting) -> Named | None:
    """ "The 12 months to March 2018", "the year ending March": so many whole months, the last one named."""
    last = _month(found, setting)
    count = _count(found["count"]) if found["count"] else 12
    if last is None:
        return None
    ends = [Month.of(stretch.last) for stretch in last.stretches]
    runs = [Stretch.of(Rolling.ending(end, count)) for end in ends]
    return Named(tuple(runs), may_be_past=True)


def _range_end(first: int, last: int, setting: Setting) -> Month:
    ends = Month(setting.said_on.year, last)
    length = (last - first) % 12
    if setting.is_past:
        return ends if ends.shift(-length) <= setting.month else ends.shift(-12)
    return ends if ends >= setting.month else ends.shift(12)


# ---------------------------------------------------------------- quarters and years

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}


def _quarter(found: Match[str], setting: Setting) -> Named | None:
    word = found["ordinal"] or found["number"] or found["number_after"]
    number = _ORDINALS.get(word) or int(word)
    if found["financial"]:
        start_year = _financial_year(found["financial"], setting)
        return None if start_year is None else _one(FinancialQuarter(start_year, number), may_be_past=True)
    if found["which"]:
        steps = _STEPS[found["which"]]
        return _one(FinancialQuarter(FinancialYear.of(setting.said_on).start_year + steps, number))
    if found["year"]:
        year = int(found["year"])
        readings = (Quarter(year, number), FinancialQuarter(year, number))
        return Named(tuple(Stretch.of(quarter) for quarter in readings), may_be_past=True)
    return _quarter_without_year(number, found["ordinal"], setting)


def _quarter_without_year(number: int, ordinal: str | None, setting: Setting) -> Named | None:
    if ordinal in ("last", "final"):
        return None  # "the last quarter" is the one before this
    this_year = FinancialYear.of(setting.said_on).start_year
    financial = [FinancialQuarter(year, number) for year in (this_year - 1, this_year, this_year + 1)]
    calendar = [Quarter(setting.said_on.year + step, number) for step in (-1, 0, 1)]
    likely, other = _nearest(financial, setting), _nearest(calendar, setting)
    return Named((Stretch.of(likely), Stretch.of(other)))


def _nearest(periods: Sequence[Period], setting: Setting) -> Period:
    """The first that is not over, or in the past the last that has begun; periods in order."""
    if setting.is_past:
        return [period for period in periods if period.start <= setting.said_on][-1]
    return next(period for period in periods if period.end >= setting.said_on)


def _financial_year(text: str, setting: Setting) -> int | None:
    """The year that "18/19" or "2018-19" starts in; None when it is no run of two years, or far away."""
    first, last = re.split(r"[/-]", text)
    start = full_year(first)
    follows = (start + 1) % 100 == int(last) % 100
    return start if follows and (len(first) == 4 or setting.is_near(start)) else None


def _financial_year_written(found: Match[str], setting: Setting) -> Named | None:
    start = _financial_year(found["financial"], setting)
    return None if start is None else _one(FinancialYear(start), may_be_past=True)


def _year_written(found: Match[str], setting: Setting) -> Named | None:
    return _one(CalendarYear(int(found["year"])), may_be_past=True)


_STEPS = {"this": 0, "current": 0, "the": 0, "same": 0, "next": 1, "coming": 1, "following": 1}
_BACK = ("last", "past", "previous", "preceding")
_STEPS |= dict.fromkeys(_BACK, -1)


def _unit(found: Match[str], setting: Setting) -> Named | None:
    """ "Next quarter", "this month", "the financial year": the one the meeting lies in, or the one beside it."""
    steps = _STEPS[found["which"] or "the"]
    periods = _units(found["unit"], steps, setting)
    return Named(tuple(Stretch.of(period) for period in periods), may_be_past=steps < 0)


def _units(unit: str, steps: int, setting: Setting) -> list[Period]:
    day = setting.said_on
    financial, calendar = FinancialYear.of(day).shift(steps), CalendarYear(day.year).shift(steps)
    kinds: dict[str, list[Period]] = {
        "week": [Week.of(day).shift(steps)],
        "month": [Month.of(day).shift(steps)],
        "quarter": [Quarter.of(day).shift(steps)],
        "financial year": [financial],
        "calendar year": [calendar],
        "year": [calendar, financial],
    }
    return kinds[unit]


def _unit_end(found: Match[str], setting: Setting) -> Named | None:
    """ "Year end" in an office is the end of the financial year; in the street it is not."""
    periods = _units(found["unit"], 0, setting)
    if found["unit"] == "year":
        periods.reverse()
    return Named(tuple(Stretch(p.end, p.end, f"the end of {p.label}") for p in periods))


def _one(period: Period, *, may_be_past: bool = False) -> Named:
    return Named((Stretch.of(period),), may_be_past=may_be_past)


# ---------------------------------------------------------------- so many days, weeks, months


def _ahead(found: Match[str], setting: Setting) -> Named | None:
    """From the meeting, so many units on: "within 6 weeks", "in three months", "in 6 to 9 months"."""
    if not (found["prep"] or found["which"] or found["after"]):
        return None  # "sentenced to 30 months" is no date
    least, most = _count(found["least"]), _count(found["most"] or found["least"])
    unit = found["unit"]
    last = later(setting.said_on, most, unit, working=bool(found["working"]))
    first = later(setting.said_on, least, unit, working=bool(found["working"])) if found["most"] else setting.said_on
    number = f"{least} to {most}" if found["most"] else f"{most}"
    sense = f"{number} {found['working'] or ''}{unit}{'' if number == '1' else 's'} from the meeting"
    return Named((Stretch(first, last, sense),), _ahead_doubts(found))


def _ahead_by_one(found: Match[str], setting: Setting) -> Named:
    """ "Within the next month": a month from the meeting, or the month that comes next."""
    unit = found["unit"]
    one = Stretch(setting.said_on, later(setting.said_on, 1, unit), f"1 {unit} from the meeting")
    return Named((one, *(Stretch.of(period) for period in _units(unit, 1, setting))))


def _ahead_doubts(found: Match[str]) -> tuple[str, ...]:
    doubts = []
    if found["working"]:
        doubts.append("Working days were counted Monday to Friday; bank holidays would make it later.")
    if found["which"] == "following":
        doubts.append("The time was counted from the meeting; the words may count from something else.")
    return tuple(doubts)


def _back(found: Match[str], setting: Setting) -> Named | None:
    """The last so many months: up to the meeting, or the whole months before it."""
    count, unit = _count(found["least"]), found["unit"]
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
    return _units(unit, -count, setting)[0].start, _units(unit, -1, setting)[0].end


def _count(text: str) -> int:
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


# ---------------------------------------------------------------- days by name


def _weekday(found: Match[str], setting: Setting) -> Named | None:
    wanted, day = weekday_number(found["weekday"]), setting.said_on
    if found["which"] in _BACK:
        return _one(Day(day - timedelta(days=(day.weekday() - wanted - 1) % 7 + 1)), may_be_past=True)
    coming = day + timedelta(days=(wanted - day.weekday() - 1) % 7 + 1)
    days = [coming, coming + timedelta(days=7)] if found["which"] == "next" else [coming]
    return Named(tuple(Stretch.of(Day(each)) for each in days))


def _today(found: Match[str], setting: Setting) -> Named | None:
    return _one(Day(setting.said_on + timedelta(days=found[0] == "tomorrow")))


# ---------------------------------------------------------------- meetings


def _month_meeting(found: Match[str], setting: Setting) -> Named | None:
    """ "The January meeting": the known meeting of that month, else the month."""
    month = _month(found, setting)
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


def _next_meeting(found: Match[str], setting: Setting) -> Named | None:
    later = setting.later_meetings(setting.said_on)
    if not later:
        return Named(doubts=(f"No meeting after {say_date(setting.said_on)} is known.",), is_rule=True)
    return Named((Stretch.of(Day(later[0]), f"the meeting of {say_date(later[0])}"),), is_rule=True)


# ---------------------------------------------------------------- words that are no date


def _rhythm(found: Match[str], setting: Setting) -> Named | None:
    return Named(doubts=(f'"{found[0]}" is a rhythm, not a date: say by when the first is due.',))


def _season(found: Match[str], setting: Setting) -> Named | None:
    return Named(doubts=(f'"{found[0]}" has no days agreed here: ask for a date.',))


def _vague(found: Match[str], setting: Setting) -> Named | None:
    return Named(doubts=(f'"{found[0]}" is no date: ask for one.',))


# ---------------------------------------------------------------- the rules, in order of precedence

_YEAR = r"(?:(?:19|20)\d\d)\b(?![/-]\d)"
_SHORT_YEAR = rf"(?:{_YEAR}|\d\d\b(?![/-]))"
_FINANCIAL = r"(?:20)?\d\d[/-](?:20)?\d\d\b(?![/-])"
_WHICH_MONTH = r"(?:(?P<which>next|last|this|past|previous) )?"
_MONTH_AND_YEAR = (
    rf"{_WHICH_MONTH}(?P<month>{MONTH})(?:,? (?:of )?(?P<year>{_SHORT_YEAR})| (?P<which_year>next|this|last) year)?"
)
_COUNT = r"(?:\d{1,4}|an?|(?:a )?couple of)"
_UNIT = r"(?P<unit>day|week|fortnight|month|quarter|year)s?\b"
_BACKWARD = r"last|past|previous|preceding"
_FORWARD = r"next|coming|following"


def _rule(pattern: str, read: Reader) -> Rule:
    return Rule(re.compile(pattern), read)


RULES: tuple[Rule, ...] = (
    _rule(rf"\b(?:(?P<weekday>{WEEKDAY}) )?(?P<date>\d{{4}}-\d\d-\d\d)\b", _iso_date),
    _rule(
        rf"\b(?:(?P<weekday>{WEEKDAY}) )?(?P<first>\d{{1,2}})[/.-](?P<second>\d{{1,2}})[/.-](?P<year>\d{{4}}|\d\d)\b",
        _numeric_date,
    ),
    _rule(
        rf"\b(?:(?P<weekday>{WEEKDAY}) )?(?:the )?(?P<day>\d{{1,2}}) (?:of )?(?P<month>{MONTH})"
        rf"(?: (?P<year>{_SHORT_YEAR}))?",
        _date,
    ),
    _rule(
        rf"\b(?:(?P<weekday>{WEEKDAY}) )?(?P<month>{MONTH}) (?P<day>\d{{1,2}})\b(?![/-])(?: (?P<year>{_YEAR}))?",
        _month_then_number,
    ),
    _rule(
        rf"\b(?P<open>(?:between|from) )?(?P<month>{MONTH})(?: (?P<year>{_YEAR}))?"
        rf"(?P<to> and | to | until | - |-)(?P<last_month>{MONTH})(?: (?P<last_year>{_YEAR}))?",
        _month_range,
    ),
    _rule(rf"\b{_MONTH_AND_YEAR} (?:\w+ ){{0,3}}?meeting\b", _month_meeting),
    _rule(rf"\bmeeting (?:in|of) {_MONTH_AND_YEAR}", _month_meeting),
    _rule(
        rf"\b(?:(?:in|over|within|during) )?(?:the )?(?:(?P<count>{_COUNT}) months?|(?:financial )?year)"
        rf" (?:up )?(?:to|ending|ended) (?:the )?(?:end of )?(?:(?:28|29|30|31) )?{_MONTH_AND_YEAR}",
        _run_of_months,
    ),
    _rule(
        r"\b(?:next|following|forthcoming) (?:\w+ ){0,3}?meeting\b(?! (?:after|following)\b)",
        _next_meeting,
    ),
    _rule(
        r"\b(?:(?P<ordinal>first|second|third|fourth|last|final) quarter|q(?:uarter )? ?(?P<number>[1-4])"
        r"|(?P<number_after>[1-4]) quarter)\b"
        rf"(?:,? ?(?:(?:of|in) )?(?:the )?(?:financial year )?(?:(?P<financial>{_FINANCIAL})"
        rf"|(?P<year>{_YEAR})|(?P<which>this|current|next|coming|last|previous) (?:financial )?year))?",
        _quarter,
    ),
    _rule(rf"\b(?:fy ?|financial year )?(?P<financial>{_FINANCIAL})", _financial_year_written),
    _rule(
        rf"\b(?:(?P<prep>within|in|over|during) )?(?:the )?(?:(?P<which>{_FORWARD}) )?(?P<least>{_COUNT})"
        rf"(?: ?(?:to|or|-) ?(?P<most>\d{{1,3}}))? (?P<working>working )?{_UNIT}(?P<after> time| from now)?",
        _ahead,
    ),
    _rule(rf"\b(?:in |over |during |within |for )?(?:the )?(?:{_BACKWARD}) (?P<least>{_COUNT}) {_UNIT}", _back),
    _rule(
        rf"\b(?:within|in|over|during) the (?:{_FORWARD}) (?P<unit>week|month|year)\b",
        _ahead_by_one,
    ),
    _rule(
        r"\b(?P<which>this|current|same|next|coming|following|last|past|previous|preceding)"
        r" (?P<unit>week|month|quarter|financial year|calendar year|year)\b",
        _unit,
    ),
    _rule(
        r"(?:(?<=end of the )|(?<=end of )|(?<=end )|(?<=of the ))(?P<which>)"
        r"(?P<unit>week|month|quarter|financial year|calendar year|year)\b",
        _unit,
    ),
    _rule(r"\b(?P<unit>month|quarter|financial year|calendar year|year) end\b", _unit_end),
    _rule(rf"\b{_MONTH_AND_YEAR}", _month),
    _rule(rf"\b(?:(?P<which>this|next|coming|last|past|previous) )?(?P<weekday>{WEEKDAY})", _weekday),
    _rule(
        r"(?:^|(?<=in )|(?<=by )|(?<=of )|(?<=during )|(?<=before )|(?<=until )|(?<=since )|(?<=year ))"
        rf"(?P<year>{_YEAR})(?! \w+s\b)",
        _year_written,
    ),
    _rule(r"\b(?:today|tomorrow)\b", _today),
    _rule(
        r"\b(?:(?:bi|half|\d{1,2}) )?(?:weekly|fortnightly|monthly|quarterly|yearly|annually|annual)\b"
        r"|\b(?:every|each) (?:\d{1,2} )?(?:week|fortnight|month|quarter|year|meeting)s?\b",
        _rhythm,
    ),
    _rule(r"\b(?:easter|christmas|new year|spring|summer|autumn|winter)(?: (?:19|20)\d\d)?\b", _season),
    _rule(
        r"\b(?:in due course|as soon as (?:possible|practicable)|asap|on ?going|continuing|tb[acd]"
        r"|to be (?:confirmed|agreed|arranged)|shortly|soon|immediate(?:ly)?|urgent(?:ly)?|forthwith"
        r"|when available|as required|as and when|in the (?:near )?future|(?:a )?future meeting)\b",
        _vague,
    ),
)
