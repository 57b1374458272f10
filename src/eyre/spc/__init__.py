"""Process-behaviour charts: which change is larger than the usual up and down, and will the target be met by luck?"""

from eyre.spc.chart import (
    FEWEST_FOR_FIRM_LIMITS,
    Assurance,
    ChartKind,
    ChartOptions,
    PointType,
    ProcessChart,
    Rebase,
)
from eyre.spc.judge import judge, rebase_at
from eyre.spc.limits import ProcessLimits, p_limits, u_limits, xmr_limits
from eyre.spc.revisions import RevisedPoint, chart_as_it_stood, point_types_when_latest, revised_points
from eyre.spc.rule import Rule, RuleSet
from eyre.spc.rules import MAKING_DATA_COUNT

__all__ = [
    "FEWEST_FOR_FIRM_LIMITS",
    "MAKING_DATA_COUNT",
    "Assurance",
    "ChartKind",
    "ChartOptions",
    "PointType",
    "ProcessChart",
    "ProcessLimits",
    "Rebase",
    "RevisedPoint",
    "Rule",
    "RuleSet",
    "chart_as_it_stood",
    "judge",
    "p_limits",
    "point_types_when_latest",
    "rebase_at",
    "revised_points",
    "u_limits",
    "xmr_limits",
]
