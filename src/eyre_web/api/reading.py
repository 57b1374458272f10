"""Who reads: the account behind a token, with what it may see today; and the answer it need not be sent twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _

import eyre
from eyre_web.accounts.access import Access, access_of, check_may
from eyre_web.accounts.models import Token, TokenKind
from eyre_web.accounts.roles import Permission
from eyre_web.accounts.services import token_of
from eyre_web.api import limits
from eyre_web.api.problems import BadAsk, NotAcceptable
from eyre_web.audit import services as audit


@dataclass(frozen=True, slots=True)
class Reader:
    """The account that reads, on a day."""

    token: Token
    access: Access
    today: date

    def check_may(self, *any_of: Permission) -> None:
        """Raise PermissionDenied, saying what is missing, unless the account has one of the permissions."""
        check_may(self.access, *any_of)


def reader_of(request: HttpRequest, secret: str, kind: TokenKind) -> Reader | None:
    """Who reads with a secret; None where it opens nothing. Raises TooMany."""
    today = timezone.localdate()
    token = token_of(secret, kind, today)
    if token is None:
        limits.count_guess(request)
        return None
    limits.count(f"token-{token.pk}", limits.A_TOKEN)
    return Reader(token, access_of(token.user, today), today)


def answer(
    request: HttpRequest, reader: Reader, make: Callable[[], str], content_type: str, known: Iterable[str] = ()
) -> HttpResponse:
    """The answer, or that the one the program has still holds.

    make: writes it; called only where it is wanted. known: the parameters that mean something here.
    Raises BadAsk for another parameter, NotAcceptable where the program wants another form.
    """
    _check_known(request, known)
    _check_accepts(request, content_type)
    tag = _tag(request, reader)
    told = get_conditional_response(request, etag=tag)
    response = told or HttpResponse(make(), content_type=f"{content_type}; charset=utf-8")
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"  # kept by whoever asked, and asked about each time
    response.headers["X-Robots-Tag"] = "noindex"
    patch_vary_headers(response, ("Authorization", "Accept"))
    return response


def _check_known(request: HttpRequest, known: Iterable[str]) -> None:
    known = sorted(known)
    for name in request.GET:
        if name not in known:
            said = _('There is no parameter "%(name)s". Parameters: %(known)s.')
            raise BadAsk(said % {"name": name, "known": ", ".join(known) or _("none")})


def _check_accepts(request: HttpRequest, content_type: str) -> None:
    if not request.accepts(content_type):
        raise NotAcceptable(_("This is given as %(form)s. Accept that.") % {"form": content_type})


def _tag(request: HttpRequest, reader: Reader) -> str:
    """What changes whenever the answer could: every change to the body moves the head of the audit trail.

    It is taken before anything is read, so that it never vouches for more than was sent.
    """
    access = reader.access
    parts = (
        eyre.__version__, audit.head(), reader.today.isoformat(), get_language() or "", request.get_full_path(),
        *sorted(access.permissions), *access.posts,
    )  # fmt: skip
    return f'"{sha256("|".join(parts).encode("utf-8", "replace")).hexdigest()[:32]}"'
