"""Series of meetings: what each is, its year, its next meetings, and how one of them is planned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from eyre.body.folder import BodyFolder
from eyre.body.settings import MeetingSeries
from eyre.core import NotFound, Refused
from eyre.cycle.states import MeetingStatus
from eyre.cycle.working_days import FIRST_YEAR, LAST_YEAR
from eyre.minutes.next_meeting import NextMeeting, PlannedDay, next_unplanned, plan_meeting, year_calendar
from eyre.minutes.standing import MeetingDay, known_days
from eyre_web.accounts.access import check_may
from eyre_web.accounts.middleware import Request
from eyre_web.accounts.roles import Permission
from eyre_web.documents.says import told_of_action
from eyre_web.meetings.directory import Directory
from eyre_web.meetings.forms import number_sent
from eyre_web.meetings.models import Action, Event, Meeting
from eyre_web.meetings.permissions import may_decide
from eyre_web.meetings.says import say_meeting
from eyre_web.meetings.services import ChangedMeanwhile
from eyre_web.meetings.views import last_event
from eyre_web.meetings.views import visible as visible_action
from eyre_web.minutes.agenda import planning, series
from eyre_web.minutes.agenda.closing import close_by_meeting, outcome_of
from eyre_web.minutes.agenda.forms import ClosesForm, HeaderForm, PlanForm, SeriesForm
from eyre_web.minutes.agenda.planning import Header
from eyre_web.minutes.agenda.says import SERIES_KINDS
from eyre_web.minutes.agenda.series import SeriesChangedMeanwhile, fingerprint
from eyre_web.minutes.agenda.views import visible
from eyre_web.minutes.permissions import check_may_keep_notes, may_keep_notes
from eyre_web.snapshot.kept import snapshot
from eyre_web.snapshot.seen import seen_by

SHOWN = 3  # coming meetings of each series in the list


@require_safe
@login_required
def series_list(request: Request) -> HttpResponse:
    """Every series with its next meetings."""
    check_may(request.access, Permission.SEE_ALL)
    folder, directory = seen_by(request.access).folder, Directory.load()
    every = [(each, _said(each, directory), _coming(folder, each)[:SHOWN]) for each in folder.body.meeting_series]
    context = {"every": every, "may_change": may_keep_notes(request.access)}
    return render(request, "agenda/series_list.html", context)


@require_safe
@login_required
def series_page(request: Request, key: str) -> HttpResponse:
    """One series: its names, its rhythm, its year, its next meetings."""
    check_may(request.access, Permission.SEE_ALL)
    folder, directory = seen_by(request.access).folder, Directory.load()
    found = _found(folder, key)
    coming = _coming(folder, found)
    year = _year(request.GET.get("year", ""), coming)
    calendar = year_calendar(found, year)
    context = {
        "series": found,
        "said": _said(found, directory),
        "coming": coming,
        "next": _next(folder, found),
        "year": year,
        "before": year - 1 if year > FIRST_YEAR else None,
        "after": year + 1 if year < LAST_YEAR else None,
        "days": list(_days(folder, found, calendar.days, year)),
        "says": calendar.says,
        "may_change": may_keep_notes(request.access),
    }
    return render(request, "agenda/series.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def plan(request: Request, key: str) -> HttpResponse:
    """Plan a meeting of a series: the header is proposed, and what a person changes is said."""
    check_may(request.access, Permission.SEE_ALL)
    check_may_keep_notes(request.access)
    folder = snapshot().folder
    found = _found(folder, key)
    proposed = _proposed(folder, found, request.GET.get("day", ""))
    form = PlanForm(request.POST) if request.method == "POST" else PlanForm(initial=_initial(proposed, found))
    if form.is_bound and form.is_valid():
        try:
            stands_for = form.cleaned_data["stands_for"]
            made = planning.plan(key, form.header(), by=request.user, on=timezone.localdate(), stands_for=stands_for)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The meeting is planned. Its standing agenda is below."))
            return redirect("agenda", home=made.home)
    context = {"series": found, "form": form, "proposed": proposed, "title": _("Plan a meeting")}
    return render(request, "agenda/plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def plan_for_action(request: Request, home: str, label: str) -> HttpResponse:
    """Plan the special meeting that an action asks for."""
    action = visible_action(request, home, label)
    check_may_keep_notes(request.access)
    title = _("Special meeting: %(what)s") % {"what": action.item.matter or action.item.title}
    initial: dict[str, Any] = {"title": title, "date": "", "chair": action.item.meeting.kept.get("chair", "")}
    initial["minute_taker"] = action.item.meeting.kept.get("minute_taker", "")
    form = HeaderForm(request.POST) if request.method == "POST" else HeaderForm(initial=initial)
    if form.is_bound and form.is_valid():
        try:
            made = planning.plan_for_action(action.pk, form.header(), by=request.user, on=timezone.localdate())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The special meeting is planned. It names the action that asked for it."))
            return redirect("agenda", home=made.home)
    context = {"action": action, "form": form, "title": _("Plan the meeting that this action asks for")}
    return render(request, "agenda/plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def closes(request: Request, home: str) -> HttpResponse:
    """Record that the meeting an action asked for was held, and what came of it, as the proof of the action."""
    found = visible(request, home)
    action = _action_of(found)
    if not may_decide(request.access, action):
        raise PermissionDenied(_("Only the oversight body records the closing proof of an action."))
    initial = {"words": outcome_of(found), "seen": last_event(action)}
    form = ClosesForm(request.POST) if request.method == "POST" else ClosesForm(initial=initial)
    meanwhile: tuple[Event, ...] = ()
    if form.is_bound and form.is_valid():
        try:
            close_by_meeting(found.pk, by=request.user, on=timezone.localdate(), **form.cleaned_data)
        except ChangedMeanwhile as refusal:
            form.add_error(None, str(refusal))
            meanwhile = refusal.events
            form.data = {**request.POST.dict(), "seen": str(meanwhile[-1].pk)}
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is on record as the proof of the action."))
            return redirect(action)
    context = {"meeting": found, "action": action, "form": form}
    context["meanwhile"] = told_of_action(meanwhile, Directory.load()) if meanwhile else []
    return render(request, "agenda/closes.html", context)


def _action_of(meeting: Meeting) -> Action:
    reference = meeting.kept.get("called_for", "")
    found = Action.objects.with_all().prefetch_related("events").filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_series(request: Request) -> HttpResponse:
    """Add a series."""
    check_may(request.access, Permission.SEE_ALL)
    check_may_keep_notes(request.access)
    form = SeriesForm(request.POST) if request.method == "POST" else SeriesForm()
    if form.is_bound and form.is_valid():
        try:
            made = series.add_series(form.said(), by=request.user, on=timezone.localdate())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The series is added."))
            return redirect("series", key=made.key)
    return render(request, "agenda/series_form.html", {"form": form, "title": _("Add a series")})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_series(request: Request, key: str) -> HttpResponse:
    """Change what a series is called, when it meets, and what its meetings begin from."""
    check_may(request.access, Permission.SEE_ALL)
    check_may_keep_notes(request.access)
    found = _found(snapshot().folder, key)
    initial = SeriesForm.initial_of(found) | {"seen": fingerprint(found)}
    form = SeriesForm(request.POST) if request.method == "POST" else SeriesForm(initial=initial)
    now: MeetingSeries | None = None
    if form.is_bound and form.is_valid():
        try:
            seen = form.cleaned_data["seen"] or None
            series.change_series(key, form.said(), by=request.user, on=timezone.localdate(), seen=seen)
        except SeriesChangedMeanwhile as refusal:
            form.add_error(None, str(refusal))
            now = refusal.series
            typed = request.POST.copy()
            typed["seen"] = fingerprint(now)
            form.data = typed
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The series is changed."))
            return redirect("series", key=key)
    context = {"form": form, "series": found, "title": _("Change the series"), "now": now}
    context["now_said"] = _said(now, Directory.load()) if now else None
    return render(request, "agenda/series_form.html", context)


# --- how a page is made --------------------------------------------------------------------------------------------


def _found(folder: BodyFolder, key: str) -> MeetingSeries:
    for each in folder.body.meeting_series:
        if each.key == key:
            return each
    raise Http404


@dataclass(frozen=True, slots=True)
class SeriesWords:
    """A series as pages say it."""

    kind: str
    chair: str
    minute_taker: str
    aliases: str


def _said(each: MeetingSeries, directory: Directory) -> SeriesWords:
    return SeriesWords(
        str(SERIES_KINDS[each.kind]),
        directory.title(each.chair) if each.chair else "",
        directory.title(each.minute_taker) if each.minute_taker else "",
        ", ".join(each.aliases),
    )


@dataclass(frozen=True, slots=True)
class Coming:
    """A meeting of a series that is not held yet. home: of its record, empty where it is not planned."""

    day: date
    home: str
    state: str


def _coming(folder: BodyFolder, each: MeetingSeries) -> list[Coming]:
    """What is planned, announced or written down after the last meeting that was held."""
    known = [day for day in known_days(folder) if day.series.key == each.key]
    held = [day.date for day in known if day.meeting and day.meeting.status not in NOT_HELD]
    return [
        Coming(
            day.date,
            day.meeting.reference.home if day.meeting else "",
            say_meeting(day.meeting.status) if day.meeting else "",
        )
        for day in known
        if (day.meeting is None or day.meeting.status in NOT_HELD) and day.date > max(held, default=date.min)
    ]


NOT_HELD = (MeetingStatus.PLANNED, MeetingStatus.AGENDA_ISSUED, MeetingStatus.CANCELLED)


def _next(folder: BodyFolder, each: MeetingSeries) -> date | None:
    """The next day for which no meeting is on record; None where none is known."""
    try:
        return next_unplanned(folder, each).date
    except NotFound:
        return None


def _year(asked: str, coming: list[Coming]) -> int:
    year = number_sent(asked)
    if year is not None and FIRST_YEAR <= year <= LAST_YEAR:
        return year
    return coming[0].day.year if coming else timezone.localdate().year


@dataclass(frozen=True, slots=True)
class YearDay:
    """A day of a series' year, with the meeting on record there."""

    day: PlannedDay
    home: str
    title: str
    state: str


def _days(folder: BodyFolder, each: MeetingSeries, days: tuple[PlannedDay, ...], year: int) -> Iterator[YearDay]:
    """The days of the calendar and of the meetings on record, each once."""
    known = [day for day in known_days(folder) if day.series.key == each.key and day.date.year == year]
    on_record = {day.date: day for day in known}
    planned = {day.day: day for day in days}
    months = {(day.date.year, day.date.month) for day in known}
    for when in sorted({*planned, *on_record}):
        known_day, day = on_record.get(when), planned.get(when)
        if known_day is None and day is not None and not day.fixed and (when.year, when.month) in months:
            continue  # the meeting of that month is on another day: the rhythm, moved
        meeting = known_day.meeting if known_day else None
        yield YearDay(
            day or PlannedDay(when, fixed=True),
            meeting.reference.home if meeting else "",
            meeting.title if meeting else "",
            say_meeting(meeting.status) if meeting else "",
        )


def _proposed(folder: BodyFolder, each: MeetingSeries, day: str) -> NextMeeting | None:
    """The meeting that would be planned for a day, or for the next one; None where no day is known."""
    try:
        when = date.fromisoformat(day) if day else None
    except ValueError:
        when = None
    if when is None:
        try:
            return plan_meeting(folder, next_unplanned(folder, each))
        except NotFound:
            return None
    known = [k for k in known_days(folder) if k.series.key == each.key and k.date == when and k.meeting is None]
    return plan_meeting(folder, known[0] if known else MeetingDay(each, when, each.start, each.venue, None))


def _initial(proposed: NextMeeting | None, each: MeetingSeries) -> dict[str, Any]:
    if proposed is None:
        return {
            "title": each.title, "start": each.start, "venue": each.venue, "chair": each.chair,
            "minute_taker": each.minute_taker,
        }  # fmt: skip
    return PlanForm.initial_of(Header.of(proposed.meeting)) | {"stands_for": proposed.meeting.date}
