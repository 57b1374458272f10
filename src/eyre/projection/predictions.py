"""Predictions that people lodged, set beside what came: do they lean, and are they nearer than a forecast by rule?

It judges predictions of posts, never a person, and puts nobody in an order. An error is what came less what was
predicted. Sources: Student's t and the sign test for the lean; Mincer and Zarnowitz 1969; Wilson 1927 for shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from eyre.core import Direction, Floats, TooFewPoints
from eyre.stats import (
    Calibration,
    MeanError,
    mean_error,
    mincer_zarnowitz,
    sign_test,
    tracking_signal,
    wilson_interval,
)

FEWEST_RESULTS = 6  # 2 × 0.5^5 = 0.06: under six even a sign test with all on one side could not show a lean at 5 %
FEWEST_ROUNDS = 2  # what was lodged together shares one view of the level: one round is one piece of evidence
ROUNDS_AS_UNITS = 6  # from so many rounds the interval rests on them and not on their months; t is then within 2.6
PERCENT = 100.0


class Scale(StrEnum):
    """What errors are counted in, so that they may be averaged."""

    UNIT = "unit"  # the measure's own unit
    PERCENT = "percent"  # per cent of what was predicted: areas or runs of unlike size
    NONE = "none"  # measures of unlike units: errors are counted by side, and not averaged


class Lean(StrEnum):
    """Which way predictions lean. The words for better and worse need a direction of the measure."""

    CAUTIOUS = "cautious"  # worse was predicted than came
    OPTIMISTIC = "over-optimistic"  # better was predicted than came
    BELOW = "below the result"
    ABOVE = "above the result"
    NOT_SHOWN = "no lean shown"
    TOO_FEW = "too few to judge"


@dataclass(frozen=True, slots=True)
class Came:
    """A prediction whose figure came, in the measure's unit.

    round: what was lodged together goes by one word. naive, eyre: the middle of the naive forecast and of Eyre's, both
    from the figures known on the day of lodging; None where there was none.
    """

    predicted: float
    actual: float
    round: str
    direction: Direction = Direction.NEITHER
    low: float | None = None
    high: float | None = None
    naive: float | None = None
    eyre: float | None = None

    @property
    def error(self) -> float:
        return self.actual - self.predicted


@dataclass(frozen=True, slots=True)
class Hits:
    """Results inside the ranges that were lodged, ends included: k of n, with Wilson's interval, shares 0 to 1."""

    k: int
    n: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Against:
    """Predictions beside another forecast of the same figures, made on the same day.

    nearer, further: by how many results each was the nearer one; the rest are ties. own, other: mean absolute errors;
    None where errors cannot be averaged.
    """

    n: int
    nearer: int
    further: int
    own: float | None
    other: float | None

    @property
    def relative(self) -> float | None:
        """Own mean absolute error over the other's: under 1 is nearer."""
        return self.own / self.other if self.own is not None and self.other else None

    @property
    def skill(self) -> float | None:
        """By how much the error was smaller than the other's: 0.24 is 24 % smaller, below 0 larger."""
        return None if self.relative is None else 1 - self.relative


@dataclass(frozen=True, slots=True)
class Judgement:
    """What some predictions were worth.

    below, above: predictions below and above their result. cautious, optimistic: predictions worse and better than
    what came, among measures that have a direction. mean: of the errors; None where they cannot be averaged. bias: the
    same with its interval; by_rounds: it takes rounds and not months as independent. left_out: results without an
    error on a scale of per cent, because 0 was predicted.
    """

    scale: Scale
    n: int
    rounds: int
    below: int
    above: int
    cautious: int
    optimistic: int
    mean: float | None
    bias: MeanError | None
    by_rounds: bool
    mean_absolute: float | None
    sign_p: float
    tracking: float | None
    line: Calibration | None
    hits: Hits | None
    naive: Against | None
    eyre: Against | None
    lean: Lean
    left_out: int = 0

    @property
    def why_too_few(self) -> str:
        """What is lacking for a judgement; "" where nothing is."""
        if self.n >= FEWEST_RESULTS and self.rounds >= FEWEST_ROUNDS:
            return ""
        return (
            f"{_count(self.n, 'result')} from {_count(self.rounds, 'round')}, and at least "
            f"{FEWEST_RESULTS} from {FEWEST_ROUNDS} are needed, for what was lodged together shares its errors"
        )


def _count(count: int, word: str) -> str:
    return f"{count} {word}" + ("" if count == 1 else "s")


def judge_predictions(came: Sequence[Came], scale: Scale) -> Judgement:
    """Judge some predictions with their results. Raises TooFewPoints where there is none."""
    if not came:
        raise TooFewPoints("No result has come yet for any of these predictions.")
    errors, usable = _errors(came, scale)
    averaged = scale is not Scale.NONE and usable.any()
    kept = [each for each, use in zip(came, usable, strict=True) if use]
    rounds = sorted({each.round for each in kept})
    by_rounds = len(rounds) >= ROUNDS_AS_UNITS
    means = [float(errors[[each.round == one for each in kept]].mean()) for one in rounds]
    units = means if by_rounds else list(errors)
    bias = mean_error(units) if averaged and len(units) > 1 else None
    sides = np.sign([each.error for each in came])
    good = sides * [each.direction.sign for each in came]  # 1: what came was better than was predicted
    directions = {each.direction for each in came}
    few = len(came) < FEWEST_RESULTS or len({each.round for each in came}) < FEWEST_ROUNDS
    return Judgement(
        scale=scale,
        n=len(came),
        rounds=len({each.round for each in came}),
        below=int((sides > 0).sum()),
        above=int((sides < 0).sum()),
        cautious=int((good > 0).sum()),
        optimistic=int((good < 0).sum()),
        mean=_mean(bias, errors) if averaged else None,
        bias=bias,
        by_rounds=by_rounds,
        mean_absolute=float(np.abs(errors).mean()) if averaged else None,
        sign_p=sign_test(sides),
        tracking=tracking_signal(errors) if averaged else None,
        line=_line(came, scale),
        hits=_hits(came),
        naive=_against(came, [each.naive for each in came], scale),
        eyre=_against(came, [each.eyre for each in came], scale),
        lean=_lean(bias, directions, few),
        left_out=int((~usable).sum()) if scale is Scale.PERCENT else 0,
    )


def _mean(bias: MeanError | None, errors: Floats) -> float:
    return float(errors.mean()) if bias is None else bias.mean


def _errors(came: Sequence[Came], scale: Scale) -> tuple[Floats, np.ndarray]:
    """Errors on a scale, and which results have one."""
    error, predicted = (
        np.array([getattr(each, name) for each in came], dtype=float) for name in ("error", "predicted")
    )
    usable = predicted != 0 if scale is Scale.PERCENT else np.ones(len(came), dtype=bool)
    return (PERCENT * error[usable] / predicted[usable] if scale is Scale.PERCENT else error), usable


def _line(came: Sequence[Came], scale: Scale) -> Calibration | None:
    """The line of results on predictions, where there are enough of one unit and they are not all alike."""
    if scale is not Scale.UNIT or len(came) < FEWEST_RESULTS:
        return None
    try:
        return mincer_zarnowitz([each.predicted for each in came], [each.actual for each in came])
    except TooFewPoints:
        return None


def _hits(came: Sequence[Came]) -> Hits | None:
    ranged = [(each.low, each.actual, each.high) for each in came]
    inside = [low <= actual <= high for low, actual, high in ranged if low is not None and high is not None]
    if not inside:
        return None
    share = wilson_interval(sum(inside), len(inside))
    return Hits(sum(inside), len(inside), float(share.lower), float(share.upper))


def _against(came: Sequence[Came], others: Sequence[float | None], scale: Scale) -> Against | None:
    """Predictions beside another forecast; on a scale of per cent both errors are shares of what was predicted."""
    pairs = [(each, other) for each, other in zip(came, others, strict=True) if other is not None]
    if not pairs:
        return None
    sizes = np.array([[abs(each.error), abs(each.actual - other)] for each, other in pairs])
    nearer, further = int((sizes[:, 0] < sizes[:, 1]).sum()), int((sizes[:, 0] > sizes[:, 1]).sum())
    if scale is Scale.PERCENT:
        predicted = np.array([each.predicted for each, _ in pairs])
        sizes = PERCENT * sizes[predicted != 0] / np.abs(predicted[predicted != 0])[:, None]
    if scale is Scale.NONE or not sizes.size:
        return Against(len(pairs), nearer, further, None, None)
    own, other = map(float, sizes.mean(axis=0))
    return Against(len(pairs), nearer, further, own, other)


def _lean(bias: MeanError | None, directions: set[Direction], few: bool) -> Lean:
    """The side that predictions lean to, shown where the interval of their mean error leaves 0 out."""
    if few:
        return Lean.TOO_FEW
    if bias is None or bias.interval.holds(0):
        return Lean.NOT_SHOWN
    sign = next(iter(directions)).sign if len(directions) == 1 else 0
    if sign == 0:
        return Lean.BELOW if bias.mean > 0 else Lean.ABOVE
    return Lean.CAUTIOUS if bias.mean * sign > 0 else Lean.OPTIMISTIC


# --- the next round ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Correction:
    """What past results would have a new prediction moved by: offered to who lodged it, never applied.

    amount, low, high: to be added, in the measure's unit or in per cent of the prediction. doubt: why it may be wrong.
    """

    amount: float
    low: float
    high: float
    in_percent: bool
    doubt: str

    def corrected(self, value: float, least: float | None = None, most: float | None = None) -> tuple[float, ...]:
        """A prediction moved so, and the same at both ends of the interval; kept within what the figure can be."""
        moved = (
            value * (1 + by / PERCENT) if self.in_percent else value + by for by in (self.amount, self.low, self.high)
        )
        return tuple(float(np.clip(each, least, most)) if (least, most) != (None, None) else each for each in moved)


def correction(judgement: Judgement) -> Correction | None:
    """The bias so far as a correction for the next round, with its doubt; None where there is no interval for it."""
    bias = judgement.bias
    if bias is None:
        return None
    low, high = float(bias.interval.lower), float(bias.interval.upper)
    return Correction(bias.mean, low, high, judgement.scale is Scale.PERCENT, _doubt(judgement))


def _doubt(judgement: Judgement) -> str:
    if few := judgement.why_too_few:
        return f"it rests on {few}"
    if judgement.lean is Lean.NOT_SHOWN:
        return "the interval holds 0: no lean is shown, and leaving the prediction as it is may be as good"
    return "it holds if the next round is made in the same way as those before"


# --- in words ------------------------------------------------------------------------------------------------------


def sentences(judgement: Judgement, *, unit: str, periods: str = "months") -> tuple[str, ...]:
    """What is to be said of some predictions, the most important first. unit: "points", "offences", "%", "minutes"."""
    said = [_side(judgement, unit, periods), _leaning(judgement, unit)]
    said += [
        _beside(judgement.naive, "the naive forecast", periods),
        _beside(judgement.eyre, "Eyre's projection", periods),
    ]
    if judgement.hits:
        hits = judgement.hits
        said.append(
            f"The result lay within the range that was lodged in {hits.k} of {hits.n} "
            f"(95 % interval {PERCENT * hits.low:.0f} to {PERCENT * hits.high:.0f} %); the ranges state no level."
        )
    return tuple(filter(None, said))


def _side(judgement: Judgement, unit: str, periods: str) -> str:
    mean = judgement.mean
    if judgement.n == 1:
        return _the_only_one(judgement, unit)
    below = judgement.below >= judgement.above
    most, side, other = (judgement.below, "below", "above") if below else (judgement.above, "above", "below")
    if not most:
        return f"Predictions were equal to the result in all {judgement.n} {periods}."
    words = f"Predictions were {side} the result in {most} of {judgement.n} {periods}"
    if mean is None:
        return words + "."
    by = amount(abs(mean), unit)
    if judgement.left_out:
        words += f" ({judgement.left_out} of them 0, and not in the average)"
    same_side = (mean >= 0) is below
    return f"{words} by {by} on average." if same_side else f"{words}; on average they were {by} {other} it."


def _the_only_one(judgement: Judgement, unit: str) -> str:
    side = "below it" if judgement.below else "above it" if judgement.above else "equal to it"
    by = "" if judgement.mean is None or not judgement.mean else f" by {amount(abs(judgement.mean), unit)}"
    return f"The only prediction with a result was {side}{by}."


def _leaning(judgement: Judgement, unit: str) -> str:
    if judgement.lean is Lean.TOO_FEW:
        return f"Too few to judge whether they lean: {judgement.why_too_few}."
    if judgement.scale is Scale.NONE:
        return _counted_sides(judgement)
    if judgement.bias is None:
        return ""
    interval = judgement.bias.interval
    ends = f"{number(float(interval.lower))} to {amount(float(interval.upper), unit)}"
    rests = (
        f"It rests on the {judgement.rounds} rounds, each as one."
        if judgement.by_rounds
        else "It takes the results as independent; those lodged together share their errors, so it is too narrow."
    )
    said = {
        Lean.CAUTIOUS: "They lean to caution: what came was better than predicted by more than chance does",
        Lean.OPTIMISTIC: "They lean to optimism: what came was worse than predicted by more than chance does",
        Lean.BELOW: "They lean below the result by more than chance does",
        Lean.ABOVE: "They lean above the result by more than chance does",
        Lean.NOT_SHOWN: "No lean is shown",
    }[judgement.lean]
    return f"{said} (95 % interval of the average error {ends}). {rests}"


def _counted_sides(judgement: Judgement) -> str:
    known = judgement.cautious + judgement.optimistic
    if not known:
        return ""
    return f"Where better has a direction, worse was predicted than came in {judgement.cautious} of {known}."


def _beside(against: Against | None, other: str, periods: str) -> str:
    if against is None:
        return ""
    words = f"They were nearer than {other} of the same day in {against.nearer} of {against.n} {periods}"
    if against.n == 1:
        nearer = "nearer" if against.nearer else "no nearer"
        return f"It was {nearer} than {other} of the same day."
    if against.skill is None or against.n < FEWEST_RESULTS:
        return words + "."
    larger = "smaller" if against.skill >= 0 else "larger"
    return f"{words}; their error was {abs(PERCENT * against.skill):.0f} % {larger} than its."


def amount(value: float, unit: str) -> str:
    """A size with its unit: "3 points", "4.8 points", "1,250 offences", "12.5 %"."""
    return f"{number(value)} {unit}".rstrip()


def number(value: float) -> str:
    """A size as a sentence prints it: one decimal under a hundred, none of it where it is 0."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}".removesuffix(".0")
