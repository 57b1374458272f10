"""From a panel to figures that can be projected: checked, broken series cut, each series judged long enough or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from eyre.core import (
    Fault,
    FinancialQuarter,
    Floats,
    MeasureKind,
    Month,
    Panel,
    Period,
    Quarter,
    SeriesKey,
    raise_if_any,
)
from eyre.projection.families import Reals, family_of

YEARS_NEEDED = 2
MONTHS_NEEDED = 24
FEWEST = 3
EVENTS_WITHIN = 5  # years
MONTHS_A_YEAR = 12
HELD_AT, FREE = 12.0, 5.0  # how far a figure may be from those around it: standard deviations, and events
USUAL_SCATTER = 0.3  # of figures around their neighbours, season and all: a deviation of about a half
A_YEAR = {Month: MONTHS_A_YEAR, Quarter: 4, FinancialQuarter: 4}  # periods of each kind in a year


class Basis(StrEnum):
    """What stands behind a range."""

    PROJECTION = "projection"
    NAIVE = "naive"  # too short or too few to project: what repeating last year would give
    LEVEL = "level"  # under 13 months: the mean and scatter of what there is
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Usable:
    """Figures of a panel as amounts over exposures, period-major, NaN where missing or left out.

    periods: months or quarters. amount, exposure: shape (periods, series); unit: what a rate is multiplied by to be in
    the measure's unit, (series,); basis, reason: one for each series, once judged. aside: True where a figure was
    published but is no guide to others (a known one-off happening): it counts in totals, and no level is learned of it.
    """

    family: Reals
    periods: tuple[Period, ...]
    amount: Floats
    exposure: Floats
    unit: Floats
    adds_up: bool
    basis: tuple[Basis, ...] = ()
    reason: tuple[str, ...] = ()
    aside: NDArray[np.bool_] | None = None

    @property
    def per_year(self) -> int:
        return A_YEAR[type(self.periods[0])]

    @property
    def first_of_year(self) -> int:
        """Where in the calendar year the run begins, from 0."""
        return self.place_in_year(self.periods[0])

    def place_in_year(self, period: Period) -> int:
        month = period.start.month - 1
        return month * self.per_year // 12

    @property
    def floor(self) -> Floats:
        """What no rate of a series is taken to fall below, shape (series,): none where it never was below none."""
        lowest = np.nanmin(np.where(self.seen, self.amount, np.inf), axis=0, initial=np.inf)
        return np.where(lowest >= 0, 0.0, -np.inf)

    def floor_of(self, row: int) -> float:
        return float(self.take([row]).floor[0])

    @property
    def seen(self) -> NDArray[np.bool_]:
        return ~np.isnan(self.amount)

    def last_seen(self, row: int) -> int:
        """Index of the last month there is a figure for; -1 if none."""
        there = np.flatnonzero(self.seen[:, row])
        return int(there[-1]) if there.size else -1

    def take(self, rows: Sequence[int], end: int | None = None) -> Usable:
        """Some of the series, up to a month."""
        basis = tuple(self.basis[row] for row in rows) if self.basis else ()
        reason = tuple(self.reason[row] for row in rows) if self.reason else ()
        parts = self.amount[:end, rows], self.exposure[:end, rows], self.unit[list(rows)]
        aside = None if self.aside is None else self.aside[:end, rows]
        return Usable(self.family, self.periods[:end], *parts, self.adds_up, basis, reason, aside)

    def columns(self, part: slice) -> Usable:
        """A run of the series."""
        return Usable(
            self.family, self.periods, self.amount[:, part], self.exposure[:, part], self.unit[part], self.adds_up,
            self.basis[part], self.reason[part], None if self.aside is None else self.aside[:, part],
        )  # fmt: skip

    def outturn(self, amount: Floats, exposure: Floats) -> Floats:
        """One figure for several months from their sums (last axis: series), in the measure's unit."""
        return np.asarray((amount if self.adds_up else amount / exposure) * self.unit)


def usable_figures(
    panel: Panel,
    kind: MeasureKind,
    exclude: NDArray[np.bool_] | None,
    starts_at: Mapping[SeriesKey, Month],
    set_aside: NDArray[np.bool_] | None = None,
) -> Usable:
    """Check a panel and make it ready. Raises BadInput with every fault found in it."""
    raise_if_any([*panel_faults(panel), *figure_faults(panel, kind)])
    has_base = kind in (MeasureKind.RATE, MeasureKind.PROPORTION) and not np.isnan(panel.numerator).all()
    family = family_of(kind, has_base)
    amount = np.ascontiguousarray((panel.numerator if has_base else panel.value).T, dtype=float).copy()
    exposure = panel.denominator.T.astype(float) if has_base else np.ones_like(amount)
    for row, key in enumerate(panel.keys if starts_at else ()):
        if key in starts_at:
            amount[[period.start < starts_at[key].start for period in panel.periods], row] = np.nan
    amount[(exposure <= 0) | np.isnan(exposure) | (False if exclude is None else exclude.T)] = np.nan
    exposure = np.where(np.isnan(amount), np.nan, exposure)
    unit = unit_of(panel, kind) if has_base else np.ones(len(panel))
    aside = None if set_aside is None else set_aside.T
    return judged(panel.keys, Usable(family, panel.periods, amount, exposure, unit, kind.adds_up, aside=aside))


def judged(keys: tuple[SeriesKey, ...], usable: Usable) -> Usable:
    """The same figures, each series judged; other numbers than counts and proportions in units of their own spread."""
    amount, unit = usable.amount, usable.unit
    if not usable.family.whole:
        spread = own_spread(amount * unit)
        amount, unit = amount * unit / spread, spread
    basis, reason = judge(keys, replace(usable, amount=amount, unit=unit))
    return replace(usable, amount=amount, unit=unit, basis=basis, reason=reason)


def unit_of(panel: Panel, kind: MeasureKind) -> Floats:
    """Per how many a rate is printed (1, 100, 1,000 …), read off each series' own values. Shape (series,)."""
    with np.errstate(all="ignore"):
        ratio = panel.value * panel.denominator / panel.numerator
    known = np.isfinite(ratio) & (panel.numerator > 0)
    usual = 100.0 if kind is MeasureKind.PROPORTION else 1.0
    power = [
        np.log10(np.median(row[there])) if there.any() else np.log10(usual)
        for row, there in zip(ratio, known, strict=True)
    ]
    return np.asarray(10.0 ** np.round(power))


def own_spread(amount: Floats) -> Floats:
    """Robust standard deviation of each series from month to month, shape (series,).

    The median step, or the mean step where most are none; next to nothing where the series does not move.
    """
    steps = [step[~np.isnan(step)] for step in np.abs(np.diff(amount, axis=0)).T]
    usual = np.array([np.median(step) or step.mean() if step.size else 0.0 for step in steps])
    still = 1e-9 * np.maximum(np.abs(np.nan_to_num(amount)).max(axis=0), 1e-9)
    return np.asarray(np.maximum(usual * 1.4826 / np.sqrt(2), still))


def judge(keys: Sequence[SeriesKey], usable: Usable) -> tuple[tuple[Basis, ...], tuple[str, ...]]:
    """Say by rule what each series is long enough for, and why not for more.

    The rule looks at how many figures there are, where they end and how much was counted: at no forecast.
    """
    year, there = usable.per_year, usable.seen
    count = (there if usable.aside is None else there & ~usable.aside).sum(axis=0)
    since = np.where(count > 0, np.argmax(there[::-1], axis=0), len(there))
    events = np.nansum(usable.amount[-EVENTS_WITHIN * year :], axis=0)
    few = usable.family.whole & (events < FEWEST)
    plain = (count >= YEARS_NEEDED * year) & (since <= year) & ~few
    basis, reason = [Basis.PROJECTION] * len(plain), [""] * len(plain)
    for row in np.flatnonzero(~plain).tolist():
        basis[row], reason[row] = _verdict(keys[row], usable, int(count[row]), int(since[row]), float(events[row]))
    return tuple(basis), tuple(reason)


def _verdict(key: SeriesKey, usable: Usable, count: int, since: int, events: float) -> tuple[Basis, str]:
    """Why a series is not projected, and what is given instead."""
    periods, year = usable.periods, usable.per_year
    name = "months" if year == MONTHS_A_YEAR else "quarters"
    if count < FEWEST:
        return Basis.REFUSED, f"{key}: {count} {name} of figures from {periods[0]} to {periods[-1]}; 3 are needed."
    if since > year:
        last = periods[len(periods) - 1 - since].label
        return Basis.REFUSED, f"{key}: the figures stop in {last}, over {year} {name} before the rest."
    if count < YEARS_NEEDED * year:
        short = f"Too short to project: {count} {name} of figures, {YEARS_NEEDED * year} are needed; the range is what"
        if count <= year:
            return Basis.LEVEL, f"{short} the {name} so far would give."
        return Basis.NAIVE, f"{short} a naive forecast would give."
    within = min(EVENTS_WITHIN * year, len(periods))
    return Basis.NAIVE, (
        f"Too few to project: {events:.0f} in the last {within} {name}, "
        f"{FEWEST} are needed; the range is what a naive forecast would give."
    )


def instructive(usable: Usable) -> Usable:
    """The figures levels are learned of: without those set aside, and with single impossible ones held in.

    A rate may be HELD_AT standard deviations and FREE events from the median of the five periods around it: a real
    change is believed from its third period even if it is greater. Proportions, which have bounds, are left alone.
    """
    if usable.aside is not None:
        usable = replace(usable, amount=np.where(usable.aside, np.nan, usable.amount), aside=None)
    family, there = usable.family, usable.seen
    if np.isfinite(family.bounds[1]):
        return usable
    exposure = np.where(there, usable.exposure, 1.0)
    rate = np.where(there, usable.amount, 0.0) / exposure
    around = middle_of_five(rate, there)
    spread = np.sqrt(family.sampling(around, exposure) + USUAL_SCATTER * family.extra(around, exposure))
    reach = HELD_AT * spread + (FREE / exposure if family.whole else 0.0)
    held = np.where(np.isfinite(around), np.clip(rate, around - reach, around + reach), rate)
    return replace(usable, amount=np.where(there, held * exposure, np.nan))


def middle_of_five(rate: Floats, there: NDArray[np.bool_]) -> Floats:
    """Median of the five periods around each (at an end, of the five there), same shape; NaN where none is there."""
    periods = len(rate)
    if periods < 5:
        return np.full_like(rate, np.nan)
    if there.all():
        five = [rate[i : periods - 4 + i] for i in range(5)]
        middle = _median_of_five(*five)
    else:
        gaps = np.where(there, rate, np.nan)
        five = [gaps[i : periods - 4 + i] for i in range(5)]
        stacked = np.sort(np.stack(five), axis=0)
        count = (~np.isnan(stacked)).sum(axis=0)
        middle = np.take_along_axis(stacked, (np.maximum(count - 1, 0) // 2)[None], axis=0)[0]
    return np.concatenate([middle[:1], middle[:1], middle, middle[-1:], middle[-1:]])


def _median_of_five(a: Floats, b: Floats, c: Floats, d: Floats, e: Floats) -> Floats:
    """Median by a network of comparisons."""
    a, b = np.minimum(a, b), np.maximum(a, b)
    d, e = np.minimum(d, e), np.maximum(d, e)
    low, high = np.maximum(a, d), np.minimum(b, e)  # the least and the greatest of four are out
    return np.maximum(np.minimum(low, high), np.minimum(np.maximum(low, high), c))


def panel_faults(panel: Panel) -> Iterator[Fault]:
    """What is wrong with the keys and the months."""
    if not panel.periods:
        yield Fault("", "The panel has no months.")
    twice = {key for key, times in Counter(panel.keys).items() if times > 1}
    for key in sorted(twice):
        yield Fault(str(key), "is in the panel twice; give each series once.")
    kind = type(panel.periods[0]) if panel.periods else Month
    for period in panel.periods:
        if kind not in A_YEAR or type(period) is not kind:
            yield Fault(str(period), "is not a month; projections are of monthly figures, or of quarterly ones.")
            return
    steps = zip(panel.periods, panel.periods[1:], strict=False)
    for before, after in steps:
        if after != before.shift(1):  # type: ignore[attr-defined]  # months and quarters shift
            wrong = "comes twice" if after == before else f"comes after {before}"
            named = "month" if kind is Month else "quarter"
            yield Fault(
                ", ".join(map(str, panel.keys[:3])),
                f"{named} {after} {wrong}; give each {named} once, in order, none left out.",
            )


def figure_faults(panel: Panel, kind: MeasureKind) -> Iterator[Fault]:
    """What is wrong with the figures, each with its series and month."""
    parts = [("value", panel.value, np.isinf(panel.value), "is not a number")]
    if kind is MeasureKind.COUNT:
        parts.append(("value", panel.value, panel.value < 0, "is below 0; a count cannot be"))
    if kind in (MeasureKind.RATE, MeasureKind.PROPORTION):
        parts.append(("numerator", panel.numerator, panel.numerator < 0, "is below 0"))
        parts.append(("denominator", panel.denominator, panel.denominator < 0, "is below 0"))
    if kind is MeasureKind.PROPORTION:
        over = panel.numerator > panel.denominator
        parts.append(("numerator", panel.numerator, over, "is more than its denominator"))
        bare = ~np.isnan(panel.value) & (np.isnan(panel.numerator) | np.isnan(panel.denominator))
        parts.append(
            ("value", panel.value, bare, "is a proportion without its k and n; give numerator and denominator")
        )
    for name, values, wrong, why in parts:
        for row, month in np.argwhere(wrong):
            yield Fault(f"{panel.keys[row]}, {panel.periods[month]}", f"{name} {values[row, month]:g} {why}.")
