"""What a measure counts in, which way is better, and how its values are made."""

from __future__ import annotations

from enum import StrEnum


class Direction(StrEnum):
    """Which way is better. NEITHER: a change either way is worth a question, and nobody is told it is good."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"

    @property
    def sign(self) -> int:
        return {"up": 1, "down": -1, "neither": 0}[self.value]


class MeasureKind(StrEnum):
    """How a value is made from what is counted."""

    COUNT = "count"  # things that happened: adds over areas and periods
    RATE = "rate"  # a count over a population or time: numerator and denominator add, the rate does not
    PROPORTION = "proportion"  # k of n, printed as a percentage
    MEAN = "mean"  # an average; n, and where known a standard error, beside it
    DURATION = "duration"  # time taken, in the unit of the measure

    @property
    def adds_up(self) -> bool:
        """True when the values of areas, or of months, may be added."""
        return self is MeasureKind.COUNT


class TimeRule(StrEnum):
    """How a standard limits the time between two moments. The two never stand for one another: an officer who is asked
    for at ten to midnight and comes at ten past keeps the hour and not the day.
    """

    SAME_DAY = "same_day"  # on the calendar day of the first moment
    WITHIN = "within"  # in so many minutes of it, the last one counted in
