"""The table of figures: one row a measure, facet, area and period; the form of every load.

A row is what was published for one cell. `value` is in the measure's own unit (a proportion as a percentage, 0 to
100); where numerator and denominator are known, value = numerator / denominator (times 100 for a percentage, or the
measure's own `per`) to its printed precision.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = (
    "measure",
    "facet",
    "area",
    "period_start",
    "period_end",
    "value",
    "numerator",
    "denominator",
    "standard_error",
)
CELL = COLUMNS[:5]  # what names a cell; at most one row a load for each


@cache
def schema() -> pa.Schema:
    """Text for the names (facet "" when there is none), days for the period, float64 and null for the rest."""
    import pyarrow as pa

    text, day, number = pa.string(), pa.date32(), pa.float64()
    types = (text, text, text, day, day, number, number, number, number)
    return pa.schema([pa.field(name, kind, nullable=kind == number) for name, kind in zip(COLUMNS, types, strict=True)])


def canonical(table: pa.Table) -> pa.Table:
    """The same rows in the one order and the one schema that a load is written in.

    Raises pyarrow's own error when a column is missing or cannot be cast: a reader must not get that far.
    """
    ordered = table.select(COLUMNS).cast(schema()).sort_by([(name, "ascending") for name in CELL])
    return ordered.combine_chunks().replace_schema_metadata(None)
