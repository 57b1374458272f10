"""What peers say: AutoETS, AutoTheta and the seasonal naive of statsforecast, and a negative binomial.

Each series is fitted by itself, in one of two processes. A series that a model of statsforecast fails on gets that
library's seasonal naive forecast, as the library does it; how many did is printed.
"""

from __future__ import annotations

import warnings
from concurrent.futures import Executor, Future
from dataclasses import dataclass

import numpy as np

from eyre.core import Floats
from eyre.projection.projections import QUANTILES
from projection.panels import HORIZON

CHUNK = 20  # series to a task
SHARES = [50, 80, 95]
PATHS = 200
WITH_PATHS = 4  # AutoETS draws paths for every fourth series: they take as long as the fit
RECENT = 36  # months
ARRAYS = ("ets", "theta", "naive", "ets_year")


@dataclass(frozen=True)
class Peers:
    """Quantiles at QUANTILES of some series: (levels, months, series); of AutoETS' paths of the outturn too.

    ets_year: shape (levels, series), NaN where no paths were drawn. failed: series that AutoETS or AutoTheta failed on.
    """

    ets: Floats
    theta: Floats
    naive: Floats
    ets_year: Floats
    failed: int


def ask_peers(workers: Executor, figures: Floats, year_parts: float) -> list[Future[Peers]]:
    """Begin to ask. figures: histories, shape (months, series). year_parts: what a month adds to the outturn."""
    every = range(0, figures.shape[1], CHUNK)
    return [workers.submit(ask_some, figures[:, i : i + CHUNK], i, year_parts) for i in every]


def answers(asked: list[Future[Peers]]) -> Peers:
    """Wait for what was asked and put it together."""
    parts = [each.result() for each in asked]
    joined = [np.concatenate([getattr(part, name) for part in parts], axis=-1) for name in ARRAYS]
    return Peers(*joined, sum(part.failed for part in parts))


def ask_some(figures: Floats, first: int, year_parts: float) -> Peers:
    warnings.simplefilter("ignore")
    told = [ask_one(figures[:, i], (first + i) % WITH_PATHS == 0, year_parts) for i in range(figures.shape[1])]
    ets, theta, naive, years = (np.stack([each[at] for each in told], axis=-1) for at in range(4))
    return Peers(ets, theta, naive, years, sum(each[4] for each in told))


def ask_one(figures: Floats, with_paths: bool, year_parts: float) -> tuple[Floats, Floats, Floats, Floats, int]:
    from statsforecast.models import AutoETS, AutoTheta, SeasonalNaive

    figures = np.ascontiguousarray(figures, dtype=float)
    naive = quantiles_of(SeasonalNaive(season_length=12).forecast(figures, HORIZON, level=SHARES))
    ets = theta = naive
    year, failed = np.full(len(QUANTILES), np.nan), 0
    try:
        fitted = AutoETS(season_length=12).fit(figures)
        ets = quantiles_of(fitted.predict(HORIZON, level=SHARES))
        if with_paths:
            paths = fitted.simulate(HORIZON, PATHS, seed=0)
            year = np.quantile(paths.sum(axis=1) * year_parts, QUANTILES)
    except Exception:  # whatever it was, the library goes on with its fallback
        failed = 1
    try:
        theta = quantiles_of(AutoTheta(season_length=12).forecast(figures, HORIZON, level=SHARES))
    except Exception:
        failed = 1
    return ets, theta, naive, year, failed


def quantiles_of(told: dict[str, Floats]) -> Floats:
    """What a model of statsforecast gives as quantiles, shape (levels, months)."""
    names = ("lo-95", "lo-80", "lo-50", "mean", "hi-50", "hi-80", "hi-95")
    return np.stack([np.asarray(told[name], dtype=float) for name in names])


def recent_moments(figures: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of a month from the last 36, for a negative binomial; each of shape (series,)."""
    recent = figures[-RECENT:]
    mean = np.maximum(recent.mean(axis=0), 0.5 / RECENT)
    return mean, np.maximum(recent.var(axis=0, ddof=1), mean)


def normal_of(quantiles: Floats) -> tuple[Floats, Floats]:
    """Mean and standard deviation from the middle and the 95 % interval."""
    return quantiles[3], (quantiles[-1] - quantiles[0]) / (2 * 1.959964)


def chance_up_to(quantiles: Floats, actual: Floats) -> Floats:
    """Distribution function of what is known by its quantiles, straight between and beyond them on normal paper."""
    from scipy.special import ndtr, ndtri

    z = ndtri(QUANTILES)
    at = np.clip((actual > quantiles).sum(axis=0) - 1, 0, len(z) - 2)
    low, high = (np.take_along_axis(quantiles, at[None] + i, axis=0)[0] for i in (0, 1))
    slope = (z[at + 1] - z[at]) / np.maximum(high - low, 1e-9)
    return np.asarray(ndtr(np.clip(z[at] + (actual - low) * slope, -40, 40)))
