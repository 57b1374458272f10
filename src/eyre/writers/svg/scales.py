"""Where things go: round ticks, the frame of a plot, labels of periods, labels that do not clash."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from eyre.core import FinancialQuarter, FinancialYear, Month, Period, Quarter, Rolling
from eyre.disclosure import Form

MONTH_STEPS = (1, 2, 3, 6, 12, 24, 36, 60, 120)
QUARTER_STEPS = (1, 2, 4, 8, 20)  # the same quarter each time
APRIL_INDEX = 3  # months are labelled from April, where the financial year begins


@dataclass(frozen=True, slots=True)
class Size:
    """A way to lay a chart out: for a desk and paper, or for a phone."""

    name: str
    width: float
    plot_height: float
    font: float
    is_narrow: bool = False  # no room for labels at the right-hand end of lines


WIDE = Size("wide", 760, 250, 13)
NARROW = Size("narrow", 340, 210, 13, is_narrow=True)


@dataclass(frozen=True, slots=True)
class Frame:
    """The plot: slots side by side for periods, a scale of values upwards."""

    left: float
    top: float
    width: float
    height: float
    slots: int
    low: float
    high: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def slot(self) -> float:
        return self.width / self.slots

    def x(self, place: float) -> float:
        """The middle of a slot; place + 0.5 is the border to the next."""
        return self.left + (place + 0.5) * self.slot

    def y(self, value: float) -> float:
        return self.bottom - (value - self.low) / (self.high - self.low) * self.height


def round_ticks(values: Sequence[float], wanted: int = 5) -> tuple[float, ...]:
    """Round numbers that span the values; from zero where that costs less than half of the height."""
    low, high = min(values), max(values)
    if 0 <= low < high / 2:
        low = 0
    if low == high:
        low, high = low - max(abs(low) * 0.1, 1), high + max(abs(high) * 0.1, 1)
    step = _round_step((high - low) / wanted)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(place * step for place in range(first, last + 1))


def _round_step(rough: float) -> float:
    unit: float = 10.0 ** math.floor(math.log10(rough))
    return next(factor * unit for factor in (1, 2, 2.5, 5, 10) if factor * unit >= rough * (1 - 1e-9))


def say_tick(value: float, step: float, form: Form) -> str:
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    if 2.5 * 10 ** (-decimals) == step:  # 0.25, 2.5: one more decimal than their power of ten
        decimals += 1
    sign = "\N{MINUS SIGN}" if value < 0 else ""
    return f"{sign}{abs(value):,.{decimals}f}{form.suffix if form.suffix == '%' else ''}"


# ---------------------------------------------------------------- the labels of periods


def period_labels(periods: Sequence[Period], slot: float, room: float) -> list[tuple[int, str, str]]:
    """Which periods are labelled, and how: place, first line, second line (the year, where it changes)."""
    if all(isinstance(period, Month) for period in periods):
        months = [period for period in periods if isinstance(period, Month)]
        step = next((s for s in MONTH_STEPS if s * slot >= room), MONTH_STEPS[-1])
        places = [i for i, month in enumerate(months) if (month.index - APRIL_INDEX) % step == 0]
        return _once_a_year([(i, f"{months[i].start:%b}", str(months[i].year)) for i in places or [0]])
    least = math.ceil(room * 1.8 / slot)  # "Apr–Jun" and "2017/18" are wider than "Apr"
    steps = QUARTER_STEPS if all(isinstance(period, Quarter | FinancialQuarter) for period in periods) else ()
    step = next((s for s in steps if s >= least), least)
    places = [place for place in range(len(periods)) if (len(periods) - 1 - place) % step == 0]
    return _once_a_year([(place, *_short(periods[place])) for place in places])


def _once_a_year(labels: list[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
    """Print the second line only where it changes."""
    changed = [True, *(before[2] != after[2] for before, after in pairwise(labels))]
    return [(place, top, year if is_new else "") for (place, top, year), is_new in zip(labels, changed, strict=True)]


def _short(period: Period) -> tuple[str, str]:
    if isinstance(period, Quarter):
        return f"{period.start:%b}–{period.end:%b}", str(period.year)
    if isinstance(period, FinancialQuarter):
        return f"Q{period.quarter}", str(FinancialYear(period.start_year))
    if isinstance(period, Rolling):
        return f"{period.end:%b}", str(period.end.year)
    return str(period), ""


# ---------------------------------------------------------------- labels that do not clash


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Move labels up and down as little as it takes: tops in the order given, none over another.

    wanted: where the top of each should be, from smallest to largest. low, high: where the first may start and the
    last end; they may run past `high` only if there is no room at all.
    """
    tops: list[float] = []
    for place, top in enumerate(wanted):
        tops.append(max(top, tops[-1] + heights[place - 1] if tops else low))
    limit = high
    for place in range(len(tops) - 1, -1, -1):
        tops[place] = max(low, min(tops[place], limit - heights[place]))
        limit = tops[place]
    return tops
