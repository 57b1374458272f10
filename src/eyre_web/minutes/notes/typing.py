"""The page on which notes are typed while the meeting goes on.

Everything works as plain forms. With the script of the page, lines are entered without the page being loaded again,
and those of others appear by themselves: the script asks in JSON what it would otherwise be sent as a page.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eyre.core import Refused
from eyre.cycle.states import MeetingStatus, can_move
from eyre.minutes.lines import FORMS, Names
from eyre.minutes.lines.forms import NOTE, WORDS
from eyre_web.accounts.middleware import Request
from eyre_web.accounts.models import Post
from eyre_web.audit.models import AuditHead
from eyre_web.meetings.directory import Directory
from eyre_web.meetings.models import Item, Meeting
from eyre_web.meetings.says import say_meeting
from eyre_web.minutes.notes import lines as services
from eyre_web.minutes.notes.forms import PartsForm
from eyre_web.minutes.notes.found import items_of, kept_item, kept_meeting
from eyre_web.minutes.notes.lines import Entered
from eyre_web.minutes.notes.models import Draft
from eyre_web.minutes.notes.setting import line_setting
from eyre_web.minutes.notes.shown import BECOMES, SAYS, Called, Looks, Section, sections
from eyre_web.snapshot.kept import folder

SCRIPT = "X-Eyre-Notes"  # a header of the page's own script: it wants JSON
UNREADABLE = 422


@require_safe
@login_required
def notes(request: Request, home: str) -> HttpResponse:
    """The items of a meeting with their lines, and a box at each."""
    return _page(request, kept_meeting(request, home), at=request.GET.get("at", ""))


def _page(
    request: Request, meeting: Meeting, *, at: str, error: str = "", typed: str = "", token: str = ""
) -> HttpResponse:
    """at: the place of the item whose box has the focus, if any; error: why what was `typed` there was not entered."""
    seen = AuditHead.objects.get().number  # first: what comes meanwhile is then fetched once more, and not missed
    found = _sections(request, meeting)
    drafts = dict(Draft.objects.filter(user=request.user, item__meeting=meeting).values_list("item", "text"))
    status = MeetingStatus(meeting.status)
    context = {
        "meeting": meeting,
        "state": say_meeting(meeting.status),
        "sections": [(section, drafts.get(section.item.pk, "")) for section in found],
        "is_open": status is MeetingStatus.HELD,
        "may_begin": can_move(status, MeetingStatus.HELD),
        "at": at,
        "error": error,
        "has_errors": bool(error),
        "typed": typed,
        "token": token or new_token(),
        "seen": seen,
        "present": Directory.load().list(meeting.present) if meeting.present else "",
        "forms": FORMS,
        "becomes": BECOMES.items(),
        "named": _named(meeting) if status is MeetingStatus.HELD else [],
    }
    return render(request, "notes/typing.html", context)


def _named(meeting: Meeting) -> list[tuple[str, str]]:
    """What posts are called in a line, with their titles."""
    body = folder()
    posts = Names.of(body, meeting.date).posts
    return [(posts.call(post.key), post.title) for post in body.body.posts]


def _sections(request: Request, meeting: Meeting, item: Item | None = None) -> list[Section]:
    return sections(items_of(meeting, request.access, item), Called(), Looks.at(meeting))


def new_token() -> str:
    """What makes the sending of a form known again."""
    return secrets.token_urlsafe(12)


@require_safe
@login_required
def lines(request: Request, home: str) -> HttpResponse:
    """Every line as it is now, for the script; nothing where nothing was done since it last asked."""
    meeting = kept_meeting(request, home)
    seen = AuditHead.objects.get().number
    if request.GET.get("seen") == str(seen):
        return HttpResponse(status=204)
    return JsonResponse({"seen": seen, "lines": _fragments(request, meeting)})


def _fragments(request: Request, meeting: Meeting, item: Item | None = None) -> dict[str, str]:
    """What stands under each item, or under one, by the id of its section."""
    found = {"is_open": meeting.status == MeetingStatus.HELD, "becomes": BECOMES.items()}
    return {
        section.id: render_to_string("notes/section.html", {**found, "section": section})
        for section in _sections(request, meeting, item)
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def enter(request: Request, home: str, place: int) -> HttpResponse:
    """Enter what was typed at an item, or keep it as a draft. By itself the address leads to the page."""
    item = kept_item(request, home, place)
    if request.method != "POST":
        return redirect(_address(item))
    typed, token = request.POST.get("line", ""), request.POST.get("token", "")[:80]
    try:
        if request.POST.get("do") == "draft":
            services.keep_draft(item.pk, typed, by=request.user, on=timezone.localdate())
            made: tuple[Entered, ...] = ()
        else:
            made = services.enter_lines(item.pk, typed, by=request.user, on=timezone.localdate(), token=token)
    except Refused as refusal:
        if SCRIPT in request.headers:
            return JsonResponse({"error": str(refusal)}, status=UNREADABLE)
        return _page(request, item.meeting, at=str(place), error=str(refusal), typed=typed, token=token)
    if SCRIPT in request.headers:
        told = {"lines": _fragments(request, item.meeting, item), "token": new_token(), "said": say_entered(made)}
        return JsonResponse(told | {"seen": _seen(request.POST.get("seen", ""), made)})
    return redirect(_address(item))


def _seen(before: str, made: tuple[Entered, ...]) -> str:
    """What the script has seen now: the end of the trail, unless others did something that it was not shown yet."""
    end = AuditHead.objects.get().number
    return str(end) if before == str(end - len(made)) else before


def _address(item: Item) -> str:
    return f"{reverse('notes', args=[item.meeting.home])}?at={item.place}#item-{item.place}"


def say_entered(made: tuple[Entered, ...]) -> str:
    """What was entered, for whoever does not see it appear."""
    if not made:
        return _("It was entered already.")
    notes = sum(bool(each.faults) for each in made)
    labels = ", ".join(each.reference.partition("/")[2] for each in made)
    text = _("Entered: %(labels)s.") % {"labels": labels}
    if notes:
        kept = ngettext(
            "%(number)d line could not be read and is kept as a note.",
            "%(number)d lines could not be read and are kept as notes.",
            notes,
        )
        text = f"{text} {kept % {'number': notes}}"
    return text


@require_POST
@login_required
def draft(request: Request, home: str, place: int) -> HttpResponse:
    """Keep what is being typed, for the script, which sends it now and then."""
    item = kept_item(request, home, place)
    try:
        services.keep_draft(item.pk, request.POST.get("line", ""), by=request.user, on=timezone.localdate())
    except Refused as refusal:
        return JsonResponse({"error": str(refusal)}, status=UNREADABLE)
    return HttpResponse(status=204)


# --- by a form instead ---------------------------------------------------------------------------------------------


@require_safe
@login_required
def kinds(request: Request, home: str, place: int) -> HttpResponse:
    """Which kind of line is to be filled in."""
    item = kept_item(request, home, place)
    offered = [(form.word, SAYS[form.word], form.example) for form in FORMS]
    offered.append((NOTE, SAYS[NOTE], _("note: Words that are none of these.")))
    return render(request, "notes/kinds.html", {"meeting": item.meeting, "item": item, "kinds": offered})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def by_parts(request: Request, home: str, place: int, word: str) -> HttpResponse:
    """Fill in a line by its parts: they come to a line, and it is entered as any other."""
    item = kept_item(request, home, place)
    if word not in WORDS and word != NOTE:
        raise Http404
    form = _parts_form(request, item, word)
    if form.is_bound and form.is_valid():
        try:
            made = services.enter_lines(
                item.pk, form.line, by=request.user, on=timezone.localdate(), token=form.cleaned_data["token"]
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, say_entered(made))
            return redirect(_address(item))
    context: dict[str, Any] = {"meeting": item.meeting, "item": item, "form": form, "kind": SAYS.get(word, word)}
    return render(request, "notes/by_parts.html", context)


def _parts_form(request: Request, item: Item, word: str) -> PartsForm:
    titles = dict(Post.objects.values_list("key", "title"))
    there = item.meeting.present or tuple(titles)
    more: dict[str, Any] = {
        "word": word,
        "setting": line_setting(item.meeting, folder()),
        "posts": {key: titles.get(key, key) for key in there},
    }
    if request.method == "POST":
        return PartsForm(request.POST, **more)
    return PartsForm(initial={"token": new_token()}, **more)
