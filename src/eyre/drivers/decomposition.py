"""The change of a rate or a product, taken apart into what each factor did: mix, rate, and any others.

Sources: E. M. Kitagawa, J. Amer. Statist. Assoc. 50 (1955) 1168 (mix and rate); P. Das Gupta, Standardization and
Decomposition of Rates, US Bureau of the Census, P23-186, 1993 (several factors, several populations); E. S. Dunn,
Papers of the Regional Science Association 6 (1960) 97 (shift-share).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import ArrayLike

from eyre.core import Floats, Refused

MOST_FACTORS = 10  # the work doubles with each one
Outcome = Callable[[Sequence[Floats]], Floats]


def sum_of_products(factors: Sequence[Floats]) -> Floats:
    """The outcome most often wanted: factors multiplied cell by cell and added; (..., cells) to (...)."""
    product = factors[0]
    for factor in factors[1:]:
        product = product * factor
    return np.asarray(product.sum(axis=-1))


# --- several factors, two periods ----------------------------------------------------------------------------------


def factor_effects(then: Sequence[ArrayLike], now: Sequence[ArrayLike], outcome: Outcome = sum_of_products) -> Floats:
    """Return what each factor's own change did to the outcome; shape (..., factors), adding up to its change.

    then, now: one array a factor, each of shape (..., cells), cells 1 for a plain number; they broadcast together.
    outcome: factors to shape (...). The effect of a factor is the change of the outcome when it alone moves, averaged
    over all states of the others, those with the same number of factors moved weighing the same (Das Gupta 1993,
    chapter 5; the same numbers as Shapley's value). Order of the factors does not matter and nothing is left over.
    Raises Refused for other numbers of factors then and now, none, more than 10, and missing values.
    """
    pairs = _pairs(then, now)
    count = len(pairs)
    seen = [outcome([pair[state >> at & 1] for at, pair in enumerate(pairs)]) for state in range(2**count)]
    return np.stack([_effect_of(at, count, seen) for at in range(count)], axis=-1)


def _effect_of(factor: int, count: int, seen: Sequence[Floats]) -> Floats:
    """seen: the outcome in each state; bit i of a state says whether factor i has moved."""
    bit = 1 << factor
    steps = [
        (seen[state | bit] - seen[state]) / (count * comb(count - 1, state.bit_count()))
        for state in range(2**count)
        if not state & bit
    ]
    return np.asarray(sum(steps))


def _pairs(then: Sequence[ArrayLike], now: Sequence[ArrayLike]) -> list[tuple[Floats, Floats]]:
    if len(then) != len(now) or not then:
        raise Refused(f"There are {len(then)} factors then and {len(now)} now. Give the same factors, at least one.")
    if len(then) > MOST_FACTORS:
        raise Refused(f"{len(then)} factors were given; at most {MOST_FACTORS} are taken. Put some together.")
    return [(_cells(before), _cells(after)) for before, after in zip(then, now, strict=True)]


def _cells(values: ArrayLike) -> Floats:
    cells = np.atleast_1d(np.asarray(values, dtype=np.float64))
    if not np.isfinite(cells).all():
        raise Refused("A factor is missing in one cell. Leave the cell out of both periods, and say so.")
    return cells


# --- several periods -----------------------------------------------------------------------------------------------


def effects_over_periods(factors: Sequence[ArrayLike], outcome: Outcome = sum_of_products) -> Floats:
    """Return each factor's effect in each period, measured from the first; shape (..., periods, factors).

    factors: one array a factor, shape (..., periods, cells). Between any two periods the effects add up to the change
    of the outcome, and the effect from a to c is that from a to b and from b to c (Das Gupta 1993, chapter 6). The
    price: each effect averages over all periods given, so that one more period moves the earlier ones a little.
    Raises Refused as `factor_effects`, and for fewer than two periods.
    """
    given = [np.atleast_2d(np.asarray(factor, dtype=np.float64)) for factor in factors]
    periods = {factor.shape[-2] for factor in given}
    if len(periods) != 1 or max(periods) < 2:
        found = " and ".join(map(str, sorted(periods)))
        raise Refused(f"Effects over periods need the same periods for every factor, two or more; found {found}.")
    before, after = ([factor[(..., *place, slice(None))] for factor in given] for place in _BOTH_WAYS)
    pairwise = factor_effects(before, after, outcome)  # (..., from, to, factors)
    level = np.asarray(pairwise.mean(axis=-3))  # how far each period stands from the average one
    return np.asarray(level - level[..., :1, :])


_BOTH_WAYS = ((slice(None), None), (None, slice(None)))


# --- mix and rate --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MixAndRate:
    """A change of a rate, cell by cell, each of shape (..., cells), in the unit of the rate.

    mix: because the cells make up other shares of the whole than before, each measured from the overall rate, so that
    a cell with a low rate that grows is seen to lower it. rate: because its own rate changed.
    """

    mix: Floats
    rate: Floats
    rate_then: Floats  # (...)
    rate_now: Floats  # (...)

    @property
    def change(self) -> Floats:
        """Shape (...): all mix and all rate parts together."""
        return self.rate_now - self.rate_then


def mix_and_rate(base_then: ArrayLike, rate_then: ArrayLike, base_now: ArrayLike, rate_now: ArrayLike) -> MixAndRate:
    """Take the change of an overall rate apart into mix and rate, nothing left over (Kitagawa 1955).

    base: shape (..., cells), the size of each cell (residents, cases), not negative. rate: shape (..., cells), in any
    unit. mix = change of share × average rate; rate = change of rate × average share.
    Raises Refused for a negative base, a period without any, shapes that do not go together, and missing values.
    """
    share1, share2 = _shares(base_then), _shares(base_now)
    rate1, rate2 = _cells(rate_then), _cells(rate_now)
    try:
        total1, total2 = (share1 * rate1).sum(axis=-1), (share2 * rate2).sum(axis=-1)
        from_the_whole = (rate1 + rate2 - total1[..., None] - total2[..., None]) / 2
        mix, rate = (share2 - share1) * from_the_whole, (rate2 - rate1) * (share1 + share2) / 2
    except ValueError as error:
        raise Refused("Bases and rates have other numbers of cells. Give each cell a base and a rate twice.") from error
    return MixAndRate(mix, rate, total1, total2)


@dataclass(frozen=True, slots=True)
class ThreeWay:
    """The older way of telling it, each of shape (...): what one alone would have done, and what is left.

    interaction: belongs to neither, so that the parts cannot be ranked without it.
    """

    rate_at_old_mix: Floats
    mix_at_old_rate: Floats
    interaction: Floats


def three_way(base_then: ArrayLike, rate_then: ArrayLike, base_now: ArrayLike, rate_now: ArrayLike) -> ThreeWay:
    """Take the change of an overall rate apart into rate, mix and their interaction. Arguments as `mix_and_rate`."""
    share1, share2 = _shares(base_then), _shares(base_now)
    rate1, rate2 = _cells(rate_then), _cells(rate_now)
    return ThreeWay(
        ((rate2 - rate1) * share1).sum(axis=-1),
        ((share2 - share1) * rate1).sum(axis=-1),
        ((share2 - share1) * (rate2 - rate1)).sum(axis=-1),
    )


def _shares(base: ArrayLike) -> Floats:
    sizes = _cells(base)
    total = sizes.sum(axis=-1, keepdims=True)
    if (sizes < 0).any() or (total <= 0).any():
        raise Refused("A base must not be negative, nor 0 in all cells at once: there would be no mix.")
    return np.asarray(sizes / total)


# --- against a reference -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShiftShare:
    """A change of local counts beside a reference, each of shape (..., types); the three add up to the change.

    reference: had every type moved as the whole reference did. type: because this type moved otherwise there. local:
    because it moved otherwise here than there.
    """

    reference: Floats
    type: Floats
    local: Floats


def shift_share(
    local_then: ArrayLike, local_now: ArrayLike, reference_then: ArrayLike, reference_now: ArrayLike
) -> ShiftShare:
    """Set the change of each local type beside that of the reference (a country, a force).

    All of shape (..., types), counts of two periods of equal length. Raises Refused where a type had nothing in the
    reference, for then it has no growth.
    """
    here1, here2, there1, there2 = map(_cells, (local_then, local_now, reference_then, reference_now))
    if (there1 <= 0).any():
        raise Refused("A type had nothing in the reference then, so that its growth is not known. Leave it out.")
    overall = (there2.sum(axis=-1) / there1.sum(axis=-1) - 1)[..., None]
    own = there2 / there1 - 1
    return ShiftShare(here1 * overall, here1 * (own - overall), here2 - here1 * (1 + own))
