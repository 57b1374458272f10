"""The fast pass over all series equals a plain one, written series by series."""

import math

import numpy as np
import pytest

from eyre.core import MeasureKind
from eyre.projection import project
from eyre.projection.levels import BURN_IN, DISCOUNTS, HELD_IN, MEMORY, OWN_MONTHS, TAIL, TEMPER


def plain_fit(values, season, pooled, prior, first):
    """Level, gain, dispersion and weight for each discount, for one series of counts; season on the log scale."""
    months = range(len(values))
    exposure = [math.exp(season[(first + t) % 12]) for t in months]
    seen = [not math.isnan(values[t]) for t in months]
    used = [t for t in months if seen[t]]
    usual = sum(exposure[t] for t in used) / len(used)
    start = sum(values[t] for t in used) / sum(exposure[t] for t in used)
    since = len(values) - 1 - used[-1]
    counted = {t: MEMORY ** (len(values) - 1 - t) for t in used[BURN_IN:]}
    out = []
    for k, discount in enumerate(DISCOUNTS):
        level, mass, before = start, usual, []
        for t in months:
            before.append(level)
            mass = mass * discount + (exposure[t] if seen[t] else 0)
            if seen[t]:
                level += exposure[t] / mass * (values[t] / exposure[t] - level)
        squares = {t: (values[t] / exposure[t] - before[t]) ** 2 for t in counted}
        known = {t: before[t] / exposure[t] for t in counted}
        extra = {t: before[t] ** 2 for t in counted}
        spread = 0.0
        for turn in range(3):
            top = bottom = 0.0
            for t in counted:
                variance = known[t] + spread * extra[t]
                precision = counted[t] * extra[t] / variance**2
                held = min(squares[t], HELD_IN**2 * variance) if turn else squares[t]
                top += precision * (held - known[t])
                bottom += precision * extra[t]
            own = OWN_MONTHS * bottom / sum(counted.values())
            spread = max((top + own * pooled[k]) / (bottom + own), 0)
        score = 0.0
        for t in counted:
            variance = known[t] + spread * extra[t] + 1 / 12 / exposure[t] ** 2
            density = -0.5 * math.log(variance) - (TAIL + 1) / 2 * math.log1p(squares[t] / variance / (TAIL - 2))
            score += counted[t] * density
        gain = min(usual / mass * discount**since, 1)
        out.append((level, gain, spread, math.log(prior[k]) + TEMPER * score))
    level, gain, spread, logs = map(list, zip(*out, strict=True))
    best = max(logs)
    weights = [math.exp(each - best) for each in logs]
    return level, gain, spread, [weight / sum(weights) for weight in weights]


def test_levels_gains_dispersions_and_weights_equal_the_plain_ones(make_panel):
    rng = np.random.default_rng(12)
    levels = np.array([3, 40, 900])[:, None] * np.exp(np.cumsum(rng.normal(0, 0.05, (3, 70)), axis=1))
    values = rng.poisson(levels).astype(float)
    values[1, [5, 30, 69]] = np.nan
    projection = project(make_panel(values), kind=MeasureKind.COUNT)
    pool, fitted = projection.pool, projection.levels
    for row in range(3):
        plain = plain_fit(list(values[row]), pool.season, pool.dispersion, pool.prior, first=3)  # April
        fast = fitted.level[:, row], fitted.gain[:, row], fitted.dispersion[:, row], projection.weights[:, row]
        for ours, theirs in zip(fast, plain, strict=True):
            assert ours == pytest.approx(theirs, rel=1e-9, abs=1e-9)
