"""What stands in a cell, as a number or a period: the ways people write them, and what is refused."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from eyre.core import Day, EyreError, Month, Period, parse_period
from eyre.core.periods import NotAPeriod

MISSING = frozenset(
    {"n/a", "na", "n.a.", "-", "–", "—", "..", "...", ":", "*", "x", "c", "z", "[x]", "[c]", "[z]", "nan", "null"}
)
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?")
FIRST_SERIAL, LAST_SERIAL = 20_000, 60_000  # days of spreadsheets from 1954 to 2064; a year is far below
SERIAL_ZERO = date(1899, 12, 30)


class NotANumber(EyreError):
    """The cell holds no number."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Number:
    """A cell read as a number. value: None when it is missing; mark: the sign that stood for missing.

    decimals: how many it was printed with, so that a ratio can be held to them.
    """

    value: float | None
    decimals: int = 0
    percent: bool = False
    mark: str = ""

    @property
    def half_a_digit(self) -> float:
        """How far a value may lie from what it was rounded from."""
        return float(0.5 * 10.0**-self.decimals)


BLANK = Number(None)


def read_number(cell: Any) -> Number:
    """Read a number: 1234, 1,234, 12.5 %, or a sign that it is missing; raise NotANumber."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return BLANK
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _of_float(float(cell))
    return _of_text(str(cell).strip(), cell)


def _of_float(value: float) -> Number:
    if math.isnan(value):
        return BLANK
    if math.isinf(value):
        raise NotANumber(f"{value} is not a number. Leave the cell empty where there is none.")
    return Number(value, _decimals(repr(value).removesuffix(".0")))


def _of_text(text: str, cell: Any) -> Number:
    if text.lower() in MISSING:
        return Number(None, mark=text)
    percent = text.endswith("%")
    digits = text.removesuffix("%").strip()
    if _THOUSANDS.fullmatch(digits):
        digits = digits.replace(",", "")
    if isinstance(cell, bool) or not _NUMBER.fullmatch(digits):
        hint = " Write decimals with a point: 12.5." if re.fullmatch(r"-?\d+,\d+", digits) else ""
        raise NotANumber(f'"{text}" is not a number.{hint or " Write it in digits, or leave the cell empty."}')
    return Number(float(digits), _decimals(digits), percent)


def _decimals(digits: str) -> int:
    mantissa, _, exponent = digits.lower().partition("e")
    return max(len(mantissa.partition(".")[2]) - int(exponent or 0), 0)


def read_period(cell: Any, *, usual: str = "month") -> Period:
    """Read a period: any writing of `eyre.core`, or a date of a spreadsheet; raise NotAPeriod.

    usual: the usual period of the measure. The first day of a month means the month, as spreadsheets turn 2018-01
    into a day, unless the measure is counted by day.
    """
    day = _as_day(cell)
    if day is not None:
        return Month.of(day) if day.day == 1 and usual != "day" else Day(day)
    text = _whole(cell) if isinstance(cell, float) else str(cell if cell is not None else "").strip()
    period = parse_period(text)
    return read_period(period.start, usual=usual) if isinstance(period, Day) else period


def read_day(cell: Any) -> date:
    """Read a day; raise NotAPeriod."""
    day = _as_day(cell)
    if day is not None:
        return day
    return Day.parse(str(cell if cell is not None else "").strip()[:10]).day


def _as_day(cell: Any) -> date | None:
    """The day that a cell of a spreadsheet holds, as a date or as its serial number."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    number = _serial(cell)
    return SERIAL_ZERO + timedelta(days=number) if number is not None else None


def _serial(cell: Any) -> int | None:
    text = _whole(cell) if isinstance(cell, float) else str(cell)
    if isinstance(cell, bool) or not re.fullmatch(r"\d{5}", text):
        return None
    return int(text) if FIRST_SERIAL <= int(text) <= LAST_SERIAL else None


def _whole(number: float) -> str:
    return str(int(number)) if number.is_integer() else str(number)


__all__ = ["BLANK", "NotANumber", "NotAPeriod", "Number", "read_day", "read_number", "read_period"]
