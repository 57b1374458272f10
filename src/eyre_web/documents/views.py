"""The register of documents, a document with its history and files, and every change to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.forms import Form
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from eyre.body.folder import DOCUMENT_FILES
from eyre.core import Refused
from eyre.cycle.states import ActionStatus, is_closed
from eyre.readers.incoming.kinds import media_type
from eyre_web.accounts.access import check_may
from eyre_web.accounts.middleware import Request
from eyre_web.accounts.roles import Permission
from eyre_web.body.models import KeptFile
from eyre_web.documents import services
from eyre_web.documents.changes import CHANGES, open_to
from eyre_web.documents.forms import ActionDocumentForm, ActionFileForm, AskForm, DocumentFilterForm
from eyre_web.documents.models import Document, DocumentHolding, DocumentQuerySet, DocumentVersion
from eyre_web.documents.permissions import SEES_DOCUMENTS, may_send
from eyre_web.documents.says import Told, timeline, told_of_action
from eyre_web.documents.services import DocumentChangedMeanwhile
from eyre_web.files.storage import files_home, kept_by_hash
from eyre_web.files.uploads import receive
from eyre_web.meetings.directory import Directory
from eyre_web.meetings.models import NO_LABEL, Action, Event, Line
from eyre_web.meetings.permissions import may_answer
from eyre_web.meetings.services import ChangedMeanwhile

A_PAGE = 50


@require_safe
@login_required
def document_list(request: Request) -> HttpResponse:
    """The documents that a person may see, filtered by what the address says."""
    check_may(request.access, *SEES_DOCUMENTS)
    today, directory = timezone.localdate(), Directory.load()
    form = DocumentFilterForm(request.GET)
    found = form.filtered(Document.objects.for_user(request.access), today).with_all()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    address = request.GET.copy()
    address.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "rows": [_row(document, directory) for document in page.object_list],
        "today": today,
        "address": address.urlencode(),
        "is_filtered": form.has_changed(),
        "may_ask": request.access.may(Permission.KEEP_DOCUMENTS),
    }
    return render(request, "documents/document_list.html", context)


@dataclass(frozen=True, slots=True)
class Row:
    """A document as the list prints it. days: from asking to receipt, or to today."""

    document: Document
    asked_of: str
    last_version: DocumentVersion | None
    days: int | None
    is_late: bool


def _row(document: Document, directory: Directory) -> Row:
    today = timezone.localdate()
    versions = document.versions.all()
    last = versions[len(versions) - 1] if versions else None
    asked_of = directory.title(document.asked_of) if document.asked_of else ""
    return Row(document, asked_of, last, document.days_taken(today), document.is_late(today))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: Request) -> HttpResponse:
    """Ask a post for a document."""
    check_may(request.access, Permission.KEEP_DOCUMENTS)
    today = timezone.localdate()
    form = AskForm(request.POST) if request.method == "POST" else AskForm(initial={"asked_for_on": today})
    if form.is_bound and form.is_valid():
        try:
            made = services.ask_for_document(by=request.user, on=today, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("“%(title)s” is asked for, and waited for from now on.") % {"title": made})
            return redirect(made)
    return render(request, "documents/ask.html", {"form": form})


@require_safe
@login_required
def document(request: Request, key: str) -> HttpResponse:
    """A document: where it stands, its versions, who holds which, what was written down, and what names it."""
    found = _visible(request, key)
    return render(request, "documents/document.html", _about(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: Request, key: str, change: str) -> HttpResponse:
    """One change to a document: its form, and what comes of sending it."""
    found = _visible(request, key)
    wanted = CHANGES.get(change)
    if wanted is None:
        raise Http404
    if not wanted.may(request.access, found):
        raise PermissionDenied(_("Your roles and posts do not let you do this with this document."))
    if request.method != "POST" and not wanted.fits(found):
        messages.warning(request, _("That cannot be done with this document now."))
        return redirect(found)
    today, past = timezone.localdate(), services.history(found)
    seen = past[-1].number if past else 0
    options: dict[str, Any] = {"document": found, "today": today}
    if request.method == "POST":
        form = wanted.form(request.POST, request.FILES, **options)
    else:
        form = wanted.form(initial={"seen": seen, "marking": found.marking}, **options)
    tried = _try(form, request, lambda typed: wanted.service(found.pk, by=request.user, on=today, **typed))
    if tried.is_done:
        messages.success(request, str(wanted.done))
        return redirect(found)
    context = {"document": found, "form": tried.form, "change": wanted, "meanwhile": tried.meanwhile}
    return render(request, "documents/change.html", context)


@require_safe
@login_required
def document_file(request: Request, key: str, place: int) -> HttpResponseBase:
    """The file of a version, to be saved and not shown: a browser runs nothing of it."""
    found = _visible(request, key)
    version = get_object_or_404(found.versions.all(), place=place)
    kept = kept_by_hash(version.sha256)
    path = files_home() / kept.name if kept else None
    if kept is None or path is None or not path.is_file():
        raise Http404
    name = version.file_name or f"{found.key}-{version.version}{path.suffix}"
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=media_type(kept.name))
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store, private"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


# --- on an action --------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def action_file(request: Request, home: str, label: str) -> HttpResponse:
    """Give a file as evidence on an action."""
    found, today = _open_action(request, home, label), timezone.localdate()
    initial = {"seen": _last(found)}
    form = ActionFileForm(request.POST, request.FILES) if request.method == "POST" else ActionFileForm(initial=initial)
    tried = _try(form, request, lambda typed: services.give_file(found.pk, by=request.user, on=today, **typed))
    if tried.is_done:
        messages.success(request, _("The file is on record as evidence."))
        return redirect(found)
    context = {"action": found, "form": tried.form, "meanwhile": tried.meanwhile, "title": _("Give a file as evidence")}
    return render(request, "documents/action.html", context | {"button": _("Give the file")})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def action_document(request: Request, home: str, label: str) -> HttpResponse:
    """Write down on an action that a document came which it asked for."""
    found, today = _open_action(request, home, label), timezone.localdate()
    options: dict[str, Any] = {"waiting": _sendable(request), "today": today}
    if request.method == "POST":
        form = ActionDocumentForm(request.POST, request.FILES, **options)
    else:
        form = ActionDocumentForm(initial={"seen": _last(found)}, **options)

    def receive_it(typed: dict[str, Any]) -> Document:
        which = typed.pop("document")
        return services.receive_for_action(found.pk, which.pk, by=request.user, on=today, **typed)

    tried = _try(form, request, receive_it)
    if tried.is_done:
        messages.success(request, _("That the document came is on record."))
        return redirect(found)
    context = {"action": found, "form": tried.form, "meanwhile": tried.meanwhile}
    return render(
        request,
        "documents/action.html",
        context | {"title": _("Write down that a document came"), "button": _("It came")},
    )


def _sendable(request: Request) -> DocumentQuerySet:
    """The documents waited for of which the person may say that they came."""
    waiting = Document.objects.for_user(request.access).waiting()
    sendable = [each.pk for each in waiting.prefetch_related("held_by") if may_send(request.access, each)]
    return waiting.filter(pk__in=sendable).order_by("title")


def _open_action(request: Request, home: str, label: str) -> Action:
    """An action that the person may answer. 404 where they may not know of it, PermissionDenied where they only see."""
    reference = f"action {home}" if label == NO_LABEL else f"action {home}/{label}"
    found = get_object_or_404(Action.objects.for_user(request.access).with_all(), reference=reference)
    if not may_answer(request.access, found) or is_closed(ActionStatus(found.status)):
        raise PermissionDenied(_("Your roles and posts do not let you do this with this action as it stands."))
    return found


def _last(found: Action) -> int:
    return max((event.pk for event in found.in_order()), default=0)


# --- a form that is sent -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a form. meanwhile: what others wrote while the person was typing."""

    form: Form
    is_done: bool = False
    meanwhile: tuple[Told, ...] = ()


def _try(form: Form, request: Request, make: Callable[[dict[str, Any]], object]) -> Tried:
    """Make the change that a form asks for, its file looked at first. Nothing typed is lost where it is refused."""
    if not form.is_bound or not form.is_valid():
        return Tried(form)
    typed = dict(form.cleaned_data)
    try:
        if typed.get("file"):
            typed["file"] = receive(typed["file"], by=request.user)
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return Tried(form)
    try:
        make(typed)
    except (DocumentChangedMeanwhile, ChangedMeanwhile) as refusal:
        form.add_error(None, str(refusal))
        return _seen_now(form, refusal)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return Tried(form)
    return Tried(form, is_done=True)


def _seen_now(form: Form, refusal: DocumentChangedMeanwhile | ChangedMeanwhile) -> Tried:
    """The same form, sent by somebody who has now seen what the other wrote."""
    directory = Directory.load()
    if isinstance(refusal, DocumentChangedMeanwhile):
        seen, meanwhile = refusal.events[-1].number, timeline(refusal.events, directory)
    else:
        seen, meanwhile = max(event.pk for event in refusal.events), told_of_action(refusal.events, directory)
    form.data = {**form.data.dict(), "seen": str(seen)}  # type: ignore[attr-defined]  # a QueryDict
    return Tried(form, meanwhile=tuple(meanwhile))


# --- a document as its page says it --------------------------------------------------------------------------------


def _visible(request: Request, key: str) -> Document:
    """The document of a key; 404 where there is none, and where the person may not know of it."""
    return get_object_or_404(Document.objects.for_user(request.access).with_all(), key=key)


def _about(request: Request, found: Document) -> dict[str, Any]:
    """What the page of a document prints."""
    today, directory = timezone.localdate(), Directory.load_with_holders()
    return {
        "document": found,
        "asked_of": directory.named(found.asked_of, found.asked_for_on or today) if found.asked_of else "",
        "days": found.days_taken(today),
        "days_late": (today - found.due_on).days if found.due_on and found.is_late(today) else 0,
        "versions": _versions(found),
        "holdings": [(holding, _holder(holding, directory)) for holding in found.held_by.all()],
        "history": timeline(services.history(found), directory),
        "actions": _naming(request, found),
        "questions": [
            (*line.reference.removeprefix("question ").split("/"), line.words)
            for line in Line.objects.for_user(request.access).asking_for(found.key)
        ],
        "reminded": found.reminders.aggregate(days=Count("on", distinct=True), last=Max("on")),
        "changes": open_to(request.access, found),
    }


def _versions(found: Document) -> list[tuple[DocumentVersion, KeptFile | None]]:
    """The versions with their files, the newest first; None where there is only a hash, or not even that."""
    versions = list(reversed(found.versions.all()))
    wanted = {each.sha256 for each in versions if each.sha256}
    kept = {file.sha256: file for file in KeptFile.objects.filter(sha256__in=wanted, name__startswith=DOCUMENT_FILES)}
    return [(each, kept.get(each.sha256)) for each in versions]


def _holder(holding: DocumentHolding, directory: Directory) -> str:
    return directory.named(holding.post, holding.since or timezone.localdate())


def _naming(request: Request, found: Document) -> list[Action]:
    """The actions, of those the person may see, among whose events the document is named."""
    named = Event.objects.filter(Q(document=found.key) | Q(document=found.title)).values("action")
    return list(Action.objects.for_user(request.access).filter(pk__in=named))
