"""The blanks of a test, as data to be filled: what each stands for, and what fills it from a line and the figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from math import ceil
from typing import Any

import numpy as np

from eyre.body.commitment_test import Improvement
from eyre.body.meeting import Commitment
from eyre.commitments.figures import scale_of
from eyre.commitments.frozen import PERIODS_A_YEAR, Known
from eyre.commitments.readings.matching import tokens_of
from eyre.commitments.readings.windows import Chosen, Windows, windows_for
from eyre.core import Direction, Facet, MeasureKind, Period, Refused, Series, SeriesKey
from eyre.cycle.due import Due
from eyre.measures import Measure

BLANK = re.compile(r"<([a-z_]+)>")
PERCENT_SAID = re.compile(r"(\d+(?:\.\d+)?)\s*(?:%|per ?cent)")
MOST = 0.75
SERIES_KINDS = ("level", "change", "relative_change", "within", "signal", "reversal", "rank", "parity")
NOT_SAID = "Nobody has said which way is better for {}. Say so: the reading hangs on it."


class Unfilled(Refused):
    """A blank that nothing fills: the sentence says what is missing."""


@dataclass(frozen=True)
class Setting:
    """What a test is filled from: the line, one of its measures, and what was known on the day.

    words: the line as typed. direction: which way is better, where the measure does not say. names: of areas and
    groups by key, so that one named in the words is found.
    """

    words: str
    line: Commitment
    measure: Measure | None
    known: Known
    improvement: Improvement
    on: date
    direction: Direction | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    looks_back: bool = False

    @property
    def areas(self) -> tuple[str, ...]:
        return self.line.areas

    @property
    def better(self) -> Direction:
        return self.direction or (self.measure.direction if self.measure else Direction.NEITHER)

    @cached_property
    def series(self) -> tuple[Series, ...]:
        """The series of the measure in the areas of the line, without facet."""
        if self.measure is None:
            return ()
        keys = (SeriesKey(self.measure.key, area) for area in self.areas)
        return tuple(self.known.series[key].trimmed() for key in keys if key in self.known.series)

    @cached_property
    def facets(self) -> tuple[Facet, ...]:
        """The facets of the measure that have figures in every area of the line."""
        key = self.measure.key if self.measure else ""
        held = [{k.facet for k in self.known.series if (k.measure, k.area) == (key, area)} for area in self.areas]
        return tuple(sorted(facet for facet in set.intersection(*held) if facet)) if held else ()

    @cached_property
    def like(self) -> Series | None:
        """The series the windows are cut to: the shortest of those known, without facet or with one."""
        mine = [
            series.trimmed()
            for key, series in self.known.series.items()
            if self.measure and key.measure == self.measure.key and key.area in self.areas and series.seen.any()
        ]
        return max(self.series or mine, key=lambda series: series.periods[0].start, default=None)

    @cached_property
    def windows(self) -> Windows:
        if self.measure is None:
            raise Unfilled("It names no measure. Ask which figure would show it.")
        due = self.line.due
        if self.looks_back:
            if self.like is None:
                raise Unfilled(f"There are no figures for {self.measure.name} to look back on. Load them.")
            due = Due.on(self.like.periods[-1].end)
        return windows_for(due, self.measure.period, self.like, on=self.on, sign=self.better.sign)


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank: what stands in it, a sample to check a file with, what fills it or raises Refused where nothing does."""

    means: str
    sample: Any
    fill: Callable[[Setting], Any]


# --- what fills them -----------------------------------------------------------------------------------------------


def _window(name: str) -> Callable[[Setting], str]:
    def fill(setting: Setting) -> str:
        chosen: Chosen = getattr(setting.windows, name)
        if chosen.period is None:
            raise Unfilled(chosen.says)
        return str(chosen.period)

    return fill


def _split(setting: Setting) -> str:
    if setting.windows.split is None:
        raise Unfilled(setting.windows.run.says)
    return str(setting.windows.split)


def _usual(setting: Setting) -> str:
    """Pooled for a rate or share unless its figures came without counts; else the mean, for windows of any length."""
    measure = _measure(setting)
    if measure.kind not in (MeasureKind.PROPORTION, MeasureKind.RATE):
        return "mean"
    figures = [series for series in setting.series or (setting.like,) if series is not None]
    has_counts = all(not np.isnan(each.numerator * each.denominator).all() for each in figures)
    return "pooled_rate" if has_counts else "mean"


def _measure(setting: Setting) -> Measure:
    if setting.measure is None:
        raise Unfilled("It names no measure. Ask which figure would show it.")
    return setting.measure


def _better_side(setting: Setting) -> str:
    measure = _measure(setting)
    if setting.better is Direction.NEITHER:
        raise Unfilled(NOT_SAID.format(measure.name))
    return "at_least" if setting.better is Direction.UP else "at_most"


def _value(setting: Setting) -> float:
    """The percentage that was said; else the target of the measure."""
    measure = _measure(setting)
    said = PERCENT_SAID.search(setting.words)
    if said and measure.unit == "%":
        return float(said[1])
    targets = {measure.target_for(area, setting.on) for area in setting.areas or ("",)}
    values = {target.value for target in targets if target}
    if len(values) != 1:
        raise Unfilled("No value is named. Ask which line is to be reached.")
    return values.pop()


def _present(setting: Setting) -> float:
    """The level of the newest year of figures, of one area."""
    measure = _measure(setting)
    if len(setting.areas) > 1:
        raise Unfilled("The level of today differs between areas. Take them one by one.")
    if not setting.series:
        raise Unfilled(f"There are no figures for {measure.name} to say what the level of today is. Load them.")
    series = setting.series[0]
    year = max(PERIODS_A_YEAR.get(type(series.periods[-1]), 1), 1)
    if len(series.periods) < year:
        raise Unfilled(f"The level of today needs a year of figures; there are {len(series.periods)} periods.")
    k, n = np.nansum(series.numerator[-year:]), np.nansum(series.denominator[-year:])
    pooled = _usual(setting) == "pooled_rate" and n > 0
    level = scale_of(measure) * k / n if pooled else np.nanmean(series.value[-year:])
    return float(level)


def _margin(setting: Setting) -> float:
    """The level of today, made worse by the agreed size."""
    level, sign = _present(setting), setting.better.sign
    if not sign:
        raise Unfilled(NOT_SAID.format(_measure(setting).name))
    return _rounded(setting.improvement.applied(level, -sign))


def _tolerance(setting: Setting) -> float:
    """The agreed size in the unit of the measure; of counts, areas of unlike size have no gap to speak of."""
    measure, size = _measure(setting), setting.improvement
    if measure.kind is MeasureKind.COUNT:
        raise Unfilled(f"{measure.name} is a count, and a larger area has more of it. Name a rate or a share.")
    return _rounded(_present(setting) * size.size / 100) if size.percent else size.size


def _rounded(value: float) -> float:
    """A value to be agreed on, to three figures that count."""
    return float(f"{value:.3g}")


def _areas(setting: Setting) -> list[str]:
    if len(setting.areas) < 2:
        raise Unfilled("Which areas are meant is not written down. Name each of them on the line.")
    return list(setting.areas)


def _facets(setting: Setting) -> list[str]:
    measure = _measure(setting)
    if not setting.areas:
        raise Unfilled("It names no area. Ask whether the force is meant, or which areas.")
    if not setting.facets:
        raise Unfilled(f"There are no figures of {measure.name} by element for every area named. Ask for them.")
    return [str(facet) for facet in setting.facets]


def _most(count: int) -> int:
    return ceil(MOST * count)


def _peer(setting: Setting) -> str:
    """The first other area named in the words that has figures of the measure."""
    measure = _measure(setting)
    others = {key.area for key in setting.known.series if key.measure == measure.key} - set(setting.areas)
    line = f" {' '.join(token.text for token in tokens_of(setting.words))} "
    named = {area: line.find(f" {_even(setting.names.get(area, area))} ") for area in sorted(others)}
    found = {area: at for area, at in named.items() if at >= 0}
    if not found:
        raise Unfilled(
            f"No other area with figures of {measure.name} is named. Ask which is meant, and load its figures."
        )
    return min(found, key=lambda area: found[area])


def _even(name: str) -> str:
    return " ".join(token.text for token in tokens_of(name))


def _group(setting: Setting) -> str:
    """The one group known that has every area of the line among its members."""
    areas = set(setting.areas)
    holding = [key for key, members in sorted(setting.known.groups.items()) if areas and areas <= {*members}]
    where = ", ".join(setting.names.get(area, area) for area in setting.areas) or "no area, for none is named"
    if not holding:
        raise Unfilled(f"No comparison group is known that holds {where}. Ask which group is meant, as it stood when.")
    if len(holding) > 1:
        named = ", ".join(setting.names.get(key, key) for key in holding)
        raise Unfilled(f"Several comparison groups hold {where}: {named}. Ask which is meant.")
    return holding[0]


def _best_of(share: float) -> Callable[[Setting], int]:
    return lambda setting: max(1, int(share * len(setting.known.groups[_group(setting)])))


def _due(setting: Setting) -> date | None:
    return setting.line.due.date if setting.line.due else None


BLANKS: dict[str, Blank] = {
    "after": Blank("where the promise should show: the window named, else a quarter to the date", "2018-Q1",
                   _window("after")),
    "last_period": Blank("the last period that ends in time", "2018-03", _window("last_period")),
    "same_a_year_before": Blank("the same part of the year before", "2017-Q1", _window("same_a_year_before")),
    "year_before": Blank("the year before it", "2017", _window("year_before")),
    "baseline": Blank("the newest two years of figures before it", "2016-01..2017-12", _window("baseline")),
    "earlier_baseline": Blank("two years that end a year before it", "2015-01..2016-12", _window("earlier_baseline")),
    "run": Blank("both sides of the turn of a slope", "2017-01..2018-06", _window("run")),
    "split": Blank("the month in which the slope turns", "2017-10", _split),
    "period": Blank("each period of the window in turn", "2018-01", _window("last_period")),
    "periods": Blank("how many periods the window has", 3, lambda setting: len(setting.windows.periods)),
    "usual": Blank("the pooled rate where counts are known, else the mean", "mean", _usual),
    "size": Blank("the size of improvement that was agreed to matter", 10.0, lambda s: float(s.improvement.size)),
    "half_size": Blank("half of that", 5.0, lambda setting: setting.improvement.size / 2),
    "is_percent": Blank("whether that size is in percent", True, lambda setting: setting.improvement.percent),
    "better_side": Blank("at least where more is better, at most where less is", "at_least", _better_side),
    "value": Blank("the percentage that was said, else the target of the measure", 90.0, _value),
    "present": Blank("the level of the newest year of figures", 80.0, lambda s: _rounded(_present(s))),
    "margin": Blank("the same, made worse by the agreed size", 75.0, _margin),
    "tolerance": Blank("the agreed size, in the unit of the measure", 2.0, _tolerance),
    "areas": Blank("every area named", ["a", "b"], _areas),
    "facets": Blank("every element with figures in these areas", ["element=a"], _facets),
    "most_areas": Blank("three quarters of the areas", 2, lambda setting: _most(len(_areas(setting)))),
    "most_parts": Blank("three quarters of the elements in all areas", 2,
                        lambda setting: _most(len(setting.areas) * len(_facets(setting)))),
    "peer": Blank("another area named in the words", "b", _peer),
    "group": Blank("the comparison group that holds the area", "group", _group),
    "best_third": Blank("a third of the group", 3, _best_of(1 / 3)),
    "best_half": Blank("half of the group", 5, _best_of(1 / 2)),
    "on": Blank("the day the test is agreed", date(2018, 1, 1), lambda setting: setting.on),
    "due": Blank("the due date", date(2018, 3, 31), _due),
}  # fmt: skip


# --- filling -------------------------------------------------------------------------------------------------------


def blanks_in(template: Any) -> Iterator[str]:
    """Every blank of a template, in order."""
    if isinstance(template, Mapping):
        for each in template.values():
            yield from blanks_in(each)
    elif isinstance(template, list):
        for each in template:
            yield from blanks_in(each)
    elif isinstance(template, str):
        yield from BLANK.findall(template)


def fill(template: Any, value_of: Callable[[str], Any]) -> Any:
    """A template with every blank filled; what is filled with None is left out."""
    if isinstance(template, Mapping):
        filled = {name: fill(each, value_of) for name, each in template.items()}
        return {name: each for name, each in filled.items() if each is not None}
    if isinstance(template, list):
        return [fill(each, value_of) for each in template]
    whole = BLANK.fullmatch(template) if isinstance(template, str) else None
    return value_of(whole[1]) if whole else template


def with_subject(test: Mapping[str, Any], measure: str, areas: tuple[str, ...], direction: Direction | None) -> Any:
    """The test with measure, area and direction where it is on a series; several areas: it must hold in each."""
    parts = test.get("tests")
    if isinstance(parts, list):
        return {**test, "tests": [with_subject(part, measure, areas, direction) for part in parts]}
    if test.get("kind") not in SERIES_KINDS:
        return dict(test)
    subject: dict[str, Any] = {"measure": measure}
    every = dict(test.get("for_each", {}))
    if len(areas) > 1:
        every.setdefault("areas", list(areas))
    elif areas and "areas" not in every:
        subject["area"] = areas[0]
    if every:
        subject["for_each"] = every
    if direction is not None:
        subject["direction"] = direction.value
    return {**test, **subject}


def every_period(test: Mapping[str, Any], periods: tuple[Period, ...]) -> dict[str, Any]:
    """The same test for each of these periods, all of which must pass; the blank `period` is each in turn."""
    return {"kind": "all_of", "tests": [fill(test, _only_period(period)) for period in periods]}


def _only_period(period: Period) -> Callable[[str], Any]:
    return lambda name: str(period) if name == "period" else f"<{name}>"
