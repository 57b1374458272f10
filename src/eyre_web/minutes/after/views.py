"""The pages after a meeting: how far its notes are, its loose ends, its versions and what a correction changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from eyre.body import meeting as said
from eyre.body.meeting import RECORDS
from eyre.core import Reference, Refused
from eyre.cycle.events import EventKind
from eyre.cycle.states import NotesStatus
from eyre.minutes.corrections import changes
from eyre.minutes.loose_ends import LooseEnd, loose_ends, set_aside
from eyre_web.accounts.access import Access, check_may
from eyre_web.accounts.middleware import Request
from eyre_web.accounts.roles import Permission
from eyre_web.audit import services as audit
from eyre_web.meetings.directory import Directory
from eyre_web.meetings.models import NO_LABEL, WERE_THERE, Event, Meeting, address_of_action
from eyre_web.meetings.permissions import may_see_notes
from eyre_web.meetings.views import timeline
from eyre_web.minutes.after import services
from eyre_web.minutes.after.forms import AgreeForm, CorrectForm, PublishForm, SendForm, SetAsideForm
from eyre_web.minutes.after.says import FIELDS, LOOSE_ENDS, NOTES, NOTES_TAGS
from eyre_web.minutes.permissions import may_agree_notes, may_keep_notes
from eyre_web.snapshot.kept import snapshot

OF_NOTES: Final = (
    EventKind.DRAFT_SENT, EventKind.NOTES_AGREED, EventKind.NOTES_PUBLISHED, EventKind.CORRECTED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the notes: what it is called, what it does, what is said once it is done, who may take it, from which
    states."""

    title: str | Promise
    button: str | Promise
    says: str | Promise
    done: str | Promise
    form: Callable[..., forms.Form]
    service: Callable[..., Meeting]
    may: Callable[[Access], bool]
    states: tuple[NotesStatus, ...]


# In the order of the buttons; the key is the end of the address. The rule is `NEXT_NOTES`, asked by the services.
STEPS: Final[Mapping[str, Step]] = {
    "send": Step(
        gettext_lazy("Send the draft to the force"), gettext_lazy("Send it"),
        gettext_lazy("From then on chief officers and staff officers can read it, and they are told by mail."),
        gettext_lazy("The draft is sent to the force."),
        SendForm, services.send_draft, may_keep_notes, (NotesStatus.DRAFT, NotesStatus.SENT),
    ),
    "agree": Step(
        gettext_lazy("Agree the notes"), gettext_lazy("Agree them"),
        gettext_lazy("From then on no word of them can be changed. What is wrong is corrected by a new version."),
        gettext_lazy("The notes are agreed."),
        AgreeForm, services.agree_notes, may_agree_notes, (NotesStatus.SENT,),
    ),
    "publish": Step(
        gettext_lazy("Publish the notes"), gettext_lazy("Publish them"),
        gettext_lazy("From then on members of the panel can read them here."),
        gettext_lazy("The notes are published."),
        PublishForm, services.publish_notes, may_agree_notes, (NotesStatus.AGREED,),
    ),
    "correct": Step(
        gettext_lazy("Correct the notes"), gettext_lazy("Begin the correction"),
        gettext_lazy("A new version is made of the agreed one, to be put right, sent and agreed again."),
        gettext_lazy("A new version is begun. Put right what is wrong in the notes, then send it."),
        CorrectForm, services.correct_notes, may_keep_notes, (NotesStatus.AGREED, NotesStatus.PUBLISHED),
    ),
}  # fmt: skip


@require_safe
@login_required
def after_meeting(request: Request, home: str) -> HttpResponse:
    """How far the notes of a meeting are, what can be done with them now, and their versions."""
    found = _visible(request, home)
    directory, today = Directory.load_with_holders(), timezone.localdate()
    happened = Event.objects.for_user(request.access).filter(reference=found.reference, kind__in=OF_NOTES)
    ordered = sorted(happened.select_related("entered_by__person"), key=lambda event: (event.at, event.pk))
    context = _about(found) | {
        "steps": _open_to(request.access, found),
        "open_ends": len(services.ends_of(found, today)),
        "timeline": timeline(ordered, directory),
        "versions": _versions(request, home),
    }
    return render(request, "minutes/after/meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def step(request: Request, home: str, step: str) -> HttpResponse:
    """One step of the notes: its form, and what comes of sending it."""
    found = _visible(request, home)
    wanted = STEPS[step]
    if not wanted.may(request.access):
        raise PermissionDenied(_("Your roles and posts do not let you do this with notes."))
    today = timezone.localdate()
    seen = audit.last_number()  # first: what is written meanwhile is then not taken for read
    ends = services.ends_of(found, today) if step == "agree" else ()
    more = {"ends": len(ends)} if step == "agree" else {}
    form = wanted.form(request.POST if request.method == "POST" else None, initial={"seen": seen}, **more)
    if form.is_bound and form.is_valid():
        try:
            wanted.service(found.pk, by=request.user, on=today, **form.cleaned_data)
        except services.EndsAreOpen as refusal:  # one came up meanwhile
            ends = refusal.ends
            form = wanted.form(request.POST, ends=len(ends))
            form.add_error(None, str(refusal))
        except services.NotesChangedMeanwhile as refusal:
            form.add_error(None, str(refusal))
            form.data = {**request.POST.dict(), "seen": str(refusal.events[-1].number)}
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, str(wanted.done))
            return redirect("after_meeting", home)
    rows = _rows(ends, snapshot().meetings[found.pk])
    context = _about(found) | {"step": wanted, "form": form, "ends": rows}
    return render(request, "minutes/after/step.html", context)


def _open_to(access: Access, found: Meeting) -> list[tuple[str, Step]]:
    """The steps that a person may take with the notes where they are now."""
    standing = found.is_standing
    return [(key, each) for key, each in STEPS.items() if standing and found.notes in each.states and each.may(access)]


# --- loose ends ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EndRow:
    """A loose end as the page prints it. key: names it in an address; reason, by, on: where it was set aside."""

    end: LooseEnd
    key: str
    kind: str | Promise
    where: str
    link: str
    also: list[tuple[str, str]]
    words: str  # of the record
    reason: str = ""
    by: str = ""
    on: Any = None


@require_safe
@login_required
def ends(request: Request, home: str) -> HttpResponse:
    """Each loose end of a meeting: where it is, what it is, what to do; and apart those that were set aside."""
    found = _visible(request, home)
    today, seen, directory = timezone.localdate(), snapshot(), Directory.load()
    value = seen.meetings[found.pk]
    aside = seen.once(set_aside, value, today)
    every = seen.once(loose_ends, value, today)
    still_open = [end for end in every if end not in aside]
    context = _about(found) | {
        "open": _rows(still_open, value),
        "aside": [_row(end, value, aside[end], directory) for end in every if end in aside],
        "may_set_aside": may_keep_notes(request.access),
    }
    return render(request, "minutes/after/ends.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end(request: Request, home: str, key: str) -> HttpResponse:
    """Set a loose end aside, with a reason."""
    found = _visible(request, home)
    if not may_keep_notes(request.access):
        raise PermissionDenied(_("Your roles and posts do not let you set a loose end aside."))
    today = timezone.localdate()
    wanted = next((end for end in services.ends_of(found, today) if key_of(end) == key), None)
    if wanted is None:
        messages.info(request, _("That loose end is settled or set aside already."))
        return redirect("loose_ends", home)
    form = SetAsideForm(request.POST) if request.method == "POST" else SetAsideForm()
    if form.is_bound and form.is_valid():
        try:
            services.set_aside(found.pk, wanted, by=request.user, on=today, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is set aside."))
            return redirect("loose_ends", home)
    row = _row(wanted, snapshot().meetings[found.pk])
    return render(request, "minutes/after/end.html", _about(found) | {"row": row, "form": form})


def _rows(found: Iterable[LooseEnd], meeting: said.Meeting) -> list[EndRow]:
    return [_row(end, meeting) for end in found]


def _row(end: LooseEnd, meeting: said.Meeting, event: Any = None, directory: Directory | None = None) -> EndRow:
    also = [(str(reference), address_of(reference)) for reference in end.also]
    words = _words_of(end.reference, meeting)
    row = (end, key_of(end), LOOSE_ENDS[end.kind], str(end.reference), address_of(end.reference), also, words)
    if event is None or directory is None:
        return EndRow(*row)
    return EndRow(*row, event.words.removeprefix(f"{end.what}\n"), directory.title(event.by), event.at)


def _words_of(reference: Reference, meeting: said.Meeting) -> str:
    """The words of a record of the meeting; none of the meeting itself."""
    for item in meeting.items:
        for name in (*RECORDS.values(), "actions"):
            for record in getattr(item, name):
                if record.reference == reference:
                    return str(record.reason if name == "judgements" else record.words)
    return ""


def key_of(end: LooseEnd) -> str:
    """Names a loose end in an address, as long as it is the same."""
    return sha256(f"{end.kind}|{end.reference}|{end.what}".encode()).hexdigest()[:16]


def address_of(reference: Reference) -> str:
    """The page of a record: of an action, of a meeting after it was held, of a record in its register."""
    if reference.kind == "action":
        return address_of_action(str(reference))
    if reference.kind == "meeting":
        return reverse("after_meeting", args=[reference.home])
    if reference.kind in RECORDS:
        return reverse("record", args=[reference.kind, reference.home, reference.label or NO_LABEL])
    return ""


# --- versions ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field in two versions, as the page sets them side by side."""

    name: str
    before: str
    after: str


@require_safe
@login_required
def version(request: Request, home: str, number: int) -> HttpResponse:
    """One version of the notes, with every word of it."""
    found = _version(request, home, number)
    value = snapshot().meetings[found.pk]
    directory = Directory.load_with_holders()
    items = [(item, list(_said(item, directory))) for item in value.items]
    present = [directory.named(seat.post, value.date) for seat in value.attendance if seat.state in WERE_THERE]
    context = _about(found) | {"value": value, "items": items, "present": present, "versions": _versions(request, home)}
    return render(request, "minutes/after/version.html", context)


def _said(item: said.Item, directory: Directory) -> Iterator[tuple[str, str, str, str]]:
    """Reference, words, whose, and page of everything that was recorded under an item."""
    for name in (*RECORDS.values(), "actions"):
        for record in getattr(item, name):
            words = record.reason if name == "judgements" else record.words
            owners = directory.list(record.owners) if name == "actions" else ""
            yield str(record.reference), words, owners, address_of(record.reference)


@require_safe
@login_required
def changes_of(request: Request, home: str, number: int) -> HttpResponse:
    """What one version of the notes changed in the version before it."""
    later = _version(request, home, number)
    earlier = _version(request, home, number - 1)
    seen = snapshot()
    found: dict[str, list[FieldRow]] = {}
    for change in changes(seen.meetings[earlier.pk], seen.meetings[later.pk]):
        name = str(FIELDS.get(change.field) or change.field.replace("_", " ").capitalize())
        found.setdefault(change.what, []).append(FieldRow(name, change.before, change.after))
    context = _about(later) | {"changed": list(found.items()), "earlier": earlier, "number": number}
    return render(request, "minutes/after/changes.html", context)


def _versions(request: Request, home: str) -> list[tuple[Meeting, str, bool]]:
    """Each version that the person may read, the last first: how far it is, and whether there is one before it."""
    rows = Meeting.objects.with_notes_for(request.access).filter(reference=f"meeting {home}").order_by("-version")
    found = [row for row in rows if row.notes]
    numbers = {row.version for row in found}
    return [(row, str(NOTES[row.notes]), row.version - 1 in numbers) for row in found if row.notes]


def _version(request: Request, home: str, number: int) -> Meeting:
    """A version whose notes the person may read; else 404."""
    check_may(request.access, Permission.SEE_ALL)
    seen = Meeting.objects.with_notes_for(request.access).filter(reference=f"meeting {home}", version=number)
    return get_object_or_404(seen)


def _visible(request: Request, home: str) -> Meeting:
    """The last version of a meeting that the person may read; 404 where there is none, and where it has no notes."""
    check_may(request.access, Permission.SEE_ALL)
    found = get_object_or_404(Meeting.objects.last_for(request.access), reference=f"meeting {home}")
    if found.notes is None or not may_see_notes(request.access, found):
        raise Http404
    return found


def _about(found: Meeting) -> dict[str, Any]:
    assert found.notes is not None
    return {"meeting": found, "state": NOTES[found.notes], "tag": NOTES_TAGS[found.notes]}
