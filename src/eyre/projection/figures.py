"""From a panel to figures that can be projected: checked, broken series cut, each series judged long enough or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from eyre.core import Fault, Floats, MeasureKind, Month, Panel, SeriesKey, raise_if_any
from eyre.projection.families import Reals, family_of

MONTHS_NEEDED = 24
MONTHS_OF_SEASON = 13  # fewer: no month has its like a year before
FEWEST = 3
EVENTS_WITHIN = 60  # months
STALE = 12  # months without figures at the end after which a series is taken to have stopped


class Basis(StrEnum):
    """What stands behind a range."""

    PROJECTION = "projection"
    NAIVE = "naive"  # too short or too few to project: what repeating last year would give
    LEVEL = "level"  # under 13 months: the mean and scatter of what there is
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Usable:
    """Figures of a panel as amounts over exposures, month-major, NaN where missing or left out.

    amount, exposure: shape (months, series); unit: what a rate is multiplied by to be in the measure's unit, (series,);
    basis, reason: one for each series, once judged.
    """

    family: Reals
    months: tuple[Month, ...]
    amount: Floats
    exposure: Floats
    unit: Floats
    adds_up: bool
    basis: tuple[Basis, ...] = ()
    reason: tuple[str, ...] = ()

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
        return Usable(self.family, self.months[:end], *parts, self.adds_up, basis, reason)

    def outturn(self, amount: Floats, exposure: Floats) -> Floats:
        """One figure for several months from their sums (last axis: series), in the measure's unit."""
        return np.asarray((amount if self.adds_up else amount / exposure) * self.unit)


def usable_figures(
    panel: Panel,
    kind: MeasureKind,
    exclude: NDArray[np.bool_] | None,
    starts_at: Mapping[SeriesKey, Month],
) -> Usable:
    """Check a panel and make it ready. Raises BadInput with every fault found in it."""
    raise_if_any([*panel_faults(panel), *figure_faults(panel, kind)])
    months = tuple(month for month in panel.periods if isinstance(month, Month))
    has_base = kind in (MeasureKind.RATE, MeasureKind.PROPORTION) and not np.isnan(panel.numerator).all()
    family = family_of(kind, has_base)
    amount = np.ascontiguousarray((panel.numerator if has_base else panel.value).T, dtype=float).copy()
    exposure = panel.denominator.T.astype(float) if has_base else np.ones_like(amount)
    for row, key in enumerate(panel.keys):
        amount[: max(starts_at.get(key, months[0]).index - months[0].index, 0), row] = np.nan
    amount[(exposure <= 0) | np.isnan(exposure) | (False if exclude is None else exclude.T)] = np.nan
    exposure = np.where(np.isnan(amount), np.nan, exposure)
    unit = unit_of(panel, kind) if has_base else np.ones(len(panel))
    return judged(panel.keys, Usable(family, months, amount, exposure, unit, kind.adds_up))


def judged(keys: tuple[SeriesKey, ...], usable: Usable) -> Usable:
    """The same figures, each series judged; other numbers than counts and proportions in units of their own spread."""
    amount, unit = usable.amount, usable.unit
    if not usable.family.whole:
        spread = own_spread(amount * unit)
        amount, unit = amount * unit / spread, spread
    verdicts = [judge(key, usable.months, amount[:, row], usable.family) for row, key in enumerate(keys)]
    basis, reason = tuple(verdict[0] for verdict in verdicts), tuple(verdict[1] for verdict in verdicts)
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


def judge(key: SeriesKey, months: tuple[Month, ...], amount: Floats, family: Reals) -> tuple[Basis, str]:
    """Say by rule what a series is long enough for, and why not for more."""
    there = np.flatnonzero(~np.isnan(amount))
    if there.size < FEWEST:
        return Basis.REFUSED, f"{key}: {there.size} months of figures from {months[0]} to {months[-1]}; 3 are needed."
    if len(months) - 1 - there[-1] > STALE:
        return (
            Basis.REFUSED,
            f"{key}: the figures stop in {months[there[-1]].label}, over {STALE} months before the rest.",
        )
    if there.size < MONTHS_OF_SEASON:
        return Basis.LEVEL, _too_short(there.size, "the months so far would give")
    if there.size < MONTHS_NEEDED:
        return Basis.NAIVE, _too_short(there.size, "a naive forecast would give")
    events = np.nansum(amount[-EVENTS_WITHIN:])
    if family.whole and events < FEWEST:
        return Basis.NAIVE, (
            f"Too few to project: {events:.0f} in the last {min(EVENTS_WITHIN, len(amount))} months, "
            f"{FEWEST} are needed; the range is what a naive forecast would give."
        )
    return Basis.PROJECTION, ""


def _too_short(months: int, instead: str) -> str:
    return f"Too short to project: {months} months of figures, {MONTHS_NEEDED} are needed; the range is what {instead}."


def panel_faults(panel: Panel) -> Iterator[Fault]:
    """What is wrong with the keys and the months."""
    if not panel.periods:
        yield Fault("", "The panel has no months.")
    for key in sorted(
        {key for key in panel.keys if panel.keys.count(key) > 1} if len(set(panel.keys)) < len(panel) else ()
    ):
        yield Fault(str(key), "is in the panel twice; give each series once.")
    for period in panel.periods:
        if not isinstance(period, Month):
            yield Fault(str(period), "is not a month; projections are of monthly figures.")
            return
    for before, after in zip(panel.periods, panel.periods[1:], strict=False):
        if isinstance(before, Month) and isinstance(after, Month) and after.index != before.index + 1:
            wrong = "comes twice" if after == before else f"comes after {before}"
            yield Fault(
                ", ".join(map(str, panel.keys[:3])),
                f"month {after} {wrong}; give each month once, in order, none left out.",
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
