"""Arithmetic without policy: intervals, ratios, pools, dispersion, slopes, and months that are not all there."""

from eyre.stats.agreement import agreement
from eyre.stats.bias import Calibration, MeanError, mean_error, mincer_zarnowitz, sign_test, tracking_signal
from eyre.stats.bounds import (
    chance_of_at_most,
    chance_of_at_most_in,
    chance_of_share_at_least,
    chance_second_is_higher,
    lower_bound,
    most_marked,
    posterior_mean,
    posterior_point,
    upper_bound,
)
from eyre.stats.completeness import incomplete_months, unusually_many
from eyre.stats.counts import RateRatio, RatioMethod, chance_of_a_lower_count, count_interval, rate_ratio
from eyre.stats.dispersion import dispersion_about_season
from eyre.stats.estimates import beta_interval, design_n, implied_n, logit_interval
from eyre.stats.intervals import CONFIDENCE, Interval, normal_quantile
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
from eyre.stats.sizes import POWER, size_for_margin, size_to_show, whole_above, whole_below
from eyre.stats.slopes import SlopeChange, slope, slope_change
from eyre.stats.strata import CommonOdds, common_odds
from eyre.stats.two_shares import (
    Spread,
    chance_of_a_higher_share,
    chi_square_of_two,
    difference_of_intervals,
    p_value_against,
    p_value_of_two,
    spread_of_shares,
)
from eyre.stats.weights import DesignMean, effective_n, mean_of_design, weighting_effect

__all__ = [
    "CONFIDENCE",
    "Calibration",
    "CommonOdds",
    "DesignMean",
    "Interval",
    "MeanError",
    "POWER",
    "RateRatio",
    "RatioMethod",
    "RollingProportion",
    "SlopeChange",
    "Spread",
    "agreement",
    "beta_interval",
    "chance_of_a_higher_share",
    "chance_of_a_lower_count",
    "chance_of_at_most",
    "chance_of_at_most_in",
    "chance_of_share_at_least",
    "chance_second_is_higher",
    "chi_square_of_two",
    "common_odds",
    "count_interval",
    "design_n",
    "difference_of_intervals",
    "difference_of_means",
    "difference_of_proportions",
    "dispersion_about_season",
    "effective_n",
    "exact_interval",
    "implied_n",
    "incomplete_months",
    "logit_interval",
    "lower_bound",
    "mean_error",
    "mean_of_design",
    "mincer_zarnowitz",
    "most_marked",
    "normal_quantile",
    "p_value_against",
    "p_value_of_two",
    "posterior_mean",
    "posterior_point",
    "rate_ratio",
    "rolling_proportion",
    "share",
    "sign_test",
    "size_for_margin",
    "size_to_show",
    "slope",
    "slope_change",
    "spread_of_shares",
    "tracking_signal",
    "unusually_many",
    "upper_bound",
    "weighting_effect",
    "whole_above",
    "whole_below",
    "wilson_interval",
    "wilson_interval_corrected",
]
