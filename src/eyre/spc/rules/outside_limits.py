"""A single point outside the limits.

Source: W. A. Shewhart, Economic Control of Quality of Manufactured Product, 1931; Making Data Count, rule "single
point". A point on the limit is inside.
"""

import numpy as np

from eyre.spc.points import Bools, Points
from eyre.spc.rule import Rule


def flags(points: Points) -> Bools:
    return np.not_equal(points.beyond, 0)


def say(points: Points, index: int, period: str) -> str:
    return "Above the upper limit." if points.beyond[index] > 0 else "Below the lower limit."


OUTSIDE_LIMITS = Rule("outside_limits", flags, say, "Shewhart 1931; NHS England, Making Data Count")
