"""Two groups compared within strata, so that a difference of their mix is not taken for one of their rates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from eyre.core import Floats, Refused


@dataclass(frozen=True, slots=True)
class CommonOdds:
    """The odds ratio that strata have in common, and the test that it is 1; each of shape (...).

    The crude ones take all strata together, as a reader of the total does. The tests are chi-squared with one degree
    of freedom, with the correction for continuity.
    """

    odds_ratio: Floats
    chi_square: Floats
    p_value: Floats
    crude_odds_ratio: Floats
    crude_chi_square: Floats


def common_odds(k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike) -> CommonOdds:
    """Compare k1 of n1 with k2 of n2 within each stratum, and without looking at strata.

    All of shape (..., strata), counts. One odds ratio is taken to hold in all strata: where they plainly differ, say
    them one by one. A stratum in which one group has nobody says nothing and counts nothing.
    Raises Refused for a count above its base or below 0, and where no stratum holds both groups.
    Source: N. Mantel and W. Haenszel, J. Nat. Cancer Inst. 22 (1959) 719.
    """
    from scipy.special import chdtrc

    k1, n1, k2, n2 = (np.asarray(v, dtype=np.float64) for v in (k1, n1, k2, n2))
    if (np.minimum(k1, k2) < 0).any() or (k1 > n1).any() or (k2 > n2).any():
        raise Refused("A count is above its base or below 0. Check that the columns are k1, n1, k2, n2.")
    n = n1 + n2
    if not ((n1 > 0) & (n2 > 0)).any(axis=-1).all():
        raise Refused("No stratum holds both groups, so that they cannot be compared within one.")
    ratio = _ratio(_over(k1 * (n2 - k2), n).sum(axis=-1), _over(k2 * (n1 - k1), n).sum(axis=-1))
    expected = _over((k1 + k2) * n1, n)
    variance = _over(_over(expected * n2 * (n - k1 - k2), n), n - 1)
    gap = np.maximum(np.abs((k1 - expected).sum(axis=-1)) - 0.5, 0)
    square = _ratio(gap**2, variance.sum(axis=-1))
    total = [v.sum(axis=-1) for v in (k1, n1, k2, n2)]
    return CommonOdds(
        ratio,
        square,
        np.asarray(chdtrc(1, square)),
        _ratio(total[0] * (total[3] - total[2]), total[2] * (total[1] - total[0])),
        _yates(*total),
    )


def _yates(k1: Floats, n1: Floats, k2: Floats, n2: Floats) -> Floats:
    n, k = n1 + n2, k1 + k2
    gap = np.maximum(np.abs(k1 * (n2 - k2) - k2 * (n1 - k1)) - n / 2, 0)
    return _ratio(n * gap**2, n1 * n2 * k * (n - k))


def _over(part: Floats, base: Floats) -> Floats:
    return np.asarray(np.divide(part, base, out=np.zeros(np.broadcast(part, base).shape), where=base > 0))


def _ratio(above: Floats, below: Floats) -> Floats:
    return np.asarray(np.divide(above, below, out=np.full(np.broadcast(above, below).shape, np.nan), where=below > 0))
