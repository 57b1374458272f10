"""A calendar and tables by an address that holds a secret, for programs that can send no header.

Such an address is a password: it is made and revoked on the page of tokens, opens one kind of thing and nothing else,
and a wrong one is answered as if nothing were there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import wraps
from typing import Any

import pydantic
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from eyre.cycle.states import ActionStatus, is_closed
from eyre.writers import icalendar
from eyre_web.accounts.models import TokenKind
from eyre_web.api import problems
from eyre_web.api.reading import Reader, answer, reader_of
from eyre_web.api.sheets import sheet
from eyre_web.api.tables import TABLES
from eyre_web.body.models import body_value
from eyre_web.meetings import calendar_of
from eyre_web.meetings.models import Action, Meeting
from eyre_web.meetings.permissions import SEES_ACTIONS

A_YEAR = timedelta(days=365)
READS = ("GET", "HEAD")

View = Callable[..., HttpResponse]


def opened_by(kind: TokenKind) -> Callable[[View], View]:
    """Let a view be called with the reader of the secret in its address; what goes wrong is told as a problem."""

    def decorate(view: View) -> View:
        @csrf_exempt  # nothing is changed here, and Django's own refusal would be logged with the secret
        @wraps(view)
        def opened(request: HttpRequest, secret: str, **more: Any) -> HttpResponse:
            try:
                if request.method not in READS:
                    raise problems.WrongMethod(request.method, ", ".join(READS))
                reader = reader_of(request, secret, kind)
                if reader is None:
                    raise problems.NotThere(_("This address opens nothing, or no longer."))
                return view(request, reader, **more)
            except problems.Problem as problem:
                return problem.answer()
            except PermissionDenied as refusal:
                return problems.NotAllowed(str(refusal)).answer()
            except Exception as error:  # told here and not by Django, whose log would have the secret in it
                return problems.our_fault(error).answer()

        return opened

    return decorate


@opened_by(TokenKind.SHEET)
def sheet_of(request: HttpRequest, reader: Reader, name: str) -> HttpResponse:
    """A table, filtered by what the address says, as in the interface."""
    table = TABLES.get(name)
    if table is None:
        raise problems.NotThere(_("There is no such table. Tables: %(tables)s.") % {"tables": ", ".join(TABLES)})
    reader.check_may(*table.sees)
    try:
        ask = table.ask.model_validate(request.GET.dict())
    except pydantic.ValidationError as error:
        raise problems.of_pydantic(error.errors(include_url=False, include_context=False)) from error
    known = table.ask.model_fields
    response = answer(request, reader, lambda: sheet(table, reader, ask), "text/csv", known)
    response.headers["Content-Disposition"] = f'attachment; filename="{table.name}.csv"'
    return response


# --- the calendar --------------------------------------------------------------------------------------------------


@opened_by(TokenKind.CALENDAR)
def calendar(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Due dates and meetings: references, titles and links; what actions say only where the person asked for it."""
    reader.check_may(*SEES_ACTIONS)

    def write() -> str:
        body = body_value()
        entries = [*_due_dates(reader, body.get("key", "")), *_meetings(reader, body)]
        return icalendar.calendar_text(body.get("name", "Eyre"), entries)

    return answer(request, reader, write, icalendar.CONTENT_TYPE)


def _due_dates(reader: Reader, key: str) -> Iterator[icalendar.Entry]:
    """Every action with a date; one that was closed within a year as cancelled, so that calendars take it out."""
    actions = Action.objects.for_user(reader.access).exclude(due_on=None).with_all()
    if reader.token.own_only:
        actions = actions.of_posts(*reader.access.posts)
    since = reader.today - A_YEAR
    for action in actions.by_due():
        closed = is_closed(ActionStatus(action.status))
        if not closed or (action.changed_on and action.changed_on >= since):
            yield _due_date(action, key, closed, with_words=reader.token.with_words)


def _due_date(action: Action, key: str, closed: bool, *, with_words: bool) -> icalendar.Entry:
    assert action.due_on is not None
    said = _("Action %(reference)s due: %(title)s")
    return icalendar.Entry(
        uid=f"action-{action.slug.replace('/', '-')}@{key}.eyre",
        start=action.due_on,
        end=action.due_on + timedelta(days=1),
        summary=said % {"reference": action.slug, "title": action.item.title},
        changed=_midnight(action.changed_on or action.item.meeting.date),
        link=f"{settings.EYRE_SITE}{action.get_absolute_url()}",
        description=action.words if with_words else "",
        sequence=action.times_redated + closed,
        is_cancelled=closed,
    )


def _meetings(reader: Reader, body: dict[str, Any]) -> Iterator[icalendar.Entry]:
    """Meetings on record that the account may see, and the days on which a series is planned to meet."""
    since = reader.today - A_YEAR
    seen = list(Meeting.objects.for_user(reader.access).filter(is_standing=True, date__gte=since))
    yield from calendar_of.meeting_entries(seen, body)
    met = {(meeting.series, meeting.date) for meeting in seen}
    for each in body.get("meeting_series", ()):
        for day in map(date.fromisoformat, each.get("planned", ())):
            if day >= since and (each["key"], day) not in met:
                yield calendar_of.planned_entry(each, day, body)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
