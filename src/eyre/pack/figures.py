"""A row of the tracker as a reader gets it: a statement, a chart with its table, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from eyre.core import AreaTree, FinancialYear, MeasureKind, Month, Period, Series
from eyre.disclosure import (
    DEFAULT_RULE,
    SUPPRESSED,
    Audience,
    Base,
    Column,
    Form,
    Released,
    SmallNumberRule,
    Suppressed,
    Table,
    release,
    release_number,
)
from eyre.pack.areas import areas_beside
from eyre.pack.charts import (
    Fan,
    Flag,
    FlagKind,
    Limits,
    Line,
    Marker,
    MarkerKind,
    ProcessChartSpec,
    SparklineSpec,
)
from eyre.pack.counts import PackCounts
from eyre.pack.document import Block, Chart, Number, Paragraph, Sparkline, Text
from eyre.pack.satisfaction import satisfaction
from eyre.pack.text import Interval as Range
from eyre.pack.text import Name
from eyre.projection import Basis
from eyre.spc import Assurance, PointType, ProcessChart, revised_points
from eyre.stats import Interval
from eyre.tracker import TrackerRow
from eyre.tracker.row import Outturn, YearAgo
from eyre.tracker.runs import breaks_of

SPARK_POINTS = 24
FLAGS = {
    PointType.SPECIAL_CAUSE_CONCERN: FlagKind.CONCERN,
    PointType.SPECIAL_CAUSE_IMPROVEMENT: FlagKind.IMPROVEMENT,
    PointType.SPECIAL_CAUSE_NEUTRAL_HIGH: FlagKind.NEUTRAL,
    PointType.SPECIAL_CAUSE_NEUTRAL_LOW: FlagKind.NEUTRAL,
}


@dataclass(frozen=True)
class Reading:
    """A tracker row with what is needed to print it: the day it was known by, for whom, what happened meanwhile."""

    row: TrackerRow
    as_of: date
    audience: Audience
    areas: AreaTree
    markers: tuple[Marker, ...] = ()
    notes: tuple[str, ...] = ()  # what people said of its change on the year before
    counts: PackCounts | None = None  # for readers from whom small numbers are hidden

    # --- what is hidden ---

    def is_hidden(self, periods: Period | Sequence[Period], part: str = "", area: str = "") -> bool:
        """Whether a count of this measure would give a small one back by subtraction, or is one; see `pack.counts`."""
        if self.counts is None:
            return False
        return self.counts.is_hidden(self.counts.figure_of(self.row, periods, part, area))

    @property
    def hides_pool(self) -> bool:
        """Whether a pooled share would tell of a month that is hidden."""
        rolling = self.row.rolling
        if rolling is None or self.counts is None:
            return False
        months = [p for p in self.row.shown.periods if rolling.periods[0] <= p <= rolling.periods[1]]
        return any(self.is_hidden(month, part) for month in months for part in ("numerator", "denominator"))

    @property
    def hides_average(self) -> bool:
        return self.counts is not None and self.counts.hides_average(self.row)

    @property
    def rule(self) -> SmallNumberRule:
        return DEFAULT_RULE if self.counts is None else self.counts.rule

    # --- words ---

    @property
    def name(self) -> str:
        """The measure and the area, "Burglary, Telford", with the mark of figures that were made up."""
        made_up = f" ({self.row.made_up.mark})" if self.row.made_up else ""
        return f"{self.row.measure.name}, {self.row.area_name}{made_up}"

    @property
    def form(self) -> Form:
        return FORMS[self.row.measure.kind]

    @property
    def level_form(self) -> Form:
        """How a limit, an average or a projection is printed: in whole units for a count."""
        return Form.WHOLE if self.row.measure.kind is MeasureKind.COUNT else self.form

    @property
    def unit(self) -> str:
        """What follows a number in a sentence; a percentage has its sign already."""
        return "" if self.row.measure.unit == "%" else self.row.measure.unit

    def base(self, period: Period | tuple[Period, Period], **more: object) -> Base:
        measure = self.row.measure
        return Base(
            period, measure.source or "source not stated", self.as_of,
            definition=f"{measure.name}, definition {measure.version}",
            made_up=self.row.made_up.mark if self.row.made_up else "", **more,  # type: ignore[arg-type]
        )  # fmt: skip

    def number(
        self, value: float, unit: str, base: Base, form: Form = Form.COUNT, interval: Range | None = None,
        *, is_hidden: bool = False,
    ) -> Number:  # fmt: skip
        """A number for a sentence, hidden from those who may not see one so small. is_hidden: nor this one."""
        shown = SUPPRESSED if is_hidden else self.shown(value, form, base.n)
        return Number(shown, unit, base, form, None if isinstance(shown, Suppressed) else interval)

    def shown(self, value: float, form: Form, n: float | None = None) -> float | Suppressed:
        """A number as this audience may see it. A share of n is hidden where it is one of a few, as they are."""
        part = round(value * n / 100) if n and form is Form.PERCENT else 0
        if release_number(part, Form.COUNT, self.audience) is SUPPRESSED:
            return SUPPRESSED
        return release_number(value, form, self.audience, denominator=n)

    def judged(self, series: Series, period: Period) -> float | Suppressed | None:
        """The figure of a period, for a column of `Form.JUDGED`: a count is judged by itself, a rate or a share by the
        counts it was made from. None where there is none."""
        at = series.periods.index(period) if period in series.periods else None
        if at is None or np.isnan(series.value[at]):
            return None
        value, k, n = (float(column[at]) for column in (series.value, series.numerator, series.denominator))
        parts = [part for part in ("numerator", "denominator") if not np.isnan(getattr(series, part)[at])]
        is_small = not np.isnan(k) and release_number(k, Form.COUNT, self.audience) is SUPPRESSED
        if is_small or any(self.is_hidden(period, part) for part in ("", *parts)):
            return SUPPRESSED
        return self.shown(value, self.form, None if np.isnan(n) else n)

    def statement(self) -> Text:
        """What the series shows, as its chart is headed."""
        chart, latest = self.row.chart, self.row.latest
        if latest is None:
            return Text("No figure is all there")
        if chart is None:
            return Text("Too few figures to judge")
        at = self.row.shown.periods.index(latest.period)
        kind = chart.type_at(at)
        return (
            Text(STATEMENTS[kind], ": ", Name(_lower(chart.reason(at)))) if kind.is_special else Text(STATEMENTS[kind])
        )

    def sentence(self) -> Text:
        """The latest figure with its base, beside its expected range, and the reason for what is said of it."""
        latest, chart = self.row.latest, self.row.chart
        if latest is None:
            return Text("There is no figure that is all there.")
        n = int(latest.denominator) if latest.denominator is not None else None
        base = self.base(latest.period, n=n)
        hidden = self.is_hidden(latest.period)
        number = self.number(latest.value, self.unit, base, self.form, self._interval_of_latest(), is_hidden=hidden)
        at = self.row.shown.periods.index(latest.period)
        if chart is None or self.hides_average or np.isnan(chart.lower_limit[at]):  # no two months side by side
            return Text(number, " in ", latest.period, ".")
        low, high = float(chart.shown_lower[at]), float(chart.shown_upper[at])
        each = self.row.measure.period.replace("_", " ")
        return Text(
            number, " in ", latest.period, f"; from {each} to {each} it is expected to lie between ",
            Number(low, "", base, self.level_form), " and ", Number(high, self.unit, base, self.level_form),
            ".",
        )  # fmt: skip

    def _interval_of_latest(self) -> Range | None:
        """Of a share or a rate; beside a count stands the range its chart expects, and two ranges would be confused."""
        latest = self.row.latest
        is_count = self.row.measure.kind is MeasureKind.COUNT
        return None if latest is None or is_count else _range(latest.interval)

    # --- blocks ---

    def blocks(self) -> Iterator[Block]:
        """Everything that is said of the series, in the order it is read."""
        if self.row.chart is not None:
            yield self.chart()
        yield Paragraph(self.sentence())
        yield from self._about_the_limits()
        if self.row.rolling is not None and not self.hides_pool:
            yield self._rolling()
            yield from satisfaction(self)
        if self.row.chart is not None and self.row.target is not None:
            yield Paragraph(_assurance(self, self.row.chart))
        if self.row.outturn is not None:
            yield Paragraph(self._outturn(self.row.outturn))
            if self.row.outturn.track_record:
                yield Paragraph(Name(self.row.outturn.track_record))
        if self.row.year_ago is not None:
            yield Paragraph(self._year_ago(self.row.year_ago))
        if self.row.slope is not None:
            yield Paragraph(self._slope())
        yield from areas_beside(self)

    def chart(self) -> Chart:
        table = self.table()
        assert self.row.chart is not None
        return Chart(self._spec(self.row.chart, table), self.statement(), self._alternative(), table)

    def table(self) -> Released:
        """The figures of the chart, a row each period, released for the audience."""
        row, chart, parts = self.row, self.row.chart, self._value_stands_on()
        value = Column(
            "value", row.measure.name, self.form, row.measure.unit,
            rests_on=tuple(name for name in parts if name == "numerator"),
            denominator="denominator" if "denominator" in parts else "",
            exempt="" if parts else "published without the counts it was made from",
        )  # fmt: skip
        columns = [Column("period", "Period", Form.PERIOD), value]
        columns += [Column(name, getattr(row.measure, name) or name.capitalize(), Form.COUNT) for name in parts]
        columns += [
            Column("centre", "Average", self.level_form, exempt=LIMITS),
            Column("lower", "Lower limit", self.level_form, exempt=LIMITS),
            Column("upper", "Upper limit", self.level_form, exempt=LIMITS), Column("shows", "What it shows"),
        ]  # fmt: skip
        rows = [self._table_row(i, chart) for i in range(len(row.shown.periods))]
        base = self.base(
            (row.shown.periods[0], row.shown.periods[-1]), note=f"rules: {chart.rule_set}" if chart else ""
        )
        return release(
            Table(self.name, columns, rows, base), self.audience, self.rule, hidden=self._hidden_cells(parts)
        )

    def _hidden_cells(self, parts: Sequence[str]) -> set[tuple[int, str]]:
        """Cells of the chart's table, by row and column."""
        periods = self.row.shown.periods
        columns = {"value": "", **{part: part for part in parts}}
        cells = {
            (at, c) for at, period in enumerate(periods) for c, part in columns.items() if self.is_hidden(period, part)
        }
        if self.hides_average:
            cells |= {(at, name) for at in range(len(periods)) for name in ("centre", "lower", "upper")}
        return cells

    def _table_row(self, at: int, chart: ProcessChart | None) -> list[object]:
        row = self.row
        cells: list[object] = [row.shown.periods[at], row.shown.value[at]]
        cells += [getattr(row.shown, name)[at] for name in self._value_stands_on()]
        limits = (chart.centre[at], chart.shown_lower[at], chart.shown_upper[at]) if chart else (None, None, None)
        return [*cells, *limits, self._shows(at, chart)]

    def _value_stands_on(self) -> tuple[str, ...]:
        """Which counts stand beside the values of a table: those a rate or share was made from, of a mean its n."""
        kind, shown = self.row.measure.kind, self.row.shown
        names = {MeasureKind.COUNT: (), MeasureKind.MEAN: ("denominator",), MeasureKind.DURATION: ("denominator",)}
        wanted = names.get(kind, ("numerator", "denominator"))
        return tuple(name for name in wanted if not np.isnan(getattr(shown, name)).all())

    def _shows(self, at: int, chart: ProcessChart | None) -> str:
        if self.row.incomplete[at]:
            return "incomplete: not judged"
        if chart is None or np.isnan(self.row.shown.value[at]):
            return ""
        rule = chart.rule_at(at)
        return f"{chart.type_at(at).word.replace('_', ' ')}: {rule.name.replace('_', ' ')}" if rule else ""

    def _spec(self, chart: ProcessChart, table: Released) -> ProcessChartSpec:
        periods = self.row.shown.periods
        kinds = [(i, FLAGS.get(chart.type_at(i))) for i in range(len(periods))]
        target = self.row.target
        return ProcessChartSpec(
            unit=f"{self.row.measure.unit} a {self.row.measure.period.replace('_', ' ')}" if self.unit else "%",
            periods=periods,
            values=table.values("value"),
            form=self.form,
            limits=() if self.hides_average else tuple(_limits(chart, periods)),
            flags=tuple(Flag(periods[i], kind, chart.reason(i)) for i, kind in kinds if kind is not None),
            incomplete=self.row.incomplete_periods,
            target=Line(target.value, "target") if target else None,
            markers=self.markers,
            fan=self._fan(),
        )

    def _fan(self) -> Fan | None:
        """The months to come as far as the end of the financial year, at least three."""
        model, key = self.row.projection, self.row.key
        if model is None or model.basis(key)[0] is Basis.REFUSED or self.row.outturn is None:
            return None
        year = self.row.outturn.window
        ahead = [
            r
            for i, r in enumerate(model.months(key))
            if r.period > self.row.shown.periods[-1] and (i < 3 or r.period.end <= year.end)
        ]
        if not ahead:
            return None
        naive = {r.period: r.median for r in model.naive_months(key)}
        is_projected = ahead[0].basis is Basis.PROJECTION
        return Fan(
            periods=tuple(r.period for r in ahead),
            low_80=tuple(r.interval_80[0] for r in ahead),
            high_80=tuple(r.interval_80[1] for r in ahead),
            low_95=tuple(r.interval_95[0] for r in ahead),
            high_95=tuple(r.interval_95[1] for r in ahead),
            central=tuple(r.median for r in ahead) if is_projected else (),
            naive=tuple(naive.get(r.period) for r in ahead),
            naive_label="mean so far" if ahead[0].basis is Basis.LEVEL else "same as last year",
        )

    def _alternative(self) -> Text:
        """What a person who cannot see the chart is told."""
        chart, latest = self.row.chart, self.row.latest
        assert chart is not None
        flagged = int(np.count_nonzero(chart.flag >= 0))
        base = self.base((self.row.shown.periods[0], self.row.shown.periods[-1]))
        parts = [
            Text("A line of ", Name(self.row.measure.name.lower()), " from ", self.row.shown.periods[0], " to ",
                 self.row.shown.periods[-1], " with its average and process limits; ",
                 self.number(flagged, "of its points are", base, Form.TALLY), " marked as special cause."),
        ]  # fmt: skip
        if latest is not None:
            n = int(latest.denominator) if latest.denominator is not None else None
            number = self.number(
                latest.value, self.unit, replace(base, n=n), self.form, is_hidden=self.is_hidden(latest.period)
            )
            parts.append(Text(" The latest figure is ", number, "."))
        if self._fan() is not None:
            parts.append(Text(" A fan shows where the months to come may lie if nothing changes."))
        return Text(*parts)

    def sparkline(self, table: Released) -> Sparkline:
        """The small line of the tracker's table."""
        chart = self.row.chart
        last: FlagKind | None = None
        limits: tuple[float | None, float | None, float | None] = (None, None, None)
        if chart is not None and self.row.latest is not None:
            at = self.row.shown.periods.index(self.row.latest.period)
            last = FLAGS.get(chart.type_at(at))
            limits = limits if self.hides_average else _limits_at(chart, at)
        target = self.row.target.value if self.row.target else None
        return Sparkline(SparklineSpec(table.values("value")[-SPARK_POINTS:], *limits, target, last), table)

    # --- what stands beside it ---

    def _about_the_limits(self) -> Iterator[Block]:
        """That limits are on trial, were begun again by somebody, or that earlier points now read otherwise."""
        chart = self.row.chart
        if chart is None:
            return
        base = self.base((self.row.shown.periods[0], self.row.shown.periods[-1]))
        if chart.trial:
            points = self.number(int(chart.limit_points[-1]), "points", base, Form.TALLY)
            yield Paragraph("The limits are on trial: they rest on ", points, " and will move with each new one.")
        if np.any(chart.collapsed):
            yield Paragraph("Most figures are equal, so the limits lie on the average: read the flags with care.")
        for mark in self.row.rebases:
            by = Name(f"{mark.reason} ({mark.by})")
            yield Paragraph("New limits from ", mark.from_period, ", decided on ", mark.on, ": ", by, ".")
        if self.row.known_then in self.row.shown.periods[:-1]:
            seen = self.row.shown.periods.index(self.row.known_then) + 1
            changed = [point.index for point in revised_points(chart, seen=seen)] if seen >= 2 else []
            if changed:
                names = ", ".join(self.row.shown.periods[at].label for at in changed)
                yield Paragraph(
                    "Judged otherwise than at the last meeting, because later figures came: ", Name(names), "."
                )

    def _rolling(self) -> Paragraph:
        rolling = self.row.rolling
        assert rolling is not None
        base = self.base(rolling.periods, n=int(rolling.n))
        return Paragraph(
            "Over the last three months together, all answers pooled, it is ",
            self.number(rolling.value, self.unit, base, self.form, _range(rolling.interval)),
            ". Neighbouring rolling figures share months: they are not separate evidence of a trend.",
        )

    def _outturn(self, outturn: Outturn) -> Text:
        """Where the year may end, if nothing changes; what naive says; what last year was; the target."""
        projected, naive = outturn.projected, outturn.naive
        base = self.base(outturn.window, note=f"{projected.seen} months already published" if projected.seen else "")
        if projected.basis is Basis.PROJECTION:
            start = Text(
                "If nothing changes, ", outturn.window, " ends at about ",
                self.number(
                    projected.median, self.unit, base, self.level_form, Range(*projected.interval_80, level=80)
                ),
                ", and nearly surely between ", self.number(projected.interval_95[0], "", base, self.level_form),
                " and ", self.number(projected.interval_95[1], "", base, self.level_form), Name(" (95% interval)"),
                ". Repeating last year would give ", self.number(naive.median, "", base, self.level_form), ".",
            )  # fmt: skip
        else:
            start = Text(
                Name(projected.reason), " For ", outturn.window, " that is ",
                self.number(naive.median, self.unit, base, self.level_form, Range(*naive.interval_95)), ".",
            )  # fmt: skip
        if projected.filled:
            months = Name(_listed(projected.filled))
            start = Text(start, " In it, ", months, " is missing or incomplete and stands as a month to come does.")
        if outturn.year_before is not None:
            before = FinancialYear.of(outturn.window.start).shift(-1)
            base_before, hidden = self.base(before), self.is_hidden(before)
            number = self.number(outturn.year_before, "", base_before, self.form, is_hidden=hidden)
            start = Text(start, " The year before was ", number, ".")
        if outturn.target is not None:
            start = Text(
                start,
                " The year's ",
                Name(outturn.target.kind),
                " is ",
                self.number(outturn.target.value, "", base, self.level_form),
                ".",
            )
        return start

    def _year_ago(self, ago: YearAgo) -> Text:
        base = self.base(ago.now, against=ago.then, note=ago.method)
        if self.hides_year_ago(ago):
            return Text("Against the same months a year before there are too few to be shown.")
        left_out = (
            Text(" Left out of both years, as missing or incomplete in one: ", Name(_listed(ago.left_out)), ".")
            if ago.left_out else Text()
        )  # fmt: skip
        is_share = self.row.measure.kind is MeasureKind.PROPORTION
        form = Form.CHANGE_POINTS if is_share else Form.CHANGE_PERCENT
        change = self.number(float(ago.change.estimate), "", base, form, _range(ago.change))
        said = (
            "a change beyond what chance gives" if ago.is_beyond_chance
            else "no more than chance gives: it cannot be said to have changed"
        )  # fmt: skip
        return Text(
            "Against the same months a year before: ",
            self.number(ago.value_now, self.unit, base, self.form), " against ",
            self.number(ago.value_then, "", base, self.form), ", ", change, "; ", said, ".", left_out,
        )  # fmt: skip

    def hides_year_ago(self, ago: YearAgo) -> bool:
        """Whether one of the two totals is hidden, and so the change with them."""
        small = any(isinstance(self.shown(value, self.form), Suppressed) for value in (ago.value_now, ago.value_then))
        return small or any(self.is_hidden(self.months_of(span)) for span in (ago.now, ago.then))

    def months_of(self, span: tuple[Period, Period]) -> Sequence[Period]:
        """The months of one of the two years that are compared."""
        return span if self.counts is None else self.counts.run_of_year_ago(self.row, span)

    def _slope(self) -> Text:
        slope = self.row.slope
        assert slope is not None
        months = f"{slope.months[0]} months before and {slope.months[1]} from then on"
        season = "; under a year on a side, so a season can look like a slope" if min(slope.months) < 12 else ""
        base = self.base((self.row.series.periods[0], self.row.series.periods[-1]), note=months + season)
        form = Form.CHANGE_POINTS if self.row.measure.kind is MeasureKind.PROPORTION else Form.CHANGE
        said = (
            "the slope changed" if slope.change.lower > 0 or slope.change.upper < 0
            else "a change of slope cannot be shown"
        )  # fmt: skip
        return Text(
            "Slope a year before ", slope.at, " (", Name(slope.why), "): ",
            self.number(float(slope.before.estimate), self.unit, base, form, _range(slope.before)), "; from then on: ",
            self.number(float(slope.after.estimate), self.unit, base, form, _range(slope.after)), "; ", said, ".",
        )  # fmt: skip


LIMITS = "worked out from the whole run of figures, of which no one can be had back"
FORMS = {
    MeasureKind.COUNT: Form.COUNT,
    MeasureKind.RATE: Form.DECIMAL,
    MeasureKind.PROPORTION: Form.PERCENT,
    MeasureKind.MEAN: Form.DECIMAL,
    MeasureKind.DURATION: Form.DECIMAL,
}
STATEMENTS = {
    PointType.COMMON_CAUSE: "No change beyond its usual variation",
    PointType.SPECIAL_CAUSE_IMPROVEMENT: "Better than usual",
    PointType.SPECIAL_CAUSE_CONCERN: "Worse than usual",
    PointType.SPECIAL_CAUSE_NEUTRAL_HIGH: "Unusually high, whether good or bad is for a person to say",
    PointType.SPECIAL_CAUSE_NEUTRAL_LOW: "Unusually low, whether good or bad is for a person to say",
    PointType.MISSING: "The latest figure is missing",
}


def _listed(periods: Sequence[Period]) -> str:
    return ", ".join(period.label for period in periods)


def _lower(sentence: str) -> str:
    """A sentence as the second half of another."""
    return (sentence[:1].lower() + sentence[1:]).removesuffix(".")


def _assurance(reading: Reading, chart: ProcessChart) -> Text:
    target = reading.row.target
    assert target is not None
    base = reading.base((reading.row.shown.periods[0], reading.row.shown.periods[-1]))
    number = reading.number(target.value, reading.unit, base, reading.level_form)
    said = {
        Assurance.CONSISTENTLY_HIT: "this process will meet it every time if nothing changes",
        Assurance.CONSISTENTLY_MISSED: "this process will miss it every time unless something changes",
        Assurance.HIT_AND_MISS: "it will be hit and missed by chance: a single month proves nothing either way",
        Assurance.NO_TARGET: "nothing can be said of it with these figures",
    }[chart.assurance_type()]
    return Text("The ", Name(target.kind), " is ", number, ": ", said, ".")


def _limits(chart: ProcessChart, periods: tuple[Period, ...]) -> Iterator[Limits]:
    """One stretch of limits for each re-basing; of a p or u chart, whose limits move, one for each period."""
    for group in range(int(chart.group.max()) + 1):
        at = np.flatnonzero(chart.group == group)
        steps = [at] if np.ptp(np.nan_to_num(chart.upper_limit[at])) < 1e-9 else [at[i : i + 1] for i in range(len(at))]
        for part in steps:
            centre, lower, upper = _limits_at(chart, int(part[0]))
            if centre is not None:
                trial = bool(chart.limit_points[part[0]] < 13)
                yield Limits(periods[part[0]], periods[part[-1]], centre, lower, upper, is_trial=trial)


def _limits_at(chart: ProcessChart, at: int) -> tuple[float | None, float | None, float | None]:
    """Average, lower and upper limit at a point, None where it has none."""
    centre, lower, upper = (chart.centre[at], chart.shown_lower[at], chart.shown_upper[at])
    return tuple(None if np.isnan(part) else float(part) for part in (centre, lower, upper))  # type: ignore[return-value]


def _range(interval: Interval | None) -> Range | None:
    if interval is None or not np.isfinite([interval.lower, interval.upper]).all():
        return None
    return Range(float(interval.lower), float(interval.upper), round(100 * interval.confidence))


def markers_for(
    row: TrackerRow, happenings: list[tuple[date, str]], remade: tuple[date, ...] = ()
) -> tuple[Marker, ...]:
    """Happenings and breaks that fall in what the chart shows, at the period they began in.

    remade: days from which the area was made of other parts than before.
    """
    found = [Marker(Month.of(on), words) for on, words in happenings]
    found += [Marker(Month.of(on), "The area was made anew", MarkerKind.BREAK) for on in remade]
    breaks = breaks_of(row.measure, row.key.area)
    found += [Marker(Month.of(on), "Break in the series", MarkerKind.BREAK) for on in breaks]
    shown = set(row.shown.periods)
    return tuple(marker for marker in found if marker.period in shown)
