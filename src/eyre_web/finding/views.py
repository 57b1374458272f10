"""The page of the search."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from eyre_web.accounts.access import check_may
from eyre_web.accounts.middleware import Request
from eyre_web.finding import finding
from eyre_web.finding.forms import NarrowForm, SearchForm
from eyre_web.meetings.permissions import SEES_ACTIONS
from eyre_web.search.terms import read_query

FOUND_A_PAGE = 20
MOST_FOUND = 500  # nobody reads further; counting further would take its time


@require_safe
@login_required
def search(request: Request) -> HttpResponse:
    """One box over everything that a person may see."""
    check_may(request.access, *SEES_ACTIONS)
    form = SearchForm(request.GET or None)
    phrases = read_query(form.cleaned_data["q"]) if form.is_bound and form.is_valid() else ()
    narrow = NarrowForm(request.GET, access=request.access)
    keys = finding.find(request.access, phrases, MOST_FOUND + 1, narrow.wanted()) if phrases else []
    page = Paginator(keys[:MOST_FOUND], FOUND_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "found": finding.as_found(page, phrases)}
    context |= {"is_asked": bool(phrases), "is_capped": len(keys) > MOST_FOUND}
    context |= {"narrow": narrow, "is_narrowed": any(request.GET.get(name) for name in narrow.fields)}
    context["has_errors"] = bool(narrow.errors)
    asked = {"q": form.data.get("q", ""), **{name: request.GET.get(name, "") for name in narrow.fields}}
    context["address"] = urlencode({name: value for name, value in asked.items() if value})
    return render(request, "finding/search.html", context)
