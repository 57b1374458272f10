"""The registers, each with its filters; a page of each record; and what can be said of it later.

Everything is read from the body as it is kept in memory, so a list of thousands costs the same few queries as one of
ten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from eyre.body.folder import BodyFolder
from eyre.core import Reference, Refused
from eyre.core.references import NotAReference
from eyre.cycle.events import EventKind
from eyre.cycle.words import Proceedings
from eyre.minutes.as_quoted import Beside, beside
from eyre.minutes.looks import Reading, evidence
from eyre.minutes.registers import Entry, proceedings_of, registers
from eyre_web.accounts.access import check_may
from eyre_web.accounts.middleware import Request
from eyre_web.accounts.roles import Permission
from eyre_web.audit.models import AuditEvent
from eyre_web.meetings.directory import Directory
from eyre_web.meetings.models import NO_LABEL, Event, address_of_action
from eyre_web.meetings.views import timeline
from eyre_web.minutes.permissions import may_say_later
from eyre_web.minutes.registers import forms as ours
from eyre_web.minutes.registers import services
from eyre_web.minutes.registers.facts import Fact, facts, flags, numbers, state, states_of, states_offered
from eyre_web.minutes.registers.says import REGISTERS, say
from eyre_web.snapshot.seen import Seen, seen_by

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that can be said of a record later.

    kinds: of the records it is offered for; none: for all. done: what is said once it is on record.
    """

    title: str | Promise
    button: str | Promise
    form: Callable[..., forms.Form]
    done: str | Promise
    kind: EventKind | None = None  # of the event it adds, where the form does not ask
    kinds: tuple[str, ...] = ()


CHANGES: Final[Mapping[str, Change]] = {
    "borne-out": Change(
        gettext_lazy("Say what came of it"), gettext_lazy("Keep it"), ours.BorneOutForm,
        gettext_lazy("What came of it is on record."), kinds=("assurance",),
    ),
    "answer": Change(
        gettext_lazy("Say how it was answered"), gettext_lazy("Keep the answer"), ours.AnswerForm,
        gettext_lazy("How it was answered is on record."), kinds=("question",),
    ),
    "look": Change(
        gettext_lazy("Look at it again"), gettext_lazy("Keep the look"), ours.LookForm,
        gettext_lazy("That it was looked at again is on record."), kinds=("risk",),
    ),
    "check": Change(
        gettext_lazy("Record the identification check"), gettext_lazy("Record the check"), ours.CheckForm,
        gettext_lazy("The identification check is on record."), EventKind.IDENTIFICATION_CHECKED, ("risk",),
    ),
    "update": Change(
        gettext_lazy("Say what has happened since"), gettext_lazy("Keep it"), ours.UpdateForm,
        gettext_lazy("What has happened since is on record."), EventKind.UPDATE,
    ),
    "evidence": Change(
        gettext_lazy("Name a document that shows it"), gettext_lazy("Keep it"), ours.EvidenceForm,
        gettext_lazy("The document is on record."), EventKind.EVIDENCE,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A record as a list prints it."""

    entry: Entry
    address: str
    whose: str
    state: str
    flags: list[tuple[str, str]]


@require_safe
@login_required
def index(request: Request) -> HttpResponse:
    """Every register with how many records are in it."""
    check_may(request.access, Permission.SEE_ALL)
    found = seen_by(request.access).once(registers).entries
    rows = [(kind, title, what, len(found[kind])) for kind, (title, _one, what) in REGISTERS.items()]
    return render(request, "minutes/registers/index.html", {"rows": rows})


@require_safe
@login_required
def register(request: Request, kind: str) -> HttpResponse:
    """The records of one kind, the newest meeting first, filtered by what the address says."""
    check_may(request.access, Permission.SEE_ALL)
    seen, directory = seen_by(request.access), Directory.load()
    entries = seen.once(registers).entries[kind]
    form = ours.RegisterForm(
        request.GET, entries=entries, states=states_offered(kind), folder=seen.folder, directory=directory
    )
    page = Paginator(form.chosen(entries, states_of), A_PAGE).get_page(request.GET.get("page"))
    title, one, what = REGISTERS[kind]
    context = {
        "kind": kind,
        "title": title,
        "one": one,
        "what": what,
        "form": form,
        "page": page,
        "rows": [_row(entry, seen.folder, directory) for entry in page.object_list],
        "address": _address_without_page(request),
    }
    return render(request, "minutes/registers/register.html", context)


@require_safe
@login_required
def record(request: Request, kind: str, home: str, label: str) -> HttpResponse:
    """One record: its words, where it was said, what is doubted, and what happened later."""
    seen, entry = _entry(request, kind, home, label)
    return render(request, "minutes/registers/record.html", _about(request, seen, entry))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: Request, kind: str, home: str, label: str, change: str) -> HttpResponse:
    """Say something of a record later: its form, and what comes of sending it."""
    seen, entry = _entry(request, kind, home, label)
    wanted = CHANGES.get(change)
    if wanted is None or not _goes_with(wanted, kind):
        raise Http404
    if not may_say_later(request.access):
        raise PermissionDenied(_("Your roles and posts do not let you say what happened to this record later."))
    more = {"folder": seen.folder, "entry": entry} if wanted.form is ours.LookForm else {}
    form = wanted.form(request.POST, **more) if request.method == "POST" else wanted.form(**more)
    if form.is_bound and form.is_valid():
        try:
            _service(wanted)(str(entry.reference), by=request.user, on=timezone.localdate(), **_typed(wanted, form))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, str(wanted.done))
            return redirect("record", kind, home, label)
    context = _about(request, seen, entry) | {"form": form, "change": wanted}
    return render(request, "minutes/registers/change.html", context)


def _service(wanted: Change) -> Callable[..., object]:
    return services.look_at if wanted.form is ours.LookForm else services.say_later


def _typed(wanted: Change, form: forms.Form) -> dict[str, Any]:
    return form.cleaned_data if wanted.kind is None else {**form.cleaned_data, "kind": wanted.kind}


def _goes_with(wanted: Change, kind: str) -> bool:
    return not wanted.kinds or kind in wanted.kinds


def _entry(request: Request, kind: str, home: str, label: str) -> tuple[Seen, Entry]:
    """The record of a reference; 404 where there is none, and where the person may not know of it."""
    check_may(request.access, Permission.SEE_ALL)
    seen = seen_by(request.access)
    try:
        reference = Reference.parse(f"{kind} {home}" if label == NO_LABEL else f"{kind} {home}/{label}")
    except NotAReference as wrong:
        raise Http404 from wrong
    entry = seen.once(registers).get(reference)
    if entry is None:
        raise Http404
    return seen, entry


def address_of_entry(entry: Entry) -> str:
    """The page of a record."""
    reference = entry.reference
    return reverse("record", args=[entry.kind, reference.home, reference.label or NO_LABEL])


def _row(entry: Entry, folder: BodyFolder, directory: Directory) -> Row:
    whose, said = state(entry, directory)
    return Row(entry, address_of_entry(entry), whose, said, flags(entry, folder))


def _address_without_page(request: Request) -> str:
    address = request.GET.copy()
    address.pop("page", None)
    return address.urlencode()


# --- a record as its page says it ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LookRow:
    """A look at a risk as its page prints it. evidence: measure, area, period, value and that of the year before."""

    on: Any
    by: str
    level: str
    trend: str
    coverage: str
    proceedings: str
    inspection: str
    words: str
    evidence: list[tuple[str, str, str, str, str, bool]]


def _about(request: Request, seen: Seen, entry: Entry) -> dict[str, Any]:
    directory, folder = Directory.load_with_holders(), seen.folder
    events = Event.objects.for_user(request.access).filter(reference=str(entry.reference))
    happened = sorted(events.select_related("entered_by__person"), key=lambda event: (event.at, event.pk))
    title, one, _what = REGISTERS[entry.kind]
    return {
        "entry": entry,
        "kind": entry.kind,
        "register": title,
        "one": one,
        "address": address_of_entry(entry),
        "facts": [*_where(entry, folder), *facts(entry, folder, directory)],
        "flags": flags(entry, folder),
        "doubts": getattr(entry.record, "doubts", ()),
        "beside": _beside(entry, folder) if entry.kind == "figure" else None,
        "looks": _looks(entry, folder, directory) if entry.kind == "risk" else [],
        "timeline": timeline(happened, directory),
        "changes": _open_to(request, entry),
        "actions": [(str(ref), address_of_action(str(ref))) for ref in _actions_of(entry)],
        "trail": _trail(request, entry),
    }


def _open_to(request: Request, entry: Entry) -> list[tuple[str, Change]]:
    if not may_say_later(request.access):
        return []
    offered = [(key, each) for key, each in CHANGES.items() if _goes_with(each, entry.kind)]
    no_case = entry.kind == "risk" and proceedings_of(entry) is Proceedings.NONE
    return [(key, each) for key, each in offered if not (no_case and key == "check")]


def _where(entry: Entry, folder: BodyFolder) -> Iterator[Fact]:
    """Where it was said: meeting, item, matter."""
    matters = {matter.key: matter.title for matter in folder.matters.matters}
    item = f"{entry.item.number} {entry.item.title}".strip()
    yield Fact(_("Meeting"), entry.meeting.title, reverse("meeting", args=[entry.meeting.reference.home]))
    yield Fact(_("Item"), item)
    if entry.item.matter:
        title = matters.get(entry.item.matter, entry.item.matter)
        query = f"{reverse('register', args=[entry.kind])}?matter={entry.item.matter}"
        yield Fact(_("Matter"), title, query)


def _actions_of(entry: Entry) -> Iterator[Reference]:
    """The actions that say they come of it, and the one that carries a promise."""
    for action in entry.item.actions:
        if entry.reference in action.from_findings:
            yield action.reference
    if entry.kind == "commitment" and entry.record.carried_by:
        yield entry.record.carried_by


def _beside(entry: Entry, folder: BodyFolder) -> dict[str, Any]:
    """A quoted figure beside its series: as known on the day of the meeting, and as known now."""
    unit = folder.measures[entry.record.measure].unit if entry.record.measure in folder.measures else ""
    found = [beside(folder, entry.record, day) for day in (entry.meeting.date, timezone.localdate())]
    return {"quoted": entry.record.words, "rows": [_beside_row(each, unit) for each in found], "unit": unit}


def _beside_row(each: Beside, unit: str) -> dict[str, Any]:
    base = ""
    if each.numerator is not None and each.denominator is not None:
        base = _("%(numerator)s of %(denominator)s") % {
            "numerator": numbers(each.numerator), "denominator": numbers(each.denominator),
        }  # fmt: skip
    return {
        "as_of": each.as_of,
        "value": "" if each.value is None else numbers(each.value, unit),
        "base": base,
        "agrees": each.agrees,
        "made_up": each.made_up,
        "why": each.why,
    }


def _looks(entry: Entry, folder: BodyFolder, directory: Directory) -> list[LookRow]:
    """Each look at a risk, the newest first, with the figures it could rest on that day."""
    areas = {area.key: area.name for area in folder.body.areas}
    inspections = {each.key: each.title for each in folder.inspections}
    area = next(iter(sorted(entry.areas)), folder.body.force)
    rows = []
    for look in reversed(entry.looks):
        read = [_evidence(each, folder, areas) for each in evidence(folder, look, area)]
        rows.append(
            LookRow(
                on=look.at,
                by=directory.named(look.by, look.at),
                level=say(look.level),
                trend=say(look.trend),
                coverage=say(look.coverage),
                proceedings=say(look.proceedings),
                inspection=inspections.get(look.inspection, look.inspection),
                words=look.words,
                evidence=read,
            )
        )
    return rows


def _evidence(each: Reading, folder: BodyFolder, areas: Mapping[str, str]) -> tuple[str, str, str, str, str, bool]:
    area = areas.get(each.area, each.area)
    if each.measure not in folder.measures:
        return each.measure, area, "", "", "", False
    measure = folder.measures[each.measure]
    value, before = ("" if n is None else numbers(n, measure.unit) for n in (each.value, each.year_before))
    return measure.name, area, each.period.label if each.period else "", value, before, each.made_up


def _trail(request: Request, entry: Entry) -> list[AuditEvent]:
    """What the audit trail has of it, for those who see the trail."""
    if not request.access.may(Permission.SEE_AUDIT):
        return []
    about = AuditEvent.objects.filter(about=str(entry.reference)).select_related("payload")
    return list(about.order_by("number"))
