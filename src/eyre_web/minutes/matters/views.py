"""Matters over the years: their list, the page of one, and its briefing for paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from eyre.cycle.states import ActionStatus, MatterStatus
from eyre.minutes.coverage import MatterCoverage
from eyre.pack.questions import suggested_questions
from eyre_web.accounts.access import check_may
from eyre_web.accounts.middleware import Request
from eyre_web.meetings import lists
from eyre_web.meetings.arranged import arranged
from eyre_web.meetings.directory import Directory
from eyre_web.meetings.forms import number_sent
from eyre_web.meetings.matters import lineage
from eyre_web.meetings.models import Action, Item, Matter
from eyre_web.meetings.permissions import SEES_ACTIONS, may_give_parts, may_see_records
from eyre_web.meetings.says import PARTS
from eyre_web.minutes.matters import rows
from eyre_web.minutes.matters.seen import Seen
from eyre_web.minutes.matters.worked_out import WorkedOut, worked_out
from eyre_web.snapshot.kept import snapshot

SHOWN = 15  # promises and actions of a matter on its page; their lists have them all
OPEN = (ActionStatus.OPEN, ActionStatus.REPORTED_COMPLETE)


@dataclass(frozen=True, slots=True)
class Row:
    """A matter as the list prints it. covered: None for whoever does not see the record."""

    matter: Matter
    objective: str
    covered: MatterCoverage | None
    open_actions: int
    promises: int


@require_safe
@login_required
def matter_list(request: Request) -> HttpResponse:
    """Every matter that a person may know of: where it featured, whether it has fallen silent, what is open on it."""
    check_may(request.access, *SEES_ACTIONS)
    today, body = timezone.localdate(), snapshot()
    seen, known = Seen.by(request.access, body, today), worked_out(body, today)
    sees_records = may_see_records(request.access)
    covered = {each.matter.key: each for each in seen.coverage.matters} if sees_records else {}
    objectives = {each.key: each.title for each in body.folder.body.objectives}
    actions = Action.objects.for_user(request.access).filter(status__in=OPEN).exclude(item__matter=None)
    open_of: dict[int, int] = {}
    for matter in actions.order_by().values_list("item__matter", flat=True):
        open_of[matter] = open_of.get(matter, 0) + 1
    promised: dict[str, int] = {}
    for promise in known.promises.values() if sees_records else ():
        if promise.decision is None and seen.sees_home(promise.reference):
            promised[promise.item.matter] = promised.get(promise.item.matter, 0) + 1
    found = [
        Row(matter, objectives.get(matter.objective, ""), covered.get(matter.key), open_of.get(matter.pk, 0),
            promised.get(matter.key, 0))
        for matter in Matter.objects.for_user(request.access)
    ]  # fmt: skip
    context = {"rows": sorted(found, key=_silent_first), "sees_records": sees_records, "today": today}
    return render(request, "matters/matter_list.html", context)


def _silent_first(row: Row) -> tuple[int, int]:
    """The silent ones first, those silent longest before; closed ones last."""
    covered = row.covered
    if covered is None or covered.status is MatterStatus.CLOSED:
        return 2, row.matter.place
    return (0 if covered.is_silent else 1), row.matter.place


@require_safe
@login_required
def matter(request: Request, key: str) -> HttpResponse:
    """A matter: question → evidence → finding → commitment → action → result, on the time axis of its figures."""
    return render(request, "matters/matter.html", _about(request, key))


@require_safe
@login_required
def matter_print(request: Request, key: str) -> HttpResponse:
    """The same on one page, as a briefing: where it stands, what is open, what to ask."""
    return render(request, "matters/matter_print.html", _about(request, key))


def _about(request: Request, key: str) -> dict[str, Any]:
    """What the pages of a matter print; of the record only what the person may see."""
    check_may(request.access, *SEES_ACTIONS)
    found = get_object_or_404(Matter.objects.for_user(request.access).prefetch_related("parts"), key=key)
    today, body, directory = timezone.localdate(), snapshot(), Directory.load()
    seen, known = Seen.by(request.access, body, today), worked_out(body, today)
    sees_records = may_see_records(request.access)
    thread = seen.thread(found)
    years = sorted({entry.on.year for entry in thread.entries})
    year = _year(request.GET.get("year", ""), years)
    actions = Action.objects.for_user(request.access).filter(item__matter=found, status__in=OPEN).by_due().with_all()
    context: dict[str, Any] = {
        "matter": found,
        "objective": next((each.title for each in body.folder.body.objectives if each.key == found.objective), ""),
        "today": today,
        "sees_records": sees_records,
        "years": years,
        "year": year,
        "days": rows.days(thread, year, known, directory) if year else [],
        "actions": lists.rows(actions[:SHOWN], directory, today),
        "action_count": actions.count(),
        "parts": [(str(PARTS[e.part]), directory.title(e.post)) for e in found.parts.all() if e.is_standing],
        "may_give_parts": may_give_parts(request.access) and sees_records,
        "arranged": arranged(found.reference, request.access, directory),
        "items": Item.objects.for_user(request.access).filter(matter=found, meeting__is_standing=True)
        .select_related("meeting").order_by("-meeting__date"),
    }  # fmt: skip
    context |= lineage(found.reference, found.kept, request.access)
    return context | (_of_the_record(found, seen, known, directory) if sees_records else {})


def _year(asked: str, years: list[int]) -> int | None:
    """The year that is shown: the one asked for, where there is anything of it, else the last."""
    year = number_sent(asked)
    if year in years:
        return year
    return years[-1] if years else None


def _of_the_record(found: Matter, seen: Seen, known: WorkedOut, directory: Directory) -> dict[str, Any]:
    """Coverage, promises, figures and questions, for those who see the record."""
    value = seen.standing.matters[found.key]
    thread = seen.thread(found)
    readings = known.readings(value)
    promised = [each for each in known.on_matter(found.key) if seen.sees_home(each.reference)]
    promised.sort(key=lambda each: each.decision is not None)  # those that nobody has decided on come first
    charts = known.charts(value, thread)
    return {
        "value": value,
        "covered": next(each for each in seen.coverage.matters if each.matter.key == found.key),
        "promises": rows.promise_rows((each.reference for each in promised[:SHOWN]), known, directory),
        "promise_count": len(promised),
        "charts": [mark_safe(each) for each in charts or ()],  # escaped throughout by its writer
        "is_worked_out": charts is not None and readings is not None,
        "questions": suggested_questions(seen.standing, found.key, list(readings or ())),
    }
