"""Months by name, runs of them, and ranges from one to another."""

from __future__ import annotations

from re import Match

from eyre.core.periods import Month, Rolling
from eyre.cycle.said import full_year, month_number
from eyre.cycle.stretches.lengths import count_said
from eyre.cycle.stretches.setting import BACK, Named, Setting, Stretch


def read_month(found: Match[str], setting: Setting) -> Named | None:
    number = month_number(found["month"])
    if found["year"]:
        return Named((Stretch.of(Month(full_year(found["year"]), number)),), may_be_past=True)
    if found["which_year"]:
        years = {"next": 1, "this": 0, "last": -1}[found["which_year"]]
        return Named((Stretch.of(Month(setting.said_on.year + years, number)),), may_be_past=True)
    months = months_named(number, found["which"], setting)
    return Named(tuple(Stretch.of(month) for month in months), may_be_past=found["which"] in BACK)


def months_named(number: int, which: str | None, setting: Setting) -> list[Month]:
    """The months a name without a year may mean: the next one, or with "last" or in the past the one before."""
    is_past = which in BACK or (setting.is_past and which not in ("next", "this"))
    this = Month(setting.said_on.year, number)
    if this == setting.month:
        other = this.shift(-12 if is_past else 12)
        return {"this": [this], "next": [other], "last": [other], "previous": [other]}.get(which or "", [this, other])
    is_later = this > setting.month
    return [this.shift(-12)] if is_past and is_later else [this] if is_past or is_later else [this.shift(12)]


def read_month_range(found: Match[str], setting: Setting) -> Named | None:
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


def _range_end(first: int, last: int, setting: Setting) -> Month:
    ends = Month(setting.said_on.year, last)
    length = (last - first) % 12
    if setting.is_past:
        return ends if ends.shift(-length) <= setting.month else ends.shift(-12)
    return ends if ends >= setting.month else ends.shift(12)


def read_run_of_months(found: Match[str], setting: Setting) -> Named | None:
    """ "The 12 months to March 2018", "the year ending March": so many whole months, the last one named."""
    last = read_month(found, setting)
    count = count_said(found["count"]) if found["count"] else 12
    if last is None:
        return None
    ends = [Month.of(stretch.last) for stretch in last.stretches]
    runs = [Stretch.of(Rolling.ending(end, count)) for end in ends]
    return Named(tuple(runs), may_be_past=True)
