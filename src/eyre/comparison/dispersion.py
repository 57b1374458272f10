"""How much further areas lie apart than chance of counting takes them, and what that adds to the limits of a funnel.

Source: D. J. Spiegelhalter, "Handling over-dispersion of performance indicators", Quality and Safety in Health Care 14
(2005) 347: Winsorised z-scores, and an additive variance between areas by the method of moments (R. DerSimonian and
N. Laird, Controlled Clinical Trials 7 (1986) 177).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from eyre.core import Floats, TooFewPoints

WINSORISED = 0.10  # of the areas at each end are brought to the nearest of the others, so that outliers do not hide
FEWEST_AREAS = 5  # below it, a tenth at each end is not one area


@dataclass(frozen=True, slots=True)
class OverDispersion:
    """phi: the mean square of the z-scores, 1 if chance is all; tau_squared: variance between areas. Each (...)."""

    phi: Floats
    tau_squared: Floats

    @property
    def is_shown(self) -> np.ndarray:
        """Whether the areas lie further apart than chance takes them; shape (...)."""
        return np.asarray(self.tau_squared > 0)


def winsorised(z: ArrayLike, share: float = WINSORISED) -> Floats:
    """z-scores of shape (..., areas), the lowest and highest `share` of them moved to the quantile they lie beyond."""
    scores = np.asarray(z, dtype=np.float64)
    low, high = np.quantile(scores, [share, 1 - share], axis=-1, keepdims=True)
    return np.asarray(np.clip(scores, low, high))


def over_dispersion(z: ArrayLike, standard_error: ArrayLike, share: float = WINSORISED) -> OverDispersion:
    """Return phi and tau squared of areas.

    z: distances from the target in standard errors; standard_error: of each area on the scale of the limits; both of
    shape (..., areas). tau_squared is on that scale squared, and 0 where phi is no more than chance gives.
    Raises TooFewPoints below five areas.
    """
    scores, error = np.broadcast_arrays(np.asarray(z, dtype=np.float64), np.asarray(standard_error, dtype=np.float64))
    areas = scores.shape[-1]
    if areas < FEWEST_AREAS:
        raise TooFewPoints(
            f"Over-dispersion needs at least {FEWEST_AREAS} areas; found {areas}. "
            "Draw the funnel without it, and say that its limits allow for chance of counting only."
        )
    phi = (winsorised(scores, share) ** 2).mean(axis=-1)
    weight = np.divide(1.0, error**2, out=np.zeros(error.shape), where=error > 0)
    total = weight.sum(axis=-1)
    spread = total - np.divide((weight**2).sum(axis=-1), total, out=np.zeros(total.shape), where=total > 0)
    excess = np.maximum(areas * phi - (areas - 1), 0.0)
    return OverDispersion(phi, np.divide(excess, spread, out=np.zeros(phi.shape), where=spread > 0))
