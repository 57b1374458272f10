"""The projection of one series of counts, month by month, written to be read: the judge of the fast one.

What is shared (season, level in common, growth, dispersion) comes in as a pool; how it is learned is in `pool`. Lists
and floats only. `tests/unit/projection/test_against_the_plain_reference.py` holds the fast way to this one.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, expm1, inf, log

from eyre.projection import levels as fast
from eyre.projection.figures import FREE, HELD_AT, USUAL_SCATTER
from eyre.projection.pool import Pool


def plain_projection(counts: Sequence[float | None], first: int, pool: Pool, horizon: int) -> tuple[list[float], ...]:
    """Means of the months ahead, their variances, and the mean and variance of their sum, for a whole run of counts.

    counts: oldest first, None where missing, the last one there; first: calendar month of the first, from 0.
    """
    months, season = len(counts), [float(each) for each in pool.season]
    effect = [season[(first + t) % 12] + float(pool.index[t]) for t in range(months)]
    held = without_giants(counts)
    own = own_season(held, effect, first, pool.own_season)
    effect = [effect[t] + own[(first + t) % 12] for t in range(months)]
    level, start, move, scatter = blended_level(held, effect, pool)
    ahead = [season[(first + months + h) % 12] + own[(first + months + h) % 12] for h in range(horizon)]
    mean = [level * exp(ahead[h] + pool.growth * (h + 1)) for h in range(horizon)]

    def linked(one: int, other: int) -> float:
        """Covariance of two months ahead, on the log scale."""
        steps = min(one, other) + 1
        unknown_growth = pool.growth_variance * (one + 1) * (other + 1)
        return start + pool.start + (move + pool.move) * steps + unknown_growth

    variance = [m + m * m * ((1 + scatter) * exp(linked(h, h)) - 1) for h, m in enumerate(mean)]
    between = sum(
        mean[one] * mean[other] * expm1(linked(one, other))
        for one in range(horizon)
        for other in range(horizon)
        if one != other
    )
    return mean, variance, [sum(mean)], [sum(variance) + between]


def without_giants(counts: Sequence[float | None]) -> list[float | None]:
    """Counts held in where they are far from the median of the five months around them."""
    held: list[float | None] = []
    for t, count in enumerate(counts):
        begin = min(max(t - 2, 0), len(counts) - 5)
        around = sorted(each for each in counts[begin : begin + 5] if each is not None)
        if count is None or not around:
            held.append(count)
            continue
        middle = around[(len(around) - 1) // 2]
        reach = HELD_AT * (middle + USUAL_SCATTER * middle**2) ** 0.5 + FREE
        held.append(min(max(count, middle - reach), middle + reach))
    return held


def own_season(counts: Sequence[float | None], effect: Sequence[float], first: int, unlike: float) -> list[float]:
    """What the series does in each calendar month beyond the effects it shares, shrunk."""
    if unlike <= 0:
        return [0.0] * 12
    expected = [around(counts, effect, t) * exp(effect[t]) for t in range(len(counts))]
    there = [t for t, count in enumerate(counts) if count is not None]
    squares = sum(((counts[t] or 0.0) - expected[t]) ** 2 - expected[t] for t in there)
    scatter = max(squares / max(sum(expected[t] ** 2 for t in there), 1e-12), 0)
    beyond, noise = [], []
    for place in range(12):
        mine = [t for t in there if (first + t) % 12 == place]
        asked = max(float(len(mine)), 1e-9)
        seen, told = (sum(counts[t] or 0.0 for t in mine) + 0.5) / asked, (sum(expected[t] for t in mine) + 0.5) / asked
        beyond.append(log(seen) - log(told) if mine else 0.0)
        noise.append((told / asked + scatter * told**2 / len(mine)) / told**2 if mine else 1e9)
    weight = [1 / (each + 0.01) ** 2 for each in noise]
    weighed = zip(weight, beyond, noise, strict=True)
    mine_alone = max(sum(w * (b * b - n) for w, b, n in weighed) / sum(weight), 0)
    variance = (min(mine_alone, 4 * unlike) + unlike) / 2
    kept = [b * variance / (variance + n) for b, n in zip(beyond, noise, strict=True)]
    return [each - sum(kept) / 12 for each in kept]


def around(counts: Sequence[float | None], effect: Sequence[float], t: int) -> float:
    """Level of half a year to both sides of a month, effects taken out."""
    near = [s for s in range(max(t - 6, 0), min(t + 7, len(counts))) if counts[s] is not None]
    if not near:
        everything = [count for count in counts if count is not None]
        return sum(everything) / len(everything)
    return sum(counts[s] or 0.0 for s in near) / sum(exp(effect[s]) for s in near)


def blended_level(counts: Sequence[float | None], effect: Sequence[float], pool: Pool) -> tuple[float, ...]:
    """Level now, variance of it and of its monthly step (log scale), and scatter of figures around it."""
    months, exposure = len(counts), [exp(each) for each in effect]
    used = [t for t in range(months) if counts[t] is not None]
    usual = sum(exposure[t] for t in used) / len(used)
    begin = sum(counts[t] or 0.0 for t in used) / sum(exposure[t] for t in used)
    counted = {t: fast.MEMORY ** (months - 1 - t) for t in used[fast.BURN_IN :]}
    lately = [t for t in used if t >= months - 12] or used
    now = sum(exposure[t] for t in lately) / len(lately)
    events = begin * sum(exposure[t] for t in used) / len(used)
    lean = min(
        max(fast.LEAN - fast.LEAN_PER_LOG_EVENTS * log(max(events, 0.05)), fast.LEAN_BOUNDS[0]), fast.LEAN_BOUNDS[1]
    )
    each = []
    for place, discount in enumerate(fast.DISCOUNTS):
        level, mass, before = begin, usual, []
        for t in range(months):
            before.append(max(level, 1e-9))
            mass = mass * discount + (exposure[t] if t in counted or t in used else 0.0)
            count = counts[t]
            if count is not None:
                level += exposure[t] * (count / exposure[t] - level) / mass
        level = max(level, 1e-9)
        error = {t: ((counts[t] or 0.0) / exposure[t] - before[t]) ** 2 for t in counted}
        dispersion = plain_dispersion(error, before, exposure, counted, float(pool.shared.dispersion[place]))
        score = plain_score(error, before, exposure, counted, dispersion)
        one_step, known = level / now + dispersion * level**2, min(usual / mass, 1.0)
        gain = 1 - discount
        spread = max(((1 - gain) * one_step - level / now) / level**2, 0)
        log_weight = -lean * gain + float(pool.shared.credit[place]) + fast.TEMPER * score
        each.append((log_weight, level, known * (1 - gain) * one_step, gain**2 * one_step, spread))
    best = max(one[0] for one in each)
    weight = [exp(one[0] - best) for one in each]
    weight = [w / sum(weight) for w in weight]

    def mean(part: int) -> float:
        return sum(w * one[part] for w, one in zip(weight, each, strict=True))

    level = mean(1)
    apart = sum(w * (one[1] - level) ** 2 for w, one in zip(weight, each, strict=True))
    start, move = min((mean(2) + apart) / level**2, fast.WIDEST_START), min(mean(3) / level**2, fast.WIDEST_MOVE)
    none = next((back for back in range(months) if (counts[months - 1 - back] or 0) > 0), months)
    least = 0.5 / (none + 1) / now if none >= fast.LONG_NONE else -inf
    return max(level, least), start, move, mean(4)


def plain_dispersion(
    error: dict[int, float],
    before: Sequence[float],
    exposure: Sequence[float],
    counted: dict[int, float],
    pooled: float,
) -> float:
    """Dispersion of one-step errors by weighted moments, drawn to the pool's."""
    found, total = pooled, max(sum(counted.values()), 1e-12)
    for _ in range(fast.TURNS):
        top = bottom = 0.0
        for t, weight in counted.items():
            sampling, extra = before[t] / exposure[t], before[t] ** 2
            variance = sampling + found * extra
            precision = weight * extra / max(variance, 1e-12) ** 2
            top += precision * (min(error[t], fast.HELD_IN**2 * variance) - sampling)
            bottom += precision * extra
        own = fast.OWN_PERIODS * bottom / total if bottom > 0 else 1.0
        found = max((top + own * pooled) / max(bottom + own, 1e-300), 0)
    return found


def plain_score(
    error: dict[int, float], before: Sequence[float], exposure: Sequence[float], counted: dict[int, float], found: float
) -> float:
    """How well one-step errors were told."""
    score = 0.0
    for t, weight in counted.items():
        variance = before[t] / exposure[t] + found * before[t] ** 2 + fast.ROUNDED / exposure[t] ** 2
        surprise = error[t] / variance
        score -= 0.5 * weight * (surprise / (1 + surprise / fast.BENDS_AT) + log(variance))
    return score
