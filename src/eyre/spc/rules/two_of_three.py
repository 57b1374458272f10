"""Two of three points running near the same limit: between two and three deviations from the centre.

Source: Western Electric, Statistical Quality Control Handbook, 1956; Making Data Count, rule "two out of three". Only
the points that are near are flagged; a point outside the limit is its own signal and does not count as near.
"""

from eyre.spc.points import Bools, Points, covered
from eyre.spc.rule import Rule

WINDOW = 3
NEEDED = 2


def flags(points: Points) -> Bools:
    high, low = points.near > 0, points.near < 0
    return (high & covered(high, WINDOW, needed=NEEDED)) | (low & covered(low, WINDOW, needed=NEEDED))


def say(points: Points, index: int, period: str) -> str:
    limit = "upper" if points.near[index] > 0 else "lower"
    return f"Two of three {period}s running near the {limit} limit."


TWO_OF_THREE = Rule("two_of_three", flags, say, "Western Electric 1956; NHS England, Making Data Count")
