"""Projections: what the figures will be if nothing changes, how sure that is, and how good it has been."""

from eyre.projection.figures import Basis
from eyre.projection.pool import Pool
from eyre.projection.projections import QUANTILES, Projection, Range, project

__all__ = ["QUANTILES", "Basis", "Pool", "Projection", "Range", "project"]
