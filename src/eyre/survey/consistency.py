"""Meeting a line again and again: what a true level shows at so many answers, by luck and throughout.

All shares from 0 to 1; counts binomial. A period shows the line where k / n reaches it, unrounded.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from eyre.core import Floats, Refused


def chance_of_showing(line: float, n: ArrayLike, true_share: ArrayLike) -> Floats:
    """Return the chance that a period of n answers shows the line or more, if the true share is this; shape (...).

    With a true share below the line this is the chance of meeting it by luck. Raises Refused for n under 1.
    """
    from scipy.special import betainc

    base, p = np.broadcast_arrays(np.asarray(n, np.float64), np.asarray(true_share, np.float64))
    if not (base >= 1).all():
        raise Refused("A period without answers shows nothing. Give 1 answer or more in each.")
    if not 0 <= line <= 1 or not ((p >= 0) & (p <= 1)).all():
        raise Refused(f"Line {line:g} and true share must be shares from 0 to 1. Divide percentages by 100.")
    needed = np.ceil(line * base - 1e-9)  # 0.9 x 10 is 9, whatever the machine makes of it
    return np.asarray(np.where(needed <= 0, 1.0, betainc(np.maximum(needed, 1), base - needed + 1, p)))


def chance_throughout(line: float, n: ArrayLike, true_share: ArrayLike) -> Floats:
    """Return the chance that every period shows the line or more.

    n: shape (..., periods), answers in each; true_share: shape (...), the same in every period. Periods must not
    overlap: rolling figures do, and their chances cannot be multiplied.
    """
    shares = np.asarray(true_share, np.float64)[..., None]
    return np.asarray(chance_of_showing(line, n, shares).prod(axis=-1))


def share_needed(line: float, n: ArrayLike, chance: float = 0.8) -> float:
    """Return the true share at which every one of the periods shows the line with this chance. n: shape (periods,)."""
    from scipy.optimize import brentq

    if not 0 < chance < 1:
        raise Refused(f"A chance of {chance:g} was asked. Give a share between 0 and 1, such as 0.8.")
    if line <= 0:
        return 0.0
    return float(brentq(lambda p: float(chance_throughout(line, n, p)) - chance, 0.0, 1.0))


def say_consistency(line: float, n: ArrayLike, true_share: float) -> str:
    """The chance of meeting a line throughout, as a sentence. n: shape (periods,)."""
    base = np.asarray(n, np.float64)
    periods, low, high = base.size, base.min(), base.max()
    answers = f"{low:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}"
    throughout = float(chance_throughout(line, base, true_share))
    return (
        f"If the true level is {100 * true_share:.1f} %, all of {periods} periods of {answers} answers show "
        f"{100 * line:g} % or more with a chance of {_percent(throughout)}; for a chance of 80 % the true "
        f"level must be {100 * share_needed(line, base):.1f} %."
    )


def _percent(share: float) -> str:
    return "under 1 %" if share < 0.01 else "over 99 %" if share > 0.99 else f"{100 * share:.0f} %"
