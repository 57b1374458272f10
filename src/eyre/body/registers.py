"""The registers beside the meetings: events, matters, timeline, predictions, samples, plans, documents and the rest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from eyre.core import Facet, Month, Period, Reference, TimeRule, is_in_force
from eyre.core.codec import record
from eyre.core.keys import AreaKey, Key
from eyre.cycle.due import Due
from eyre.cycle.events import EventKind
from eyre.cycle.words import MediaCoverage, Part, Proceedings, RiskLevel, RiskTrend, StandingHeading


@record
class Event:
    """events.csv: something that happened to a record later.

    sets_date: goes with a new date, and with one that is asked for. outcome: goes with a decision on a promise (kept,
    partly_kept, not_kept, cannot_tell, withdrawn) and with what a person saw of a fact (seen, not_seen). words: where a
    promise wants several facts, a finding repeats the words of those it is about.
    """

    reference: Reference
    at: date
    by: str
    kind: EventKind
    words: str = ""
    sets_date: date | None = None
    document: str = ""
    outcome: str = ""


@record
class PartPlayed:
    """parts.csv: which part a post plays on an action, a matter or a plan from a day on, beside what is said there.

    reference: of an action, "matter <key>" or "plan <key>". by: the post that said so.
    """

    reference: Reference
    post: str
    part: Part
    from_date: date
    to_date: date | None = None
    by: str
    reason: str = ""


@record
class RiskLook:
    """looks.csv: what a post held of a risk or an opportunity on a day, and the measures that rests on.

    level, trend, coverage, proceedings: None where the look did not say. inspection: the key of the report it is about.
    """

    reference: Reference
    at: date
    by: str
    level: RiskLevel | None = None
    trend: RiskTrend | None = None
    measures: tuple[Key, ...] = ()
    coverage: MediaCoverage | None = None
    proceedings: Proceedings | None = None
    inspection: str = ""
    words: str = ""


@record
class AskedFor:
    """asked_for.csv: a matter that a person or another board wants before a meeting, or that is sent to another board.

    by: a post, or words. board: the other board it comes from or goes to. goes_out: it is sent there, and asks for no
    place on an agenda here. declined: why it was not taken; it is offered no more.
    """

    key: Key
    words: str
    by: str
    on: date
    why: str = ""
    matter: str = ""
    board: str = ""
    goes_out: bool = False
    heading: StandingHeading = StandingHeading.PLAN_PERFORMANCE
    declined: str = ""

    @property
    def reference(self) -> str:
        return f"asked_for {self.key}"


@record
class Matter:
    """A thread that spans meetings, with its plan objective and free themes."""

    key: Key
    title: str
    objective: str = ""
    themes: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    considered: tuple[Month, ...] = ()  # months before the first meeting held here
    linked_to: tuple[str, ...] = ()  # matters of other boards
    follows: Reference | None = None  # the action or matter it grew out of
    note: str = ""


@record
class Matters:
    """matters.toml."""

    matters: tuple[Matter, ...] = ()


class HappeningKind(StrEnum):
    OPERATION = "operation"
    NEW_SYSTEM = "new_system"
    TRAINING = "training"
    RECORDING_RULE = "recording_rule"
    STRUCTURE = "structure"
    FUNDING = "funding"
    OUTSIDE_EVENT = "outside_event"


@record
class Happening:
    """timeline.csv: something dated that explains figures. Empty areas or measures mean all.

    known_from: the day it came to be known, where that is later than its start: what is made for an earlier day is
    silent about it.
    """

    kind: HappeningKind
    start: date
    end: date | None = None
    title: str
    areas: tuple[AreaKey, ...] = ()
    measures: tuple[Key, ...] = ()
    note: str = ""
    known_from: date | None = None

    def is_known(self, on: date) -> bool:
        return self.known_from is None or self.known_from <= on


class Rebase(StrEnum):
    LIMITS = "limits"  # new limits for the process-behaviour chart from this day
    SERIES = "series"  # the projection also starts from this day


@record
class RebaseMark:
    """rebases.csv: a person's decision that a series has a new level from a period on, with the reason."""

    measure: str
    area: str
    facet: Facet = Facet()
    from_period: Period
    what: Rebase = Rebase.LIMITS
    by: str
    on: date
    reason: str


@record
class ProjectionSpecification:
    """What is to be projected, for how far, whose it is and when it is looked at again."""

    key: Key
    measure: str
    area: str
    facet: Facet = Facet()
    horizon_months: int
    owner: str
    review: date | None = None
    why: str = ""
    method: str = ""
    carries: Reference | None = None  # the action it answers


@record
class ProjectionSpecifications:
    """projections.toml."""

    projections: tuple[ProjectionSpecification, ...] = ()


@record
class Prediction:
    """predictions.csv: a figure a person lodged before its period."""

    who: str
    lodged_on: date
    measure: str
    facet: Facet = Facet()
    area: str
    period: Period
    value: float
    low: float | None = None
    high: float | None = None


@record
class Standard:
    """standards/*.toml: one version of a minimum standard or service level.

    scope and excludes say in words which cases come under it; scope_rules say it of the columns of a checklist.
    """

    key: Key
    version: int
    title: str
    what: str
    scope: str = ""
    excludes: str = ""
    in_force_from: date | None = None
    in_force_to: date | None = None
    areas: tuple[str, ...] = ()
    mandated_by: str = ""
    replaces: int | None = None
    elements: tuple[StandardElement, ...] = ()
    scope_rules: tuple[ScopeRule, ...] = ()
    source: str = ""


@record
class StandardElement:
    """One thing a standard asks, and when it applies.

    time_rule: limits the time from the moment in the column `starts` of a checklist to that in `ends`: same_day, or
    within `within_minutes`. Without one a person judges.
    """

    key: Key
    asks: str
    applies_when: str = "always"
    time_rule: TimeRule | None = None
    within_minutes: int | None = None
    starts: str = ""
    ends: str = ""


@record
class ScopeRule:
    """Cases that come under a standard, by a column of a checklist: those it includes (all, if none), less others."""

    column: str
    includes: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()


@record
class Sample:
    """samples/*.toml: a dip sample. Counts only: no case data ever.

    matter: what it was drawn for. standard, standard_version: what its cases were read by; without a version, the one
    in force on the day of the draw, where the standard says from when each is.
    """

    reference: Reference
    title: str
    matter: str = ""
    frame: str
    frame_size: int | None = None
    frame_sha256: str = ""  # as `eyre sample draw` says it: of the references and their strata, in any order
    method: str = ""  # of the draw, with its version
    seed: int | None = None  # None: picked by hand, and said so
    drawn_on: date | None = None
    asked: int | None = None
    received: int | None = None
    usable: int | None = None
    standard: str = ""
    standard_version: int | None = None
    results: tuple[SampleResult, ...] = ()
    reviewers: tuple[str, ...] = ()
    note: str = ""


def standard_of_sample(sample: Sample, standards: Iterable[Standard]) -> Standard | None:
    """The version of the standard that the cases of a sample were read by; None where nothing tells which."""
    versions = [each for each in standards if each.key == sample.standard]
    if sample.standard_version is not None:
        return next((each for each in versions if each.version == sample.standard_version), None)
    if len(versions) == 1:
        return versions[0]
    on = sample.drawn_on
    binding = [s for s in versions if on and s.in_force_from and is_in_force(s.in_force_from, s.in_force_to, on)]
    return max(binding, key=lambda each: each.version, default=None)


@record
class SampleResult:
    """How many usable cases met one element of a standard, in one area or all."""

    element: str
    met: int
    applicable: int
    area: str = ""


@record
class Initiative:
    """initiatives/*.toml: something funded on a condition."""

    key: Key
    title: str
    what: str = ""
    areas: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    from_date: date | None = None
    to_date: date | None = None
    amount: float | None = None
    condition: str = ""
    decision_due: Due | None = None
    funder: str = ""
    compare_with: tuple[str, ...] = ()
    note: str = ""


@record
class Inspection:
    """inspections/*.toml: a report of an inspectorate, and what it recommended."""

    key: Key
    title: str
    organisation: str
    cycle: str = ""
    published: date | None = None
    force_report: bool = True
    grades: tuple[Grade, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    note: str = ""


@record
class Grade:
    """A grade in one pillar; grades of different cycles do not compare."""

    pillar: str
    grade: str


@record
class Recommendation:
    reference: Reference
    words: str
    kind: str = "recommendation"  # recommendation, area for improvement, cause of concern
    owner: str = ""
    due: Due | None = None


@record
class Plan:
    """plans/*.toml: an action plan in stages."""

    key: Key
    title: str
    frame: str = ""  # PIER, OSARA and the like
    version: int = 1
    owner: str = ""
    managing_officer: str = ""
    areas: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()
    note: str = ""


@record
class Stage:
    key: Key
    title: str
    expectation: str = ""
    activities: tuple[Activity, ...] = ()


@record
class Activity:
    words: str
    owner: str = ""
    partners: tuple[str, ...] = ()
    due: Due | None = None
    expected_effect: str = ""


@record
class Document:
    """documents/*.toml: a paper, strategy or briefing note; who holds which version since when.

    asked_of, asked_for_on, due_on: the post it was asked of, when, and by when it was to come; received_on: the day it
    came. A marking other than OFFICIAL is for those who may see it only.
    """

    key: Key
    title: str
    kind: str = ""
    marking: str = "OFFICIAL"
    versions: tuple[DocumentVersion, ...] = ()
    held_by: tuple[Holding, ...] = ()
    asked_of: str = ""
    asked_for_on: date | None = None
    due_on: date | None = None
    received_on: date | None = None
    note: str = ""


@record
class DocumentVersion:
    """file: the name under which it came; the file itself lies in documents/files, named by its hash."""

    version: str
    on: date | None = None
    state: str = ""  # draft, fed back, agreed
    sha256: str = ""
    file: str = ""


@record
class Holding:
    post: str
    version: str = ""
    since: date | None = None


@record
class InputHash:
    """A file that went into something issued, by its hash."""

    name: str
    sha256: str


@record
class Issued:
    """issued/<key>/issued.toml: what was given out, from what it was made, and by which Eyre."""

    key: Key
    what: str
    meeting: Reference | None = None
    meeting_date: date | None = None
    as_of: date
    audience: str
    eyre_version: str
    seed: int
    inputs: tuple[InputHash, ...] = ()
    files: tuple[InputHash, ...] = ()


@record
class IssuedRange:
    """What was told of one period: mean and quantiles at the levels of the projection, and the naive forecast's.

    tally: how many draws came to 0, 1, 2 … in all; kept where figures are so small that a whole number weighs. seen:
    months of the period that were known already. reason: why it is a naive range and no projection.
    """

    period: Period
    basis: str
    mean: float
    quantiles: tuple[float, ...]
    naive: tuple[float, ...]
    tally: tuple[int, ...] = ()
    seen: int = 0
    reason: str = ""


@record
class IssuedProjection:
    """issued/projections/<as_of>-<key>-<hash>.toml: a projection as it was given out, to be scored when figures came.

    specification: its key in projections.toml. as_of: it rests on the figures received by then. issued_on: the day it
    was given out; a figure that had come by then is no test of it. known_to: the last month it knew. definition: the
    version of the measure. loads: the figures it rests on, by the hash of each file. outturns: of financial years.
    """

    specification: Key
    measure: str
    area: str
    facet: Facet = Facet()
    definition: int = 1
    horizon_months: int
    as_of: date
    issued_on: date
    known_to: Month
    eyre_version: str
    seed: int
    loads: tuple[InputHash, ...] = ()
    levels: tuple[float, ...]
    months: tuple[IssuedRange, ...] = ()
    outturns: tuple[IssuedRange, ...] = ()


@record
class LoadEntry:
    """loads.csv: one accepted load, or the retraction of one.

    covers: what the load is complete about, in the writing of `body.coverage`, so that a missing row can be told from
    a withdrawn one. retracts: the id of a load that this entry takes back, with its reason; such an entry has no file.
    made_up: who made the figures up and why, where nobody published them; whatever shows them says so.
    """

    id: str
    source_hash: str = ""
    source: str = ""
    publisher: str = ""
    licence: str = ""
    published_on: date | None = None
    received_on: date
    by: str = ""
    reader: str = ""
    reader_version: str = ""
    rows: int = 0
    covers: str = ""
    reason: str = ""
    retracts: str = ""
    made_up: str = ""
