"""The places that estimates with standard errors leave open: for each area by itself, or for all of them at once.

Marginal: M. Mogstad, J. P. Romano, A. M. Shaikh and D. Wilhelm, Review of Economic Studies 91 (2024) 476, in one step
and for independent normal estimates. Joint: M. Klein, T. Wright and J. Wieczorek, J. R. Statist. Soc. A 183 (2020) 589.
Both are wider than `places`, which tests each pair by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from eyre.comparison.checks import check_areas, counted, estimated
from eyre.core import Direction, Floats, Refused
from eyre.stats import CONFIDENCE
from eyre.stats.intervals import check_confidence, normal_quantile

HALF_A_COUNT = 0.5  # added so that no event, or nothing but events, is not taken for certainty (H. Jeffreys 1946)
FURTHEST = 4.5  # standard errors of an area's own error, over which the quadrature runs
# Nodes by how many times less certain an area is than another: the larger, the steeper the step to be integrated.
NODES = ((3.0, 16), (6.0, 32), (12.0, 64), (np.inf, 150))
STEPS = 3  # of the secant: after the third the critical value is within about 0.02
BLOCK = 50_000  # pairs worked on at once: as many as stay in the cache of a processor
NONE_AT_ALL = 1e-12  # of the largest standard error: stands in for 0, which cannot be divided by


@dataclass(frozen=True, slots=True)
class Ranks:
    """Places of areas, each of shape (..., areas); 1 is the best where a direction is stated, else the highest.

    place: ties share the better one. best, worst: the places the figures leave open. is_joint: true where all ranges
    hold together with this confidence; else each by itself.
    """

    place: NDArray[np.int_]
    best: NDArray[np.int_]
    worst: NDArray[np.int_]
    is_joint: bool
    confidence: float

    @property
    def of(self) -> int:
        return int(self.place.shape[-1])


def rank_intervals(
    estimate: ArrayLike,
    standard_error: ArrayLike,
    *,
    direction: Direction = Direction.NEITHER,
    confidence: float = CONFIDENCE,
) -> Ranks:
    """The places open to each area by itself.

    estimate, standard_error: shape (..., areas), of independent areas. An area is behind another where their difference
    lies beyond a critical value that allows for all the areas this one is set against. The true place of one area that
    was chosen beforehand lies in its range with at least this confidence.
    Raises Refused for fewer than two areas, a missing figure or a negative standard error.
    """
    value, error = _in_order(estimate, standard_error, direction)
    check_confidence(confidence)
    shape = value.shape
    rows, errors = value.reshape(-1, shape[-1]), error.reshape(-1, shape[-1])
    ahead, behind = (np.empty(rows.shape, dtype=np.int_) for _ in range(2))
    step = max(1, BLOCK // shape[-1] ** 2)
    for first in range(0, len(rows), step):
        part = slice(first, first + step)
        gap = rows[part][:, :, None] - rows[part][:, None, :]  # row less column: above 0 where the row is better
        reach = _critical(errors[part], confidence)[:, :, None] * _pair_error(errors[part])
        ahead[part], behind[part] = (gap < -reach).sum(axis=-1), (gap > reach).sum(axis=-1)
    return _ranks(value, ahead.reshape(shape), behind.reshape(shape), is_joint=False, confidence=confidence)


def joint_ranks(
    estimate: ArrayLike,
    standard_error: ArrayLike,
    *,
    direction: Direction = Direction.NEITHER,
    confidence: float = CONFIDENCE,
) -> Ranks:
    """The places open to all areas at once: with this confidence every true place lies in its range.

    Shapes and errors as of `rank_intervals`. An area is behind another where their intervals, each at the confidence
    that makes all of them hold together, do not meet. For claims about several areas: "these are the best three".
    """
    value, error = _in_order(estimate, standard_error, direction)
    reach = joint_quantile(value.shape[-1], confidence) * error
    return _of_intervals(value, value - reach, value + reach, confidence)


def joint_ranks_of_draws(
    draws: ArrayLike, *, direction: Direction = Direction.NEITHER, confidence: float = CONFIDENCE
) -> Ranks:
    """The same from draws of shape (..., draws, areas), whose areas may hang together.

    The intervals are mean ± c standard deviations, c such that this share of the draws lies within all of them.
    """
    values = np.asarray(draws, dtype=np.float64)
    values = -values if direction is Direction.DOWN else values
    check_confidence(confidence)
    check_areas(values.shape[-1], "A rank")
    mean, spread = values.mean(axis=-2), values.std(axis=-2)
    off = np.abs(values - mean[..., None, :])
    scaled = np.divide(off, spread[..., None, :], out=np.zeros(off.shape), where=spread[..., None, :] > 0)
    reach = np.quantile(scaled.max(axis=-1), confidence, axis=-1)[..., None] * spread
    return _of_intervals(mean, mean - reach, mean + reach, confidence)


def joint_quantile(areas: int, confidence: float = CONFIDENCE) -> float:
    """How many standard errors make the intervals of this many independent areas hold together: 3.0809 for 51, 90 %."""
    check_confidence(confidence)
    return normal_quantile(confidence ** (1 / areas))


def standard_errors(
    events: ArrayLike, base: ArrayLike, *, is_proportion: bool, dispersion: ArrayLike = 1.0
) -> tuple[Floats, Floats]:
    """The estimates of areas and their standard errors, from counts; of shape (..., areas), per one of the base.

    dispersion: how many times the variance of a count is its mean, over time within one area; below 1 is taken as 1.
    Half an event is added for the standard error only, so that an area with none is not taken to be certain.
    """
    k, n = counted(events, base, is_proportion=is_proportion)
    phi = np.maximum(np.asarray(dispersion, dtype=np.float64), 1.0)
    near = (k + HALF_A_COUNT) / (n + (2 * HALF_A_COUNT if is_proportion else 0.0))
    variance = near * (1 - near) / n if is_proportion else near / n
    return k / n, np.asarray(np.sqrt(phi * variance))


# --- how ----------------------------------------------------------------------------------------------------------


def _in_order(estimate: ArrayLike, standard_error: ArrayLike, direction: Direction) -> tuple[Floats, Floats]:
    """Estimates of which the higher is ahead."""
    value, error = estimated(estimate, standard_error)
    check_areas(value.shape[-1] if value.ndim else 1, "A rank")
    return (-value if direction is Direction.DOWN else value), error


def _ranks(
    value: Floats, ahead: NDArray[np.int_], behind: NDArray[np.int_], *, is_joint: bool, confidence: float
) -> Ranks:
    place = 1 + (value[..., None, :] > value[..., :, None]).sum(axis=-1)
    return Ranks(place, 1 + ahead, value.shape[-1] - behind, is_joint, confidence)


def _of_intervals(value: Floats, lower: Floats, upper: Floats, confidence: float) -> Ranks:
    ahead = (lower[..., None, :] > upper[..., :, None]).sum(axis=-1)
    behind = (upper[..., None, :] < lower[..., :, None]).sum(axis=-1)
    return _ranks(value, ahead, behind, is_joint=True, confidence=confidence)


def _pair_error(error: Floats) -> Floats:
    return np.hypot(error[:, :, None], error[:, None, :])


def _critical(error: Floats, confidence: float) -> Floats:
    """For each area the value that its largest standardised difference from any other stays below; (rows, areas).

    Differences from one area share its error, so it lies between that of one difference and that of as many
    independent ones; in between it is sought by the secant on the logarithm of the chance.
    """
    areas = error.shape[-1]
    least, most = normal_quantile(confidence), normal_quantile(confidence ** (1 / (areas - 1)))
    if most - least < 1e-9:
        return np.full(error.shape, least)
    own = _of_the_others(error)
    found = np.empty(len(own))
    steepness, above = own.max(axis=-1), 0.0
    for up_to, nodes in NODES:
        rows = (steepness > above) & (steepness <= up_to)
        if rows.any():
            found[rows] = _secant(own[rows], nodes, np.log(1 - confidence), least, most)
        above = up_to
    return found.reshape(error.shape)


def _of_the_others(error: Floats) -> Floats:
    """The standard error of each area in units of each other area's; (rows times areas, areas less one)."""
    areas = error.shape[-1]
    largest = error.max(axis=-1, keepdims=True)
    safe = np.maximum(error, np.where(largest > 0, NONE_AT_ALL * largest, 1.0))
    ratio = safe[:, :, None] / safe[:, None, :]
    return np.asarray(ratio[:, ~np.eye(areas, dtype=bool)].reshape(-1, areas - 1))


def _secant(own: Floats, nodes: int, aim: float, least: float, most: float) -> Floats:
    before, now = np.full(len(own), most), np.full(len(own), (most + max(least, most - 0.3)) / 2)
    both = np.hypot(own, 1.0)
    off_before = _log_chance_beyond(own, both, before, nodes) - aim
    for _ in range(STEPS):
        off_now = _log_chance_beyond(own, both, now, nodes) - aim
        slope = off_now - off_before
        step = np.divide(off_now * (now - before), slope, out=np.zeros(now.shape), where=np.abs(slope) > 1e-12)
        before, off_before, now = now, off_now, np.clip(now - step, least, most)
    return now


def _log_chance_beyond(own: Floats, both: Floats, critical: Floats, nodes: int) -> Floats:
    """The logarithm of the chance that some difference lies beyond; shape (rows,).

    Given the area's own error the differences are independent: a product, integrated over that error by
    Gauss and Legendre over one half of the normal curve, of which the other is the mirror image.
    """
    from scipy.special import ndtr

    within = np.zeros(len(own))
    reach = critical[:, None] * both
    for node, weight in zip(*np.polynomial.legendre.leggauss(nodes), strict=True):
        x = FURTHEST * (node + 1) / 2
        shift = x * own
        chance = (ndtr(shift + reach) - ndtr(shift - reach)).prod(axis=-1)
        within += FURTHEST * weight * np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi) * chance
    return np.asarray(np.log(np.clip(1 - within, 1e-15, 1.0)))


def check_top(top: int, areas: int) -> None:
    """Refuse to speak of the best none of some areas, or of more than there are."""
    if not 1 <= top <= areas:
        raise Refused(f"The first {top} of {areas} areas were asked for. Give a number from 1 to {areas}.")
