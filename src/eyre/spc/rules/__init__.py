"""One rule a file; here the named sets, each in order of precedence."""

from eyre.spc.rule import RuleSet
from eyre.spc.rules.outside_limits import OUTSIDE_LIMITS
from eyre.spc.rules.shift import SHIFT
from eyre.spc.rules.trend import TREND
from eyre.spc.rules.two_of_three import TWO_OF_THREE

# The order is ours (Making Data Count ranks none above another): what needs the least argument in a meeting comes
# first. All four make a point special cause alike; the order only chooses the sentence.
MAKING_DATA_COUNT = RuleSet("Making Data Count", "1", (OUTSIDE_LIMITS, SHIFT, TREND, TWO_OF_THREE))

__all__ = ["MAKING_DATA_COUNT", "OUTSIDE_LIMITS", "SHIFT", "TREND", "TWO_OF_THREE"]
