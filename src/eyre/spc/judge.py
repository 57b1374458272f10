"""From figures to a judged chart.

Where a choice of NHS Making Data Count or of its R package NHSRplotthedots is ours to repeat, we repeat it; where we
differ, docs/explanation/spc.md says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from eyre.core import Direction, Floats, NotFound, Period, Refused, TooFewPoints
from eyre.spc.chart import Assurance, ChartKind, ChartOptions, Codes, PointType, ProcessChart, Rebase
from eyre.spc.limits import ProcessLimits, events_per_base, p_limits, u_limits, xmr_limits
from eyre.spc.points import Bools, Signs, place_points
from eyre.spc.rule import RuleSet, first_fired
from eyre.spc.rules import MAKING_DATA_COUNT
from eyre.stats import share


def judge(
    values: ArrayLike | None = None,
    *,
    direction: Direction,
    target: ArrayLike | None = None,
    rebase: Iterable[Rebase] = (),
    fix_first: int | None = None,
    screen: bool = True,
    chart: ChartKind | str = ChartKind.XMR,
    numerator: ArrayLike | None = None,
    denominator: ArrayLike | None = None,
    per: float = 1.0,
    floor: float | None = None,
    ceiling: float | None = None,
    rules: RuleSet = MAKING_DATA_COUNT,
) -> ProcessChart:
    """Judge every series of a batch by the rules of a process-behaviour chart.

    values: shape (..., n), oldest first, in the measure's unit, NaN where missing. A p or u chart takes numerator
    and denominator of that shape instead, and `per` (100 for percent, 1000 for a rate per 1,000).
    direction: which way is better; NEITHER says high and low instead of improvement and concern.
    target: shape (...) or one for all, in the measure's unit. rebase: new limits from a period on, each by a person
    with a reason; everything is judged within its own group. fix_first: limits of each group from its first so many
    periods. screen: leave out extreme moving ranges, as Making Data Count does. floor, ceiling: what the measure
    cannot pass, for drawing only.
    Raises TooFewPoints where a group has fewer than two periods, Refused where the request contradicts itself.
    """
    steps = _checked_rebase(rebase)
    options = ChartOptions(Direction(direction), ChartKind(chart), steps, fix_first, screen, per, floor, ceiling, rules)
    _check_parts(options, values, numerator, denominator)
    if options.kind is ChartKind.XMR:
        return judge_parts(options, np.asarray(values, np.float64), None, None, target)
    hits, base = np.broadcast_arrays(np.asarray(numerator, np.float64), np.asarray(denominator, np.float64))
    value = share(hits, base) if options.kind is ChartKind.P else events_per_base(hits, base)
    return judge_parts(options, per * value, hits, base, target)


def judge_parts(
    options: ChartOptions,
    values: Floats,
    numerator: Floats | None,
    denominator: Floats | None,
    target: ArrayLike | None,
) -> ProcessChart:
    """Judge figures that are already arrays, by options already checked; see `judge`."""
    spans = _groups(options.rebase, values.shape[-1])
    judged = [_judge_group(options, *(_cut(part, span) for part in (values, numerator, denominator))) for span in spans]
    lower, centre, upper, fired, side = (
        _joined(judged, part) for part in ("lower", "centre", "upper", "fired", "side")
    )
    limits = ProcessLimits(lower, centre, upper)
    point_type = _point_types(values, fired.any(axis=0), side, options.direction)
    goal = np.broadcast_to(np.asarray(np.nan if target is None else target, np.float64), values.shape[:-1])
    return ProcessChart(
        options=options,
        values=values,
        numerator=numerator,
        denominator=denominator,
        target=goal,
        centre=centre,
        lower_limit=lower,
        upper_limit=upper,
        near_lower=limits.near_lower,
        near_upper=limits.near_upper,
        sigma_z=None if options.kind is ChartKind.XMR else _joined(judged, "sigma_z"),
        group=np.repeat(np.arange(len(spans)), [span.stop - span.start for span in spans]),
        limit_points=_joined(judged, "limit_points"),
        side=side,
        fired=fired,
        flag=first_fired(fired),
        point_type=point_type,
        variation=_latest(point_type, values, PointType.MISSING),
        assurance=_assurance(_latest(lower, values, np.nan), _latest(upper, values, np.nan), goal, options.direction),
    )


def rebase_at(period: Period, periods: Sequence[Period], *, by: str, reason: str) -> Rebase:
    """A re-basing from a period of the series on. Raises NotFound where the series has no such period."""
    if period not in periods:
        raise NotFound(
            f"New limits from {period} were asked; the series runs from {periods[0]} to {periods[-1]} without it."
        )
    return Rebase(list(periods).index(period), by, reason)


@dataclass(frozen=True, slots=True)
class _Group:
    """What is judged within one group of periods; each of shape (..., m), fired (rules, ..., m)."""

    lower: Floats
    centre: Floats
    upper: Floats
    sigma_z: Floats
    limit_points: NDArray[np.int64]
    side: Signs
    fired: Bools


def _judge_group(options: ChartOptions, values: Floats, hits: Floats | None, base: Floats | None) -> _Group:
    limits = _group_limits(options, values, hits, base)
    lower, centre, upper = (np.broadcast_to(part, values.shape) for part in (limits.lower, limits.centre, limits.upper))
    points = place_points(values, lower, centre, upper)
    used = (~np.isnan(values[..., : options.fix_first])).sum(axis=-1, keepdims=True)
    sigma_z = np.full(values.shape[:-1], np.nan) if limits.sigma_z is None else limits.sigma_z
    return _Group(
        lower,
        centre,
        upper,
        np.broadcast_to(sigma_z[..., None], values.shape),
        np.broadcast_to(used, values.shape),
        points.side,
        options.rules.fired(points),
    )


def _group_limits(options: ChartOptions, values: Floats, hits: Floats | None, base: Floats | None) -> ProcessLimits:
    """Limits of one group, in the measure's unit, ready to be spread over its periods."""
    if hits is None or base is None:
        limits = xmr_limits(values[..., : options.fix_first], screen=options.screen)
        return ProcessLimits(limits.lower[..., None], limits.centre[..., None], limits.upper[..., None])
    make = p_limits if options.kind is ChartKind.P else u_limits
    limits = make(hits, base, used=options.fix_first, screen=options.screen)
    lower, centre, upper = (options.per * part for part in (limits.lower, limits.centre, limits.upper))
    return ProcessLimits(lower, centre, upper, limits.sigma_z)


def _point_types(values: Floats, special: Bools, side: Signs, direction: Direction) -> Codes:
    """What each point is. The side of the centre decides whether it is good, whatever rule fired.

    So the first, lower points of a rise count as concern where up is better, and a flagged point on the centre line
    counts as concern (or low): as NHSRplotthedots has it.
    """
    if direction is Direction.NEITHER:
        kind = np.where(side > 0, PointType.SPECIAL_CAUSE_NEUTRAL_HIGH, PointType.SPECIAL_CAUSE_NEUTRAL_LOW)
    else:
        better = side == direction.sign
        kind = np.where(better, PointType.SPECIAL_CAUSE_IMPROVEMENT, PointType.SPECIAL_CAUSE_CONCERN)
    judged = np.where(special, kind, PointType.COMMON_CAUSE)
    return np.where(np.isnan(values), PointType.MISSING, judged).astype(np.int8)


def _assurance(lower: Floats, upper: Floats, target: Floats, direction: Direction) -> Codes:
    """What the latest limits say of the target; a limit that lies on the target hits it."""
    if direction is Direction.NEITHER:
        return np.full(target.shape, Assurance.NO_TARGET, dtype=np.int8)
    hit = lower >= target if direction is Direction.UP else upper <= target
    missed = upper < target if direction is Direction.UP else lower > target
    known = ~(np.isnan(target) | np.isnan(lower) | np.isnan(upper))
    answers = [~known, hit, missed]
    codes = [Assurance.NO_TARGET, Assurance.CONSISTENTLY_HIT, Assurance.CONSISTENTLY_MISSED]
    return np.select(answers, codes, Assurance.HIT_AND_MISS).astype(np.int8)


def _latest(parts: NDArray[Any], values: Floats, empty: float) -> NDArray[Any]:
    """The part at the latest value of each series, `empty` where a series has none; (..., n) to (...)."""
    seen = ~np.isnan(values)
    place = values.shape[-1] - 1 - np.argmax(seen[..., ::-1], axis=-1)
    found = np.take_along_axis(parts, place[..., None], axis=-1)[..., 0]
    return np.where(seen.any(axis=-1), found, np.asarray(empty, parts.dtype))


def _groups(rebase: tuple[Rebase, ...], n: int) -> list[slice]:
    """The periods of each group. Raises where a re-basing is misplaced or leaves a group under two periods."""
    for step in rebase:
        if not 0 < step.start < n:
            raise Refused(f"New limits from place {step.start} were asked; give a place from 1 to {n - 1}.")
    bounds = (0, *(step.start for step in rebase), n)
    for start, stop in pairwise(bounds):
        if stop - start < 2:
            raise TooFewPoints(
                f"Process limits need at least 2 periods; from place {start} there is {stop - start}. "
                "Wait for the next figure, or re-base from another period."
            )
    return [slice(start, stop) for start, stop in pairwise(bounds)]


def _checked_rebase(rebase: Iterable[Rebase]) -> tuple[Rebase, ...]:
    """The re-basings in order of time. Raises Refused for one without person or reason, or two at one place."""
    steps = tuple(sorted(rebase, key=lambda step: step.start))
    for step in steps:
        if not step.by.strip() or not step.reason.strip():
            raise Refused(f"New limits from place {step.start} need a person and a reason: give `by` and `reason`.")
    if len({step.start for step in steps}) < len(steps):
        raise Refused("Two re-basings start at the same period. Keep one of them.")
    return steps


def _check_parts(
    options: ChartOptions, values: ArrayLike | None, numerator: ArrayLike | None, denominator: ArrayLike | None
) -> None:
    """Raise Refused unless the figures are those that the kind of chart is made from."""
    if options.fix_first is not None and options.fix_first < 2:
        raise Refused(
            f"Limits from the first {options.fix_first} periods were asked. Give 2 or more, 13 for firm limits."
        )
    if options.kind is ChartKind.XMR:
        if values is None or np.ndim(np.asarray(values)) == 0:
            raise Refused("An XmR chart is made from values: give a series of them.")
    elif values is not None or numerator is None or denominator is None:
        raise Refused(f"A {options.kind} chart is made from numerator and denominator: give both, and no values.")


def _cut(part: Floats | None, span: slice) -> Any:
    return None if part is None else part[..., span]


def _joined(judged: list[_Group], part: str) -> Any:
    """The parts of all groups in one array over all periods."""
    return np.concatenate([getattr(group, part) for group in judged], axis=-1)
