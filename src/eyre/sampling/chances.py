"""Chances and shares in words that a chair can repeat."""

from __future__ import annotations

import math

# The steps people say aloud; a chance is said as the nearest, measured in odds.
STEPS = (
    (1, 100), (1, 50), (1, 20), (1, 10), (1, 7), (1, 5), (1, 4), (1, 3), (2, 5), (1, 2), (3, 5), (2, 3), (3, 4), (4, 5),
    (6, 7), (9, 10), (19, 20), (49, 50), (99, 100),
)  # fmt: skip
JUST_SO = 1e-9  # 0.95 x 100 must not become 96 when it is rounded outward


def say_chance(chance: float) -> str:
    """A chance as so many times in so many: 0.349 is "1 time in 3"."""
    if chance < 0.005:
        return "less than 1 time in 200" if chance > 0 else "never"
    if chance > 0.995:
        return "more than 199 times in 200" if chance < 1 else "always"
    hits, of = min(STEPS, key=lambda step: abs(_log_odds(step[0] / step[1]) - _log_odds(chance)))
    return f"{hits} time{'' if hits == 1 else 's'} in {of}"


def say_cases(share: float) -> str:
    """A share of cases: "1 in 10 cases" where it is one, else "3% of cases"."""
    of = 1 / share if share else 0.0
    return f"1 in {round(of)} cases" if 1 < of <= 100 and abs(of - round(of)) < 1e-6 else f"{100 * share:g}% of cases"


def percent_down(share: float) -> str:
    """A lower bound in percent, rounded so that it never claims more than was shown; 0.8% does not become none."""
    percent = 100 * share + JUST_SO
    return f"{math.floor(percent) if percent >= 1 else math.floor(10 * percent) / 10:g}%"


def percent_up(share: float) -> str:
    """An upper bound in percent, rounded so that it never claims more than was shown; 99.8% does not become all."""
    percent = 100 * share - JUST_SO
    return f"{math.ceil(percent) if percent <= 99 else math.ceil(10 * percent) / 10:g}%"


def say_confidence(confidence: float) -> str:
    return f"{100 * confidence:.10g}%"


def _log_odds(chance: float) -> float:
    return math.log(chance / (1 - chance))
