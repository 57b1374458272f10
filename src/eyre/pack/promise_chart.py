"""The chart of a test in one area: its series, the windows shaded, the line asked for, and what is still to come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np

from eyre.body.commitment_test import Aggregate, ChangeTest, LevelTest, ParityTest, RelativeChangeTest, SeriesTest
from eyre.commitments.evaluate import is_of_cases, series_tests, subjects_of, windows_of
from eyre.commitments.promises import Trial
from eyre.commitments.say import say_window
from eyre.core import MeasureKind, Month, NotFound, Period, Refused, Series, SeriesKey, TooFewPoints
from eyre.disclosure import Column, Form, Released, Table, release
from eyre.measures import Measure
from eyre.pack.charts import Band, Fan, Line, ProcessChartSpec
from eyre.pack.counts import Printed
from eyre.pack.document import Chart, Text
from eyre.pack.figures import FORMS
from eyre.pack.promise_words import PromiseWords, printed_counts
from eyre.pack.text import Name
from eyre.projection import Basis
from eyre.tracker.commitments import CommitmentsAsOf

BEFORE = 24  # periods shown before the first window
MOST_AHEAD = 60
MOST_CHARTS = 4  # of a test in many areas; the others stand in its table


@dataclass(frozen=True)
class PromiseChart:
    """One test in one area and facet."""

    asked: CommitmentsAsOf
    words: PromiseWords
    trial: Trial
    test: SeriesTest
    key: SeriesKey
    series: Series

    @property
    def measure(self) -> Measure:
        return self.words.views.measures[self.test.measure]

    @property
    def form(self) -> Form:
        return FORMS[self.measure.kind]

    def chart(self, sentence: Text) -> Chart:
        table = self._table()
        measure = self.measure
        values = table.values("value")
        fan = self._fan()
        ahead = () if fan else self._ahead
        unit = "%" if measure.unit == "%" else f"{measure.unit} a {measure.period.replace('_', ' ')}"
        spec = ProcessChartSpec(
            unit=unit, periods=(*self.series.periods, *ahead), values=(*values, *(None for _ in ahead)), form=self.form,
            target=self._line(), fan=fan, windows=tuple(self._bands()),
        )  # fmt: skip
        return Chart(spec, sentence, self._alternative(fan is not None), table)

    # --- what is drawn ---

    @property
    def windows(self) -> tuple[Period, ...]:
        return windows_of(self.test)

    def _bands(self) -> Iterator[Band]:
        *before, last = self.windows
        for window in before:
            yield Band(window, f"set against: {say_window(window)}", is_before=True)
        yield Band(last, f"window of the test: {say_window(last)}")

    @property
    def _ahead(self) -> tuple[Period, ...]:
        """Periods without figures, as far as the last window goes."""
        last, end = self.series.periods[-1], self.windows[-1].end
        if not hasattr(last, "shift"):
            return ()
        later = (last.shift(step) for step in range(1, MOST_AHEAD + 1))
        return tuple(takewhile(lambda period: period.end <= end, later))

    def _line(self) -> Line | None:
        """What was asked for, a period; or the mean of what it is set against."""
        if isinstance(self.test, LevelTest):
            is_sum = self.test.aggregate is Aggregate.SUM
            inside = sum(self.test.window.contains(p) for p in (*self.series.periods, *self._ahead)) if is_sum else 1
            label = "asked, on average" if inside > 1 else "asked"
            return Line(self.test.value / inside, label) if inside else None
        if isinstance(self.test, ParityTest) and self.test.value is not None:
            return Line(self.test.value, "asked")
        if isinstance(self.test, ChangeTest | RelativeChangeTest) and not self._hides_any:
            at = [place for place, period in enumerate(self.series.periods) if self.test.before.contains(period)]
            values = self.series.value[at]
            if at and not np.isnan(values).any():
                return Line(float(values.mean()), "mean before")
        return None

    def _fan(self) -> Fan | None:
        """What is projected if nothing changes, where the window is still to come."""
        last, end = self.series.periods[-1], self.windows[-1].end
        if last.end >= end or not isinstance(last, Month):
            return None
        model, _ = self.asked.model(self.measure, self.key.facet)
        if model is None or self.key not in model.keys or model.basis(self.key)[0] is not Basis.PROJECTION:
            return None
        try:
            ahead = [each for each in model.months(self.key) if last.end < each.period.start and each.period.end <= end]
        except (TooFewPoints, NotFound, Refused):
            return None
        if not ahead or (self._hides_any and self.words.counts is not None):
            return None
        return Fan(
            periods=tuple(each.period for each in ahead),
            low_80=tuple(each.interval_80[0] for each in ahead),
            high_80=tuple(each.interval_80[1] for each in ahead),
            low_95=tuple(each.interval_95[0] for each in ahead),
            high_95=tuple(each.interval_95[1] for each in ahead),
            central=tuple(each.median for each in ahead),
        )

    # --- its table and words ---

    def _table(self) -> Released:
        measure = self.measure
        parts = self._parts()
        value = Column(
            "value", measure.name, self.form, measure.unit,
            rests_on=tuple(part for part in parts if part == "numerator"),
            denominator="denominator" if "denominator" in parts else "",
            exempt="" if parts else "published without the counts it was made from",
        )  # fmt: skip
        columns = [Column("period", "Period", Form.PERIOD), value]
        columns += [Column(part, getattr(measure, part) or part.capitalize(), Form.COUNT) for part in parts]
        rows = [
            [period, self.series.value[at], *(getattr(self.series, part)[at] for part in parts)]
            for at, period in enumerate(self.series.periods)
        ]
        span = (self.series.periods[0], self.series.periods[-1])
        base = self.words.base_of(self.test, span, self.words.as_of)
        title = f"{measure.name}, {self.words.area(self.key)}"
        hidden = {(at, part or "value") for at, part in self._hidden()}
        rule = self.words.rule
        return release(Table(title, columns, rows, base), self.words.audience, rule, hidden=hidden)

    def _parts(self) -> tuple[str, ...]:
        if self.measure.kind is MeasureKind.COUNT:
            return ()
        return tuple(part for part in ("numerator", "denominator") if not np.isnan(getattr(self.series, part)).all())

    def _hidden(self) -> Iterator[tuple[int, str]]:
        """Cells that are small, or would give a small one back; by row, and by part as in `Printed`."""
        for at, period in enumerate(self.series.periods):
            for each in printed_counts(self.measure, self.series, (period,)):
                if self.words.is_hidden(each):
                    yield at, each.part

    @property
    def _hides_any(self) -> bool:
        return any(True for _ in self._hidden())

    def _alternative(self, has_fan: bool) -> Text:
        measure = self.measure
        shaded = " and ".join(say_window(window) for window in self.windows)
        fan = " A fan shows where it may go if nothing changes." if has_fan else ""
        return Text(
            "A line of ", Name(measure.name.lower()), " in ", Name(self.words.area(self.key)), " from ",
            self.series.periods[0], " to ", self.series.periods[-1], ". Shaded: ", Name(shaded), f".{fan}",
        )  # fmt: skip

    def printed(self) -> Iterator[Printed]:
        for period in self.series.periods:
            yield from printed_counts(self.measure, self.series, (period,))


def charts_of_trial(asked: CommitmentsAsOf, words: PromiseWords, trial: Trial) -> list[PromiseChart]:
    """The first few series of a test that have figures, cut to what a reader needs."""
    found = []
    for test in series_tests(trial.test):
        for key in () if is_of_cases(test) else subjects_of(test):
            series = words.series(test, key, trial, words.as_of)
            if series is not None and series.seen.any():
                found.append(PromiseChart(asked, words, trial, test, key, _cut(series.trimmed(), windows_of(test))))
    return found[:MOST_CHARTS]


def _cut(series: Series, windows: Sequence[Period]) -> Series:
    """From a while before the first window on; the newest figures where it is far ahead."""
    start = min(window.start for window in windows)
    place = next((at for at, period in enumerate(series.periods) if period.end >= start), len(series.periods))
    first = min(max(place - BEFORE, 0), len(series.periods) - 1)
    return series.between(series.periods[first], series.periods[-1])
