"""What is planned for which coming meeting: agendas as they stand, what is due by then, and what is planned nowhere.

Something due is put before the first meeting of its series on or after its day, because only then can it be seen
whether it was done; what is overdue or without a date is put before the next one. Nothing is decided by this: the
office takes what it takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from eyre.body.registers import AskedFor, Matter
from eyre.body.settings import Objective
from eyre.core import Reference, is_in_force, say_date
from eyre.cycle.calendar import planned_meetings
from eyre.cycle.carry_forward import Carried, CarriedKind
from eyre.cycle.events import MATTER_MOVES, fold
from eyre.cycle.rhythm import read_rhythm
from eyre.cycle.states import WAS_HELD, MatterStatus
from eyre.cycle.words import SeriesKind
from eyre.minutes.building import Level, level
from eyre.minutes.offers import marks, reviews
from eyre.minutes.standing import MeetingDay, Standing, is_cancelled, known_days

AHEAD = timedelta(days=366)


class PlannedKind(StrEnum):
    """Why something stands in the forward plan, in the order it is printed under a meeting."""

    AGENDA = "agenda"  # it is an item of the meeting's agenda
    ASKED_FOR = "asked_for"
    QUESTION = "question"
    ACTION = "action"
    COMMITMENT = "commitment"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Planned:
    """One thing for a coming meeting. brings: of an item of its agenda, what it brings forward, by reference."""

    kind: PlannedKind
    words: str
    why: str
    reference: str = ""
    matter: str = ""
    objective: str = ""
    day: date | None = None
    brings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ForwardMeeting:
    """A coming meeting with what is planned for it. is_fixed: announced or written down, not only from the rhythm."""

    day: MeetingDay
    is_fixed: bool
    planned: tuple[Planned, ...]


@dataclass(frozen=True, slots=True)
class ForwardPlan:
    """Coming meetings by date; what falls due with no meeting of its series known by then; what is planned nowhere."""

    meetings: tuple[ForwardMeeting, ...]
    beyond: tuple[Planned, ...]
    matters: tuple[Matter, ...]
    objectives: tuple[Objective, ...]


def forward_plan(standing: Standing, asked_for: Sequence[AskedFor] = ()) -> ForwardPlan:
    """The forward plan from the day of a meeting, for a year."""
    coming = coming_meetings(standing)
    by_meeting: list[list[Planned]] = [list(_agenda(day)) for day, _ in coming]
    beyond: list[Planned] = []
    for series, planned in _due(standing, asked_for):
        place = _place(coming, series, planned.day)
        (beyond if place is None else by_meeting[place]).append(planned)
    meetings = tuple(
        ForwardMeeting(day, is_fixed, _in_order(day, found))
        for (day, is_fixed), found in zip(coming, by_meeting, strict=True)
    )
    every = [each for meeting in meetings for each in meeting.planned]
    matters = {each.matter for each in every}
    objectives = {each.objective for each in every} | {
        standing.matters[key].objective for key in matters if key in standing.matters
    }
    return ForwardPlan(
        meetings,
        tuple(beyond),
        tuple(each for each in _open_matters(standing) if each.key not in matters),
        tuple(
            each
            for each in standing.folder.body.objectives
            if is_in_force(each.from_date, each.to_date, standing.day.date) and each.key not in objectives
        ),
    )


def coming_meetings(standing: Standing) -> list[tuple[MeetingDay, bool]]:
    """Every meeting to be held from the day on, by date: those that are known, and those of the rhythms for a year."""
    first = standing.day.date
    known = [day for day in known_days(standing.folder) if day.date >= first]
    coming = [(day, True) for day in known if not is_cancelled(day) and not _was_held(day)]
    for series in standing.folder.body.meeting_series:
        fixed = [day.date for day in known if day.series.key == series.key]
        rhythm = read_rhythm(series.rhythm).rhythm
        for day in planned_meetings(first, first + AHEAD, dates=fixed, rhythm=rhythm):
            if day not in fixed:
                coming.append((MeetingDay(series, day, series.start, series.venue, None), False))
    return sorted(coming, key=lambda each: (each[0].date, each[0].series.key))


def _was_held(day: MeetingDay) -> bool:
    return day.meeting is not None and day.meeting.status in WAS_HELD


def _place(coming: Sequence[tuple[MeetingDay, bool]], series: str, due: date | None) -> int | None:
    """The first meeting of a series on or after a day; its next, without one; None where none is known."""
    for place, (day, _) in enumerate(coming):
        if day.series.key == series and (due is None or day.date >= due):
            return place
    return None


def _in_order(day: MeetingDay, planned: Sequence[Planned]) -> tuple[Planned, ...]:
    """What is on the agenda first, then by kind, day and reference; what the agenda brings forward is said there."""
    taken = marks(day.meeting.items) if day.meeting else frozenset()
    kinds = list(PlannedKind)
    agenda = [each for each in planned if each.kind is PlannedKind.AGENDA]
    rest = [each for each in planned if each.kind is not PlannedKind.AGENDA and each.reference not in taken]
    rest.sort(key=lambda each: (kinds.index(each.kind), each.day or date.max, each.reference, each.words))
    return (*agenda, *rest)


def _agenda(day: MeetingDay) -> Iterator[Planned]:
    for item in day.meeting.items if day.meeting else ():
        if level(item.number) is Level.ITEM:
            yield Planned(
                PlannedKind.AGENDA, item.title, f"Item {item.number} of its agenda.", matter=item.matter,
                objective=item.objective, day=day.date, brings=tuple(sorted(marks([item]))),
            )  # fmt: skip


def _due(standing: Standing, asked_for: Sequence[AskedFor]) -> Iterator[tuple[str, Planned]]:
    """Everything that is to come before a meeting, with the series it belongs to."""
    main = _main_series(standing)
    series = {meeting.reference.home: meeting.series for meeting in standing.meetings}
    for record in standing.records():
        if record.closed_on is None:
            home = Reference.parse(record.reference).home
            yield series.get(home, main), _record(record, standing.day.date)
    on_agendas = marks(item for _, item in standing.items())
    for each in asked_for:
        if not each.goes_out and not each.declined and each.reference not in on_agendas:
            why = f"Asked for by {standing.post(each.by)} on {say_date(each.on)}."
            yield main, Planned(PlannedKind.ASKED_FOR, each.words, why, each.reference, each.matter)
    for offer in reviews(standing):
        if offer.day is not None:
            yield (
                main,
                Planned(
                    PlannedKind.REVIEW, offer.words, f"{offer.why} From {offer.origin}.", offer.reference,
                    offer.matter, offer.objective, offer.day,
                ),
            )  # fmt: skip


def _record(record: Carried, on: date) -> Planned:
    kinds = {
        CarriedKind.ACTION: PlannedKind.ACTION,
        CarriedKind.QUESTION: PlannedKind.QUESTION,
        CarriedKind.COMMITMENT: PlannedKind.COMMITMENT,
    }
    if record.kind is CarriedKind.QUESTION:
        why = f"Put on {say_date(record.raised_on)} and not answered in full."
    elif record.date is None:
        why = f"Set on {say_date(record.raised_on)}, without a date."
    else:
        why = f"Due on {say_date(record.date)}{', which has passed' if record.date < on else ''}."
    return Planned(
        kinds[record.kind], record.words, why, record.reference, record.matter or "", record.objective or "",
        record.date,
    )  # fmt: skip


def _main_series(standing: Standing) -> str:
    """Where what belongs to no series is put: the series of the day asked about, if it is no special one."""
    if standing.day.series.kind is not SeriesKind.SPECIAL:
        return standing.day.series.key
    usual = [each for each in standing.folder.body.meeting_series if each.kind is not SeriesKind.SPECIAL]
    return usual[0].key if usual else standing.day.series.key


def _open_matters(standing: Standing) -> Iterator[Matter]:
    for matter in standing.matters.values():
        kinds = [event.kind for event in standing.events if str(event.reference) == f"matter {matter.key}"]
        if fold(MatterStatus.OPEN, kinds, MATTER_MOVES).status is not MatterStatus.CLOSED:
            yield matter
