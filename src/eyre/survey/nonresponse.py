"""Those who did not answer: how far they could move the figure.

Nothing in the answers says what they would have said. The bounds assume nothing; "so many points lower" is an
assumption that a person makes, and is printed as one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from eyre.core import Floats, Refused
from eyre.stats import share


@dataclass(frozen=True, slots=True)
class NonResponse:
    """Shares of all who were asked; each of shape (...).

    response_rate: answered over asked. lowest, highest: if no, or every, silent person were satisfied.
    """

    response_rate: Floats
    lowest: Floats
    highest: Floats


def nonresponse_bounds(satisfied: ArrayLike, answered: ArrayLike, asked: ArrayLike) -> NonResponse:
    """Return the worst and the best that all who were asked could have said; shape (...); NaN where nobody was asked.

    Source: C. F. Manski, Partial Identification of Probability Distributions, 2003, chapter 1.
    """
    k, n, whole = _checked(satisfied, answered, asked)
    return NonResponse(share(n, whole), share(k, whole), share(k + whole - n, whole))


def if_lower_by(points: float, satisfied: ArrayLike, answered: ArrayLike, asked: ArrayLike) -> Floats:
    """Return the share of all who were asked, if those who did not answer lie so many points lower; shape (...).

    points: percentage points; below 0 for higher. Their share is kept between 0 and 1.
    """
    k, n, whole = _checked(satisfied, answered, asked)
    silent = np.clip(share(k, n) - points / 100, 0, 1)
    return share(k + np.where(whole > n, (whole - n) * silent, 0.0), whole)


def points_to_reach(line: float, satisfied: ArrayLike, answered: ArrayLike, asked: ArrayLike) -> Floats:
    """Return how many points lower the silent must lie for the share of all asked to fall to `line`; shape (...).

    Below 0 where the share of the answers is under the line; infinite where even no silent person satisfied (or, below
    0, all of them) would not bring it there, or where everybody answered.
    """
    k, n, whole = _checked(satisfied, answered, asked)
    gap = share(k, n) - line
    with np.errstate(divide="ignore", invalid="ignore"):
        points = np.where(gap == 0, 0.0, gap * whole / (whole - n))
    silent = share(k, n) - points
    return np.asarray(np.where((silent < -1e-12) | (silent > 1 + 1e-12), np.copysign(np.inf, gap), 100 * points))


def _checked(satisfied: ArrayLike, answered: ArrayLike, asked: ArrayLike) -> tuple[Floats, Floats, Floats]:
    k, n, whole = np.broadcast_arrays(*(np.asarray(part, np.float64) for part in (satisfied, answered, asked)))
    if ((k < 0) | (k > n) | (n > whole)).any():
        raise Refused("Non-response needs 0 <= satisfied <= answered <= asked. Check that no columns are exchanged.")
    return k, n, whole
