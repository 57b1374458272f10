"""Commitments: their list with where they stand, the page of one, and the list for the chair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from eyre.commitments.promises import Promise
from eyre.commitments.standing import Count, count, counts_by
from eyre.core import Reference
from eyre_web.accounts.access import check_may
from eyre_web.accounts.middleware import Request
from eyre_web.accounts.roles import Permission
from eyre_web.meetings.addresses import address_of
from eyre_web.meetings.directory import Directory
from eyre_web.meetings.models import Line, Meeting
from eyre_web.minutes.matters import rows
from eyre_web.minutes.matters.forms import PromiseFilterForm
from eyre_web.minutes.matters.says import say_outcome, say_what
from eyre_web.minutes.matters.seen import Seen
from eyre_web.minutes.matters.worked_out import Printed, WorkedOut, worked_out
from eyre_web.snapshot.kept import snapshot

A_PAGE = 50


def _seen(request: Request) -> tuple[Seen, WorkedOut, list[Promise]]:
    """What is known, and the promises that the person may see, the newest first."""
    today, body = timezone.localdate(), snapshot()
    seen, known = Seen.by(request.access, body, today), worked_out(body, today)
    return seen, known, [each for each in reversed(known.asked.promises) if seen.sees_home(each.reference)]


@require_safe
@login_required
def commitment_list(request: Request) -> HttpResponse:
    """Every promise with where it stands, and counts for the body, its matters and its areas: never of a person."""
    check_may(request.access, Permission.SEE_ALL)
    seen, known, promised = _seen(request)
    matters = seen.standing.matters
    form = PromiseFilterForm(request.GET, matters=[(key, matters[key].title) for key in matters])
    wanted = [e for e in promised if form.is_any or form.wants(e, known.standing(e.reference), known.day)]
    page = Paginator(wanted, A_PAGE).get_page(request.GET.get("page"))
    address = request.GET.copy()
    address.pop("page", None)
    directory = Directory.load()
    context = {
        "form": form,
        "page": page,
        "rows": rows.promise_rows((each.reference for each in page), known, directory),
        "counts": known.once(("counts", seen.homes), lambda: _counts(promised, known, seen)),
        "unknown": known.unknown,
        "address": address.urlencode(),
        "today": known.day,
    }
    return render(request, "matters/commitment_list.html", context)


def _counts(promised: Iterable[Promise], known: WorkedOut, seen: Seen) -> list[tuple[str, list[Count]]]:
    """How many stand where: of the body, of each matter, of each area."""
    where = [(each, found.stands) for each in promised if (found := known.standing(each.reference))]
    matters, areas = seen.standing.matters, known.asked.area_names
    by_matter = counts_by(lambda each: _titles([each.item.matter], {k: m.title for k, m in matters.items()}), where)
    by_area = counts_by(lambda each: _titles(each.commitment.areas, areas), where)
    return [
        (_("The body"), [count(_("All promises"), where)]),
        (_("By matter"), by_matter),
        (_("By area"), by_area),
    ]


def _titles(keys: Iterable[str], titles: dict[str, str] | Any) -> Iterator[str]:
    return (titles.get(key, key) for key in keys if key)


@require_safe
@login_required
def commitments_for_chair(request: Request) -> HttpResponse:
    """What the chair may raise: promises on which nobody has decided, and which are due, off course or were missed."""
    check_may(request.access, Permission.SEE_ALL)
    _seen_by, known, promised = _seen(request)
    directory = Directory.load()
    open_still = [each for each in promised if each.decision is None]
    off = [each for each in open_still if rows.is_off_course(known.standing(each.reference))]
    due = [each for each in open_still if rows.is_due(each, known.day)]
    missed = [each for each in open_still if each.misses]
    lists = (
        ("due", _("Due: nobody has decided whether it was kept"), due),
        ("off", _("Off course: if nothing changes, it is met less than 1 time in 10"), off),
        ("missed", _("Missed: a meeting heard that it had not happened"), missed),
    )
    parts = [
        (name, title, rows.promise_rows((each.reference for each in found[:A_PAGE]), known, directory), len(found))
        for name, title, found in lists
    ]
    return render(request, "matters/for_chair.html", {"parts": parts, "unknown": known.unknown, "today": known.day})


@require_safe
@login_required
def commitment(request: Request, home: str, label: str) -> HttpResponse:
    """One promise in full: words, test, chart, course, luck, power, doubts, finding, and what happened later."""
    check_may(request.access, Permission.SEE_ALL)
    reference = f"commitment {home}/{label}"
    meetings = Meeting.objects.for_user(request.access).standing().order_by()
    seen = Line.objects.for_user(request.access).filter(item__meeting__in=meetings)
    seen = seen.select_related("item__meeting", "item__matter")
    line = get_object_or_404(seen, kind="commitment", reference=reference)
    body, directory = snapshot(), Directory.load()
    known = worked_out(body, timezone.localdate())
    asked = Reference.parse(reference)
    if asked not in known.promises:
        raise Http404(_("The meeting has not been held: nothing has been promised yet."))
    sections = known.page(asked)
    context = {
        "line": line,
        "row": rows.promise_rows([asked], known, directory)[0],
        "sections": None if sections is None else [_as_markup(each) for each in sections],
        "carried_by": address_of(str(carrier.reference)) if (carrier := known.promises[asked].action) else "",
        "later": _later(known.promises[asked], directory),
        "today": known.day,
    }
    return render(request, "matters/commitment.html", context)


def _as_markup(section: Printed) -> tuple[str, str, str]:
    """A section as a template prints it: its writer has escaped whatever anybody wrote."""
    return section.anchor, mark_safe(section.heading), mark_safe(section.body)


def _later(promise: Promise, directory: Directory) -> list[dict[str, Any]]:
    """What happened to it after its meeting, the newest first."""
    return [
        {
            "title": say_what(event.kind.value, later=True),
            "on": event.at,
            "by": directory.title(event.by),
            "words": event.words,
            "sets_date": event.sets_date,
            "document": event.document,
            "outcome": say_outcome(event.outcome),
        }
        for event in reversed(promise.events)
    ]
