"""Small figures that promises are made about: one measure of each sort, months from January 2016 on."""

from __future__ import annotations

import numpy as np

from eyre.commitments import AreaPaths, Figures, Known
from eyre.core import Direction, MeasureKind, Month, PathKind, Paths, Quarter, Rolling, Series, SeriesKey
from eyre.measures import Measure

START = Month(2016, 1)


def measure(key="burglary", kind=MeasureKind.COUNT, direction=Direction.DOWN, **more):
    said = {"what": "What it counts.", "why": "Why it matters.", "unit": "offences", "name": key.capitalize()}
    return Measure(**{"key": key, "kind": kind, "direction": direction, **said, **more})


BURGLARY = measure()
SATISFACTION = measure("satisfaction", MeasureKind.PROPORTION, Direction.UP, unit="%")
RATE = measure("rate", MeasureKind.RATE, per=1000.0)
MEASURES = {each.key: each for each in (BURGLARY, SATISFACTION, RATE)}


def months(n, start=START):
    return tuple(start.shift(at) for at in range(n))


def quarters(n):
    return tuple(Quarter(2016, 1).shift(at) for at in range(n))


def window(first, last):
    """Months by their place, counted from 0, both included."""
    return Rolling(START.shift(first), START.shift(last))


def key(name="burglary", area="north"):
    return SeriesKey(name, area)


def paths(values, periods=None, kind=PathKind.PUBLISHED):
    rows = np.atleast_2d(np.asarray(values, dtype=float))
    return AreaPaths(Paths(kind, periods or months(rows.shape[1]), rows))


def shares(k, n, periods=None):
    hits, base = np.broadcast_arrays(np.atleast_2d(np.asarray(k, float)), np.asarray(n, float))
    return AreaPaths(Paths(PathKind.PUBLISHED, periods or months(hits.shape[1]), 100 * hits / base), hits, base)


def figures(by_key, **more):
    return Figures(MEASURES, by_key, **more)


def series(values, name="burglary", area="north", periods=None, k=None, n=None):
    value = np.asarray(values, dtype=float)
    none = np.full(value.shape, np.nan)
    hits, base = (none if part is None else np.broadcast_to(np.asarray(part, float), value.shape) for part in (k, n))
    return Series(key(name, area), periods or months(len(value)), value, hits, base, none)


def share_series(k, n, **more):
    hits = np.asarray(k, float)
    return series(100 * hits / n, "satisfaction", k=hits, n=n, **more)


def known(*all_series, **more):
    return Known(MEASURES, {each.key: each for each in all_series}, **more)
