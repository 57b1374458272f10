"""The tracker of a body on a day: every series judged by the rooms that answer one question each, and put in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property, partial
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from eyre.body.figures import Figures
from eyre.body.folder import BodyFolder
from eyre.body.registers import Happening, HappeningKind, Rebase, RebaseMark
from eyre.core import (
    AreaKind,
    AreaTree,
    BadInput,
    Direction,
    Facet,
    FinancialYear,
    MeasureKind,
    Month,
    NotFound,
    Panel,
    Period,
    Refused,
    Series,
    SeriesKey,
    TooFewPoints,
    measure_and_facet,
)
from eyre.measures import Measure
from eyre.projection import Backtest, Projection, backtest, project
from eyre.spc import ChartKind, ProcessChart, judge, rebase_at
from eyre.tracker import beside
from eyre.tracker.attention import Judged, attention
from eyre.tracker.family import group_on, position
from eyre.tracker.peers import gap_to, peers_of
from eyre.tracker.row import (
    Comparison,
    Contribution,
    GroupPosition,
    Outturn,
    PeerGap,
    SlopeBreak,
    Tracker,
    TrackerRow,
    YearAgo,
)
from eyre.tracker.runs import Completeness, breaks_of, latest_run, recent

FEWEST_TO_CHART = 3
HORIZON = 12
LONGEST_HORIZON = 60
DRAWS = 1000  # paths a series: ends of an 80 % range to about a fiftieth of its width
STARTS, MONTHS_BETWEEN = 6, 4  # of the back-test: two years of starts
DEEDS = (HappeningKind.OPERATION, HappeningKind.NEW_SYSTEM, HappeningKind.TRAINING, HappeningKind.FUNDING)


@dataclass(frozen=True)
class Request:
    """What the tracker is asked: on which day, since which meeting, with which seed; for some measures or areas only.

    measures: keys, of one facet key[facet]. split: a month at which slopes before and after are wanted, whatever the
    timeline says.
    structure: the day whose structure says of what each area is made; each month's own when None.
    """

    as_of: date
    since: date | None = None
    seed: int = 0
    measures: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    split: Month | None = None
    structure: date | None = None


def build_tracker(folder: BodyFolder, request: Request) -> Tracker:
    """Judge every series the body's tracker lists, on the figures received by `request.as_of`."""
    work = _Work(folder, request)
    rows = [row for measure, facet in work.measures() for row in work.rows(measure, facet)]
    in_order = sorted(enumerate(rows), key=lambda pair: (pair[1].attention, pair[0]))
    without = tuple(m for m in folder.measures if m.key not in work.figures.measure_keys)
    return Tracker(request.as_of, request.since, tuple(row for _, row in in_order), without, work.warnings())


class AsKnown:
    """What Eyre projects on the figures received by a day: what the tracker of that day says, as far as is asked."""

    def __init__(self, folder: BodyFolder, request: Request) -> None:
        self._work = _Work(folder, request)

    def short(self, measure: Measure, series: Series) -> tuple[Period, ...]:
        """The periods of a series that look short of records and that nobody has explained."""
        return _where(self._work.completeness.of(measure, series.key.area, series.periods), series)

    def whole(self, measure: Measure, series: Series) -> Series:
        """A series without its newest periods that are short of records, or still filling up."""
        seen = series.trimmed()
        short = self._work.completeness.of(measure, series.key.area, seen.periods)
        if measure.settles_months:
            short[-measure.settles_months :] = True
        there = np.flatnonzero(seen.seen & ~short)
        if not there.size:
            return Series(series.key, (), *(np.zeros(0) for _ in range(4)))
        return seen.between(seen.periods[0], seen.periods[there[-1]])

    def project(
        self, measure: Measure, areas: Sequence[str], *, facet: Facet, until: Month
    ) -> tuple[Projection | None, str]:
        """The projection of a measure as far as a month; or why there is none.

        The areas of the tracker and their families are projected together with those asked for: they share a season.
        """
        work = self._work
        related = work.related((*work.shown_areas(), *areas))
        try:
            panel = work.figures.panel(measure.key, related, facets=[facet], structure=work.request.structure)
        except NotFound:
            return None, "No figures had been received."
        if not len(panel) or not isinstance(panel.periods[-1], Month):
            return None, "No monthly figures had been received."
        ahead = until.index - panel.periods[-1].index
        if ahead > LONGEST_HORIZON:
            return None, f"The figures then known ended {ahead} months before: no projection reaches so far."
        return work.model(measure, panel, max(ahead, HORIZON))


@dataclass(eq=False)
class _Work:
    """What the rows of one tracker share."""

    folder: BodyFolder
    request: Request
    figures: Figures = field(init=False)
    then: Figures | None = field(init=False)
    completeness: Completeness = field(init=False)
    panels_then: dict[tuple[str, Facet], Panel | None] = field(default_factory=dict)
    compared: dict[tuple[str, Facet, frozenset[str], tuple[Period, ...]], Comparison | None] = field(
        default_factory=dict
    )
    panels_of_groups: dict[tuple[str, Facet], Panel] = field(default_factory=dict)  # and areas no model is made with
    doubts: list[str] = field(default_factory=list)  # what a reader would look for and not find

    def __post_init__(self) -> None:
        self.figures = self.folder.figures(self.request.as_of)
        since = self.request.since
        self.then = self.folder.figures(since) if since and since < self.request.as_of else None
        explained = [h for h in self.timeline if h.kind is HappeningKind.OUTSIDE_EVENT]
        self.completeness = Completeness(self.figures, self.areas, explained)

    @property
    def areas(self) -> AreaTree:
        return self.folder.areas

    @cached_property
    def timeline(self) -> list[Happening]:
        """What had happened and was known by the day of the tracker, by day."""
        known = (h for h in self.folder.timeline if h.is_known(self.request.as_of))
        return sorted(known, key=lambda happening: happening.start)

    @property
    def force(self) -> str:
        return self.folder.body.force

    # --- which series ---

    def measures(self) -> Iterator[tuple[Measure, Facet]]:
        """The measures the tracker shows that have figures, in the body's order; of some one facet."""
        settings = self.folder.body.tracker
        asked = [measure_and_facet(text) for text in self.request.measures]
        for key, _ in asked:
            self.folder.measures[key]  # NotFound says which there are
        listed = [measure_and_facet(text) for text in settings.measures] if settings else []
        for key, facet in dict.fromkeys(asked or listed or [(key, Facet()) for key in self.figures.measure_keys]):
            if key not in self.folder.measures:
                self.doubts.append(f'There is no definition of the measure "{key}": its figures are not shown.')
            elif key in self.figures.measure_keys:
                yield self.folder.measures[key].within(facet), facet

    def shown_areas(self) -> tuple[str, ...]:
        """The areas a row is made for: the force, and those the body lists."""
        settings = self.folder.body.tracker
        listed = settings.areas if settings else ()
        return tuple(dict.fromkeys(self.request.areas or (self.force, *listed)))

    def family(self, area: str) -> tuple[str, ...]:
        """The areas an area is set beside: for the force other forces; for a local area those of its own level."""
        settings = self.folder.body.tracker
        if area == self.force:
            others = settings.compare_with if settings else ()
            return (
                self.force,
                *(other for other in others if self.force in self.areas and self._is_alike(other, area)),
            )
        on = self.request.as_of
        parent = self.areas.get(area, on).part_of if area in self.areas else None
        siblings = self.areas.children(parent, on) if parent else ()
        return tuple(a.key for a in siblings if self._is_alike(a.key, area))

    def _is_alike(self, area: str, other: str) -> bool:
        """Whether two areas are of one level: a force and a local area are never set beside one another."""
        return area in self.areas and self.areas.get(area).kind is self.areas.get(other).kind

    def warnings(self) -> tuple[str, ...]:
        unknown = [area for area in self.shown_areas() if area not in self.areas]
        areas = (f'The tracker lists the area "{area}", which body.toml does not have.' for area in unknown)
        return (*areas, *self.doubts)

    # --- rows of one measure ---

    def rows(self, measure: Measure, facet: Facet) -> Iterator[TrackerRow]:
        shown = self.shown_areas()
        structure = self.request.structure
        try:
            panel = self.figures.panel(measure.key, self.related(shown), facets=[facet], structure=structure)
        except NotFound:
            self.doubts.append(f"{measure.name}: there are figures, but none by {measure.period.replace('_', ' ')}.")
            return
        keys = [SeriesKey(measure.key, area, facet) for area in shown]
        self._doubt_missing(measure, facet, [key.area for key in keys if key not in panel])
        if not len(panel):
            return
        projected = self._project(measure, panel, shown)
        for key in keys:
            if key in panel:
                yield self._row(measure, key, panel, projected)

    def related(self, shown: Sequence[str]) -> tuple[str, ...]:
        """Some areas, the areas they are set beside, and their parts."""
        return tuple(dict.fromkeys(area for key in shown for area in (key, *self.family(key), *self._parts(key))))

    def _doubt_missing(self, measure: Measure, facet: Facet, without: Sequence[str]) -> None:
        """Name areas that have no series although some of their parts have figures."""
        stored = {key.area for key in self.figures.series_keys(measure.key) if key.facet == facet}
        for area in without:
            parts = self.areas.leaves(area, self.request.as_of)
            lacking = [self.areas.name(part) for part in parts if part not in stored]
            if 0 < len(lacking) < len(parts):
                name, others = self.areas.name(area), ", ".join(lacking)
                self.doubts.append(f"{measure.name}: no figure for {name}, because there is none for {others}.")
        if len(without) == len(self.shown_areas()):
            self.doubts.append(f"{measure.name}: there are figures, but none for the areas shown.")

    def _parts(self, area: str) -> tuple[str, ...]:
        return tuple(child.key for child in self.areas.children(area, self.request.as_of))

    def _placed_parts(self, area: str) -> tuple[str, ...]:
        """The areas directly within an area, without what could not be placed."""
        on = self.request.as_of
        return tuple(a.key for a in self.areas.children(area, on) if a.kind is not AreaKind.NOT_PLACED)

    def _row(self, measure: Measure, key: SeriesKey, panel: Panel, projected: _Projected) -> TrackerRow:
        whole = panel.series(key)
        series, why = self._run(measure, panel, key)
        shown = recent(series)
        short = self.completeness.of(measure, key.area, series.periods)
        short_shown = short[len(short) - len(shown.periods) :]
        latest = beside.latest_figure(measure, shown, short_shown)
        on = latest.period.end if latest else self.request.as_of
        target = measure.target_for(key.area, on)
        chart = self._chart(measure, key, shown, short_shown, target.value if target else None)
        ago = beside.year_ago(measure, series, short)
        outturn = self._outturn(measure, key, series, short, projected)
        warnings = tuple(filter(None, (why, *self._warnings(measure, key, whole, projected))))
        year = _latest_year(measure, series, short)
        known_then = self._known_then(measure, key)
        place, reason = attention(
            Judged(
                measure, self.request.as_of, self.request.since, known_then, latest,
                _where(short_shown, shown), shown.periods, chart, target, outturn,
            )
        )  # fmt: skip
        return TrackerRow(
            key=key,
            measure=measure,
            area_name=self.areas.name(key.area, self.request.as_of),
            series=series,
            shown=shown,
            incomplete=short_shown,
            latest=latest,
            rolling=beside.rolling_figure(measure, shown, short_shown),
            chart=chart,
            target=target,
            year_ago=ago,
            comparison=self._beside(measure, self.family(key.area), panel, year),
            parts=self._beside(measure, self._placed_parts(key.area), panel, year),
            group=self._in_group(measure, key.area, panel, year),
            slope=self._slope(measure, key, series, short),
            projection=projected.model if projected.model and key in projected.model.keys else None,
            outturn=outturn,
            contributions=self._contributions(measure, key, panel, ago),
            known_then=known_then,
            rebases=self._shown_marks(key, shown, short_shown),
            warnings=warnings,
            attention=place,
            reason=reason,
            loads=self.figures.loads_of(measure.key),
            peers=tuple(self._peers(measure, key, year)),
            made_up=self.figures.made_up(measure.key),
        )

    # --- the questions ---

    def _chart(
        self, measure: Measure, key: SeriesKey, shown: Series, short: np.ndarray, target: float | None
    ) -> ProcessChart | None:
        values = np.where(short, np.nan, shown.value)
        if np.count_nonzero(~np.isnan(values)) < FEWEST_TO_CHART:
            return None
        steps = [
            rebase_at(mark.from_period, shown.periods, by=mark.by, reason=mark.reason)
            for mark in self._shown_marks(key, shown, short)
        ]
        counted = ~np.isnan(shown.numerator) & (shown.denominator > 0)
        is_share = measure.kind is MeasureKind.PROPORTION and bool(counted[~np.isnan(values)].all())
        floor = 0.0 if measure.kind in (MeasureKind.COUNT, MeasureKind.RATE, MeasureKind.PROPORTION) else None
        ceiling = 100.0 if measure.kind is MeasureKind.PROPORTION else None
        try:
            if is_share:
                k, n = (np.where(short, np.nan, part) for part in (shown.numerator, shown.denominator))
                return judge(
                    direction=measure.direction, target=target, rebase=steps, chart=ChartKind.P, numerator=k,
                    denominator=n, per=100.0, floor=floor, ceiling=ceiling,
                )  # fmt: skip
            return judge(values, direction=measure.direction, target=target, rebase=steps, floor=floor)
        except TooFewPoints:
            return None

    def _shown_marks(self, key: SeriesKey, shown: Series, short: np.ndarray) -> tuple[RebaseMark, ...]:
        """Re-basings within what is shown that leave a few values on both sides: limits need them.

        Of two from the same period the one decided later holds.
        """
        there, place = shown.seen & ~short, {period: i for i, period in enumerate(shown.periods)}
        marks = {mark.from_period: mark for mark in sorted(self._marks(key), key=lambda mark: mark.on)}
        kept: list[RebaseMark] = []
        since = 0
        for period in sorted(period for period in marks if period in place):
            at = place[period]
            if min(there[since:at].sum(), there[at:].sum()) >= FEWEST_TO_CHART:
                kept.append(marks[period])
                since = at
        return tuple(kept)

    def _marks(self, key: SeriesKey, what: Rebase | None = None) -> tuple[RebaseMark, ...]:
        """A person's re-basings of a series that had been decided by the day of the tracker."""
        return tuple(
            mark
            for mark in self.folder.rebases
            if (mark.measure, mark.area, mark.facet) == (key.measure, key.area, key.facet)
            and mark.on <= self.request.as_of
            and (what is None or mark.what is what)
        )

    def _beside(
        self, measure: Measure, among: tuple[str, ...], panel: Panel, periods: tuple[Period, ...]
    ) -> Comparison | None:
        """Some areas over the same periods; None for a measure that has no share or rate to compare."""
        comparable = measure.kind.adds_up or measure.kind is MeasureKind.PROPORTION
        if not comparable or len(among) < 2 or not periods:
            return None
        asked = (measure.key, panel.keys[0].facet, frozenset(among), periods)
        if asked not in self.compared:  # areas of one family mostly have the same months: worked out once
            is_short = partial(self.completeness.of, measure)
            self.compared[asked] = beside.compare_areas(measure, panel, self.areas, among, periods, is_short)
        return self.compared[asked]

    def _in_group(self, measure: Measure, area: str, panel: Panel, periods: tuple[Period, ...]) -> GroupPosition | str:
        """The area in its family group of the day; or why it has no place in one."""
        on = self.request.as_of
        try:
            group = group_on(self.folder.body.comparison_groups, self.areas, area, on)
        except (NotFound, Refused) as reason:
            return str(reason)
        facet = panel.keys[0].facet
        if (measure.key, facet) not in self.panels_of_groups:
            members = {m for each in self.folder.body.comparison_groups for m in each.members}
            wanted = tuple(sorted(members | {key.area for key in panel.keys}))
            self.panels_of_groups[measure.key, facet] = self.figures.panel(
                measure.key, wanted, facets=[facet], structure=self.request.structure
            )
        own = self.panels_of_groups[measure.key, facet]
        return position(measure, area, group, on, lambda among: self._beside(measure, tuple(among), own, periods))

    def _peers(self, measure: Measure, key: SeriesKey, periods: tuple[Period, ...]) -> Iterator[PeerGap]:
        """The gaps of the force to peers that somebody named, where both have figures and are of one level."""
        for peer in peers_of(self.folder.body.tracker, key) if key.area == self.force else ():
            if not (key.area in self.areas and self._is_alike(peer.area, key.area)):
                continue
            pair = (key.area, peer.area)
            panel = self.figures.panel(measure.key, pair, facets=[key.facet], structure=self.request.structure)
            found = self._beside(measure, pair, panel, periods)
            gap = gap_to(peer, key.area, measure, found, panel) if found is not None else None
            if gap is not None:
                yield gap
            elif peer.measures:  # of a peer named for every measure, most are not published alike
                name = self.areas.name(peer.area)
                self.doubts.append(f"{measure.name}: the named peer, {name}, has no figures of the same periods here.")

    def _slope(self, measure: Measure, key: SeriesKey, series: Series, short: np.ndarray) -> SlopeBreak | None:
        if self.request.split:
            return beside.slope_at(series, short, self.request.split, "asked for")
        for happening in reversed(self._happenings(measure, key)):
            if found := beside.slope_at(series, short, Month.of(happening.start), happening.title):
                return found
        return None

    def _happenings(self, measure: Measure, key: SeriesKey) -> list[Happening]:
        """What was done about this very measure, for this area or for all; how it was recorded is no deed."""
        return [
            happening
            for happening in self.timeline
            if happening.kind in DEEDS
            and measure.key in happening.measures
            and (not happening.areas or key.area in happening.areas)
        ]

    def _contributions(
        self, measure: Measure, key: SeriesKey, panel: Panel, ago: YearAgo | None
    ) -> tuple[Contribution, ...]:
        parts = self._parts(key.area)
        if not measure.kind.adds_up or ago is None or len(parts) < 2:
            return ()
        is_short = partial(self.completeness.of, measure)
        return beside.contributions(measure, panel, parts, ago, is_short, self.request.seed)

    def _known_then(self, measure: Measure, key: SeriesKey) -> Period | None:
        """The last period of a measure that was known at the last meeting."""
        if self.then is None or measure.key not in self.then.measure_keys:
            return None
        panel = self._panel_then(measure.key, key.facet)
        return panel.series(key).trimmed().periods[-1] if panel and key in panel else None

    def _panel_then(self, measure: str, facet: Facet) -> Panel | None:
        """The shown series of a measure as they were known at the last meeting."""
        assert self.then is not None
        if (measure, facet) not in self.panels_then:
            try:
                self.panels_then[measure, facet] = self.then.panel(
                    measure, self.shown_areas(), facets=[facet], structure=self.request.structure
                )
            except NotFound:
                self.panels_then[measure, facet] = None
        return self.panels_then[measure, facet]

    # --- the projection ---

    def _project(self, measure: Measure, panel: Panel, shown: Sequence[str]) -> _Projected:
        """Project the shown areas and their families together: they share a season."""
        model, why_not = self.model(measure, panel)
        if model is None:
            return _Projected(None, None, why_not)
        used = self._used(measure, panel)
        try:
            scores = backtest(panel, kind=measure.kind, origins=STARTS, every=MONTHS_BETWEEN, **used)
        except (TooFewPoints, Refused):  # a model may be there before there are years to try it on
            return _Projected(model, None, "")
        return _Projected(model, scores, "")

    def _sums(self, panel: Panel) -> dict[SeriesKey, tuple[SeriesKey, ...]]:
        """The force as the sum of the areas directly within it: their projections must add up to its own."""
        own = panel.keys[0]
        within = self._parts(self.force) if self.force in self.areas else ()
        parts = tuple(replace(own, area=area) for area in within)
        return {replace(own, area=self.force): parts} if parts else {}

    def model(self, measure: Measure, panel: Panel, horizon: int = HORIZON) -> tuple[Projection | None, str]:
        """The projection of a panel; or why there is none."""
        if not isinstance(panel.periods[0], Month):
            return None, "Only monthly figures are projected."
        used = self._used(measure, panel)
        try:
            model = project(
                panel, kind=measure.kind, horizon=horizon, sums=self._sums(panel), seed=self.request.seed,
                draws=DRAWS, **used,
            )  # fmt: skip
        except (TooFewPoints, Refused) as refusal:
            return None, str(refusal)
        except BadInput as bad:
            return None, f"Not projected: {bad.faults[0]}"
        return model, ""

    def _used(self, measure: Measure, panel: Panel) -> _Used:
        """Which figures of a panel levels are learned of."""
        short = np.array([self.completeness.of(measure, key.area, panel.periods) for key in panel.keys])
        if measure.settles_months:
            short[:, -measure.settles_months :] = True
        runs = {key: self._run(measure, panel, key)[0].periods for key in panel.keys}
        aside = np.array([self._one_offs(measure, key.area, panel.periods) for key in panel.keys])
        starts = {key: Month.of(periods[0].start) for key, periods in runs.items() if periods}
        return {"exclude": short, "starts_at": starts, "set_aside": aside if aside.any() else None}

    def _one_offs(self, measure: Measure, area: str, periods: Sequence[Period]) -> list[bool]:
        """Periods that a known happening from outside, with a beginning and an end, made unlike the others."""
        spans = [
            (happening.start, happening.end)
            for happening in self.timeline
            if happening.kind is HappeningKind.OUTSIDE_EVENT
            and (not happening.areas or area in happening.areas)
            and (not happening.measures or measure.key in happening.measures)
        ]
        return [any(end and begin <= period.end and period.start <= end for begin, end in spans) for period in periods]

    def _run(self, measure: Measure, panel: Panel, key: SeriesKey) -> tuple[Series, str]:
        """The figures that are judged together: after the last gap, break, or re-basing that begins a new series."""
        begun = {m.from_period.start: f"a new one was begun then ({m.reason})" for m in self._marks(key, Rebase.SERIES)}
        return latest_run(panel.series(key), begun | breaks_of(measure, key.area))

    def _outturn(
        self, measure: Measure, key: SeriesKey, series: Series, short: np.ndarray, projected: _Projected
    ) -> Outturn | None:
        """Of the first financial year that is not all there yet."""
        whole = np.flatnonzero(series.seen & ~short)
        if projected.model is None or not whole.size or key not in projected.model.keys:
            return None
        year = FinancialYear.of(series.periods[whole[-1]].end + timedelta(days=1))
        target = measure.target_for(key.area, year.end, over="financial_year")
        try:
            total = projected.model.total(key, year)
            naive = projected.model.naive_total(key, year)
        except (TooFewPoints, NotFound, Refused):
            return None
        before = _total(series, short, year.shift(-1), measure)
        record = projected.scores.sentence if projected.scores else ""
        return Outturn(year, total, naive, before, target, record)

    # --- what to be careful about ---

    def _warnings(self, measure: Measure, key: SeriesKey, whole: Series, projected: _Projected) -> Iterator[str]:
        if made_up := self.figures.made_up(measure.key):
            yield f"{measure.name}: {made_up.says()}"
        if projected.why_not:
            yield projected.why_not
        if measure.settles_months:
            yield (
                f"The newest {measure.settles_months} months are still filling up: nothing is projected from them, and "
                "they are not to be compared with older ones."
            )
        if measure.direction is Direction.NEITHER and measure.direction_note:
            yield measure.direction_note
        by_their_own_day = self.request.structure is None and key.area in self.areas
        for change in self.areas.changes(key.area) if by_their_own_day else ():
            if whole.periods and whole.periods[0].start < change <= whole.periods[-1].end:
                yield f"The area was made of other districts before {Month.of(change).label}."


class _Used(TypedDict):
    """Which figures of a panel levels are learned of, in the words of `eyre.projection.project`."""

    exclude: NDArray[np.bool_]
    starts_at: dict[SeriesKey, Month]
    set_aside: NDArray[np.bool_] | None


@dataclass(frozen=True, slots=True)
class _Projected:
    """The projection of a measure's series, how such projections have done, or why there is none."""

    model: Projection | None
    scores: Backtest | None
    why_not: str


def _where(flags: np.ndarray, series: Series) -> tuple[Period, ...]:
    return tuple(period for period, flag in zip(series.periods, flags, strict=True) if flag)


def _latest_year(measure: Measure, series: Series, short: np.ndarray) -> tuple[Period, ...]:
    """The periods of the latest year that are all there."""
    there = np.flatnonzero(series.seen & ~short)
    first = there[-1] - beside.PERIODS_A_YEAR[measure.period] if there.size else 0
    return tuple(series.periods[i] for i in there if i > first)


def _total(series: Series, short: np.ndarray, window: Period, measure: Measure) -> float | None:
    """The outturn of a window that is all there; None where a month is missing or incomplete."""
    inside = [i for i, period in enumerate(series.periods) if window.contains(period)]
    if len(inside) < HORIZON or not (series.seen & ~short)[inside].all():
        return None
    if measure.kind.adds_up:
        return float(series.value[inside].sum())
    k, n = series.numerator[inside].sum(), series.denominator[inside].sum()
    return float(100 * k / n) if measure.kind is MeasureKind.PROPORTION and n > 0 else None
