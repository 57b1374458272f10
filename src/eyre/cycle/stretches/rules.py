"""The rules in order of precedence, and the search for what they name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from re import Match

from eyre.cycle.said import MONTH, WEEKDAY
from eyre.cycle.stretches.days import (
    read_date,
    read_iso_date,
    read_month_then_number,
    read_numeric_date,
    read_today,
    read_week_commencing,
    read_weekday,
)
from eyre.cycle.stretches.lengths import read_ahead, read_ahead_by_one, read_back
from eyre.cycle.stretches.meetings import read_month_meeting, read_next_meeting
from eyre.cycle.stretches.months import read_month, read_month_range, read_run_of_months
from eyre.cycle.stretches.no_dates import read_rhythm, read_season, read_vague
from eyre.cycle.stretches.quarters import (
    read_financial_year_written,
    read_quarter,
    read_unit,
    read_unit_end,
    read_year_written,
)
from eyre.cycle.stretches.setting import Named, Setting

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


_YEAR = r"(?:(?:19|20)\d\d)\b(?![/-]\d)"
_SHORT_YEAR = rf"(?:{_YEAR}|\d\d\b(?![/-]))"
_FINANCIAL = r"(?:20)?\d\d[/-](?:20)?\d\d\b(?![/-])"
_WHICH_MONTH = r"(?:(?P<which>next|last|this|past|previous) )?"
_MONTH_AND_YEAR = (
    rf"{_WHICH_MONTH}(?P<month>{MONTH})(?:,? (?:of )?(?P<year>{_SHORT_YEAR})| (?P<which_year>next|this|last) year)?"
)
_DAY_AND_MONTH = (
    rf"(?:(?P<weekday>{WEEKDAY}) )?(?:the )?(?:(?P<first_day>\d{{1,2}})(?: ?[-/] ?| to | and ))?"
    rf"(?P<day>\d{{1,2}}) (?:of )?(?P<month>{MONTH})(?: (?P<year>{_SHORT_YEAR}))?"
)
_COUNT = r"(?:\d{1,4}|an?|(?:a )?couple of)"
_UNIT = r"(?P<unit>day|week|fortnight|month|quarter|year)s?\b"
_BACKWARD = r"last|past|previous|preceding"
_FORWARD = r"next|coming|following"


def _rule(pattern: str, read: Reader) -> Rule:
    return Rule(re.compile(pattern), read)


RULES: tuple[Rule, ...] = (
    _rule(rf"\b(?:(?P<weekday>{WEEKDAY}) )?(?P<date>\d{{4}}-\d\d-\d\d)\b", read_iso_date),
    _rule(
        rf"\b(?:(?P<weekday>{WEEKDAY}) )?(?P<first>\d{{1,2}})[/.-](?P<second>\d{{1,2}})[/.-](?P<year>\d{{4}}|\d\d)\b",
        read_numeric_date,
    ),
    _rule(
        rf"\b(?:w c|wc|week (?:commencing|beginning)) {_DAY_AND_MONTH}",
        read_week_commencing,
    ),
    _rule(rf"\b{_DAY_AND_MONTH}", read_date),
    _rule(
        rf"\b(?:(?P<weekday>{WEEKDAY}) )?(?P<month>{MONTH}) (?P<day>\d{{1,2}})\b(?![/-])(?: (?P<year>{_YEAR}))?",
        read_month_then_number,
    ),
    _rule(
        rf"\b(?P<open>(?:between|from) )?(?P<month>{MONTH})(?: (?P<year>{_YEAR}))?"
        rf"(?P<to> and | to | until | - |-)(?P<last_month>{MONTH})(?: (?P<last_year>{_YEAR}))?",
        read_month_range,
    ),
    _rule(rf"\b{_MONTH_AND_YEAR} (?:\w+ ){{0,3}}?meeting\b", read_month_meeting),
    _rule(rf"\bmeeting (?:in|of) {_MONTH_AND_YEAR}", read_month_meeting),
    _rule(
        rf"\b(?:(?:in|over|within|during) )?(?:the )?(?:(?P<count>{_COUNT}) months?|(?:financial )?year)"
        rf" (?:up )?(?:to|ending|ended) (?:the )?(?:end of )?(?:(?:28|29|30|31) )?{_MONTH_AND_YEAR}",
        read_run_of_months,
    ),
    _rule(
        rf"\b(?:next|following|forthcoming) (?:(?!the |but |{MONTH})\w+ ){{0,3}}?meeting\b(?! (?:after|following)\b)",
        read_next_meeting,
    ),
    _rule(
        r"\b(?:(?P<ordinal>first|second|third|fourth|last|final) quarter|q(?:uarter )? ?(?P<number>[1-4])"
        r"|(?P<number_after>[1-4]) quarter)\b"
        rf"(?:,? ?(?:(?:of|in) )?(?:the )?(?:financial year )?(?:(?P<financial>{_FINANCIAL})"
        rf"|(?P<year>{_YEAR})|(?P<which>this|current|next|coming|last|previous) (?P<fy>financial )?year))?",
        read_quarter,
    ),
    _rule(rf"\b(?:fy ?|financial year )?(?P<financial>{_FINANCIAL})", read_financial_year_written),
    _rule(
        rf"\b(?:(?P<prep>within|in|over|during) )?(?:the )?(?:(?P<which>{_FORWARD}) )?(?P<least>{_COUNT})"
        rf"(?: ?(?:to|or|-) ?(?P<most>\d{{1,3}}))? (?P<working>working )?{_UNIT}(?P<after> time| from now)?",
        read_ahead,
    ),
    _rule(rf"\b(?:in |over |during |within |for )?(?:the )?(?:{_BACKWARD}) (?P<least>{_COUNT}) {_UNIT}", read_back),
    _rule(
        rf"\b(?:within|in|over|during) the (?:{_FORWARD}) (?P<unit>week|month|year)\b",
        read_ahead_by_one,
    ),
    _rule(
        r"\b(?P<which>this|current|same|next|coming|following|last|past|previous|preceding)"
        r" (?P<unit>week|month|quarter|financial year|calendar year|year)\b",
        read_unit,
    ),
    _rule(
        r"(?:(?<=end of the )|(?<=end of )|(?<=end )|(?<=of the )|(?<=within the )|(?<=during the ))"
        r"(?P<which>)"
        r"(?P<unit>week|month|quarter|financial year|calendar year|year)\b",
        read_unit,
    ),
    _rule(r"\b(?P<unit>month|quarter|financial year|calendar year|year) end\b", read_unit_end),
    _rule(rf"\b{_MONTH_AND_YEAR}", read_month),
    _rule(rf"\b(?:(?P<which>this|next|coming|last|past|previous) )?(?P<weekday>{WEEKDAY})", read_weekday),
    _rule(
        r"(?:^|(?<=in )|(?<=by )|(?<=of )|(?<=during )|(?<=before )|(?<=until )|(?<=since )|(?<=year ))"
        rf"(?P<year>{_YEAR})(?! \w+s\b)",
        read_year_written,
    ),
    _rule(r"\b(?:today|tomorrow)\b", read_today),
    _rule(
        r"\b(?:(?:bi|half|\d{1,2}) )?(?:weekly|fortnightly|monthly|quarterly|yearly|annually|annual)\b"
        r"|\b(?:every|each) (?:\d{1,2} )?(?:week|fortnight|month|quarter|year|meeting)s?\b",
        read_rhythm,
    ),
    _rule(r"\b(?:easter|christmas|new year|spring|summer|autumn|winter)(?: (?:19|20)\d\d)?\b", read_season),
    _rule(
        r"\b(?:in due course|as soon as (?:possible|practicable)|asap|on ?going|continuing|tb[acd]"
        r"|to be (?:confirmed|agreed|arranged)|shortly|soon|immediate(?:ly)?|urgent(?:ly)?|forthwith"
        r"|when available|as required|as and when|in the (?:near )?future|(?:a )?future meeting)\b",
        read_vague,
    ),
)


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
