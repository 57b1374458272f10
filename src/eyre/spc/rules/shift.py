"""Seven points running on one side of the centre line.

Source: NHS England, Making Data Count, rule "shift" (seven points); by chance about 1 start in 64. A point on the
line belongs to neither side and ends a run, and so does a gap.
"""

from eyre.spc.points import Bools, Points, in_run, run_length
from eyre.spc.rule import Rule, spell

LENGTH = 7


def flags(points: Points) -> Bools:
    return in_run(points.side > 0, LENGTH) | in_run(points.side < 0, LENGTH)


def say(points: Points, index: int, period: str) -> str:
    where = "above" if points.side[index] > 0 else "below"
    return f"{spell(run_length(points.side, index)).capitalize()} {period}s running {where} the average."


SHIFT = Rule("shift", flags, say, "NHS England, Making Data Count (7 points)")
