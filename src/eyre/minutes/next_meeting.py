"""The next meeting of a series as a value: header, numbered agenda, deadlines, and what differs from the series."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import chain, count

from eyre.body.folder import BodyFolder
from eyre.body.meeting import Item, Meeting
from eyre.body.settings import MeetingSeries
from eyre.core import Month, NotFound, Reference, Refused, say_date
from eyre.cycle.calendar import Rhythm, planned_meetings
from eyre.cycle.dates import check_weekday
from eyre.cycle.rhythm import read_rhythm, say_rhythm
from eyre.cycle.states import WAS_HELD, MeetingStatus
from eyre.cycle.template import AgendaTemplate, template_of
from eyre.cycle.words import AttendanceState
from eyre.cycle.working_days import FIRST_YEAR, LAST_YEAR, Deadline, Nation, why_not_working
from eyre.minutes.standing import MeetingDay, is_cancelled, known_days


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """A day of a series' year. fixed: written in the register, not from the rhythm. doubt: why it may not do."""

    day: date
    fixed: bool
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """The meetings of a series in a year; `says` what the register lacks, where the rhythm names no days."""

    series: MeetingSeries
    year: int
    days: tuple[PlannedDay, ...]
    says: str = ""


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """A meeting to be held. changes: what differs from the series. doubts: what a person should look at."""

    meeting: Meeting
    deadlines: tuple[Deadline, ...]
    changes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def find_series(folder: BodyFolder, name: str = "") -> MeetingSeries:
    """A series by key, title or another of its names, in any case; the only one, or the first, without a name.

    Raises NotFound, naming those there are.
    """
    every = folder.body.meeting_series
    if not every:
        raise NotFound("No meeting series is in body.toml. Add one: [[meeting_series]] with key and title.")
    wanted = name.casefold().strip()
    for series in every:
        if not wanted or wanted in {each.casefold() for each in (series.key, series.title, *series.aliases)}:
            return series
    named = ", ".join(f"{series.title} ({series.key})" for series in every)
    raise NotFound(f'No meeting series is called "{name}". Series: {named}.')


def year_calendar(series: MeetingSeries, year: int, nation: Nation = Nation.ENGLAND_AND_WALES) -> YearCalendar:
    """The days on which a series meets in a calendar year: those written down, and its rhythm in months without one."""
    read = read_rhythm(series.rhythm)
    days = planned_meetings(date(year, 1, 1), date(year, 12, 31), dates=series.planned, rhythm=read.rhythm)
    planned = tuple(PlannedDay(day, day in series.planned, "".join(_no_working_day(day, nation))) for day in days)
    return YearCalendar(series, year, planned, read.fault)


def _no_working_day(day: date, nation: Nation) -> Iterator[str]:
    if FIRST_YEAR <= day.year <= LAST_YEAR and (why := why_not_working(day, nation)):
        yield f"{say_date(day)} is no working day: {why}."


def next_day(folder: BodyFolder, series: MeetingSeries) -> MeetingDay:
    """The next meeting of a series: announced or written down, else the first of its rhythm after the last one held.

    Raises NotFound where neither gives a day.
    """
    held = [m.date for m in folder.standing_meetings() if m.series == series.key and m.status in WAS_HELD]
    for known in known_days(folder):
        if known.series.key == series.key and not is_cancelled(known) and (not held or known.date > max(held)):
            return known
    rhythm = read_rhythm(series.rhythm)
    if rhythm.rhythm is None or not held:
        why = rhythm.fault or "No meeting of it has been held that the rhythm could be counted from."
        raise NotFound(f"The next meeting of {series.title} is not planned. {why} Or put a date in `planned`.")
    after = max(held) + timedelta(days=1)
    day = planned_meetings(after, after + timedelta(days=800), dates=held, rhythm=rhythm.rhythm)[0]
    return MeetingDay(series, day, series.start, series.venue, None)


def next_unplanned(folder: BodyFolder, series: MeetingSeries) -> MeetingDay:
    """The next day of a series for which no meeting is on record: announced, written down, or else of its rhythm.

    Raises NotFound where none of these gives a day.
    """
    on_record = [m.date for m in folder.standing_meetings() if m.series == series.key]
    for known in known_days(folder):
        if known.series.key == series.key and known.meeting is None and known.date > max(on_record, default=date.min):
            return known
    rhythm = read_rhythm(series.rhythm)
    if rhythm.rhythm is None or not on_record:
        why = rhythm.fault or "No meeting of it is on record that the rhythm could be counted from."
        raise NotFound(f"The next meeting of {series.title} is not known. {why}")
    after = max(on_record) + timedelta(days=1)
    day = planned_meetings(after, after + timedelta(days=800), dates=on_record, rhythm=rhythm.rhythm)[0]
    return MeetingDay(series, day, series.start, series.venue, None)


def plan_meeting(
    folder: BodyFolder,
    day: MeetingDay,
    *,
    template: AgendaTemplate | None = None,
    topics: Mapping[str, Sequence[str]] | None = None,
    nation: Nation = Nation.ENGLAND_AND_WALES,
) -> NextMeeting:
    """Make a meeting out of its series: header, agenda with its numbers, deadlines.

    topics: titles by the key of their heading. The attendance is left open, and the minute taker stands apart from it.
    Refused where the meeting has been held.
    """
    template = template or template_of(day.series.kind)
    if day.meeting is not None and day.meeting.status not in (MeetingStatus.PLANNED, MeetingStatus.AGENDA_ISSUED):
        raise Refused(f"{day.meeting.reference} is {day.meeting.status}: plan one that is to be held.")
    items = tuple(
        Item(number=line.number, title=line.title, heading=None if line.is_item else line.heading)
        for line in template.lines(topics or {})
    )
    meeting = day.meeting or Meeting(
        reference=_reference(folder, day.date),
        series=day.series.key,
        title=f"{day.series.title}, {Month.of(day.date).label}",
        date=day.date,
        weekday=f"{day.date:%A}",
        start=day.start,
        end=_end(folder, day),
        venue=day.venue,
        chair=day.series.chair,
        minute_taker=day.series.minute_taker,
        status=MeetingStatus.PLANNED,
    )
    meeting = replace(meeting, items=meeting.items or items)
    deadlines: tuple[Deadline, ...] = ()
    doubts = list(_doubts(folder, meeting, nation, is_new=day.meeting is None))
    try:
        deadlines = template.deadlines_of(day.date, nation)
    except Refused as refusal:
        doubts.append(f"No deadlines: {refusal}")
    return NextMeeting(meeting, deadlines, tuple(_changes(meeting, day.series)), tuple(doubts))


def _reference(folder: BodyFolder, day: date) -> Reference:
    """The month, as the record calls its meetings; the day where another meeting has taken the month, and a number
    behind it where another has taken the day."""
    taken = {meeting.reference.home for meeting in folder.meetings}
    tried = chain((f"{day:%Y-%m}", f"{day:%Y-%m-%d}"), (f"{day:%Y-%m-%d}-{number}" for number in count(2)))
    return Reference("meeting", next(home for home in tried if home not in taken))


def _end(folder: BodyFolder, day: MeetingDay) -> time | None:
    """As long after the start as the last meeting of the series was."""
    lengths = [
        datetime.combine(m.date, m.end) - datetime.combine(m.date, m.start)
        for m in folder.standing_meetings()
        if m.series == day.series.key and m.start and m.end and m.end > m.start
    ]
    return (datetime.combine(day.date, day.start) + lengths[-1]).time() if lengths and day.start else None


def _changes(meeting: Meeting, series: MeetingSeries) -> Iterator[str]:
    """What differs from the series: day, time, venue, chair, minute taker."""
    rhythm: Rhythm | None = read_rhythm(series.rhythm).rhythm
    if rhythm is not None:
        month = Month.of(meeting.date)
        usual = list(rhythm.dates(month.start, month.end))
        if meeting.date not in usual:
            days = " or ".join(say_date(day) for day in usual) or "on no day of this month"
            yield f"Held on {say_date(meeting.date)}; the series meets on the {say_rhythm(rhythm)}: {days}."
    for what, now, usually in (
        (
            "Starts at",
            f"{meeting.start:%H:%M}" if meeting.start else "",
            f"{series.start:%H:%M}" if series.start else "",
        ),
        ("Held at", meeting.venue, series.venue),
        ("Chaired by", meeting.chair, series.chair),
        ("Minutes taken by", meeting.minute_taker, series.minute_taker),
    ):
        if now and usually and now != usually:
            yield f"{what} {now}; the series has {usually}."


def _doubts(folder: BodyFolder, meeting: Meeting, nation: Nation, *, is_new: bool) -> Iterator[str]:
    before = [m for m in folder.standing_meetings() if m.date < meeting.date and m.series == meeting.series]
    announced = before[-1].next_meeting if before else None
    if announced and announced.date == meeting.date:
        for words in dict.fromkeys((announced.weekday, announced.words)):
            if words and (doubt := check_weekday(meeting.date, words)):
                yield doubt.what
        if is_new and not announced.venue and meeting.venue:
            yield "The venue was not announced; that of the series is taken."
    if meeting.weekday and (doubt := check_weekday(meeting.date, meeting.weekday)):
        yield doubt.what
    yield from _no_working_day(meeting.date, nation)
    needed = {
        "start": meeting.start,
        "venue": meeting.venue,
        "chair": meeting.chair,
        "minute taker": meeting.minute_taker,
    }
    for what, there in needed.items():
        if not there:
            yield f"No {what} is known. Add it to the series, or to this meeting."
    present = {each.post for each in meeting.attendance if each.state is not AttendanceState.APOLOGIES}
    if meeting.minute_taker and meeting.minute_taker in present:
        yield "The minute taker is also on the attendance list: taking minutes is not attending. Say which is meant."
