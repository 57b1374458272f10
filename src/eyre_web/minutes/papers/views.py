"""The list of a meeting's papers, and each as a file."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from eyre.core import BadInput, Refused
from eyre_web.accounts.access import check_may
from eyre_web.accounts.middleware import Request
from eyre_web.accounts.roles import Permission
from eyre_web.meetings.directory import Directory
from eyre_web.minutes.notes.found import meeting_of
from eyre_web.minutes.papers.making import TYPES, file_of, name_of, papers_of


@require_safe
@login_required
def papers(request: Request, home: str) -> HttpResponse:
    """What can be taken away of a meeting, and as what."""
    check_may(request.access, Permission.SEE_ALL)
    found, directory = meeting_of(request, home), Directory.load()
    offered = [(each, directory.title(each.post) if each.post else "") for each in papers_of(found, request.access)]
    return render(request, "papers/papers.html", {"meeting": found, "offered": offered})


@require_safe
@login_required
def paper(request: Request, home: str, kind: str, ending: str, post: str = "") -> HttpResponse:
    """One paper as a file, to be saved and not shown: a browser runs nothing of it."""
    check_may(request.access, Permission.SEE_ALL)
    found = meeting_of(request, home)
    wanted = next(
        (each for each in papers_of(found, request.access) if (each.kind, each.post) == (kind, post or "")), None
    )
    if wanted is None or ending not in wanted.formats:
        raise Http404
    try:
        content = file_of(wanted, ending, found, request.access, timezone.localdate())
    except (Refused, BadInput) as refusal:
        messages.warning(request, str(refusal))
        return redirect("papers", home)
    answer = HttpResponse(content, content_type=TYPES[ending])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name_of(wanted, ending, found)}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store, private"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
    return answer
