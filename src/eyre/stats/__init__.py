"""Arithmetic without policy: intervals, ratios, pools, dispersion, slopes, strata, incomplete months."""

from eyre.stats.completeness import incomplete_months, unusually_many
from eyre.stats.counts import RateRatio, RatioMethod, chance_of_a_lower_count, count_interval, rate_ratio
from eyre.stats.dispersion import dispersion_about_season
from eyre.stats.intervals import CONFIDENCE, Interval
from eyre.stats.means import difference_of_means
from eyre.stats.proportions import (
    RollingProportion,
    difference_of_proportions,
    exact_interval,
    rolling_proportion,
    share,
    wilson_interval,
    wilson_interval_corrected,
)
from eyre.stats.slopes import SlopeChange, slope_change
from eyre.stats.strata import CommonOdds, common_odds

__all__ = [
    "CONFIDENCE",
    "CommonOdds",
    "Interval",
    "RateRatio",
    "RatioMethod",
    "RollingProportion",
    "SlopeChange",
    "chance_of_a_lower_count",
    "common_odds",
    "count_interval",
    "difference_of_means",
    "difference_of_proportions",
    "dispersion_about_season",
    "exact_interval",
    "incomplete_months",
    "rate_ratio",
    "rolling_proportion",
    "share",
    "slope_change",
    "unusually_many",
    "wilson_interval",
    "wilson_interval_corrected",
]
