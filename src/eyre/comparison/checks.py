"""What figures of areas must be before they are compared: a sentence, never a number that looks right."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from eyre.core import Floats, Refused

FEWEST_AREAS = 2


def check_areas(areas: int, what: str) -> None:
    """Refuse a comparison of fewer than two areas."""
    if areas < FEWEST_AREAS:
        raise Refused(f"{what} needs at least {FEWEST_AREAS} areas; found {areas}. Add the areas to compare with.")


def counted(events: ArrayLike, base: ArrayLike, *, is_proportion: bool = False) -> tuple[Floats, Floats]:
    """Events and what they are out of or over, as arrays of one shape (..., areas).

    Raises Refused for a missing or negative count, a base that is not above 0 and, of a proportion, k above n.
    """
    k, n = np.broadcast_arrays(np.asarray(events, dtype=np.float64), np.asarray(base, dtype=np.float64))
    if np.isnan(k).any() or np.isnan(n).any():
        raise Refused("A comparison needs a figure for every area. Leave out the areas without one, and say so.")
    if (k < 0).any():
        raise Refused(f"A count cannot be negative; found {k[k < 0][0]:g}.")
    if not (n > 0).all():
        raise Refused(f"A comparison needs a base above 0 for every area; found {n[~(n > 0)][0]:g}.")
    if is_proportion and (k > n).any():
        wrong = k > n
        raise Refused(
            f"A proportion needs 0 <= k <= n; found {k[wrong][0]:g} of {n[wrong][0]:g}. "
            "Check that numerator and denominator are not exchanged, or compare rates."
        )
    return k, n


def estimated(estimate: ArrayLike, standard_error: ArrayLike) -> tuple[Floats, Floats]:
    """Estimates with their standard errors, of one shape (..., areas). Raises Refused where one is missing."""
    value, error = np.broadcast_arrays(
        np.asarray(estimate, dtype=np.float64), np.asarray(standard_error, dtype=np.float64)
    )
    if not (np.isfinite(value).all() and np.isfinite(error).all()):
        raise Refused("A rank needs an estimate and a standard error for every area. Leave out the areas without one.")
    if (error < 0).any():
        raise Refused("A standard error cannot be negative. Check that the columns are not exchanged.")
    return value, error
