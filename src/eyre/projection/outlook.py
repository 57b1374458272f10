"""What is expected of series in periods without a figure: means, and how far and how jointly they may be off.

On the scale of the link the latent rate of a period is the level and its effects, moved by

    a start     the level as it is now is not quite known
    steps       the level moves on, a little every period, and a step stays for all periods after it
    growth      how fast levels of the measure will grow is not known either

each in part the series' own and in part common to all areas of the measure. So periods depend on one another, which
makes the range of a year as wide as it must be, and areas on one another, which does the same for a force. Everything
here is closed form; `draws` draws paths with the very same means and covariances.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from eyre.core import Floats
from eyre.projection.families import Reals
from eyre.projection.figures import Usable
from eyre.projection.levels import Levels, over
from eyre.projection.naive import repeated
from eyre.projection.pool import Fitted, Pool, effects, typical_rate
from eyre.projection.season import months_around


@dataclass(frozen=True)
class Moments:
    """Means and variances of published figures. Each of the same shape, rates."""

    mean: Floats
    variance: Floats


@dataclass(frozen=True)
class Outlook:
    """Some series in some periods.

    steps: shape (periods,), periods after the last figure; below 0 for a gap before it. rate, exposure: expected rate,
    and exposure, of each period, shape (periods, series).
    """

    family: Reals
    levels: Levels
    pool: Pool
    steps: Floats
    rate: Floats
    exposure: Floats

    def linked(self, one: int, other: int) -> Floats:
        """Covariance of two periods on the scale of the link, shape (series,)."""
        both = self.steps[one], self.steps[other]
        together = min(map(abs, both)) if both[0] * both[1] > 0 else 0.0
        grows = self.pool.growth_variance * max(both[0], 0.0) * max(both[1], 0.0)
        start, move = self.levels.start + self.pool.start, self.levels.move + self.pool.move
        return np.asarray(start + move * together + grows)

    @cached_property
    def periods(self) -> Moments:
        """Each period: shape (periods, series)."""
        own = np.stack([self.linked(i, i) for i in range(len(self.steps))])
        variance = self.family.published_variance(self.rate, self.exposure, self.levels.scatter, own)
        return Moments(self.rate, variance)

    def total(self, chosen: Sequence[int]) -> Moments:
        """One rate for some of the periods together, shape (series,): amounts over exposures."""
        base = self.exposure[chosen]
        mean, variance = over(self.rate[chosen] * base), over(self.periods.variance[chosen] * base**2)
        for at, one in enumerate(chosen):
            for other in chosen[at + 1 :]:
                between = self.family.latent_covariance(self.rate[one], self.rate[other], self.linked(one, other))
                variance = variance + 2 * between * self.exposure[one] * self.exposure[other]
        asked = over(base)
        return Moments(mean / asked, variance / asked**2)


def look_out(usable: Usable, fitted: Fitted, pool: Pool, places: Sequence[int], last: int) -> Outlook:
    """What to expect of series whose figures end in one period, in some places of their run and after it.

    last: the place of the last figure. In a gap before it the level is that of the periods before the gap.
    """
    family, at = usable.family, list(places)
    ahead = max([*at, 0]) + 1 - len(usable.periods)
    effect = effects(usable, pool, fitted.own, max(ahead, 0))
    exposure = repeated(usable.exposure, max(ahead, 0), usable.per_year)[at]
    steps = np.array(at, dtype=float) - last
    level = np.broadcast_to(fitted.levels.level, exposure.shape)
    if (steps < 0).any():
        level = np.where((steps < 0)[:, None], _level_until(usable, effect)[np.minimum(at, last)], level)
    grown = pool.growth * np.maximum(steps, 0.0)[:, None]
    return Outlook(family, fitted.levels, pool, steps, family.with_effect(level, effect[at] + grown), exposure)


def _level_until(usable: Usable, effect: Floats) -> Floats:
    known = effect[: len(usable.periods)]
    return months_around(usable.family, usable.amount, usable.exposure, known, typical_rate(usable), on=0)
