"""In which language a person reads: as they chose, else as the server is set up.

What a browser would like is not asked: a catalogue that is not whole is for those who chose it. A choice is a cookie,
so that it holds before anybody has signed in; nothing of it is kept here.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

Answer = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """Answers in the language of the cookie, where that is one the server offers; else in the first that it offers."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the choice and go back to where the person was, on this site and nowhere else."""
    return set_language(request)


def others(request: HttpRequest) -> dict[str, object]:
    """The other languages that the server offers, where the switch leads, and whether this one is there in part."""
    now = translation.get_language()
    found: dict[str, object] = {"is_partly_translated": now in settings.EYRE_PARTLY_TRANSLATED}
    if len(settings.LANGUAGES) > 1:
        found["languages"] = [{"code": code, "name": name} for code, name in settings.LANGUAGES if code != now]
        found |= {"language_url": reverse("language"), "language_next": request.get_full_path()}
    return found
