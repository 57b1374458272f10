"""Counts by area, type and period as one cube, and its two periods side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from eyre.core import Floats, Month, Period, Refused
from eyre.stats import dispersion_about_season

YEAR = 12
YEARS_OF_DISPERSION = 4  # a drift over many years would count as dispersion


class By(StrEnum):
    """What the parts of the change are."""

    AREA = "area"
    TYPE = "type"
    BOTH = "both"


@dataclass(frozen=True)
class Counts:
    """Counts of areas and types over periods.

    count, base: shape (areas, types, periods), NaN where there is no figure; base None where there is none.
    """

    areas: tuple[str, ...]
    types: tuple[str, ...]
    periods: tuple[Period, ...]
    count: Floats
    base: Floats | None = None

    def within(self, window: Period) -> NDArray[np.intp]:
        """Which periods make up a window.

        Raises Refused where they do not cover it, naming what there is, and where they overlap.
        """
        inside = [at for at, period in enumerate(self.periods) if window.contains(period)]
        days = sum(self.periods[at].days for at in inside)
        if days > window.days:
            raise Refused(f"Figures of {window.label} overlap: months stand beside longer periods. Give one kind.")
        if days < window.days:
            raise Refused(f"{window.label} is not covered by the figures. {self._what_there_is(window, inside)}")
        return np.array(inside, dtype=np.intp)

    def _what_there_is(self, window: Period, inside: Sequence[int]) -> str:
        if inside:
            return f"Of it there is only {', '.join(str(self.periods[at]) for at in inside)}."
        return f"They run from {min(self.periods)} to {max(self.periods)}." if self.periods else "There are none."


@dataclass(frozen=True)
class Pair:
    """Two periods of a table side by side, part by part.

    labels: area and type of each part, "" for all. then, now: shape (parts,). base_then, base_now: the same, or None.
    left_out: parts that lack a figure in one of the periods. dispersion: how much wider than Poisson the counts of a
    part spread about their season, the middle of all parts; None where there are under two years of months.
    """

    by: By
    labels: tuple[tuple[str, str], ...]
    then: Floats
    now: Floats
    base_then: Floats | None
    base_now: Floats | None
    left_out: tuple[tuple[str, str], ...]
    dispersion: float | None


def side_by_side(counts: Counts, then: Period, now: Period, by: By, *, cases: bool = False) -> Pair:
    """Put two periods side by side. cases: the base counts the cases that the counts are among, and adds up over types.

    Raises Refused where the periods overlap or are not of one length in months, where the figures do not cover them,
    where a base does not fit the parts that are asked for, and where no part is left.
    """
    _check_periods(then, now)
    places = counts.within(then), counts.within(now)
    used = counts.count[..., np.concatenate(places)]
    keep = ~np.isnan(used).any(axis=-1) & _has_base(counts, np.concatenate(places))
    if not keep.any():
        raise Refused("No part has figures for both periods. Where a row left out means 0, say --absent-is-nought.")
    first, second = (_parts(counts.count[..., at].sum(axis=-1), keep, by) for at in places)
    bases = [_bases(counts, at, keep, by, cases) for at in places]
    return Pair(
        by, _labels(counts, keep, by), first, second, bases[0], bases[1],
        _named(counts, ~keep & ~np.isnan(counts.count).all(axis=-1)),
        _dispersion(counts, keep, by, now),
    )  # fmt: skip


def _check_periods(then: Period, now: Period) -> None:
    if then.overlaps(now):
        raise Refused(f"{then.label} and {now.label} overlap, so that one is part of the other. Give separate periods.")
    if abs(then.days - now.days) > 3:  # February, and leap years
        raise Refused(f"{then.label} has {then.days} days and {now.label} has {now.days}. Give periods of one length.")


def is_same_season(then: Period, now: Period) -> bool:
    """Whether both periods begin in the same month of the year; else a change is also one of season."""
    return then.start.month == now.start.month


def _has_base(counts: Counts, at: NDArray[np.intp]) -> NDArray[np.bool_]:
    if counts.base is None:
        return np.ones(counts.count.shape[:2], dtype=bool)
    base = counts.base[..., at]
    return np.asarray(~np.isnan(base).any(axis=-1) & (base > 0).all(axis=-1))


def _labels(counts: Counts, keep: NDArray[np.bool_], by: By) -> tuple[tuple[str, str], ...]:
    if by is By.AREA:
        return tuple(
            (area, "") for area, kept in zip(counts.areas, np.atleast_1d(keep.any(axis=1)), strict=True) if kept
        )
    if by is By.TYPE:
        return tuple(
            ("", kind) for kind, kept in zip(counts.types, np.atleast_1d(keep.any(axis=0)), strict=True) if kept
        )
    return _named(counts, keep)


def _named(counts: Counts, cells: NDArray[np.bool_]) -> tuple[tuple[str, str], ...]:
    """Area and type of the cells that are marked; cells: shape (areas, types)."""
    rows, columns = np.nonzero(cells)
    return tuple((counts.areas[row], counts.types[column]) for row, column in zip(rows, columns, strict=True))


def _parts(cells: Floats, keep: NDArray[np.bool_], by: By) -> Floats:
    """Cells of shape (areas, types, ...) added up to the parts, those kept; shape (parts, ...)."""
    if by is By.BOTH:
        return cells[keep]
    across = 1 if by is By.AREA else 0
    shown = np.where(keep.reshape(*keep.shape, *(1,) * (cells.ndim - 2)), cells, 0.0).sum(axis=across)
    return np.asarray(shown[keep.any(axis=across)])


def _bases(counts: Counts, at: NDArray[np.intp], keep: NDArray[np.bool_], by: By, cases: bool) -> Floats | None:
    if counts.base is None:
        return None
    base = counts.base[..., at].sum(axis=-1)
    if cases or len(counts.types) == 1:
        return _parts(base, keep, by)
    if by is not By.AREA:
        raise Refused(
            "Residents are not divided by type, so there is no mix of types. Ask --by area, leave the base out, or say "
            "--cases where the base counts the cases of each type."
        )
    own = np.where(keep, base, np.nan)[keep.any(axis=1)]
    low, high = np.nanmin(own, axis=1), np.nanmax(own, axis=1)
    if (low != high).any():
        raise Refused(
            "The base differs between the types of one area. Residents are the same for all; where the base counts the "
            "cases of each type, say --cases."
        )
    return np.asarray(low)


def _dispersion(counts: Counts, keep: NDArray[np.bool_], by: By, now: Period) -> float | None:
    run = _months_until(counts.periods, now)
    if len(run) < 2 * YEAR:
        return None
    phi = dispersion_about_season(_parts(counts.count[..., run], keep, by))
    seen = phi[~np.isnan(phi)]
    return max(float(np.median(seen)), 1.0) if seen.size else None


def _months_until(periods: Sequence[Period], now: Period) -> list[int]:
    """The unbroken run of months that ends with the later period, four years at most; oldest first."""
    at = {period.index: place for place, period in enumerate(periods) if isinstance(period, Month)}
    last = Month.of(now.end).index
    run: list[int] = []
    while last in at and len(run) < YEARS_OF_DISPERSION * YEAR:
        run.append(at[last])
        last -= 1
    return run[::-1]
