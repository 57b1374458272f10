"""How a number is printed: one place for separators, decimals, signs and the per cent sign."""

from __future__ import annotations

from enum import StrEnum

STEP_OF_A_CHANCE = 5  # chances are printed to the nearest 5 %: DESIGN, idea 2
MINUS = "\N{MINUS SIGN}"


class Form(StrEnum):
    """What a cell or a number is, and so how it is printed. Percentages are 0 to 100."""

    TEXT = "text"
    PERIOD = "period"
    DATE = "date"
    COUNT = "count"  # people, crimes, cases: the small-number rule applies
    FIGURE = "figure"  # values of measures of several kinds in one column: a count as a count, else one decimal
    JUDGED = "judged"  # the same, each hidden already where the counts it was made from are too small
    TALLY = "tally"  # the body's own records, periods or areas; never people, crimes or cases
    WHOLE = "whole"  # a level in whole units: a mean of counts, a limit, a projection
    DECIMAL = "decimal"  # one decimal: rates, means, durations
    DECIMAL_TWO = "decimal_two"  # two decimals: rates of what is rare
    PERCENT = "percent"  # 12.3%
    PERCENT_WHOLE = "percent_whole"  # 12%
    CHANGE = "change"  # a difference of counts or levels, with its sign
    CHANGE_PERCENT = "change_percent"  # a relative change, with its sign
    CHANGE_POINTS = "change_points"  # a difference of percentages, with its sign
    CHANCE = "chance"  # about 30%; never finer than 5
    ORDINAL = "ordinal"  # 3rd

    @property
    def is_number(self) -> bool:
        return self not in (Form.TEXT, Form.PERIOD, Form.DATE)

    @property
    def may_count_people(self) -> bool:
        """True when a small value could be a few people: the small-number rule looks at it."""
        return self in (Form.COUNT, Form.FIGURE)

    @property
    def is_derived(self) -> bool:
        """True when the value is worked out from counts and could give a small one away."""
        return self in _DERIVED

    @property
    def suffix(self) -> str:
        return _SUFFIX.get(self, "")

    @property
    def decimals(self) -> int:
        return _DECIMALS.get(self, 0)

    def say(self, value: float) -> str:
        """The value as a page prints it."""
        if self is Form.CHANCE:
            return _chance(value)
        if self is Form.ORDINAL:
            return _ordinal(round(value))
        if self in (Form.FIGURE, Form.JUDGED):
            return (Form.COUNT if float(value).is_integer() else Form.DECIMAL).say(value)
        return _signed(value, self.decimals, always=self in _SIGNED) + self.suffix


_DECIMALS = {Form.DECIMAL: 1, Form.DECIMAL_TWO: 2, Form.PERCENT: 1, Form.CHANGE_PERCENT: 1, Form.CHANGE_POINTS: 1}
_SIGNED = (Form.CHANGE, Form.CHANGE_PERCENT, Form.CHANGE_POINTS)
_DERIVED = (Form.DECIMAL, Form.DECIMAL_TWO, Form.PERCENT, Form.PERCENT_WHOLE, *_SIGNED)
_SUFFIX = {
    Form.PERCENT: "%",
    Form.PERCENT_WHOLE: "%",
    Form.CHANGE_PERCENT: "%",
    Form.CHANGE_POINTS: " percentage points",
}


def _signed(value: float, decimals: int, *, always: bool) -> str:
    digits = f"{abs(value):,.{decimals}f}"
    if not digits.strip("0.,"):  # rounds to nothing: a sign would claim a direction
        return digits
    return (MINUS if value < 0 else "+" if always else "") + digits


def _chance(percent: float) -> str:
    if percent < STEP_OF_A_CHANCE:
        return f"under {STEP_OF_A_CHANCE}%"
    if percent > 100 - STEP_OF_A_CHANCE:
        return f"over {100 - STEP_OF_A_CHANCE}%"
    return f"about {STEP_OF_A_CHANCE * round(percent / STEP_OF_A_CHANCE)}%"


def _ordinal(place: int) -> str:
    teens = 10 <= place % 100 <= 20
    return f"{place}" + ("th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th"))
