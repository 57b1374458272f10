"""Projections: what the figures will be if nothing changes, how sure that is, and how good it has been."""

from eyre.projection.backtest import Backtest, Score, backtest
from eyre.projection.figures import Basis
from eyre.projection.naive import Naive
from eyre.projection.pool import Pool
from eyre.projection.projections import QUANTILES, Projection, Range, project

__all__ = [
    "QUANTILES",
    "Backtest",
    "Basis",
    "Naive",
    "Pool",
    "Projection",
    "Range",
    "Score",
    "backtest",
    "project",
]
