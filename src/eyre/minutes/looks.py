"""The evidence beside a look at a risk: what the figures said of each measure it rests on, as known on its day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from eyre.body.folder import BodyFolder
from eyre.body.registers import RiskLook
from eyre.core import NotFound, Period, SeriesKey

A_YEAR = {"month": 12, "quarter": 4, "financial_year": 1, "calendar_year": 1}  # periods from one year to the next


@dataclass(frozen=True, slots=True)
class Reading:
    """The last figure of a measure that was known on the day of a look, and that of the year before.

    period, value: None where nothing was known of the area.
    """

    measure: str
    area: str
    period: Period | None = None
    value: float | None = None
    year_before: float | None = None
    made_up: bool = False


def evidence(folder: BodyFolder, look: RiskLook, area: str) -> tuple[Reading, ...]:
    """What was known of each measure of a look in one area, in the order the look names them."""
    return tuple(_reading(folder, look, measure, area) for measure in look.measures)


def _reading(folder: BodyFolder, look: RiskLook, measure: str, area: str) -> Reading:
    nothing = Reading(measure, area)
    if measure not in folder.measures:
        return nothing
    figures = folder.figures(look.at)
    try:
        panel = figures.panel(measure, [area])
    except NotFound:
        return nothing
    key = SeriesKey(measure, area)
    if key not in panel:
        return nothing
    series = panel.series(key)
    last = int(np.flatnonzero(~np.isnan(series.value))[-1])
    before = last - A_YEAR.get(folder.measures[measure].period, len(series.periods))
    year_before = float(series.value[before]) if before >= 0 and not np.isnan(series.value[before]) else None
    made_up = figures.made_up(measure) is not None
    return Reading(measure, area, series.periods[last], float(series.value[last]), year_before, made_up)
