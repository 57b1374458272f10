"""What each part added to the change of a whole: signed amounts that add up to it, and shares where there are any.

A contribution is arithmetic and says where a change lies, never why it came about.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from eyre.core import Floats, Refused

LEAST_NET = 0.2  # of the gross change: under this a share of the net is refused. Our choice, argued in the manual
PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class Contributions:
    """What each part of a whole had then and now.

    then, now: shape (..., parts), in the unit of the whole. whole_then, whole_now: shape (...), the whole as it was
    published or, where it was not, the sum of its parts.
    """

    then: Floats
    now: Floats
    whole_then: Floats
    whole_now: Floats

    @property
    def change(self) -> Floats:
        """Shape (..., parts): signed; with `remainder` they add up to `net`."""
        return self.now - self.then

    @property
    def net(self) -> Floats:
        """Shape (...): the change of the whole."""
        return self.whole_now - self.whole_then

    @property
    def remainder(self) -> Floats:
        """Shape (...): the change of the whole that lies in none of the parts."""
        return np.asarray(self.net - self.change.sum(axis=-1))

    @property
    def gross(self) -> Floats:
        """Shape (...): all gains and all losses, each without its sign, the remainder among them."""
        return np.asarray(np.abs(self.change).sum(axis=-1) + np.abs(self.remainder))

    @property
    def cancels(self) -> NDArray[np.bool_]:
        """Shape (...): gains and losses cancel, so that "percent of the change" would mislead."""
        return np.asarray((np.abs(self.net) < LEAST_NET * self.gross) | (self.net == 0))

    @property
    def percent(self) -> Floats:
        """Shape (..., parts): percent of the net change; above 100 and below 0 are right. NaN where `cancels`."""
        whole = np.where(self.cancels, np.nan, self.net)
        return PERCENT * self.change / whole[..., None] + 0.0  # no minus before a nought

    @property
    def order(self) -> NDArray[np.intp]:
        """Shape (..., parts): the parts by the size of their contribution, whatever its sign; ties as they stand."""
        return np.argsort(-np.abs(self.change), axis=-1, kind="stable")


def contributions(
    then: ArrayLike, now: ArrayLike, *, whole_then: ArrayLike | None = None, whole_now: ArrayLike | None = None
) -> Contributions:
    """Return what each part added to the change of the whole.

    then, now: shape (..., parts), counts (or any amounts that add up) of two periods of equal length. whole_then,
    whole_now: shape (...), where the whole was published apart from its parts; both or neither.
    Raises Refused for a missing amount, shapes that differ, no part, and one whole without the other.
    """
    before, after = _amounts(then), _amounts(now)
    if before.shape != after.shape:
        raise Refused(f"Then has {before.shape[-1]} parts and now has {after.shape[-1]}. Give the same parts twice.")
    if (whole_then is None) != (whole_now is None):
        raise Refused("A whole was given for one period only. Give it for both, or for neither.")
    wholes = (
        (before.sum(axis=-1), after.sum(axis=-1))
        if whole_then is None or whole_now is None
        else (_finite(whole_then), _finite(whole_now))
    )
    shape = before.shape[:-1]
    return Contributions(before, after, *(np.broadcast_to(whole, shape) for whole in wholes))


def _amounts(values: ArrayLike) -> Floats:
    amounts = np.atleast_1d(_finite(values))
    if not amounts.shape[-1]:
        raise Refused("There is no part. Give the amounts of at least one.")
    return amounts


def _finite(values: ArrayLike) -> Floats:
    found = np.asarray(values, dtype=np.float64)
    if not np.isfinite(found).all():
        raise Refused("An amount is missing. A part without a figure in one period has no contribution: leave it out.")
    return found
