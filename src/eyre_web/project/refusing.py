"""What cannot be answered, told in a sentence: an address that can be no record's, a page that takes nothing, too much
sent at once. Not allowed and not found are Django's own, with pages of ours; so is our own fault."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from eyre_web.api.problems import WrongMethod

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


class RefusingMiddleware:
    """Stands last, so that whatever it answers goes out like every other page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        of_programs = request.path.startswith("/api/")
        if "\0" in request.path and not of_programs:  # the API says so in its own form
            raise Http404  # no record is called so, and PostgreSQL takes no such text
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and of_programs:
            return WrongMethod(request.method, response.headers["Allow"]).answer()
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            page = render(request, "405.html", status=response.status_code)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response


def unanswerable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be read. Made without a database: nobody knows yet who asks."""
    if isinstance(exception, DisallowedHost):
        status, why = 400, _("Ask for the site by the name your office gave it.")
    elif isinstance(exception, TOO_MUCH):
        status, why = 413, _("This was too much to send at once, and nothing of it was kept. Send it in parts.")
    else:
        status, why = (
            400,
            _("It did not arrive whole, and nothing of it was kept. Load the page again, and send."),
        )
    return HttpResponse(render_to_string("400.html", {"why": why}), status=status)
