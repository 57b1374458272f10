"""Places and chances as a chair would say them."""

from __future__ import annotations

import math

from eyre.core import Direction, Refused

STEPS = 20  # chances are said to the nearest 5 in 100: finer would claim more than figures and draws hold
TEENS = range(10, 21)
SMALL = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def ordinal(place: int) -> str:
    """1st, 2nd, 11th."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{'th' if place % 100 in TEENS else ending}"


def say_chance(chance: float) -> str:
    """A chance to the nearest 5 in 100: "about 3 in 10"; "under 1 in 20", "over 19 in 20" at the ends.

    Raises Refused for what is no chance.
    """
    if not 0 <= chance <= 1:
        raise Refused(f"A chance lies between 0 and 1; found {chance}.")
    steps = math.floor(STEPS * chance + 0.5 + 1e-9)
    if steps == 0:
        return "under 1 in 20"
    if steps == STEPS:
        return "over 19 in 20"
    return f"about {steps // 2} in 10" if steps % 2 == 0 else f"about {steps} in 20"


def short_chance(chance: float) -> str:
    """The same for a table: "<5 %", "30 %", ">95 %"."""
    steps = math.floor(STEPS * chance + 0.5 + 1e-9)
    return "<5 %" if steps == 0 else ">95 %" if steps == STEPS else f"{5 * steps} %"


def say_top(first: int, chance: float, direction: Direction) -> str:
    """ "in the top five with chance about 3 in 10"; without a direction, "among the five highest"."""
    count = SMALL[first] if first < len(SMALL) else str(first)
    if direction is Direction.NEITHER:
        where = "the highest" if first == 1 else f"among the {count} highest"
    else:
        where = "the best" if first == 1 else f"in the top {count}"
    return f"{where} with chance {say_chance(chance)}"


def say_rank(place: int, of: int, direction: Direction, *, lowest_first: bool = False) -> str:
    """ "6th highest of 29"; "6th best of 29" only where somebody has said which way is better."""
    word = "best" if direction is not Direction.NEITHER else "lowest" if lowest_first else "highest"
    return f"{word if place == 1 else f'{ordinal(place)} {word}'} of {of}"


def say_range(best: int, worst: int, of: int) -> str:
    """ "cannot be separated from 4th to 9th"; "stands apart" where only one place is open."""
    if best == worst:
        return f"stands apart in {ordinal(best)} place"
    if (best, worst) == (1, of):
        return f"cannot be separated from any of the {of}"
    return f"cannot be separated from {ordinal(best)} to {ordinal(worst)}"
