"""What a body knew on a day, as far as a test looks: its measures, series, groups, records and samples.

A body's figures are read once a day asked for; every test of that day shares them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from eyre.body.commitment_test import RankTest, SeriesTest, Test
from eyre.body.coverage import Coverage
from eyre.body.folder import BodyFolder
from eyre.body.loads import Manifest
from eyre.body.meeting import Meeting
from eyre.body.registers import LoadEntry, Sample, SampleResult
from eyre.commitments.evaluate import is_of_cases, series_tests, subjects_of
from eyre.commitments.figures import AreaPaths, Cases, Figures, Recorded, published
from eyre.commitments.frozen import Known
from eyre.commitments.promises import minutes
from eyre.core import BadInput, Facet, Fault, MadeUp, NotFound, Series, SeriesKey, is_in_force
from eyre.cycle.events import EventKind
from eyre.cycle.states import WAS_HELD
from eyre.measures import Measure


@dataclass
class Views:
    """A body folder, looked at on different days."""

    folder: BodyFolder
    _series: dict[tuple[date | None, SeriesKey], Series | None] = field(default_factory=dict)

    def share_figures(self, other: Views) -> None:
        """Take over what another has read of the same figures. The caller knows that they are the same."""
        self._series = other._series
        names = ("_paths", "_changes", "_measures_of", "_loads_of", "manifest", "measures")
        vars(self).update({name: vars(other)[name] for name in names if name in vars(other)})

    @cached_property
    def manifest(self) -> Manifest:
        return Manifest(self.folder.loads)

    def without_mistakes(self, on: date) -> Views:
        """The same body without the loads that had been taken back by a day; itself where none had been."""
        mistaken = frozenset(e.retracts for e in self.folder.loads if e.retracts and e.received_on <= on)
        if not mistaken:
            return self
        if mistaken not in self._without:
            kept = tuple(entry for entry in self.folder.loads if not {entry.id, entry.retracts} & mistaken)
            self._without[mistaken] = Views(replace(self.folder, loads=kept))
        return self._without[mistaken]

    @cached_property
    def _without(self) -> dict[frozenset[str], Views]:
        return {}

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        return {measure.key: measure for measure in self.folder.measures}

    def known(self, as_of: date | None, tests: Iterable[Test], agreed_on: date) -> Known:
        """Every series the tests read, peers too, on the figures received by a day.

        agreed_on: a group is taken as it stood then, unless the test names a day. Raises BadInput where two tests want
        one group as at different days.
        """
        wanted, groups = self._wanted(tests, agreed_on)
        series = {key: found for key in wanted if (found := self._one(as_of, wanted, key)) is not None}
        return Known(self.measures, series, groups)

    def series(self, as_of: date | None, key: SeriesKey) -> Series | None:
        """One series on the figures received by a day; None where there are none."""
        return self._one(as_of, [key], key)

    def keys(self, tests: Iterable[Test], agreed_on: date) -> list[SeriesKey]:
        """Every series the tests read, peers too, each once."""
        return list(self._wanted(tests, agreed_on)[0])

    def _wanted(
        self, tests: Iterable[Test], agreed_on: date
    ) -> tuple[dict[SeriesKey, None], dict[str, tuple[str, ...]]]:
        inside = [test for each in tests for test in series_tests(each) if not is_of_cases(test)]
        groups = self.groups_of(inside, agreed_on)
        return dict.fromkeys(key for test in inside for key in self._keys(test, groups)), groups

    def figures(
        self, as_of: date | None, test: Test, agreed_on: date, confirmed: Mapping[str, bool] | None = None
    ) -> Figures:
        """The one path that happened, what samples found, and what a person said of facts."""
        wanted, groups = self._wanted([test], agreed_on)
        paths = {key: path for key in wanted if (path := self._path(as_of, wanted, key)) is not None}
        return Figures(self.measures, paths, groups, confirmed=confirmed or {}, cases=self.cases(as_of))

    def _path(self, as_of: date | None, wanted: Iterable[SeriesKey], key: SeriesKey) -> AreaPaths | None:
        """The one path that happened of a series, as it was known on a day."""
        at = self._last_change(key.measure, as_of), key
        if at not in self._paths:
            series = self._one(as_of, wanted, key)
            self._paths[at] = None if series is None else published(series.trimmed())
        return self._paths[at]

    @cached_property
    def _paths(self) -> dict[tuple[date | None, SeriesKey], AreaPaths | None]:
        return {}

    def groups_of(self, tests: Iterable[SeriesTest], agreed_on: date) -> dict[str, tuple[str, ...]]:
        """The members of each group that is named, as at the day the test says, else the day it was agreed."""
        days: dict[str, set[date]] = defaultdict(set)
        for test in tests:
            if group := str(getattr(test, "group", "")):
                as_at = test.group_as_at if isinstance(test, RankTest) else None
                days[group].add(as_at or agreed_on)
        twice = [group for group, on in days.items() if len(on) > 1]
        if twice:
            raise BadInput([Fault("test", f"The group {g} is wanted as at several days. Give one day.") for g in twice])
        return {group: members for group, (on,) in days.items() if (members := self.members(group, on))}

    def members(self, group: str, on: date) -> tuple[str, ...]:
        """Who belonged to a group on a day; nobody where it was not in force."""
        for each in self.folder.body.comparison_groups:
            if each.key == group and is_in_force(each.from_date, each.to_date, on):
                return each.members
        return ()

    def _keys(self, test: SeriesTest, groups: Mapping[str, tuple[str, ...]]) -> Iterator[SeriesKey]:
        for key in subjects_of(test):
            yield key
            peers = [str(getattr(test, "peer", "")), *groups.get(str(getattr(test, "group", "")), ())]
            yield from (SeriesKey(key.measure, peer, key.facet) for peer in peers if peer)

    def _one(self, as_of: date | None, wanted: Iterable[SeriesKey], key: SeriesKey) -> Series | None:
        """A series; those of one measure are read together."""
        day = self._last_change(key.measure, as_of)
        if (day, key) not in self._series:
            alike = [each for each in wanted if each.measure == key.measure and (day, each) not in self._series]
            self._read(day, key.measure, alike)
        return self._series[day, key]

    def _read(self, day: date | None, measure: str, keys: list[SeriesKey]) -> None:
        self._series.update({(day, key): None for key in keys})
        if day is None:
            return
        facets: dict[Facet, list[str]] = defaultdict(list)
        for key in keys:
            facets[key.facet].append(key.area)
        for facet, areas in facets.items():
            try:
                panel = self.folder.figures(day).panel(measure, areas, facets=[facet])
            except NotFound:
                continue
            for key in panel.keys:
                self._series[day, key] = panel.series(key)

    def _last_change(self, measure: str, as_of: date | None) -> date | None:
        """The last day up to this one on which a load of a measure came or was taken back: nothing changed since."""
        days = self._changes.get(measure, [])
        place = len(days) if as_of is None else bisect_right(days, as_of)
        return days[place - 1] if place else None

    @cached_property
    def _changes(self) -> dict[str, list[date]]:
        """For each measure the days on which what was known of it may have changed, in order."""
        loads = {entry.id: entry for entry in self.folder.loads}
        days: dict[str, set[date]] = defaultdict(set)
        for entry in self.folder.loads:
            spoken_of = loads.get(entry.retracts, entry) if entry.retracts else entry
            for measure in self.measures_of(spoken_of):
                days[measure].add(entry.received_on)
        return {measure: sorted(on) for measure, on in days.items()}

    def measures_of(self, entry: LoadEntry) -> frozenset[str]:
        """The measures that a load speaks of."""
        if entry.id not in self._measures_of:
            blocks = Coverage.parse(entry.covers).blocks
            self._measures_of[entry.id] = frozenset(each.measure for block in blocks for each in block.subjects)
        return self._measures_of[entry.id]

    @cached_property
    def _measures_of(self) -> dict[str, frozenset[str]]:
        return {}

    def made_up(self, as_of: date | None, test: Test) -> MadeUp | None:
        """That figures a test is read on were made up, all or some of them; None where none was."""
        inside = dict.fromkeys(each.measure for each in series_tests(test) if not is_of_cases(each))
        return self.folder.figures(as_of).made_up(*inside)

    def loads_of(self, measures: Iterable[str]) -> Iterator[LoadEntry]:
        """Every load that speaks of some measures, also one that was taken back later: it was there on its day."""
        found = {entry.id: entry for measure in measures for entry in self._loads_of.get(measure, ())}
        yield from sorted(found.values(), key=lambda entry: entry.received_on)

    @cached_property
    def _loads_of(self) -> dict[str, list[LoadEntry]]:
        loads: dict[str, list[LoadEntry]] = defaultdict(list)
        for entry in self.folder.loads:
            for measure in () if entry.retracts else self.measures_of(entry):
                loads[measure].append(entry)
        return loads

    # --- what is on record ---

    def recorded_since(self, given_on: date, as_of: date) -> tuple[Recorded, ...]:
        """What came on record after a promise was given: what was there by then does not keep it."""
        return tuple(each for each in self.recorded(as_of) if each.on > given_on)

    def recorded(self, as_of: date) -> tuple[Recorded, ...]:
        """Meetings held, matters on their agendas, predictions lodged, documents received, actions accepted."""
        if as_of not in self._recorded:
            found = (*_of_meetings(minutes(self.folder, as_of)), *_of_registers(self.folder))
            self._recorded[as_of] = tuple(each for each in found if each.on <= as_of)
        return self._recorded[as_of]

    @cached_property
    def _recorded(self) -> dict[date, tuple[Recorded, ...]]:
        return {}

    def last_record(self, as_of: date) -> date | None:
        """The last day up to this one of which anything at all is on record; what came later nobody wrote down here."""
        return max((day for day in self.days_on_record if day <= as_of), default=None)

    def first_record_after(self, day: date) -> date | None:
        """The first day after this one of which anything at all is on record."""
        return min((each for each in self.days_on_record if each > day), default=None)

    @cached_property
    def days_on_record(self) -> frozenset[date]:
        """Every day of which anything at all is on record."""
        held = (meeting.date for meeting in self.folder.meetings if meeting.status in WAS_HELD)
        return frozenset((*held, *(e.at for e in self.folder.events), *(r.on for r in _of_registers(self.folder))))

    def cases(self, as_of: date | None) -> dict[tuple[str, str, str], Cases]:
        """What samples drawn by a day found, by reference, area and element; without an area they are of the force.

        One that does not say when it was drawn was known on no day.
        """
        return {
            (str(sample.reference), result.area or self.folder.body.force, result.element): Cases(
                result.met, result.applicable, sample.frame_size, sample.seed is not None, sample.drawn_on,
                _looked_at(sample, result),
            )
            for sample in self.folder.samples
            if as_of is None or (sample.drawn_on is not None and sample.drawn_on <= as_of)
            for result in sample.results
        }  # fmt: skip


def _looked_at(sample: Sample, result: SampleResult) -> int:
    """How many cases were looked at: an element applies to some of them, and an area has its share of them."""
    alike = (each.applicable for each in sample.results if each.element == result.element)
    return sum(alike) if sample.usable is None else sample.usable


def _of_meetings(held: Iterable[Meeting]) -> Iterator[Recorded]:
    for meeting in held:
        if meeting.status in WAS_HELD:
            yield Recorded("meeting", f"{meeting.series} {meeting.title}", meeting.date)
            for item in meeting.items:
                yield Recorded("agenda_item", f"{item.matter} {item.title}", meeting.date)


def _of_registers(folder: BodyFolder) -> Iterator[Recorded]:
    for prediction in folder.predictions:
        words = f"{prediction.who} {prediction.measure} {prediction.area} {prediction.period}"
        yield Recorded("prediction", words, prediction.lodged_on)
    for document in folder.documents:
        for holding in document.held_by:  # a version is dated when written; it is on record when somebody has it
            if holding.since:
                words = f"{document.key} {document.title} {holding.version} {holding.post}"
                yield from (Recorded(what, words, holding.since) for what in ("document", "paper"))
    for event in folder.events:
        if event.kind is EventKind.DOCUMENT_RECEIVED:
            words = f"{event.document} {event.reference} {event.words}"
            yield from (Recorded(what, words, event.at) for what in ("document", "paper"))
        if event.kind is EventKind.ACCEPTED:
            yield Recorded("action_accepted", f"{event.reference} {event.words}", event.at)
        if event.kind is EventKind.MEETING_HELD and event.reference.kind != "meeting":
            yield Recorded("meeting", f"{event.reference} {event.words}", event.at)
