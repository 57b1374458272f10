"""The words everything else stands on: periods, areas, units, facets, series, panels, paths, errors."""

from eyre.core.areas import Area, AreaKind, AreaTree, is_in_force, tree_faults
from eyre.core.errors import (
    BadInput,
    Doubt,
    EyreError,
    Fault,
    LimitReached,
    NotFound,
    Refused,
    TooFewPoints,
    raise_if_any,
)
from eyre.core.facets import Facet
from eyre.core.made_up import MARK, MadeUp
from eyre.core.periods import (
    CalendarYear,
    Day,
    FinancialQuarter,
    FinancialYear,
    Month,
    Period,
    Quarter,
    Rolling,
    Span,
    Week,
    months_between,
    parse_period,
    period_between,
    say_date,
)
from eyre.core.references import Reference
from eyre.core.series import Floats, Panel, PathKind, Paths, Series, SeriesKey
from eyre.core.units import Direction, MeasureKind, TimeRule

__all__ = [
    "Area",
    "AreaKind",
    "AreaTree",
    "BadInput",
    "CalendarYear",
    "Day",
    "Direction",
    "Doubt",
    "EyreError",
    "Facet",
    "Fault",
    "FinancialQuarter",
    "FinancialYear",
    "Floats",
    "MARK",
    "LimitReached",
    "MadeUp",
    "MeasureKind",
    "Month",
    "NotFound",
    "Panel",
    "PathKind",
    "Paths",
    "Period",
    "Quarter",
    "Reference",
    "Refused",
    "Rolling",
    "Series",
    "SeriesKey",
    "Span",
    "TimeRule",
    "TooFewPoints",
    "Week",
    "is_in_force",
    "months_between",
    "parse_period",
    "period_between",
    "raise_if_any",
    "say_date",
    "tree_faults",
]
