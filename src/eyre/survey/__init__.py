"""Satisfaction and confidence surveys: pooled rolling figures, weights, differences, small bases, changes of method."""

from eyre.survey.answers import Answers, Survey, survey_of
from eyre.survey.breaks import MethodBreak, check_no_break, check_none_between, crossed
from eyre.survey.consistency import chance_of_showing, chance_throughout, say_consistency, share_needed
from eyre.survey.elements import USER_SATISFACTION, Element, Questionnaire, questionnaire_of
from eyre.survey.latest import EarlierMonths, earlier_months, say_latest
from eyre.survey.matrix import (
    Matrix,
    MatrixCell,
    Rest,
    against_rest,
    against_target,
    before_after,
    check_apart,
    spread_between,
    usual_rest,
)
from eyre.survey.nonresponse import NonResponse, if_lower_by, nonresponse_bounds, points_to_reach
from eyre.survey.pooling import (
    IntervalMethod,
    Pool,
    PooledFigures,
    RollingFigures,
    overlap_correlation,
    overlap_warning,
    pool,
    rolling,
    window_of,
)
from eyre.survey.published import PublishedEstimate, published_estimate
from eyre.survey.rows import Group, SurveyRow, row_faults
from eyre.survey.small_bases import SMALL_BASES, SmallBaseRule

__all__ = [
    "SMALL_BASES",
    "USER_SATISFACTION",
    "Answers",
    "EarlierMonths",
    "Element",
    "Group",
    "IntervalMethod",
    "Matrix",
    "MatrixCell",
    "MethodBreak",
    "NonResponse",
    "Pool",
    "PooledFigures",
    "PublishedEstimate",
    "Questionnaire",
    "Rest",
    "RollingFigures",
    "SmallBaseRule",
    "Survey",
    "SurveyRow",
    "against_rest",
    "against_target",
    "before_after",
    "chance_of_showing",
    "chance_throughout",
    "check_apart",
    "check_no_break",
    "check_none_between",
    "crossed",
    "earlier_months",
    "if_lower_by",
    "nonresponse_bounds",
    "overlap_correlation",
    "overlap_warning",
    "points_to_reach",
    "pool",
    "published_estimate",
    "questionnaire_of",
    "rolling",
    "row_faults",
    "say_consistency",
    "say_latest",
    "share_needed",
    "spread_between",
    "survey_of",
    "usual_rest",
    "window_of",
]
