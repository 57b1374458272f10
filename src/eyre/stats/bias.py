"""Whether forecasts lean to one side: the mean error with its interval, and three classical looks at it.

An error is what came less what was forecast, so a mean error above 0 says that forecasts were too low.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from eyre.core import Floats, TooFewPoints
from eyre.stats.intervals import CONFIDENCE, Interval, check_confidence


@dataclass(frozen=True, slots=True)
class MeanError:
    """A mean error with its t interval, in the unit of the errors; t and two-sided p of the test that it is 0.

    Where all errors are alike the interval has no width: t is infinite, or NaN where all of them are 0.
    """

    n: int
    interval: Interval
    t: float
    p: float

    @property
    def mean(self) -> float:
        return float(self.interval.estimate)


def mean_error(errors: ArrayLike, *, confidence: float = CONFIDENCE) -> MeanError:
    """Return the mean of some independent errors, shape (n,), with its interval by Student's t.

    Raises TooFewPoints below two errors.
    """
    from scipy.special import stdtr, stdtrit

    check_confidence(confidence)
    each = _at_least(errors, 2, "A mean error with an interval")
    mean, error = each.mean(), each.std(ddof=1) / np.sqrt(each.size)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = float(np.divide(mean, error))
    reach = stdtrit(each.size - 1, 0.5 + confidence / 2) * error
    p = 1.0 if np.isnan(t) else 2 * float(stdtr(each.size - 1, -abs(t)))
    return MeanError(each.size, Interval(mean, mean - reach, mean + reach, confidence), t, p)


def sign_test(errors: ArrayLike) -> float:
    """Two-sided p of so many errors, shape (n,), on one side of 0 if both sides were as likely; ties are left out."""
    from scipy.special import bdtr

    each = np.asarray(errors, dtype=np.float64)
    above, below = int((each > 0).sum()), int((each < 0).sum())
    return min(1.0, 2 * float(bdtr(min(above, below), above + below, 0.5))) if above + below else 1.0


def tracking_signal(errors: ArrayLike) -> float:
    """The sum of errors, shape (n,), over their mean absolute size: n or -n where all lie on one side, 0 if none errs.

    Source: R. G. Brown, Smoothing, Forecasting and Prediction, 1963.
    """
    each = _at_least(errors, 1, "A tracking signal")
    size = float(np.abs(each).mean())
    return float(each.sum()) / size if size else 0.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """Least squares of what came on what was forecast, and the joint test of intercept 0 and slope 1."""

    intercept: float
    intercept_se: float
    slope: float
    slope_se: float
    f: float
    freedom: tuple[int, int]
    p: float


def mincer_zarnowitz(forecast: ArrayLike, actual: ArrayLike) -> Calibration:
    """Ask whether forecasts, shape (n,), are right on average at every height: intercept 0 and slope 1.

    Raises TooFewPoints below three pairs, and where all forecasts are alike. Errors are taken as independent.
    Source: J. Mincer and V. Zarnowitz, The Evaluation of Economic Forecasts, NBER 1969.
    """
    from scipy.special import fdtrc

    x, y = (_at_least(part, 3, "A line of results on forecasts") for part in (forecast, actual))
    spread = float(((x - x.mean()) ** 2).sum())
    if spread == 0:
        raise TooFewPoints("All forecasts are alike: no line of results on forecasts can be drawn.")
    slope = float(((x - x.mean()) * (y - y.mean())).sum()) / spread
    intercept = float(y.mean() - slope * x.mean())
    left, freedom = float(((y - intercept - slope * x) ** 2).sum()), x.size - 2
    variance = left / freedom
    with np.errstate(divide="ignore", invalid="ignore"):
        f = float(np.divide((float(((y - x) ** 2).sum()) - left) / 2, variance))
    errors = np.sqrt(variance * (1 / x.size + x.mean() ** 2 / spread)), np.sqrt(variance / spread)
    p = 1.0 if np.isnan(f) else float(fdtrc(2, freedom, f))
    return Calibration(intercept, float(errors[0]), slope, float(errors[1]), f, (2, freedom), p)


def _at_least(values: ArrayLike, fewest: int, what: str) -> Floats:
    each = np.asarray(values, dtype=np.float64)
    if each.size < fewest:
        raise TooFewPoints(f"{what} needs at least {fewest} results; there are {each.size}.")
    return each
