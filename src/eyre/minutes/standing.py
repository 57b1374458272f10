"""The record as it stands on the day of a meeting: which meeting is meant, and what is open, due, promised and said.

State is worked out from the words of the meetings and the events up to that day; nothing is stored that could disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from functools import cached_property

from eyre.body.folder import BodyFolder
from eyre.body.meeting import Action, Assurance, Commitment, Finding, Item, Meeting, Question
from eyre.body.registers import Event, Matter
from eyre.body.settings import MeetingSeries
from eyre.core import Month, NotFound, Reference, say_date
from eyre.cycle.carry_forward import BroughtForwardList, Carried, CarriedKind, brought_forward
from eyre.cycle.due import Due
from eyre.cycle.events import EventKind, due_after, fold_action
from eyre.cycle.states import WAS_HELD, ActionStatus, MeetingStatus, QuestionStatus, is_closed, say_state

NEXT = "next"
OPEN_QUESTIONS = (QuestionStatus.NOT_ANSWERED, QuestionStatus.NOT_REACHED, QuestionStatus.PART)
# Of a meeting that was held: its notes do not say what became of the question.
NO_ANSWER = (QuestionStatus.PUT, QuestionStatus.NOT_RECORDED)
CLOSING = (EventKind.ACCEPTED, EventKind.WITHDRAWN, EventKind.SUPERSEDED, EventKind.ORDINARY_BUSINESS)


@dataclass(frozen=True, slots=True)
class MeetingDay:
    """The meeting a pack is for: one that is still to be held, or one whose record is here."""

    series: MeetingSeries
    date: date
    start: time | None
    venue: str
    meeting: Meeting | None  # its record, where there is one: commissioned questions, or the notes


def find_meeting(folder: BodyFolder, which: str) -> MeetingDay:
    """The meeting that is asked for: "next", its reference ("meeting 2017-12", or its home alone) or its date.

    Raises NotFound, naming the meetings that are known.
    """
    known = known_days(folder)
    if not known:
        raise NotFound("No meeting is known here: put a date in `planned` of a meeting series in body.toml.")
    if which == NEXT:
        held = [day.date for day in known if day.meeting is not None and day.meeting.status in WAS_HELD]
        coming = [day for day in known if not is_cancelled(day) and (not held or day.date > max(held))]
        if not coming:
            after = f" after {say_date(max(held))}" if held else ""
            raise NotFound(
                f"No meeting{after} is planned: put its date in body.toml, or name one by its "
                f"reference. Meetings: {_names(known)}."
            )
        return coming[0]
    for day in known:
        home = day.meeting.reference.home if day.meeting else ""
        if which in (day.date.isoformat(), home, f"meeting {home}"):
            return day
    raise NotFound(f'No meeting is called "{which}". Write next, a date or a reference. Meetings: {_names(known)}.')


def held_meeting(folder: BodyFolder, which: str = "") -> Meeting:
    """The record of a meeting that was held, by its reference or date; the last one, where none is named.

    Raises NotFound, naming those there are.
    """
    held = [meeting for meeting in folder.standing_meetings() if meeting.status in WAS_HELD]
    if not held:
        raise NotFound("No meeting has been held here: its notes would stand in meetings/.")
    if not which:
        return held[-1]
    for meeting in held:
        if which in (meeting.reference.home, str(meeting.reference), meeting.date.isoformat()):
            return meeting
    known = ", ".join(f"{meeting.reference.home} ({say_date(meeting.date)})" for meeting in held)
    raise NotFound(f'No meeting that was held is called "{which}". Held: {known}.')


def known_days(folder: BodyFolder) -> list[MeetingDay]:
    """Every meeting held, announced by the one before it, or planned; by date."""
    series = {s.key: s for s in folder.body.meeting_series}
    days: dict[tuple[str, date], MeetingDay] = {}
    for s in series.values():
        for planned in s.planned:
            days[s.key, planned] = MeetingDay(s, planned, s.start, s.venue, None)
    standing = folder.standing_meetings()
    for meeting in standing:
        s = series.get(meeting.series) or MeetingSeries(key=meeting.series, title=meeting.title)
        following = meeting.next_meeting
        if following and following.date and not _has_moved(meeting, following.date, standing):
            venue = following.venue or s.venue
            days[s.key, following.date] = MeetingDay(s, following.date, following.start or s.start, venue, None)
        days[s.key, meeting.date] = MeetingDay(s, meeting.date, meeting.start, meeting.venue, meeting)
    return sorted(days.values(), key=lambda day: day.date)


def _has_moved(announced_by: Meeting, day: date, meetings: Sequence[Meeting]) -> bool:
    """Say whether a meeting that was announced is held on another day: the next of its series on record has that day's
    month, or comes later."""
    after = [m.date for m in meetings if m.series == announced_by.series and m.date > announced_by.date]
    return bool(after) and min(after) != day and (min(after) > day or Month.of(min(after)) == Month.of(day))


def is_cancelled(day: MeetingDay) -> bool:
    return day.meeting is not None and day.meeting.status is MeetingStatus.CANCELLED


def _names(days: list[MeetingDay]) -> str:
    return ", ".join(f"{day.date.isoformat()} ({day.meeting.reference if day.meeting else 'planned'})" for day in days)


def post_name(folder: BodyFolder, key: str, on: date) -> str:
    """What a post, or an organisation on a day, is called for short; the key itself where it is not known."""
    if key == "all":
        return "all present"
    for post in folder.body.posts:
        if post.key == key:
            return post.abbreviation or post.title
    for organisation in folder.organisations.organisations:
        if organisation.key == key:
            name = organisation.name(on)
            return name.abbreviation or name.name
    return key.replace("_", " ")


Statement = Finding | Assurance | Commitment


@dataclass(frozen=True, slots=True)
class Past:
    """Something said on a matter before: when, by whom, in which words."""

    on: date
    reference: Reference
    words: str
    kind: str
    by: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """The record of a body as it stood when a meeting began."""

    folder: BodyFolder
    day: MeetingDay

    @cached_property
    def meetings(self) -> tuple[Meeting, ...]:
        """Meetings held before, oldest first."""
        return tuple(m for m in self.folder.standing_meetings() if m.date < self.day.date and m.status in WAS_HELD)

    @property
    def last(self) -> Meeting | None:
        return self.meetings[-1] if self.meetings else None

    @cached_property
    def matters(self) -> dict[str, Matter]:
        return {matter.key: matter for matter in self.folder.matters.matters}

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Events up to the day of the meeting, by day."""
        return tuple(sorted((e for e in self.folder.events if e.at <= self.day.date), key=lambda e: e.at))

    @cached_property
    def answered(self) -> frozenset[Reference]:
        """Questions that were answered after their meeting."""
        return frozenset(event.reference for event in self.events if event.kind is EventKind.ANSWERED)

    def events_of(self, reference: Reference) -> tuple[Event, ...]:
        return self._events_by_reference.get(reference, ())

    @cached_property
    def _events_by_reference(self) -> dict[Reference, tuple[Event, ...]]:
        found: dict[Reference, list[Event]] = {}
        for event in self.events:
            found.setdefault(event.reference, []).append(event)
        return {reference: tuple(events) for reference, events in found.items()}

    def items(self) -> Iterator[tuple[Meeting, Item]]:
        """Every item of every meeting before, oldest first."""
        for meeting in self.meetings:
            for item in meeting.items:
                yield meeting, item

    def items_on(self, matter: str) -> tuple[tuple[Meeting, Item], ...]:
        """The items on a matter, oldest first."""
        return self._items_by_matter.get(matter, ())

    @cached_property
    def _items_by_matter(self) -> dict[str, tuple[tuple[Meeting, Item], ...]]:
        found: dict[str, list[tuple[Meeting, Item]]] = {}
        for meeting, item in self.items():
            found.setdefault(item.matter, []).append((meeting, item))
        return {matter: tuple(items) for matter, items in found.items()}

    def post(self, key: str) -> str:
        return post_name(self.folder, key, self.day.date)

    # --- brought forward ---

    @cached_property
    def forward(self) -> BroughtForwardList:
        """Actions, unanswered questions and dated promises that are open, each with the reason it is carried."""
        days = [meeting.date for meeting in self.meetings] + [self.day.date]
        return brought_forward(self.records(), self.day.date, days)

    def records(self) -> list[Carried]:
        """Every action, unanswered question and dated promise of the meetings before, open or closed."""
        return [*self._actions(), *self._questions(), *self._commitments()]

    @cached_property
    def following(self) -> date | None:
        """The meeting of the series after this one, where it is planned or held."""
        days = [day.date for day in known_days(self.folder) if day.series.key == self.day.series.key]
        return min((day for day in days if day > self.day.date), default=None)

    def _actions(self) -> Iterator[Carried]:
        before = {meeting.reference for meeting in self.meetings}
        for meeting, item, action in self.folder.actions_by(self.day.date):
            if meeting.reference in before:
                yield self._action(meeting, item, action)

    def _action(self, meeting: Meeting, item: Item, action: Action) -> Carried:
        events = self.events_of(action.reference)
        status = fold_action([event.kind for event in events]).status
        carried = self._carried(meeting, item, action, CarriedKind.ACTION, action.owners, action.due)
        closed = [event.at for event in events if event.kind in CLOSING]
        waits = "acceptance by the oversight body" if status is ActionStatus.REPORTED_COMPLETE else None
        return replace(
            carried,
            status=say_state(status),
            closed_on=closed[-1] if is_closed(status) and closed else None,
            awaits=waits,
        )

    def _questions(self) -> Iterator[Carried]:
        for meeting, item in self.items():
            for question in item.questions:
                if question.status in OPEN_QUESTIONS and question.reference not in self.answered:
                    carried = self._carried(meeting, item, question, CarriedKind.QUESTION, question.addressed_to, None)
                    yield replace(carried, status=say_state(question.status))

    def _commitments(self) -> Iterator[Carried]:
        """Promises with a date; those without one are listed with the matter they belong to."""
        for meeting, item in self.items():
            for promise in item.commitments:
                if promise.due and promise.due.date and promise.carried_by is None:
                    yield self._commitment(meeting, item, promise)

    def _commitment(self, meeting: Meeting, item: Item, promise: Commitment) -> Carried:
        carried = self._carried(meeting, item, promise, CarriedKind.COMMITMENT, promise.given_by, promise.due)
        decided = [event.at for event in self.events_of(promise.reference) if event.kind is EventKind.DECISION]
        return replace(carried, closed_on=decided[-1] if decided else None)

    def _carried(
        self,
        meeting: Meeting,
        item: Item,
        record: Action | Question | Commitment,
        kind: CarriedKind,
        owners: tuple[str, ...],
        due: Due | None,
    ) -> Carried:
        events = self.events_of(record.reference)
        now = due_after(due or Due(), [(event.kind, event.sets_date) for event in events])
        return Carried(
            reference=str(record.reference),
            kind=kind,
            words=record.words,
            raised_on=meeting.date,
            owners=tuple(self.post(owner) for owner in owners),
            due=due or Due(),
            date=now.date,
            times_redated=now.times_redated,
            last_update=events[-1].at if events else None,
            matter=item.matter or None,
            objective=item.objective or None,
        )

    # --- what was said on a matter ---

    def said_on(self, matter: str) -> tuple[Past, ...]:
        """Findings, assurances and promises on a matter, the newest first."""
        past = [self._past(meeting, record) for meeting, item in self.items_on(matter) for record in _statements(item)]
        return tuple(sorted(past, key=lambda p: p.on, reverse=True))

    def _past(self, meeting: Meeting, record: Statement) -> Past:
        if isinstance(record, Finding):
            return Past(meeting.date, record.reference, record.words, record.kind.value, record.speakers)
        if isinstance(record, Assurance):
            by = (record.given_by,) if record.given_by else ()
            return Past(meeting.date, record.reference, record.words, "assurance", by)
        return Past(meeting.date, record.reference, record.words, record.kind.value, record.given_by)

    def promises_on(self, matter: str) -> tuple[tuple[Meeting, Commitment], ...]:
        """Promises on a matter that nobody has decided on."""
        return tuple(
            (meeting, promise)
            for meeting, item in self.items_on(matter)
            for promise in item.commitments
            if not any(event.kind is EventKind.DECISION for event in self.events_of(promise.reference))
        )

    @cached_property
    def tested(self) -> frozenset[Reference]:
        """Promises for which a test had been agreed by the day, in the minutes or after them."""
        later = {
            each.reference for each in self.folder.commitments if any(t.agreed_on <= self.day.date for t in each.agreed)
        }
        in_them = {
            promise.reference for _, item in self.items() for promise in item.commitments if promise.test_agreed_by
        }
        return frozenset(later | in_them)

    def questions_on(self, matter: str) -> tuple[tuple[Meeting, Question], ...]:
        return tuple((meeting, question) for meeting, item in self.items_on(matter) for question in item.questions)

    def considered(self, matter: Matter) -> tuple[date, ...]:
        """First days of the months, or days of the meetings, at which a matter was considered; oldest first."""
        before = {month.start for month in matter.considered}
        before |= {period.start for _, item in self.items_on(matter.key) for period in item.history}
        held = {meeting.date for meeting, _ in self.items_on(matter.key)}
        months = {(day.year, day.month) for day in held}
        return tuple(sorted(held | {day for day in before if (day.year, day.month) not in months}))


def _statements(item: Item) -> Iterator[Statement]:
    yield from item.assurances
    yield from item.commitments
    yield from item.findings
