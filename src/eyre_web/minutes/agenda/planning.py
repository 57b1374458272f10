"""Planning a meeting of a series, changing its header, cancelling it, and issuing its agenda.

Each function asks in the same order: lock, may this person, may this happen; then does it and writes it into the audit
trail. A day that the body's settings name for a series moves with its meeting.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from eyre.body.folder import BodyFolder
from eyre.body.meeting import Meeting as Value
from eyre.body.settings import Body, MeetingSeries
from eyre.core import Reference, Refused, say_date
from eyre.core.codec import json_ready
from eyre.cycle.events import EventKind
from eyre.cycle.states import ActionStatus, MeetingStatus, check_can_move, is_closed
from eyre.cycle.words import ActionDeliverable, SeriesKind, StandingHeading
from eyre.minutes.building import heading_place
from eyre.minutes.next_meeting import plan_meeting
from eyre.minutes.standing import MeetingDay
from eyre_web.accounts.access import Access, access_of
from eyre_web.accounts.models import User
from eyre_web.audit import services as audit
from eyre_web.body.models import KeptRecord, as_record
from eyre_web.meetings import interchange
from eyre_web.meetings.models import Action, Event, Item, Meeting
from eyre_web.minutes.agenda.changing import check_posts, day_said, locked
from eyre_web.minutes.permissions import check_may_keep_notes
from eyre_web.snapshot.kept import snapshot

SPECIAL: Final = MeetingSeries(key="special", title="Special meetings", kind=SeriesKind.SPECIAL, rhythm="when called")
HEADER: Final = ("title", "date", "start", "end", "venue", "chair", "minute_taker")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """When and where a meeting is, and who chairs it and takes its minutes."""

    title: str
    date: date
    start: time | None = None
    end: time | None = None
    venue: str = ""
    chair: str = ""
    minute_taker: str = ""

    @classmethod
    def of(cls, meeting: Value) -> Header:
        return cls(**{name: getattr(meeting, name) for name in HEADER})

    def said(self) -> dict[str, str]:
        """As the audit trail has it."""
        times = {name: f"{when:%H:%M}" if (when := getattr(self, name)) else "" for name in ("start", "end")}
        words = {name: getattr(self, name) for name in ("title", "venue", "chair", "minute_taker")}
        return {**words, **times, "date": day_said(self.date)}


@transaction.atomic
def plan(series: str, header: Header, *, by: User, on: date, stands_for: date | None = None) -> Meeting:
    """Plan a meeting of a series: its header, and the standing agenda of the series with nothing under its headings.

    stands_for: the day the body's settings name for it, which moves with it. The attendance is left open.
    Raises PermissionDenied, and Refused where the series is not known or meets on that day already.
    """
    body = _locked_body()
    access = access_of(by, on)
    check_may_keep_notes(access)
    folder = snapshot().folder
    known = _series(folder, series)
    _check(header, known)
    meeting = _keep(_value(folder, known, header), access, by=by)
    if stands_for and stands_for != header.date:
        _move_planned(body, known, stands_for, header.date, by=by)
    return meeting


@transaction.atomic
def plan_for_action(action_id: int, header: Header, *, by: User, on: date) -> Meeting:
    """Plan the special meeting that an action asks for. It names the action, and the action's page names it.

    The series of special meetings is made where the body has none.
    Raises PermissionDenied, and Refused for an action that asks for something else or is closed.
    """
    body = _locked_body()
    access = access_of(by, on)
    check_may_keep_notes(access)
    action = Action.objects.select_related("item__matter").get(pk=action_id)
    check_asks_for_a_meeting(action)
    folder = snapshot().folder
    special = [each for each in folder.body.meeting_series if each.kind is SeriesKind.SPECIAL]
    known = special[0] if special else _add_special(body, by=by)
    _check(header, known)
    value = replace(_value(folder, known, header), called_for=Reference.parse(action.reference))
    place = heading_place(value.items, StandingHeading.BROUGHT_FORWARD)
    meeting = _keep(value, access, by=by)
    under = meeting.items.all()[place]
    for item in meeting.items.filter(place__gt=place):
        item.place += 1
        item.save(update_fields=["place"])
    Item.objects.create(
        meeting=meeting,
        place=place + 1,
        number=f"{under.number}.1",
        title=action.words,
        matter=action.item.matter,
        kept={"brought_forward_from": action.reference},
    )
    return meeting


def check_asks_for_a_meeting(action: Action) -> None:
    """Raise Refused unless an action is open and is to bring about a meeting."""
    if action.deliverable != ActionDeliverable.MEETING:
        raise Refused(_("This action does not ask for a meeting. What it is to bring about stands on its page."))
    if is_closed(ActionStatus(action.status)):
        raise Refused(_("The action is closed. A meeting that is still wanted belongs to another action."))


@transaction.atomic
def change_header(meeting_id: int, header: Header, *, by: User, on: date, seen: int | None = None) -> Meeting:
    """Change when and where a meeting is, what it is called, who chairs it and who takes its minutes."""
    body = _locked_body()
    meeting, _access = locked(meeting_id, by=by, on=on, seen=seen)
    value = interchange.meeting_alone(meeting)
    before = Header.of(value)
    if before == header:
        raise Refused(_("Nothing is different from what stands there already."))
    series = _series(snapshot().folder, meeting.series)
    _check(header, series, but=meeting)
    changed = replace(value, **{name: getattr(header, name) for name in HEADER}, weekday=f"{header.date:%A}")
    _save(meeting, changed)
    audit.record("meeting.header_changed", meeting.reference, by=by, before=before.said(), after=header.said())
    if before.date != header.date:
        _move_planned(body, series, before.date, header.date, by=by)
    return meeting


@transaction.atomic
def say_apologies(meeting_id: int, posts: tuple[str, ...], *, by: User, on: date, seen: int | None = None) -> Meeting:
    """Write down who has said beforehand that they will not attend. Who was there is for the notes to say."""
    meeting, _access = locked(meeting_id, by=by, on=on, seen=seen)
    check_posts(*posts)
    before = apologies(meeting)
    others = [seat for seat in meeting.kept.get("attendance", ()) if seat["post"] not in {*before, *posts}]
    away = [{"post": post, "state": "apologies"} for post in posts]
    meeting.kept = {**meeting.kept, "attendance": [*others, *away]}
    meeting.kept["apologies"] = "recorded" if posts else "not_recorded"
    meeting.save(update_fields=["kept"])
    audit.record(
        "meeting.apologies", meeting.reference, by=by,
        before={"apologies": ", ".join(before)}, after={"apologies": ", ".join(posts)},
    )  # fmt: skip
    return meeting


def apologies(meeting: Meeting) -> tuple[str, ...]:
    """The posts that said they will not attend."""
    return tuple(seat["post"] for seat in meeting.kept.get("attendance", ()) if seat.get("state") == "apologies")


@transaction.atomic
def cancel(meeting_id: int, *, by: User, on: date, reason: str, seen: int | None = None) -> Meeting:
    """Cancel a meeting, for a reason. Its agenda stays on record; what was to come before it is offered to the next."""
    meeting, access = locked(meeting_id, by=by, on=on, seen=seen)
    if not reason.strip():
        raise Refused(_("A meeting is cancelled for a reason. Say which."))
    return _move(meeting, MeetingStatus.CANCELLED, EventKind.CANCELLED, access, by=by, on=on, words=reason.strip())


@transaction.atomic
def issue_agenda(meeting_id: int, *, by: User, on: date, words: str = "", seen: int | None = None) -> Meeting:
    """Issue the agenda of a planned meeting. words: to whom, or what goes with it.

    Raises Refused without a day's hour, a venue and a chair, and for an agenda with nothing under its headings.
    """
    meeting, access = locked(meeting_id, by=by, on=on, seen=seen)
    lacks = [said for name, said in NEEDED.items() if not meeting.kept.get(name)]
    if lacks:
        raise Refused(_("The agenda cannot go out without %(what)s.") % {"what": ", ".join(map(str, lacks))})
    if not has_items(meeting):
        raise Refused(_("There is no item on the agenda: take what is brought forward, or add one."))
    said = words.strip() or _("The agenda was issued.")
    return _move(meeting, MeetingStatus.AGENDA_ISSUED, EventKind.AGENDA_ISSUED, access, by=by, on=on, words=said)


NEEDED: Final = {"start": _("its hour"), "venue": _("its venue"), "chair": _("its chair")}


def has_items(meeting: Meeting) -> bool:
    """Say whether anything stands under a heading."""
    return any("." in item.number for item in meeting.items.all())


# --- how it is done ------------------------------------------------------------------------------------------------


def _move(
    meeting: Meeting, to: MeetingStatus, kind: EventKind, access: Access, *, by: User, on: date, words: str
) -> Meeting:
    before = MeetingStatus(meeting.status)
    check_can_move(before, to)
    meeting.status = to
    meeting.save(update_fields=["status"])
    Event.objects.create(
        reference=meeting.reference, at=on, by=access.posts[0], kind=kind, words=words, entered_by=by,
        entered_at=timezone.now(),
    )  # fmt: skip
    audit.record(
        f"meeting.{kind}", meeting.reference, by=by, before={"status": before}, after={"status": to}, why=words
    )
    return meeting


def _value(folder: BodyFolder, series: MeetingSeries, header: Header) -> Value:
    planned = plan_meeting(folder, MeetingDay(series, header.date, header.start, header.venue, None)).meeting
    return replace(planned, **{name: getattr(header, name) for name in HEADER})


def _keep(value: Value, access: Access, *, by: User) -> Meeting:
    interchange.keep_meetings([value])
    meeting = Meeting.objects.get(reference=str(value.reference), version=value.version, series=value.series)
    after = {**Header.of(value).said(), "series": value.series, "as": access.posts[0]}
    if value.called_for:
        after["called_for"] = str(value.called_for)
    audit.record("meeting.planned", meeting.reference, by=by, after=after)
    return meeting


def _save(meeting: Meeting, value: Value) -> None:
    meeting.title, meeting.date = value.title, value.date
    meeting.kept = interchange.meeting_kept(value)
    meeting.save(update_fields=["title", "date", "kept"])


def _check(header: Header, series: MeetingSeries, but: Meeting | None = None) -> None:
    """Raise Refused, with every reason at once, for a header that no meeting can have."""
    wrong = []
    if not header.title.strip():
        wrong.append(_("Give the meeting a title."))
    if header.start and header.end and header.end <= header.start:
        wrong.append(_("It ends at %(end)s, which is not after its start at %(start)s.")
                     % {"end": f"{header.end:%H:%M}", "start": f"{header.start:%H:%M}"})  # fmt: skip
    if header.end and not header.start:
        wrong.append(_("It has an end and no start. Give both, or the start alone."))
    same = Meeting.objects.standing().filter(series=series.key, date=header.date)
    same = same.exclude(status=MeetingStatus.CANCELLED)
    if but is not None:
        same = same.exclude(pk=but.pk)
    if same.exists() and series.kind is not SeriesKind.SPECIAL:
        wrong.append(_("%(series)s meets on %(day)s already.") % {"series": series.title, "day": say_date(header.date)})
    if wrong:
        raise Refused(" ".join(wrong))
    check_posts(header.chair, header.minute_taker)


# --- the series in the body's settings -----------------------------------------------------------------------------


def _locked_body() -> KeptRecord:
    """The settings of the body, held until the change is made: nobody plans the same meeting twice."""
    return KeptRecord.objects.select_for_update(no_key=True).get(kind="body")


def _series(folder: BodyFolder, key: str) -> MeetingSeries:
    found = next((each for each in folder.body.meeting_series if each.key == key), None)
    if found is None:
        raise Refused(_("There is no series %(key)s in the settings of this body. Add it first.") % {"key": key})
    return found


def _add_special(body: KeptRecord, *, by: User) -> MeetingSeries:
    add_to_body(body, SPECIAL, by=by)
    return SPECIAL


def _move_planned(body: KeptRecord, series: MeetingSeries, old: date, new: date, *, by: User) -> None:
    """A day that the settings name for a series becomes the day on which the meeting now is."""
    if old in series.planned:
        days = tuple(sorted({*series.planned, new} - {old}))
        change_in_body(body, replace(series, planned=days), before=series, by=by)


def add_to_body(body: KeptRecord, series: MeetingSeries, *, by: User) -> None:
    """Write a further series into the body's settings. Raises Refused where its key or title is taken."""
    names = {name.casefold() for name in (series.key, series.title)}
    for each in body.value.get("meeting_series", ()):
        if names & {each["key"].casefold(), each["title"].casefold()}:
            raise Refused(_('There is a series "%(title)s" already.') % {"title": each["title"]})
    _write(body, [*body.value.get("meeting_series", ()), json_ready(series)])
    audit.record("body.series_added", _about(body), by=by, after=_plain(series))


def change_in_body(body: KeptRecord, series: MeetingSeries, *, before: MeetingSeries, by: User) -> None:
    """Write a changed series into the body's settings."""
    every = [json_ready(series) if each["key"] == series.key else each for each in body.value.get("meeting_series", ())]
    _write(body, every)
    audit.record("body.series_changed", _about(body), by=by, before=_plain(before), after=_plain(series))


def _write(body: KeptRecord, every: list[Any]) -> None:
    body.value = {**body.value, "meeting_series": every}
    as_record(Body, body.value, "body.toml")  # never written so that it cannot be read again
    body.save(update_fields=["value"])


def _about(body: KeptRecord) -> str:
    return f"body {body.value['key']}"


def _plain(series: MeetingSeries) -> dict[str, Any]:
    plain: dict[str, Any] = json_ready(series)
    return {name: ", ".join(value) if isinstance(value, list) else str(value) for name, value in plain.items()}
