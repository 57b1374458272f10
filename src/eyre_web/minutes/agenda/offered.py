"""What might come before a meeting, worked out from the record as it is now, and which of it the agenda has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from eyre.body.folder import BodyFolder
from eyre.body.meeting import Item as ItemValue
from eyre.body.settings import MeetingSeries
from eyre.core import NotFound
from eyre.cycle.words import SeriesKind
from eyre.minutes.building import heading_place
from eyre.minutes.coverage import Coverage, coverage
from eyre.minutes.forward_plan import ForwardPlan, forward_plan
from eyre.minutes.next_meeting import NextMeeting, find_series, next_day, plan_meeting
from eyre.minutes.offers import NewSignal, Offer, marks, offers
from eyre.minutes.standing import MeetingDay, Standing, is_cancelled, known_days
from eyre.tracker.new_signals import new_signals
from eyre_web.snapshot.kept import snapshot
from eyre_web.snapshot.seen import Seen


@dataclass(frozen=True, slots=True)
class OfferedUnder:
    """What is offered under one heading of the agenda, and is not on it yet."""

    number: str
    title: str
    offers: tuple[Offer, ...]


def day_of(folder: BodyFolder, home: str) -> MeetingDay:
    """The meeting of a reference as a day. Raises NotFound where the record has none."""
    for day in known_days(folder):
        if day.meeting is not None and day.meeting.reference.home == home:
            return day
    raise NotFound(f"No meeting {home} is on record.")


def offers_for(home: str, *, with_signals: bool = False) -> tuple[Offer, ...]:
    """Everything that might come before a meeting. with_signals: what is new in the figures too, which takes longer."""
    now = snapshot()
    found = now.once(_offers, home)
    if not with_signals:
        return found
    standing = Standing(now.folder, day_of(now.folder, home))
    signals = signals_of(now.folder, standing.day.date, standing.last.date if standing.last else None)
    return offers(standing, now.folder.asked_for, signals)


def _offers(folder: BodyFolder, home: str) -> tuple[Offer, ...]:
    return offers(Standing(folder, day_of(folder, home)), folder.asked_for)


# The figures change only with a load: signals are kept by the loads they were read from, not by every change.
_signals: dict[tuple[object, ...], tuple[NewSignal, ...]] = {}
SIGNALS_KEPT = 16


def signals_of(folder: BodyFolder, on: date, since: date | None) -> tuple[NewSignal, ...]:
    """New signals in the figures, worked out once for each set of loads and days."""
    known = (folder.path, tuple(entry.id for entry in folder.loads), tuple(folder.rebases), on, since)
    if known not in _signals:
        while len(_signals) >= SIGNALS_KEPT:
            _signals.pop(next(iter(_signals)))
        _signals[known] = new_signals(folder, on, since)
    return _signals[known]


def by_heading(items: Sequence[ItemValue], found: Sequence[Offer]) -> tuple[OfferedUnder, ...]:
    """What the agenda does not have yet, under the heading where it would stand, in the order of the agenda."""
    taken = marks(items)
    under: dict[int, list[Offer]] = {}
    for offer in found:
        if offer.mark not in taken:
            under.setdefault(heading_place(items, offer.heading), []).append(offer)
    return tuple(OfferedUnder(items[place].number, items[place].title, tuple(under[place])) for place in sorted(under))


# --- of the whole body, as it stands on the day of a meeting -------------------------------------------------------


def header_of(now: Seen, home: str) -> NextMeeting:
    """The meeting with its deadlines, with what differs from the series, and with what a person should look at."""
    return now.once(_header, home)


def _header(folder: BodyFolder, home: str) -> NextMeeting:
    return plan_meeting(folder, day_of(folder, home))


def following(now: Seen, series: str, after: date) -> date | None:
    """The next day of a series after one: planned, announced or written down; None where none is known."""
    return now.once(_following, series, after)


def _following(folder: BodyFolder, series: str, after: date) -> date | None:
    days = (day.date for day in known_days(folder) if day.series.key == series and not is_cancelled(day))
    return min((day for day in days if day > after), default=None)


def standing_day(folder: BodyFolder, today: date) -> MeetingDay:
    """The day that pages about the whole record are read on: that of the next meeting of the first usual series, or
    today where none is known."""
    usual = [each for each in folder.body.meeting_series if each.kind is not SeriesKind.SPECIAL]
    try:
        return next_day(folder, find_series(folder, usual[0].key if usual else ""))
    except NotFound:
        series = usual[0] if usual else _no_series(folder)
        return MeetingDay(series, today, series.start, series.venue, None)


def _no_series(folder: BodyFolder) -> MeetingSeries:
    return MeetingSeries(key="meetings", title=folder.body.name)


def coverage_on(now: Seen, day: date, series: str) -> Coverage:
    return now.once(_coverage, day, series)


def forward_from(now: Seen, day: date, series: str) -> ForwardPlan:
    return now.once(_forward, day, series)


def _coverage(folder: BodyFolder, day: date, series: str) -> Coverage:
    return coverage(_standing(folder, day, series))


def _forward(folder: BodyFolder, day: date, series: str) -> ForwardPlan:
    return forward_plan(_standing(folder, day, series), folder.asked_for)


def _standing(folder: BodyFolder, day: date, series: str) -> Standing:
    known = next((each for each in folder.body.meeting_series if each.key == series), None) or _no_series(folder)
    return Standing(folder, MeetingDay(known, day, known.start, known.venue, None))
