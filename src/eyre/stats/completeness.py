"""Months whose figures are not all there, so that a hole in the supply is never taken for a fall."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from eyre.core import Floats
from eyre.stats.dispersion import MONTHS, by_season

THRESHOLD = 0.75  # the share of its median under which a month was called incomplete by those who found such months
FEWEST_MONTHS = 4  # a median of three is one bad month away from being wrong
FEWEST_OTHER_YEARS = 2  # years of the same calendar month before "it is always low in August" is believed
NEARBY = 12  # months on each side whose median counts as well, so that a level of ten years ago is no yardstick
TIMES_USUAL, ABOVE_USUAL = 3.0, 0.05  # of records without a place: this many times the usual share, and this far above
CHANCE = 3.0  # Poisson standard deviations that chance alone may take a count below its median


def incomplete_months(totals: ArrayLike, threshold: float = THRESHOLD) -> NDArray[np.bool_]:
    """Say which (area, month) cells look incomplete: under `threshold` of the area's own median.

    totals: shape (areas, months) (or (..., months)), all records of the area, consecutive months, oldest
    first. A month that a load covers without a record is 0; a month that no load covers is NaN and is not
    judged.
    Returns booleans of the same shape. Four things keep a cell from being flagged: fewer than four months to judge by;
    a level that was lower then (it is no lower than `threshold` of the median of the year before and after); a fall
    that chance could make (within three Poisson standard deviations of the median); and a season (it is no lower than
    `threshold` of the median of its calendar month in at least two other years).
    A true fall of a quarter is flagged too: a flag is a question to the supplier, not a finding.
    """
    values = np.asarray(totals, dtype=np.float64)
    usual = np.fmin(_median(values)[..., None], _median_nearby(values))
    low = (values < threshold * usual) & (values < usual - CHANCE * np.sqrt(usual))
    enough = (~np.isnan(values)).sum(axis=-1, keepdims=True) >= FEWEST_MONTHS
    return np.asarray(low & enough & ~_is_usual_for_the_season(values, threshold))


def _median_nearby(values: Floats) -> Floats:
    """The median of each month with those around it, shape (..., months); NaN where none of them is known."""
    if values.shape[-1] == 0:
        return values
    sides = [(0, 0)] * (values.ndim - 1) + [(NEARBY, NEARBY)]
    padded = np.pad(values, sides, constant_values=np.nan)
    return _median(np.lib.stride_tricks.sliding_window_view(padded, 2 * NEARBY + 1, axis=-1))


def _is_usual_for_the_season(values: Floats, threshold: float) -> NDArray[np.bool_]:
    """Where a month is no lower than the same month of other years, of which there must be two or more."""
    folded = by_season(values)  # (..., years, 12)
    years = folded.shape[-2]
    usual = np.full(folded.shape, np.nan)
    for year in range(years):
        others = np.delete(folded, year, axis=-2)
        known = (~np.isnan(others)).sum(axis=-2) >= FEWEST_OTHER_YEARS
        usual[..., year, :] = np.where(known, _median(np.moveaxis(others, -2, -1)), np.nan)
    at_least = folded >= threshold * usual
    return np.asarray(at_least.reshape(*values.shape[:-1], years * MONTHS)[..., : values.shape[-1]])


def _median(values: Floats) -> Floats:
    """Median over the last axis of what is present; NaN where nothing is (without numpy's warning)."""
    if values.shape[-1] == 0:
        return np.full(values.shape[:-1], np.nan)
    ordered = np.sort(values, axis=-1)  # NaN last
    seen = (~np.isnan(values)).sum(axis=-1, keepdims=True)
    below = np.take_along_axis(ordered, np.maximum((seen - 1) // 2, 0), axis=-1)
    above = np.take_along_axis(ordered, seen // 2, axis=-1)
    return np.asarray(((below + above) / 2)[..., 0])


def unusually_many(share: Floats) -> NDArray[np.intp]:
    """Positions where far more records than usual could not be placed.

    share: shape (months,), records without a place over records with one, NaN where missing. Far more: at least three
    times the median and five in a hundred above it, so that a force that places nearly all is not flagged for a few.
    """
    usual = np.nanmedian(share) if np.any(~np.isnan(share)) else np.nan
    with np.errstate(invalid="ignore"):
        return np.asarray(np.flatnonzero((share > TIMES_USUAL * usual) & (share > usual + ABOVE_USUAL)))
