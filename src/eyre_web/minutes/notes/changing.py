"""The pages on which one line is changed, moved, struck, or settled."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eyre.core import Refused
from eyre.cycle.noticed import notice
from eyre_web.accounts.middleware import Request
from eyre_web.meetings.forms import number_sent
from eyre_web.meetings.interchange import words_name
from eyre_web.minutes.notes import lines as services
from eyre_web.minutes.notes import testing
from eyre_web.minutes.notes.found import kept_meeting, kept_reference, kept_row
from eyre_web.minutes.notes.lines import ChangedMeanwhile, Row, line_of, record_of
from eyre_web.minutes.notes.setting import line_setting
from eyre_web.minutes.notes.shown import BECOMES, Called, Looks, shown
from eyre_web.minutes.notes.typing import say_entered
from eyre_web.snapshot.kept import folder, snapshot


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: Request, home: str, kind: str, label: str) -> HttpResponse:
    """Let a line say something else. Where somebody else was quicker, both texts are shown."""
    reference = kept_reference(request, home, kind, label)
    row = services.find_row(reference)
    if request.method != "POST":
        if row is None:
            raise Http404
        return _page(request, row, text=_text(row))
    typed = request.POST.get("line", "")
    try:
        made = services.change_line(
            reference, typed, version=_version(request), by=request.user, on=timezone.localdate()
        )
    except ChangedMeanwhile as refusal:
        if refusal.row is None:
            return _struck(request, home, reference, typed)
        return _page(request, refusal.row, text=typed, error=str(refusal), theirs=_text(refusal.row))
    except Refused as refusal:
        assert row is not None
        return _page(request, row, text=typed, error=str(refusal))
    messages.success(request, say_entered((made,)))
    return _back(home, _place(made.reference), made.reference)


def _page(request: Request, row: Row, *, text: str, error: str = "", theirs: str = "") -> HttpResponse:
    meeting = row.item.meeting
    setting = line_setting(meeting, folder())
    context = {
        "meeting": meeting,
        "row": row,
        "view": shown(row, Called()),
        "text": text,
        "error": error,
        "has_errors": bool(error),
        "theirs": theirs,
        "words_only": line_of(record_of(row), setting) is None,
        "items": [(item.pk, str(item)) for item in meeting.items.all() if item.pk != row.item_id],
        "address": address_of(row),
    }
    return render(request, "notes/change.html", context)


def _struck(request: Request, home: str, reference: str, typed: str) -> HttpResponse:
    """What a person typed into a line that somebody else had struck is not lost."""
    meeting = kept_meeting(request, home)
    return render(
        request, "notes/struck.html", {"meeting": meeting, "reference": reference, "typed": typed}, status=409
    )


def _text(row: Row) -> str:
    """A line as it is typed; its words alone, where no line can hold it."""
    record = record_of(row)
    line = line_of(record, line_setting(row.item.meeting, folder()))
    return str(getattr(record, words_name(services.kind(row)))) if line is None else line


def _version(request: Request) -> int:
    """The version that the person had before them; 0, which is none, where the page was not sent whole."""
    return number_sent(request.POST.get("version") or request.GET.get("version", "")) or 0


def address_of(row: Row) -> str:
    home, _slash, label = row.reference.partition(" ")[2].partition("/")
    return reverse("change_line", args=[home, services.kind(row), label])


def _place(reference: str) -> int | None:
    row = services.find_row(reference)
    return row.item.place if row else None


def _back(home: str, place: int | None, reference: str = "") -> HttpResponse:
    """To the page of the notes, at the item."""
    at = "" if place is None else f"?at={place}#{reference.partition(' ')[0]}-{reference.partition('/')[2]}"
    if place is not None and not reference:
        at = f"?at={place}#item-{place}"
    return redirect(f"{reverse('notes', args=[home])}{at}")


@require_POST
@login_required
def move(request: Request, home: str, kind: str, label: str) -> HttpResponse:
    row = kept_row(request, home, kind, label)
    key = number_sent(request.POST.get("item", "")) or 0
    return _done(
        request, row, lambda: services.move_line(
            row.reference, key, version=_version(request), by=request.user, on=timezone.localdate()
        ), _("Moved."),
    )  # fmt: skip


@require_POST
@login_required
def strike(request: Request, home: str, kind: str, label: str) -> HttpResponse:
    row = kept_row(request, home, kind, label)
    return _done(
        request, row, lambda: services.strike_line(
            row.reference, version=_version(request), by=request.user, on=timezone.localdate()
        ), _("%(label)s is struck. Its number is not given again.") % {"label": label},
    )  # fmt: skip


@require_POST
@login_required
def looked_at(request: Request, home: str, kind: str, label: str) -> HttpResponse:
    row = kept_row(request, home, kind, label)
    return _done(
        request, row, lambda: services.settle_doubts(
            row.reference, version=_version(request), by=request.user, on=timezone.localdate()
        ), "",
    )  # fmt: skip


@require_POST
@login_required
def noticed(request: Request, home: str, kind: str, label: str) -> HttpResponse:
    """Say what a sentence is that seemed to promise: an action, a commitment, or only a note."""
    row = kept_row(request, home, kind, label)
    is_now = request.POST.get("is_now", "")
    if is_now not in BECOMES:
        raise Http404
    found, at = notice(row.words), number_sent(request.GET.get("at", "")) or 0
    sentence = found[at].sentence(row.words) if at < len(found) else ""  # as it is: the version says whether it was so
    return _done(
        request, row, lambda: services.settle_noticed(
            row.reference, sentence, is_now, version=_version(request), by=request.user, on=timezone.localdate()
        ), "",
    )  # fmt: skip


def _done(request: Request, row: Row, do: Any, says: str) -> HttpResponse:
    """Do it and go back to the item; where it is refused, to the line, with the reason."""
    home, place = row.item.meeting.home, row.item.place
    try:
        do()
    except ChangedMeanwhile as refusal:
        if refusal.row is None:
            messages.error(request, _("Somebody else has struck this line meanwhile."))
            return _back(home, place)
        return _page(
            request, refusal.row, text=_text(refusal.row),
            error=_("Somebody else has changed this line meanwhile. Look at it, and then do it again."),
        )  # fmt: skip
    except Refused as refusal:
        return _page(request, row, text=_text(row), error=str(refusal))
    if says:
        messages.success(request, says)
    now = services.find_row(row.reference)
    return _back(home, now.item.place, row.reference) if now else _back(home, place)


@require_safe
@login_required
def tests(request: Request, home: str, kind: str, label: str) -> HttpResponse:
    """What the words of a promise may mean as a test, each with luck and power where there are figures."""
    row = kept_row(request, home, kind, label)
    if kind != "commitment":
        raise Http404
    record = record_of(row)
    found = snapshot().once(testing.offers_for, record, row.item.meeting.date)
    context = {
        "meeting": row.item.meeting,
        "view": shown(row, Called(), Looks.at(row.item.meeting)),
        "offers": found,
        "improves": str(testing.IMPROVES),
        "address": address_of(row),
    }
    return render(request, "notes/tests.html", context)
