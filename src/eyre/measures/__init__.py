"""Measure definitions: what is counted, why it matters, which way is better, where the figures come from."""

from eyre.measures.catalogue import (
    SHIPPED,
    Catalogue,
    check_measure,
    read_measure,
    read_measures,
    shipped,
    write_measure,
)
from eyre.measures.measure import FacetLabel, Measure, SeriesBreak, Target

__all__ = [
    "SHIPPED",
    "Catalogue",
    "FacetLabel",
    "Measure",
    "SeriesBreak",
    "Target",
    "check_measure",
    "read_measure",
    "read_measures",
    "shipped",
    "write_measure",
]
