"""An estimate with the range that goes with it, and the quantiles that ranges are made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from eyre.core import Floats, Refused

CONFIDENCE = 0.95  # two-sided, as published statistics in this field are


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate and its two-sided interval; each of shape (...), in the unit of the estimate."""

    estimate: Floats
    lower: Floats
    upper: Floats
    confidence: float = CONFIDENCE

    def holds(self, value: float) -> np.ndarray:
        """Say for each estimate whether its interval holds `value`; shape (...)."""
        return np.asarray((self.lower <= value) & (value <= self.upper))


def check_confidence(confidence: float) -> None:
    """Refuse a confidence that is not a share between 0 and 1 (95 is written 0.95)."""
    if not 0 < confidence < 1:
        raise Refused(f"A confidence of {confidence} was asked. Give a share between 0 and 1, such as 0.95.")


def normal_quantile(confidence: float) -> float:
    """The number of standard errors on each side: 1.959964 for 0.95."""
    from scipy.special import ndtri

    check_confidence(confidence)
    return float(ndtri(0.5 + confidence / 2))
