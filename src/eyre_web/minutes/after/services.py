"""Every step of the notes after the meeting: setting aside, sending, agreeing, publishing, correcting.

Each asks in the same order: lock, may this person, may this happen; then does it, writes it into the audit trail, and
tells those concerned once the change is safe.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eyre.core import Refused
from eyre.cycle.events import EventKind
from eyre.cycle.states import MeetingStatus, NotesStatus, check_can_move
from eyre.minutes.loose_ends import LooseEnd, open_ends, words_to_set_aside
from eyre.minutes.registers import unchecked
from eyre_web.accounts.access import access_of
from eyre_web.accounts.models import User
from eyre_web.audit import services as audit
from eyre_web.finding import indexing
from eyre_web.meetings import interchange
from eyre_web.meetings.models import Event, Item, Meeting
from eyre_web.minutes.after import notices
from eyre_web.minutes.permissions import check_may_agree_notes, check_may_keep_notes
from eyre_web.search import matching
from eyre_web.snapshot.kept import snapshot


class EndsAreOpen(Refused):
    """Notes cannot be agreed without a reason while loose ends are open; `ends` are these."""

    def __init__(self, ends: tuple[LooseEnd, ...]) -> None:
        self.ends = ends
        super().__init__(
            ngettext(
                "%(number)d loose end is open. Settle it, set it aside, or say why the notes are agreed all the same.",
                "%(number)d loose ends are open. Settle them, set them aside, or say why the notes are agreed all the "
                "same.",
                len(ends),
            )
            % {"number": len(ends)}
        )


def notes_of(meeting: Meeting) -> NotesStatus:
    """How far the notes of a meeting are. Raises Refused for one that was not held."""
    if meeting.notes is None:
        raise Refused(_("This meeting was not held, and has no notes."))
    return meeting.notes


def ends_of(meeting: Meeting, on: date) -> tuple[LooseEnd, ...]:
    """The loose ends of a meeting that nobody has set aside, by what is known on a day."""
    seen = snapshot()
    return seen.once(open_ends, seen.meetings[meeting.pk], on)


@transaction.atomic
def set_aside(meeting_id: int, end: LooseEnd, *, by: User, on: date, reason: str) -> Event:
    """Leave a loose end as it is, for a reason. Raises Refused where it is settled or set aside already."""
    meeting, post = _locked(meeting_id, check_may_keep_notes, by=by, on=on)
    if end not in ends_of(meeting, on):
        raise Refused(_("This is no loose end any more: it was settled or set aside meanwhile."))
    words = words_to_set_aside(end, _given(reason))
    event = _event(str(end.reference), EventKind.SET_ASIDE, post, by=by, on=on, words=words, outcome=end.kind)
    after = {"kind": end.kind, "what": end.what, "as": post}
    audit.record("loose_end.set_aside", str(end.reference), by=by, after=after, why=reason.strip())
    return event


@transaction.atomic
def send_draft(meeting_id: int, *, by: User, on: date, words: str = "") -> Meeting:
    """Send the draft of the notes to the force, which sees it from now on; once it was changed, again."""
    meeting, post = _locked(meeting_id, check_may_keep_notes, by=by, on=on)
    check_can_move(notes_of(meeting), NotesStatus.SENT)
    before = meeting.draft_sent_on
    meeting.draft_sent_on = on
    meeting.save(update_fields=["draft_sent_on"])
    _event(meeting.reference, EventKind.DRAFT_SENT, post, by=by, on=on, words=words.strip())
    _record("notes.sent", meeting, by=by, post=post, before=str(before or ""), after=on.isoformat(), why=words.strip())
    transaction.on_commit(lambda: notices.tell_of_draft(meeting.pk, by=by), robust=True)
    return meeting


@transaction.atomic
def agree_notes(meeting_id: int, *, by: User, on: date, words: str, despite: str = "") -> Meeting:
    """Agree the notes of a meeting, for the oversight body; from now on no word of them changes.

    despite: why they are agreed though loose ends are open. Raises EndsAreOpen without a reason then.
    """
    meeting, post = _locked(meeting_id, check_may_agree_notes, by=by, on=on)
    check_can_move(notes_of(meeting), NotesStatus.AGREED)
    ends = ends_of(meeting, on)
    if ends and not despite.strip():
        raise EndsAreOpen(ends)
    said = words.strip()
    if ends:
        said = _("%(words)s\nAgreed with %(number)d loose ends open: %(why)s") % {
            "words": said, "number": len(ends), "why": despite.strip(),
        }  # fmt: skip
    return _move(meeting, MeetingStatus.AGREED, EventKind.NOTES_AGREED, post, by=by, on=on, words=said.strip())


@transaction.atomic
def publish_notes(meeting_id: int, *, by: User, on: date, words: str = "") -> Meeting:
    """Publish agreed notes. Raises Refused where something of them must be checked first."""
    meeting, post = _locked(meeting_id, check_may_agree_notes, by=by, on=on)
    check_can_move(notes_of(meeting), NotesStatus.PUBLISHED)
    seen = snapshot()
    if wanting := seen.once(unchecked, seen.meetings[meeting.pk].reference):
        raise Refused(
            _(
                "A case is or was before a court, and nobody has checked that what is published names nobody and harms "
                "no case: %(references)s. Record the check first."
            )
            % {"references": ", ".join(map(str, wanting))}
        )
    Meeting.objects.filter(reference=meeting.reference, is_last_published=True).update(is_last_published=False)
    meeting.is_last_published = True
    meeting.save(update_fields=["is_last_published"])
    return _move(meeting, MeetingStatus.PUBLISHED, EventKind.NOTES_PUBLISHED, post, by=by, on=on, words=words.strip())


@transaction.atomic
def correct_notes(meeting_id: int, *, by: User, on: date, reason: str) -> Meeting:
    """Begin a correction of agreed notes: a new version, which is a draft again. What was agreed stays as it is.

    The items go over to the new version with all that hangs on them; a copy with every word stays in the old one.
    """
    earlier, post = _locked(meeting_id, check_may_keep_notes, by=by, on=on)
    if not earlier.is_agreed:
        raise Refused(_("These notes are still a draft: change them as they are."))
    if not earlier.is_standing:
        raise Refused(_("A correction of these notes has begun already."))
    why = _given(reason)
    matching.take_out(indexing.entries_of(earlier))
    earlier.is_standing = False
    earlier.save(update_fields=["is_standing"])
    later = Meeting.objects.create(
        reference=earlier.reference,
        version=earlier.version + 1,
        series=earlier.series,
        title=earlier.title,
        date=earlier.date,
        status=MeetingStatus.HELD,
        kept={**earlier.kept, "corrects": earlier.reference},
    )
    items = list(earlier.items.select_related("matter").prefetch_related("lines", "actions__owners"))
    Item.objects.bulk_create(_copy(item) for item in items)
    Item.objects.filter(pk__in=[item.pk for item in items]).update(meeting=later)
    _event(earlier.reference, EventKind.CORRECTED, post, by=by, on=on, words=why)
    _record("notes.corrected", later, by=by, post=post, before=str(earlier.version), after=str(later.version), why=why)
    return later


def _copy(item: Item) -> Item:
    """An item with all its words under `kept`, to stay where it was agreed."""
    plain = interchange.item(item)
    kept = {name: value for name, value in plain.items() if name not in (*interchange.ITEM, "matter")}
    if item.matter is None and "matter" in plain:
        kept["matter"] = plain["matter"]
    return Item(
        meeting_id=item.meeting_id,
        place=item.place,
        number=item.number,
        title=item.title,
        matter=item.matter,
        kept=kept,
    )


# --- how a change is made ------------------------------------------------------------------------------------------


def _locked(meeting_id: int, check: object, *, by: User, on: date) -> tuple[Meeting, str]:
    """The meeting, held until the change is made, and the post in which the person acts."""
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting_id)
    access = access_of(by, on)
    check(access)  # type: ignore[operator]
    return meeting, access.posts[0]


def _move(
    meeting: Meeting, to: MeetingStatus, kind: EventKind, post: str, *, by: User, on: date, words: str
) -> Meeting:
    before = meeting.status
    meeting.status = to
    meeting.save(update_fields=["status"])
    _event(meeting.reference, kind, post, by=by, on=on, words=words)
    _record(f"notes.{to}", meeting, by=by, post=post, before=before, after=to, why=words)
    return meeting


def _record(what: str, meeting: Meeting, *, by: User, post: str, before: str, after: str, why: str) -> None:
    audit.record(
        what,
        meeting.reference,
        by=by,
        before={"was": before},
        after={"is": after, "version": meeting.version, "as": post},
        why=why,
    )


def _event(
    reference: str, kind: EventKind, post: str, *, by: User, on: date, words: str = "", outcome: str = ""
) -> Event:
    return Event.objects.create(
        reference=reference,
        at=on,
        by=post,
        kind=kind,
        words=words,
        outcome=outcome or None,
        entered_by=by,
        entered_at=timezone.now(),
    )


def _given(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("Say why."))
    return reason.strip()
