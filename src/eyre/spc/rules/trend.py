"""Seven points running, each higher than the one before, or each lower.

Source: NHS England, Making Data Count, rule "trend" (seven points, so six steps). Two equal values end a run, and so
does a gap. D. J. Wheeler advises against the rule, which adds false alarms and finds little that the others miss
(Understanding Statistical Process Control, 3rd ed., 2010): we keep it because the NHS set has it.
"""

import numpy as np

from eyre.spc.points import Bools, Points, Signs, in_run, run_length
from eyre.spc.rule import Rule, spell

LENGTH = 7


def flags(points: Points) -> Bools:
    return _trending(points.step > 0) | _trending(points.step < 0)


def _trending(steps: Bools) -> Bools:
    """Points of a run of six steps one way: both ends of each step, so the first point of seven as well."""
    long_enough = in_run(steps, LENGTH - 1)
    trending = long_enough.copy()
    trending[..., :-1] |= long_enough[..., 1:]
    return trending


def say(points: Points, index: int, period: str) -> str:
    step = _step_of_the_trend(points.step, index)
    way = "Rising" if points.step[step] > 0 else "Falling"
    return f"{way} for {spell(run_length(points.step, step) + 1)} {period}s running."


def _step_of_the_trend(step: Signs, index: int) -> int:
    """The step into the point when it is part of the run, else (first point of the run) the step out of it."""
    ends_here = step[index] != 0 and run_length(step, index) >= LENGTH - 1
    return index if ends_here else int(np.minimum(index + 1, len(step) - 1))


TREND = Rule("trend", flags, say, "NHS England, Making Data Count (7 points)")
