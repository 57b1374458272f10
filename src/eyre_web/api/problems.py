"""What a program is told when it cannot be answered: application/problem+json (RFC 9457).

BadAsk          400   a parameter that is not known
NoToken         401   no token, or one that opens nothing
NotAllowed      403   the account of the token may not see this
NotThere        404   it is not there, or not for this account to know of
WrongMethod     405   an address is only read; `Allow` says how it is asked
NotAcceptable   406   the program accepts no form in which this is given
Unreadable      422   a parameter whose value cannot be read; each in `faults`
TooMany         429   too many requests in this minute; `Retry-After` says when to ask again
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from eyre.core import Fault

CONTENT_TYPE = "application/problem+json"
log = logging.getLogger(__name__)


class Problem(Exception):
    """A sentence for whoever wrote the program: what was asked, what was found, what to do."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR
    headers: Mapping[str, str] = {}

    def __init__(self, detail: str, faults: Sequence[Fault] = ()) -> None:
        self.detail, self.faults = detail, tuple(faults)
        super().__init__(detail)

    def answer(self) -> HttpResponse:
        said: dict[str, Any] = {"title": self.status.phrase, "status": self.status.value, "detail": self.detail}
        if self.faults:
            said["faults"] = [{"where": fault.where, "what": fault.what} for fault in self.faults]
        text = json.dumps(said, ensure_ascii=False)
        answer = HttpResponse(text, status=self.status, content_type=CONTENT_TYPE, headers=dict(self.headers))
        answer._has_been_logged = True  # type: ignore[attr-defined]  # else Django logs the address, secret and all
        return answer


class BadAsk(Problem):
    status = HTTPStatus.BAD_REQUEST


class NoToken(Problem):
    status = HTTPStatus.UNAUTHORIZED
    headers: Mapping[str, str] = {"WWW-Authenticate": 'Bearer realm="Eyre"'}


class NotAllowed(Problem):
    status = HTTPStatus.FORBIDDEN


class NotThere(Problem):
    status = HTTPStatus.NOT_FOUND


class WrongMethod(Problem):
    status = HTTPStatus.METHOD_NOT_ALLOWED

    def __init__(self, method: str | None, allowed: str) -> None:
        self.headers = {"Allow": allowed}
        said = _("%(method)s changes nothing here. This address is only read: ask with %(allowed)s.")
        super().__init__(said % {"method": method, "allowed": allowed})


class NotAcceptable(Problem):
    status = HTTPStatus.NOT_ACCEPTABLE


class Unreadable(Problem):
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class TooMany(Problem):
    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, most: int, seconds: int) -> None:
        self.headers = {"Retry-After": str(seconds)}
        super().__init__(_("More than %(most)d requests in a minute. Ask again later.") % {"most": most})


def our_fault(error: Exception) -> Problem:
    """What is told of a fault of ours. It is logged without the address, which may hold a secret."""
    log.error("A request of a program failed.", exc_info=error)
    return Problem(_("This is our fault, not yours. Tell whoever keeps the server at what time it happened."))


def of_pydantic(errors: Sequence[Mapping[str, Any]]) -> Unreadable:
    """The problem of parameters whose values cannot be read, every one of them."""
    faults = [Fault(_place(error["loc"]), error["msg"]) for error in errors]
    return Unreadable(_("A parameter cannot be read."), faults)


def _place(steps: Sequence[int | str]) -> str:
    """The name of a parameter, without the steps of the reader's own before it."""
    return next((str(step) for step in reversed(steps) if isinstance(step, str)), "")
