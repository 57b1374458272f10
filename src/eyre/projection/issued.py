"""Projections that were given out, scored when the figures came.

Sources: Bracher, Ray, Gneiting and Reich 2021 (weighted interval score); Czado, Gneiting and Held 2009 (cover of whole
counts by the randomised probability integral transform, here by its expectation).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eyre.core import Floats, TooFewPoints
from eyre.projection.projections import QUANTILES
from eyre.projection.scores import cover_of_draws, pinball, share_inside, weighted_interval_score

LEVELS = tuple(map(float, QUANTILES))  # as they are written into what is issued
SMALL = 100  # up to this a whole number on the edge of a range weighs enough to be counted in part
LEVELS_80, LEVELS_95 = (0.10, 0.90), (0.025, 0.975)
FEWEST_TO_COMPARE = 12  # a year: months issued together share errors, so fewer say little of a forecast's worth


@dataclass(frozen=True, slots=True)
class Told:
    """A range as it was issued. quantiles, naive: at `levels`; tally: draws that came to 0, 1, 2 …, or empty."""

    levels: tuple[float, ...]
    quantiles: tuple[float, ...]
    naive: tuple[float, ...]
    tally: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """How near a range came to its figure, in the measure's unit; inside: 1, 0, or a part where the edge was met."""

    actual: float
    wis: float
    pinball: tuple[float, ...]
    inside_80: float
    inside_95: float
    naive_wis: float
    naive_inside_80: float
    naive_inside_95: float


@dataclass(frozen=True, slots=True)
class Summary:
    """Means over some scores of one series. skill: by how much the error was smaller than the naive forecast's."""

    n: int
    wis: float
    pinball: tuple[float, ...]
    inside_80: float
    inside_95: float
    naive_wis: float
    naive_inside_80: float
    naive_inside_95: float

    @property
    def skill(self) -> float | None:
        return 1 - self.wis / self.naive_wis if self.naive_wis > 0 else None

    @property
    def sentence(self) -> str:
        """How good these projections were, in words."""
        months = "the 1 month" if self.n == 1 else f"the {self.n} months"
        said = f"Of {months} with a figure, {_some(self.inside_80, self.n)} lay in the 80 % range and "
        said += f"{_some(self.inside_95, self.n)} in the 95 % range"
        if self.n < FEWEST_TO_COMPARE or self.skill is None:
            return f"{said}; at least {FEWEST_TO_COMPARE} are needed before it is set beside the naive forecast."
        larger = "smaller" if self.skill >= 0 else "larger"
        return f"{said}; the error was {abs(100 * self.skill):.0f} % {larger} than that of the naive forecast."


def _some(share: float, n: int) -> str:
    return f"{share * n:.1f}".removesuffix(".0")


def tally_of(draws: Floats, is_whole: bool) -> tuple[int, ...]:
    """How many draws, shape (draws,), came to 0, 1, 2 …; empty for large figures and such as are not whole."""
    if not is_whole or draws.size == 0 or draws.max() > SMALL or (draws != np.rint(draws)).any():
        return ()
    return tuple(map(int, np.bincount(draws.astype(np.int64))))


def score(told: Told, actual: float) -> Scored:
    """Score one issued range by the figure that came."""
    came, levels = np.array(actual), np.array(told.levels)
    quantiles, naive = np.array(told.quantiles), np.array(told.naive)
    draws = np.repeat(np.arange(len(told.tally), dtype=float), told.tally)
    inside_80, inside_95 = (
        float(cover_of_draws(draws, came, ends[1] - ends[0]))
        if told.tally
        else _inside(told.levels, quantiles, came, ends)
        for ends in (LEVELS_80, LEVELS_95)
    )
    return Scored(
        actual=actual,
        wis=float(weighted_interval_score(quantiles, levels, came)),
        pinball=tuple(map(float, pinball(quantiles, levels, came))),
        inside_80=inside_80,
        inside_95=inside_95,
        naive_wis=float(weighted_interval_score(naive, levels, came)),
        naive_inside_80=_inside(told.levels, naive, came, LEVELS_80),
        naive_inside_95=_inside(told.levels, naive, came, LEVELS_95),
    )


def _inside(levels: Sequence[float], quantiles: Floats, actual: Floats, ends: tuple[float, float]) -> float:
    low, high = (quantiles[int(np.argmin(np.abs(np.array(levels) - end)))] for end in ends)
    return float(share_inside(low, high, actual))


def summary(scores: Sequence[Scored]) -> Summary:
    """Means over the scores of one series. Raises TooFewPoints where there is none."""
    if not scores:
        raise TooFewPoints("No figure has come yet for anything this projection told.")
    losses = np.array([each.pinball for each in scores]).mean(axis=0)
    means = {
        name: float(np.mean([getattr(each, name) for each in scores]))
        for name in ("wis", "inside_80", "inside_95", "naive_wis", "naive_inside_80", "naive_inside_95")
    }
    return Summary(n=len(scores), pinball=tuple(map(float, losses)), **means)
