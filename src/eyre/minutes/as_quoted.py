"""A figure as it was quoted, beside what the loads of the body say of the same measure, area and period.

What was quoted is never corrected, and a figure that cannot be compared is said to be so, with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import isclose

import numpy as np

from eyre.body.figures import Figures
from eyre.body.folder import BodyFolder
from eyre.body.meeting import QuotedFigure
from eyre.core import MeasureKind, NotFound, Series, SeriesKey, say_date
from eyre.core.series import fill, places_within
from eyre.measures import Measure

SAID_TO = 0.005  # of itself: a figure is quoted to two places or three, and this is half a unit of the third
PERCENT = ("%", "percent", "per cent")


@dataclass(frozen=True, slots=True)
class Beside:
    """What the figures say where a figure was quoted. as_of: what was received by that day.

    value: None where the two cannot be compared, and then `why` says why not. agrees: within what was quoted, or within
    rounding of it; a figure said to be approximate is compared by eye, and then it is None.
    """

    as_of: date
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    agrees: bool | None = None
    made_up: bool = False
    why: str = ""


def beside(folder: BodyFolder, quoted: QuotedFigure, as_of: date) -> Beside:
    """What the loads that were received by a day say of the measure, the area and the period of a quoted figure."""
    known = quoted.measure in folder.measures
    measure = folder.measures[quoted.measure] if known else None
    if reason := _why_not(quoted, measure):
        return Beside(as_of, why=reason)
    assert measure is not None
    assert quoted.period is not None
    figures = folder.figures(as_of)
    series = _series(figures, quoted)
    if series is None:
        return Beside(as_of, why=f"No figures of it for this area had been received by {say_date(as_of)}.")
    places = places_within(series.periods, quoted.period)
    if not fill(series.periods, places, quoted.period):
        return Beside(as_of, why=f"The figures received by {say_date(as_of)} do not cover {quoted.period}.")
    if np.isnan(series.value[places]).any():
        return Beside(as_of, why=f"A part of {quoted.period} is missing in the figures received by {say_date(as_of)}.")
    value, numerator, denominator = _together(measure, series, places)
    if value is None:
        return Beside(as_of, why="Its periods cannot be put together: their numerators and denominators are not known.")
    made_up = figures.made_up(measure.key) is not None
    return Beside(as_of, value, numerator, denominator, _agrees(quoted, value), made_up)


def _why_not(quoted: QuotedFigure, measure: Measure | None) -> str:
    """Why a figure cannot be looked up, as far as its own words tell."""
    if not quoted.measure:
        return "No measure is named."
    if measure is None:
        return f"{quoted.measure} is not defined here."
    if quoted.value is None and quoted.low is None and quoted.high is None:
        return "No number was quoted."
    if not quoted.area:
        return "The area is not stated."
    if quoted.period is None:
        said = f' ("{quoted.period_words}")' if quoted.period_words else ""
        return f"The period is not stated{said}."
    wanted = measure.unit.strip().lower()
    if quoted.unit and wanted and not _same_unit(quoted.unit, measure):
        return f"It was quoted in {quoted.unit}, and the measure is in {measure.unit}."
    return ""


def _same_unit(unit: str, measure: Measure) -> bool:
    said, wanted = unit.strip().lower(), measure.unit.strip().lower()
    return said == wanted or (measure.kind is MeasureKind.PROPORTION and said in PERCENT)


def _series(figures: Figures, quoted: QuotedFigure) -> Series | None:
    try:
        panel = figures.panel(quoted.measure, [quoted.area], facets=[quoted.facet])
    except NotFound:
        return None
    key = SeriesKey(quoted.measure, quoted.area, quoted.facet)
    return panel.series(key) if key in panel else None


def _together(measure: Measure, series: Series, places: list[int]) -> tuple[float | None, float | None, float | None]:
    """The value over several periods: a count is added up; a rate or proportion is made of its added counts."""
    value = series.value[places]
    numerator = _sum(series.numerator, places)
    denominator = _sum(series.denominator, places)
    if len(places) == 1:
        return float(value[0]), numerator, denominator
    if measure.kind is MeasureKind.COUNT:
        return float(value.sum()), None, None
    if numerator is None or not denominator:
        return None, None, None
    factor = 100.0 if measure.kind is MeasureKind.PROPORTION else (measure.per or 1.0)
    return factor * numerator / denominator, numerator, denominator


def _sum(column: np.ndarray | None, places: list[int]) -> float | None:
    if column is None or np.isnan(column[places]).any():
        return None
    return float(column[places].sum())


def _agrees(quoted: QuotedFigure, value: float) -> bool | None:
    if quoted.approximate:
        return None
    low = quoted.low if quoted.low is not None else quoted.value
    high = quoted.high if quoted.high is not None else quoted.value
    assert low is not None or high is not None
    above = low is None or value > low or isclose(value, low, rel_tol=SAID_TO, abs_tol=SAID_TO)
    below = high is None or value < high or isclose(value, high, rel_tol=SAID_TO, abs_tol=SAID_TO)
    return above and below
