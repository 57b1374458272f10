"""Which areas and types account for a change, with intervals, and mix and rate told apart."""

from eyre.drivers.chance import (
    ContributionIntervals,
    MixAndRateIntervals,
    contribution_intervals,
    mix_and_rate_intervals,
)
from eyre.drivers.contributions import LEAST_NET, Contributions, contributions
from eyre.drivers.decomposition import (
    MixAndRate,
    ShiftShare,
    ThreeWay,
    effects_over_periods,
    factor_effects,
    mix_and_rate,
    shift_share,
    sum_of_products,
    three_way,
)
from eyre.drivers.notes import DriverNote, notes_beside
from eyre.drivers.table import By, Counts, Pair, is_same_season, side_by_side
from eyre.drivers.words import net_sentence, part_sentence, why_no_share

__all__ = [
    "By",
    "ContributionIntervals",
    "Contributions",
    "Counts",
    "DriverNote",
    "LEAST_NET",
    "MixAndRate",
    "MixAndRateIntervals",
    "Pair",
    "ShiftShare",
    "ThreeWay",
    "contribution_intervals",
    "contributions",
    "effects_over_periods",
    "factor_effects",
    "is_same_season",
    "mix_and_rate",
    "mix_and_rate_intervals",
    "net_sentence",
    "notes_beside",
    "part_sentence",
    "shift_share",
    "side_by_side",
    "sum_of_products",
    "three_way",
    "why_no_share",
]
