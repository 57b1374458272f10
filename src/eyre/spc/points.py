"""What a rule looks at: where each point lies against its limits and which way it moved, as -1, 0 or 1."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eyre.core import Floats

Bools = NDArray[np.bool_]
Signs = NDArray[np.int8]

ROUNDING = 1e-10  # of the largest value of the series: nearer than this is the same


@dataclass(frozen=True, slots=True)
class Points:
    """The points of one group of periods that share their limits; each of shape (..., n), 0 where missing.

    side: above (1), below (-1) or on (0) the centre line.
    beyond: above the upper (1), below the lower (-1) or within (0) the limits.
    near: beyond the near limit but within the limit, above (1) or below (-1).
    step: up (1), down (-1) or level (0) from the period before; 0 at the first and beside a gap.
    """

    side: Signs
    beyond: Signs
    near: Signs
    step: Signs


def place_points(values: Floats, lower: Floats, centre: Floats, upper: Floats) -> Points:
    """Place each value against its limits; all of shape (..., n). Limits that are NaN place nothing beyond them."""
    same = ROUNDING * _largest(values)[..., None]
    near_lower, near_upper = centre - (centre - lower) * 2 / 3, centre + (upper - centre) * 2 / 3
    beyond = _outside(values, lower - same, upper + same)
    near = np.where(beyond == 0, _outside(values, near_lower - same, near_upper + same), 0).astype(np.int8)
    step = np.zeros(values.shape, dtype=np.int8)
    step[..., 1:] = _outside(np.diff(values, axis=-1), -same, same)
    return Points(_outside(values - centre, -same, same), beyond, near, step)


def _outside(values: Floats, lower: Floats, upper: Floats) -> Signs:
    """1 above `upper`, -1 below `lower`, else 0; a comparison with NaN is false, so what is missing is 0."""
    return (values > upper).astype(np.int8) - (values < lower).astype(np.int8)


def _largest(values: Floats) -> Floats:
    """The largest size on the last axis, 0 where all is missing."""
    return np.asarray(np.max(np.where(np.isnan(values), 0.0, np.abs(values)), axis=-1, initial=0.0))


def in_run(mask: Bools, length: int) -> Bools:
    """Where `mask` holds within an unbroken run of at least `length` places of the last axis."""
    return covered(mask, length, needed=length)


def covered(mask: Bools, width: int, *, needed: int) -> Bools:
    """Where a place lies in some window of `width` neighbours of which at least `needed` hold."""
    found = np.zeros(mask.shape, dtype=np.bool_)
    if mask.shape[-1] >= width:
        windows = np.lib.stride_tricks.sliding_window_view(mask, width, axis=-1)
        full = np.count_nonzero(windows, axis=-1) >= needed
        for place in range(width):
            found[..., place : place + full.shape[-1]] |= full
    return found


def run_length(signs: Signs, index: int) -> int:
    """How many neighbours of one series, with `index` among them, share its sign."""
    sign = signs[index]
    first, last = index, index
    while first > 0 and signs[first - 1] == sign:
        first -= 1
    while last < len(signs) - 1 and signs[last + 1] == sign:
        last += 1
    return last - first + 1
