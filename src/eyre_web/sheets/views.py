"""The action log as a sheet: downloaded, uploaded, looked at row by row, and taken over where it is accepted."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from eyre.core import BadInput, LimitReached, Refused
from eyre.readers.incoming import KINDS, IncomingKind, read_log
from eyre.readers.incoming.log_sheet import write_log
from eyre_web.accounts.access import check_may
from eyre_web.accounts.middleware import Request
from eyre_web.accounts.models import Post
from eyre_web.accounts.roles import Permission
from eyre_web.files.uploads import ArrivingFileField, arrived_at, scan, why_refused
from eyre_web.meetings import lists
from eyre_web.meetings.directory import Directory
from eyre_web.meetings.forms import FilterForm, number_sent
from eyre_web.meetings.models import Action
from eyre_web.meetings.permissions import SEES_ACTIONS
from eyre_web.sheets import services
from eyre_web.sheets.form import log_form, log_lines
from eyre_web.sheets.models import Sheet
from eyre_web.sheets.proposals import Proposal, RowState, proposals
from eyre_web.sheets.says import STATES, Shown, shown
from eyre_web.sheets.services import ANSWERS, RowRefused, SheetIsThere

A_PAGE = 50
OUT = (IncomingKind.XLSX, IncomingKind.ODS, IncomingKind.CSV)


@require_safe
@login_required
def download(request: Request, kind: str) -> HttpResponse:
    """The open actions that a person may see, filtered as the list is, as a sheet to be filled in."""
    check_may(request.access, *SEES_ACTIONS)
    if kind not in OUT:
        raise Http404
    today = timezone.localdate()
    seen = Action.objects.for_user(request.access)
    wanted = FilterForm(request.GET, access=request.access).wanted()
    found = lists.filtered(seen, wanted, today).with_all().prefetch_related("events")
    content = write_log(IncomingKind(kind), log_form(), log_lines(found))
    answer = HttpResponse(content, content_type=KINDS[IncomingKind(kind)].media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="actions-{today.isoformat()}.{kind}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


SHEET_KINDS = "XLSX, ODS, CSV"


class UploadForm(forms.Form):
    """A sheet that came back. said_by is asked of those only who write down what others answer."""

    said_by = forms.ChoiceField(
        label=gettext_lazy("From whom"),
        help_text=gettext_lazy("The post whose answers the sheet brings. They are written down as said by it, by you."),
        widget=forms.Select(attrs={"class": "govuk-select"}),
        error_messages={"required": gettext_lazy("Choose from whom the sheet came.")},
    )
    file = ArrivingFileField(
        kinds=SHEET_KINDS, label=gettext_lazy("Sheet"),
        error_messages={"required": gettext_lazy("Choose the sheet that was filled in.")},
    )  # fmt: skip

    def __init__(self, *arguments: Any, for_others: bool, **more: Any) -> None:
        super().__init__(*arguments, **more)
        if for_others:
            said_by = self.fields["said_by"]
            assert isinstance(said_by, forms.ChoiceField)
            said_by.choices = [("", _("Choose")), *Post.objects.values_list("key", "title")]
        else:
            del self.fields["said_by"]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sheets(request: Request) -> HttpResponse:
    """Upload a sheet that came back, and those that came before."""
    check_may(request.access, *ANSWERS)
    if not request.access.posts:
        raise PermissionDenied(_("You hold no post of this body today, and actions are answered by posts."))
    for_others = request.access.may(Permission.ANSWER_ANY)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, for_others=for_others)
        taken = _take_in(form, request) if form.is_valid() else None
        if taken is not None:
            return redirect(taken)
    else:
        form = UploadForm(for_others=for_others)
    earlier = Sheet.objects.for_user(request.access, request.user).select_related("by__person")
    page = Paginator(earlier, A_PAGE).get_page(request.GET.get("page"))
    directory = Directory.load()
    rows = [(sheet, directory.title(sheet.said_by) if sheet.said_by else "") for sheet in page.object_list]
    return render(request, "sheets/sheets.html", {"form": form, "page": page, "rows": rows, "address": ""})


def _take_in(form: UploadForm, request: Request) -> Sheet | None:
    """The sheet of a form that is right so far; None, with the error on the form, where it is refused."""
    path, name = arrived_at(form.cleaned_data["file"])
    said_by = form.cleaned_data.get("said_by", "")
    try:
        log = read_log(path, name)
        scan(path, name, log.sha256, by=request.user)
        return services.take_in(name, log, by=request.user, on=timezone.localdate(), said_by=said_by)
    except SheetIsThere as refusal:
        messages.warning(request, str(refusal))
        return refusal.sheet
    except (BadInput, LimitReached) as error:
        form.add_error("file", why_refused(error, name))
    except Refused as refusal:
        form.add_error("file", str(refusal))
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sheet(request: Request, pk: int) -> HttpResponse:
    """A sheet row by row: what stands in the log, what is proposed, what is refused and why; and what is accepted."""
    check_may(request.access, *ANSWERS)
    found = get_object_or_404(Sheet.objects.for_user(request.access, request.user).select_related("by__person"), pk=pk)
    error = ""
    if request.method == "POST":
        wanted = _wanted(request.POST, found, request)
        try:
            number = services.accept_rows(found.pk, wanted, by=request.user, on=timezone.localdate())
        except RowRefused as refusal:
            error = str(refusal)
        else:
            said = ngettext("%(number)d row was taken over.", "%(number)d rows were taken over.", number)
            messages.success(request, said % {"number": number})
            return redirect(f"{found.get_absolute_url()}?{request.GET.urlencode()}".rstrip("?"))
    return render(request, "sheets/sheet.html", _about(request, found) | {"error": error, "has_errors": bool(error)})


def _wanted(typed: QueryDict, found: Sheet, request: Request) -> dict[int, int]:
    """The rows that were ticked, each with the last event that stood on the page; or all that clash with nothing."""
    if "all" in typed:
        return services.ready(proposals(list(found.rows.all()), request.access, timezone.localdate()))
    ticked = {row: number for row in typed.getlist("row") if (number := number_sent(row)) is not None}
    return {number: number_sent(typed.get(f"seen-{row}", "")) or 0 for row, number in ticked.items()}


def _about(request: Request, found: Sheet) -> dict[str, Any]:
    """What the page of a sheet prints: fifty rows of one state or of all."""
    rows = list(found.rows.select_related("accepted_by__person"))
    every = proposals(rows, request.access, timezone.localdate())
    counts = Counter(each.state for each in every)
    wanted = request.GET.get("show", "")
    listed = [each for each in every if not wanted or each.state == wanted]
    page = Paginator(listed, A_PAGE).get_page(request.GET.get("page"))
    directory = Directory.load()
    ticked = set(request.POST.getlist("row")) if request.method == "POST" else None
    return {
        "sheet": found,
        "said_by": directory.title(found.said_by) if found.said_by else "",
        "states": [(state, STATES[state], counts[state]) for state in RowState],
        "show": wanted,
        "total": len(every),
        "page": page,
        "rows": [_shown(each, directory, ticked) for each in page.object_list],
        "ready": len(services.ready(every)),
        "any_open": any(each.can_be_accepted for each in page.object_list),
        "address": f"show={wanted}" if wanted in set(RowState) else "",
    }


def _shown(each: Proposal, directory: Directory, ticked: set[str] | None) -> Shown:
    """A row as the page prints it; ticked as it was sent, else where it clashes with nothing."""
    is_ticked = each.state is RowState.PROPOSED if ticked is None else str(each.row.number) in ticked
    return shown(each, directory, is_ticked=is_ticked)
