"""Figures as they are gathered in Python, to the table of observations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from eyre.core import Period

if TYPE_CHECKING:
    import pyarrow as pa

Figure = tuple[str, str, str, Period, float | None, float | None, float | None, float | None]
Count = tuple[str, str, str, Period, float]


def figures_table(counts: Iterable[Count]) -> pa.Table:
    """Counts (measure, facet, area, period, value) as observations in canonical order."""
    return observations_table((*count, None, None, None) for count in counts)


def observations_table(figures: Iterable[Figure]) -> pa.Table:
    """Figures (measure, facet, area, period, value, numerator, denominator, standard error) in canonical order."""
    import pyarrow as pa

    from eyre.body.observations import canonical, schema

    columns = list(zip(*figures, strict=True)) or [()] * 8
    measure, facet, area, period, *numbers = columns
    days = {p: (p.start, p.end) for p in set(period)}
    arrays = [measure, facet, area, [days[p][0] for p in period], [days[p][1] for p in period], *numbers]
    types = schema().types
    table = pa.table([pa.array(a, t) for a, t in zip(arrays, types, strict=True)], schema=schema())
    return canonical(table)
