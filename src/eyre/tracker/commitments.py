"""Every promise of a body as it stands on a day: its tests with course, finding, luck, power, distance and doubts.

Joins what was said (`eyre.commitments`) with where the figures are heading (`eyre.projection`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np

from eyre import __version__
from eyre.body.agreed import AgreedTest
from eyre.body.commitment_test import Improvement, RecordTest, Test
from eyre.body.folder import BodyFolder
from eyre.body.meeting import Checkpoint, LuckAndPower
from eyre.commitments.answers import Course, course, luck_and_power
from eyre.commitments.distance import Distance, distances
from eyre.commitments.evaluate import drawn_part, is_of_cases, parts_of, series_tests, subjects_of, windows_of
from eyre.commitments.figures import AreaPaths, Figures, published
from eyre.commitments.frozen import Known
from eyre.commitments.promises import Promise, Trial, promises
from eyre.commitments.settlement import Settled, Waiting, settle
from eyre.commitments.standing import Stands, stands
from eyre.commitments.testability import Setting, Untestable, doubts_about
from eyre.commitments.views import Views
from eyre.comparison.groups import Level
from eyre.core import (
    AreaKind,
    BadInput,
    EyreError,
    Facet,
    MadeUp,
    MeasureKind,
    Month,
    Paths,
    Reference,
    Refused,
    Series,
    SeriesKey,
)
from eyre.cycle.due import Due
from eyre.cycle.words import ActionDeliverable
from eyre.measures import Measure
from eyre.projection import Projection
from eyre.tracker.build import LONGEST_HORIZON, AsKnown, Request

USUAL_IMPROVEMENT = {MeasureKind.PROPORTION: Improvement(5.0)}  # where nobody said what matters: points, else percent
ELSE_USUAL = Improvement(10.0, percent=True)
FIGURES = ("path", "body", "measures", "loads", "timeline", "rebases", "samples")  # on which what is found stands
Trialled = tuple[Reference, str]  # a promise, and the label of one of its tests
TOO_FAR = f"No projection reaches further than {LONGEST_HORIZON} months beyond the figures."
FARTHEST = LONGEST_HORIZON - 12  # months from the day: figures are some months older than it


@dataclass(frozen=True, slots=True)
class TrialStanding:
    """One test of a promise on a day.

    course: None where nothing is left to come, or with `no_course` saying why. luck_and_power: as fixed when the test
    was agreed; worked out again on what was known that day where it was not written down (`is_fixed` False).
    incomplete: periods of its windows that look short of records, each in a sentence: a low figure there may be one of
    which a part never came.
    """

    trial: Trial
    settled: Settled | Waiting
    course: Course | None
    no_course: str
    luck_and_power: LuckAndPower | None
    is_fixed: bool
    no_luck: str
    distances: tuple[Distance, ...]
    incomplete: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Replaced:
    """A test that another took the place of on a day. counts: it had been settled by then, so its finding stands."""

    trial: Trial
    on: date
    settled: Settled | Waiting
    counts: bool


@dataclass(frozen=True, slots=True)
class CommitmentStanding:
    """One promise on a day: where it stands, its tests, and every doubt whether it can be tested.

    replaced: the tests it had before, the oldest first.
    """

    promise: Promise
    stands: Stands
    trials: tuple[TrialStanding, ...]
    doubts: tuple[Untestable, ...]
    replaced: tuple[Replaced, ...] = ()

    @property
    def is_off_course(self) -> bool:
        return any(each.course is not None and each.course.is_off for each in self.trials)

    def is_due(self, on: date) -> bool:
        """Whether its day has come and nobody has decided."""
        due = self.promise.due.date
        return due is not None and due <= on and self.promise.decision is None

    def was_settled_since(self, day: date) -> bool:
        return any(isinstance(each.settled, Settled) and each.settled.on > day for each in self.trials)


@dataclass
class CommitmentsAsOf:
    """The promises of a body on a day, on the figures received by then. seed: of every draw.

    record_by: the record is taken as it stood on this day, where that is another one than the figures'.
    """

    folder: BodyFolder
    as_of: date
    seed: int = 0
    record_by: date | None = None
    views: Views = field(init=False)
    found: dict[Reference, CommitmentStanding] = field(default_factory=dict)
    _models: dict[tuple[str, Facet], tuple[Projection | None, str]] = field(default_factory=dict)
    _settled: dict[Trialled, Settled | Waiting] = field(default_factory=dict)
    _courses: dict[Trialled, tuple[Course | None, str]] = field(default_factory=dict)
    _earlier: dict[date, CommitmentsAsOf] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.views = Views(self.folder)

    @cached_property
    def promises(self) -> tuple[Promise, ...]:
        found = promises(self.folder, self.record_by or self.as_of)
        return tuple(each if each.as_of == self.as_of else replace(each, as_of=self.as_of) for each in found)

    def earlier(self, on: date) -> CommitmentsAsOf:
        """The same body on an earlier day; what was known on each day is read once for both."""
        if on not in self._earlier:
            self._earlier[on] = CommitmentsAsOf(self.folder, on, self.seed)
            self._earlier[on].views = self.views
        return self._earlier[on]

    def go_on_from(self, before: CommitmentsAsOf) -> None:
        """Take over what was worked out before and holds still, because only the record was added to since.

        Where the figures are the same they are not read again either. A promise stands as it did when its own record
        is the same, and for a test of records that of others too.
        """
        if not self.has_figures_of(before):
            return
        self._share(before)
        known = {each.reference: each for each in before.promises}
        records = self._has_records_of(before)
        same = (
            each
            for each in self.promises
            if each.reference in known
            and _is_same(each, known[each.reference])
            and (records or not any(_reads_the_record(trial) for trial in (*each.trials, *each.earlier)))
        )
        found = dict(before.found)
        self.found = {
            each.reference: replace(found[each.reference], promise=each) for each in same if each.reference in found
        }

    def has_figures_of(self, before: CommitmentsAsOf) -> bool:
        """Whether all figures and projections are the same as on another record, of the same day."""
        if (self.as_of, self.seed) != (before.as_of, before.seed):
            return False
        if any(getattr(self.folder, name) != getattr(before.folder, name) for name in FIGURES):
            return False
        tests, known = ([each.trials for each in asked.promises] for asked in (self, before))
        if tests == known:  # then they ask for the same projections
            vars(self)["_wanted"] = before._wanted
        return self._wanted == before._wanted

    def _has_records_of(self, before: CommitmentsAsOf) -> bool:
        """Whether the same is on record of what a test of records looks for, and of the same days."""
        by = self.record_by or self.as_of
        same = self.views.recorded(by) == before.views.recorded(by)
        return same and self.views.days_on_record == before.views.days_on_record

    def _share(self, before: CommitmentsAsOf) -> None:
        """Take over what was read of figures and projected from them."""
        self.folder.share_figures(before.folder)
        self.views.share_figures(before.views)
        self._models = before._models
        vars(self).update({name: vars(before)[name] for name in ("_known", "_whole_of") if name in vars(before)})

    def standings(self) -> list[CommitmentStanding]:
        """Every promise, the oldest first."""
        return [self.standing(promise) for promise in self.promises]

    def standing(self, promise: Promise) -> CommitmentStanding:
        """Where one promise stands; worked out once."""
        found = self.found.get(promise.reference)
        if found is None or found.promise is not promise:
            found = self.found[promise.reference] = self._standing(promise)
        return found

    def _standing(self, promise: Promise) -> CommitmentStanding:
        settled = [self.settled(trial, promise) for trial in promise.trials]
        trials = tuple(self._trial(trial, promise, each) for trial, each in zip(promise.trials, settled, strict=True))
        where, replaced = self._stands(promise)
        return CommitmentStanding(promise, where, trials, self._doubts(promise, trials), replaced)

    def where(self) -> list[tuple[Promise, Stands]]:
        """Where every promise is, and nothing else of it: no figure is projected for that."""
        return [(promise, self._stands(promise)[0]) for promise in self.promises]

    def _stands(self, promise: Promise) -> tuple[Stands, tuple[Replaced, ...]]:
        settled = ((trial, self.settled(trial, promise)) for trial in promise.trials)
        replaced = self._replaced(promise)
        return stands(promise, _counted(settled, replaced)), replaced

    def _replaced(self, promise: Promise) -> tuple[Replaced, ...]:
        """The tests that others took the place of. One settled by then stands: nobody chooses after the fact."""
        found = []
        for at, trial in enumerate(promise.earlier):
            followers = (each for each in (*promise.earlier[at + 1 :], *promise.trials) if each.label == trial.label)
            on = min(each.agreed_on for each in followers)
            settled = settle(trial, promise, self.views)
            found.append(Replaced(trial, on, settled, isinstance(settled, Settled) and settled.on <= on))
        return tuple(found)

    # --- names ---

    @cached_property
    def area_names(self) -> Mapping[str, str]:
        """What areas and groups are called, by key."""
        areas = {area.key: area.name for area in self.folder.body.areas}
        return areas | {group.key: group.name for group in self.folder.body.comparison_groups}

    def series_name(self, key: SeriesKey) -> str:
        """What a series is called: "Burglary, Telford and Wrekin (first contact)"."""
        measure = self.views.measures.get(key.measure)
        facet = f" ({key.facet.label})" if key.facet else ""
        return f"{measure.name if measure else key.measure}, {self.area_names.get(key.area, key.area)}{facet}"

    def made_up(self, trial: Trial) -> MadeUp | None:
        """That figures a test is read on were made up; None where none was."""
        return self.views.made_up(self.as_of, trial.test)

    def holders(self, promise: Promise) -> dict[str, str]:
        """Who held each post of a promise on the day it was given, where that is on record."""
        line, on = promise.commitment, promise.meeting.date
        posts = {post.key: post for post in self.folder.body.posts}
        named = dict.fromkeys((*line.given_by, *line.relayed_by, *line.relied_on_by))
        held = {key: posts[key].holder(on) for key in named if key in posts}
        return {key: holder.person for key, holder in held.items() if holder and holder.person}

    # --- one test ---

    def settled(self, trial: Trial, promise: Promise) -> Settled | Waiting:
        """What a test of a promise was found to show, or what it waits for."""
        asked = promise.reference, trial.label
        if asked not in self._settled:
            is_read_off_figures = bool(series_tests(trial.test))
            seen = promise if is_read_off_figures else replace(promise, as_of=self.record_by or self.as_of)
            self._settled[asked] = settle(trial, seen, self.views)
        return self._settled[asked]

    def course_of(self, trial: Trial, promise: Promise) -> tuple[Course | None, str]:
        """The course of a test that is not settled; or why there is none."""
        asked = promise.reference, trial.label
        if asked not in self._courses:
            self._courses[asked] = self.course(trial)
        return self._courses[asked]

    def _trial(self, trial: Trial, promise: Promise, settled: Settled | Waiting) -> TrialStanding:
        fixed = trial.luck_and_power
        worth, no_luck = (fixed, "") if fixed else self._luck_and_power(trial, promise.meeting.date)
        found, no_course = (None, "") if isinstance(settled, Settled) else self.course_of(trial, promise)
        return TrialStanding(
            trial, settled, found, no_course, worth, bool(fixed), no_luck, self._distances(trial),
            tuple(self._incomplete(trial)),
        )  # fmt: skip

    def _incomplete(self, trial: Trial) -> Iterator[str]:
        """Periods of the windows that look short of records on the newest figures, series by series."""
        for test in series_tests(trial.test):
            for key in () if is_of_cases(test) else subjects_of(test):
                measure = self.views.measures.get(key.measure)
                series = self.views.series(self.as_of, key) if measure and measure.source_key else None
                if measure and series:
                    short = set(self._known.short(measure, series))
                    periods = [p for p in series.periods if p in short and any(w.contains(p) for w in windows_of(test))]
                    if periods:
                        yield (
                            f"{', '.join(period.label for period in periods)} of {self.series_name(key)} looks "
                            "incomplete: a low figure may be one of which a part never came."
                        )

    def worth_of(self, agreed: AgreedTest, given_on: date) -> LuckAndPower | None:
        """What a test of a promise of a day was worth on the day it was agreed; None where that cannot be said."""
        trial = Trial("", agreed.test, None, agreed.agreed_by, agreed.agreed_on, matters=agreed.matters)
        return self._luck_and_power(trial, given_on)[0]

    def _luck_and_power(self, trial: Trial, given_on: date) -> tuple[LuckAndPower | None, str]:
        """On what was known on the day the test was agreed; or why there is none."""
        if drawn_part(trial.test) is None:
            return None, "Nothing in it is read off figures over time."
        matters = trial.matters or self._usual(trial.test)
        try:
            known = self.views.known(trial.agreed_on, [trial.test], trial.agreed_on)
            return luck_and_power(
                trial.test, known, matters, seed=self.seed, on=trial.agreed_on, version=__version__, given_on=given_on
            ), ""
        except BadInput as bad:
            return None, " ".join(dict.fromkeys(fault.what for fault in bad.faults))
        except EyreError as refused:
            return None, str(refused)

    def _usual(self, test: Test) -> Improvement:
        kinds = {
            self.views.measures[each.measure].kind for each in series_tests(test) if each.measure in self.views.measures
        }
        return USUAL_IMPROVEMENT.get(kinds.pop(), ELSE_USUAL) if len(kinds) == 1 else ELSE_USUAL

    def _distances(self, trial: Trial) -> tuple[Distance, ...]:
        part = drawn_part(trial.test)
        if part is None:
            return ()
        try:
            known = self.views.known(self.as_of, [part], trial.agreed_on)
        except BadInput:
            return ()
        paths = {key: self._whole(each) for key, each in known.series.items()}
        return distances(part, Figures(known.measures, {k: p for k, p in paths.items() if p.periods}, known.groups))

    def _whole(self, series: Series) -> AreaPaths:
        """The one path that happened, as far as its newest periods are all there."""
        if series.key not in self._whole_of:
            measure = self.views.measures[series.key.measure]
            self._whole_of[series.key] = published(self._known.whole(measure, series))
        return self._whole_of[series.key]

    @cached_property
    def _whole_of(self) -> dict[SeriesKey, AreaPaths]:
        return {}

    # --- course ---

    def course(self, trial: Trial) -> tuple[Course | None, str]:
        """How often the test is met if nothing changes; or why that cannot be said."""
        part = drawn_part(trial.test)
        if part is None:
            return None, "Nothing in it is read off figures over time."
        try:
            known = self.views.known(self.as_of, [part], trial.agreed_on)
            paths = self._projected(known, _last_day(part))
            return course(part, Figures(known.measures, paths, known.groups)), ""
        except BadInput as bad:
            return None, " ".join(dict.fromkeys(fault.what for fault in bad.faults))
        except EyreError as refused:
            return None, str(refused)

    def courses(self, trial: Trial, settled: Settled | Waiting) -> list[tuple[date, Course | None, str]]:
        """The course worked out again on what was known on the day of the agreement and at each load since.

        Up to the day that settled it, or this one.
        """
        last = settled.on if isinstance(settled, Settled) else self.as_of
        read = {test.measure for test in series_tests(trial.test)}
        loads = {e.received_on for e in self.views.manifest.known(last) if read & self.views.measures_of(e)}
        days = {trial.agreed_on} | {day for day in loads if day > trial.agreed_on}
        if isinstance(settled, Settled):
            days.discard(settled.on)
        return [(day, *self.earlier(day).course(trial)) for day in sorted(days) if day <= self.as_of]

    def _projected(self, known: Known, until: date) -> dict[SeriesKey, AreaPaths]:
        """What was published and, path by path, what is still to come. Raises Refused where it cannot be drawn."""
        paths = {}
        for key, series in known.series.items():
            measure, seen = known.measures[key.measure], series.trimmed()
            whole = self._whole(series).periods
            if whole and whole[-1].end >= until:
                paths[key] = published(seen)
            else:
                paths[key] = self._continued(measure, key, seen, until)
        draws = max((each.paths.draws for each in paths.values()), default=1)
        return {key: _on_every_path(each, draws) for key, each in paths.items()}

    def _continued(self, measure: Measure, key: SeriesKey, seen: Series, until: date) -> AreaPaths:
        model, why_not = self.model(measure, key.facet)
        if model is None or key not in model.keys:
            raise Refused(f"{key} cannot be projected. {why_not or 'There are no such figures.'}")
        drawn = model.paths(key)
        if drawn.periods[-1].end < until:
            raise Refused(TOO_FAR)
        kept = [at for at, period in enumerate(seen.periods) if period.end < drawn.periods[0].start]
        before = published(seen).take(kept)
        values = np.hstack([np.repeat(before.paths.values, drawn.draws, axis=0), drawn.values])
        whole = Paths(drawn.kind, (*before.periods, *drawn.periods), values)
        if measure.kind is MeasureKind.COUNT or before.numerator is None or before.denominator is None:
            return AreaPaths(whole)
        bases = np.broadcast_to(model.bases(key), drawn.values.shape)
        hits = drawn.values / model.usable.unit[model.row(key)] * bases
        k, n = (
            np.hstack([np.repeat(first, drawn.draws, axis=0), later])
            for first, later in ((before.numerator, hits), (before.denominator, bases))
        )
        return AreaPaths(whole, k, n)

    def model(self, measure: Measure, facet: Facet) -> tuple[Projection | None, str]:
        """One projection of a measure for every promise that reads it: they share its paths."""
        asked = measure.key, facet
        if asked not in self._wanted:
            return None, TOO_FAR
        if asked not in self._models:
            areas, until = self._wanted[asked]
            self._models[asked] = self._known.project(measure, sorted(areas), facet=facet, until=Month.of(until))
        return self._models[asked]

    @cached_property
    def _wanted(self) -> dict[tuple[str, Facet], tuple[set[str], date]]:
        """For each measure and facet the areas that any test reads, and the last day any of them asks for.

        A test that asks for more than a projection can reach is left out: it would leave the others without.
        """
        wanted: dict[tuple[str, Facet], tuple[set[str], date]] = {}
        for trial in (each for promise in self.promises for each in promise.trials):
            part = drawn_part(trial.test)
            if part is None:
                continue
            try:
                keys = self.views.keys([part], trial.agreed_on)
            except BadInput:  # said where its course is asked for
                continue
            for key in keys:
                last = _last_day(part)
                if Month.of(last).index - Month.of(self.as_of).index <= FARTHEST:
                    areas, until = wanted.get((key.measure, key.facet), (set(), date.min))
                    wanted[key.measure, key.facet] = areas | {key.area}, max(until, last)
        return wanted

    @cached_property
    def _known(self) -> AsKnown:
        return AsKnown(self.folder, Request(self.as_of, seed=self.seed))

    # --- doubts ---

    def _doubts(self, promise: Promise, trials: Iterable[TrialStanding]) -> tuple[Untestable, ...]:
        """Of the promise with the tests that stand now, each with what it is worth."""
        by_label = {each.trial.label: each for each in trials}
        own = by_label.pop("", None)
        line, due = promise.commitment, promise.due
        line = replace(
            line,
            due=replace(due.first, date=due.date) if due.date else line.due,
            test=own.trial.test if own else None,
            luck_and_power=own.luck_and_power if own else None,
            checkpoints=tuple(
                Checkpoint(
                    label=label, due=Due(date=each.trial.due), test=each.trial.test, luck_and_power=each.luck_and_power
                )
                for label, each in by_label.items()
            ),
        )
        tests = [each.trial.test for each in trials]
        try:
            known = self.views.known(self.as_of, tests, min((t.trial.agreed_on for t in trials), default=self.as_of))
        except BadInput:  # of groups as at several days: said where its course is asked for
            known = Known(self.views.measures, {})
        return tuple(doubts_about(line, self._setting(promise, known)))

    def _setting(self, promise: Promise, known: Known) -> Setting:
        return Setting(known, _review_of(promise), _owner_of(promise), self._area_levels, self._group_levels)

    @cached_property
    def _area_levels(self) -> Mapping[str, Level]:
        tree = self.folder.areas
        return {key: Level.FORCE if tree.get(key).kind is AreaKind.FORCE else Level.LOCAL for key in tree.keys}

    @cached_property
    def _group_levels(self) -> Mapping[str, Level]:
        return {group.key: Level(group.level) for group in self.folder.body.comparison_groups}


def _counted(
    standing: Iterable[tuple[Trial, Settled | Waiting]], replaced: Iterable[Replaced]
) -> Iterator[tuple[Trial, Settled | Waiting]]:
    """Each label once: the first of its tests that was settled before another took its place, else the last."""
    first = {each.trial.label: each for each in reversed([each for each in replaced if each.counts])}
    for trial, settled in standing:
        kept = first.get(trial.label)
        yield (kept.trial, kept.settled) if kept else (trial, settled)


def _is_same(promise: Promise, known: Promise) -> bool:
    """Whether the record of a promise itself is the same: its words, dates, tests and events."""
    names = ("commitment", "events", "trials", "earlier", "action", "illustrative")
    is_alike = all(getattr(promise, name) == getattr(known, name) for name in names)
    meetings = (promise.meeting, promise.item.actions), (known.meeting, known.item.actions)
    days = [(meeting.reference, meeting.date, meeting.attendance, actions) for meeting, actions in meetings]
    return is_alike and days[0] == days[1]


def _reads_the_record(trial: Trial) -> bool:
    return any(isinstance(part, RecordTest) for part in parts_of(trial.test))


def _last_day(test: Test) -> date:
    return max(window.end for each in series_tests(test) for window in windows_of(each))


def _on_every_path(area: AreaPaths, draws: int) -> AreaPaths:
    """One path that happened, as many times as others are drawn."""
    if area.paths.draws == draws:
        return area
    many = Paths(area.paths.kind, area.paths.periods, np.repeat(area.paths.values, draws, axis=0))
    parts = (area.numerator, area.denominator, area.standard_error)
    return AreaPaths(many, *(None if part is None else np.repeat(part, draws, axis=0) for part in parts))


def _review_of(promise: Promise) -> date | None:
    """The day of the review its own item sets for what it measures, or of the action that carries it."""
    if promise.action and promise.action.due:
        return promise.action.due.date
    measured = set(promise.commitment.measures)
    for action in promise.item.actions:
        if action.deliverable is ActionDeliverable.REVIEW and action.due and measured & set(action.measures):
            return action.due.date
    return None


def _owner_of(promise: Promise) -> str:
    """The post that carries it: who owns its action; nobody, where there is none."""
    return ", ".join(promise.action.owners) if promise.action else ""
