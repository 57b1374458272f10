"""/api/v1/: the reading side, by a token in the header. Every list of `tables` as JSON and as CSV, and single records.

The first argument of an operation must be called `request`: any other name is taken for a parameter of the address.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI, Query
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import HttpBearer

import eyre
from eyre.core import Refused
from eyre.core.codec import json_ready
from eyre_web.accounts.models import TokenKind
from eyre_web.accounts.roles import Permission
from eyre_web.api import asks, problems, shapes
from eyre_web.api.counts import commitment_counts
from eyre_web.api.reading import Reader, answer, reader_of
from eyre_web.api.sheets import sheet
from eyre_web.api.tables import SEES_PEOPLE, TABLES, Table, action_entries, matter_entries
from eyre_web.body.models import KeptRecord
from eyre_web.documents import interchange as documents
from eyre_web.documents.models import Document
from eyre_web.meetings import interchange
from eyre_web.meetings.models import NO_LABEL, Action, Matter, Meeting
from eyre_web.meetings.permissions import SEES_ACTIONS, may_see_notes, may_see_records
from eyre_web.snapshot.seen import seen_by

JSON, CSV = "application/json", "text/csv"


class Token(HttpBearer):
    """A token of the kind that is sent in a header; pages of sessions and cookies open nothing here."""

    def authenticate(self, request: HttpRequest, token: str) -> Reader | None:
        return reader_of(request, token, TokenKind.API)


api = NinjaAPI(
    title="Eyre",
    version=eyre.__version__,
    description=(
        "What a body has on record, to be read by programs. An account sees here what it sees on the pages. Values are "
        "those of a body folder: a field that has its default is left out."
    ),
    urls_namespace="api",
    auth=Token(),
    docs_url=None,
    openapi_url="",
)

# --- what can go wrong ---------------------------------------------------------------------------------------------


@api.exception_handler(problems.Problem)
def _problem(request: HttpRequest, problem: problems.Problem) -> HttpResponse:
    return problem.answer()


@api.exception_handler(AuthenticationError)
def _no_token(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    said = _("No token, or one that opens nothing. Make one on the page Tokens, and send: Authorization: Bearer TOKEN")
    return problems.NoToken(said).answer()


@api.exception_handler(PermissionDenied)
def _not_allowed(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return problems.NotAllowed(str(error)).answer()


@api.exception_handler(Http404)
def _not_there(request: HttpRequest, error: Http404) -> HttpResponse:
    return problems.NotThere(_("It is not here, or not for you to see.")).answer()


@api.exception_handler(ValidationError)
def _unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problems.of_pydantic(error.errors).answer()


@api.exception_handler(Exception)
def _our_fault(request: HttpRequest, error: Exception) -> HttpResponse:
    return problems.our_fault(error).answer()


@csrf_exempt
def unknown(request: HttpRequest) -> HttpResponse:
    """Whatever else is asked for below the address of the interface."""
    return problems.NotThere(_("There is no such address. See openapi.json for those there are.")).answer()


# --- how it is described -------------------------------------------------------------------------------------------


def _told(*classes: type[problems.Problem]) -> dict[str, Any]:
    content = {problems.CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemOf"}}}
    return {str(each.status.value): {"description": each.status.phrase, "content": content} for each in classes}


ALWAYS = (
    problems.BadAsk, problems.NoToken, problems.NotAllowed, problems.NotThere, problems.NotAcceptable,
    problems.Unreadable, problems.TooMany,
)  # fmt: skip
DESCRIBED: dict[str, Any] = {"responses": {"304": {"description": "Not Modified"}, **_told(*ALWAYS)}}
AS_CSV: dict[str, Any] = {"description": "OK", "content": {CSV: {"schema": {"type": "string"}}}}


def described() -> dict[str, Any]:
    """The OpenAPI document, the same wherever it is made."""
    document = api.get_openapi_schema(path_prefix="/api/v1/")
    problem = shapes.ProblemOf.model_json_schema(ref_template="#/components/schemas/{model}")
    document["components"]["schemas"] |= {**problem.pop("$defs"), "ProblemOf": problem}
    for operations in document["paths"].values():
        operation = operations["get"]
        operation["responses"] = {str(status): said for status, said in operation["responses"].items()}
        for parameter in operation["parameters"]:
            parameter["schema"] = _never_null(parameter["schema"])
    return document


def _never_null(schema: dict[str, Any]) -> dict[str, Any]:
    """The form of a parameter that may be left out: an address has no way to say null."""
    forms = [form for form in schema.get("anyOf", ()) if form != {"type": "null"}]
    return forms[0] if len(forms) == 1 else schema


@csrf_exempt  # else what is sent here is answered with a page
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The description; it holds nothing of the body, and is the same as in the manual."""
    return HttpResponse(json.dumps(described(), ensure_ascii=False), content_type=JSON)


# --- lists ---------------------------------------------------------------------------------------------------------


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _page(request: HttpRequest, table: Table, ask: Any, paging: asks.Paging, reader: Reader) -> str:
    pages = Paginator(table.chosen(reader, ask), paging.per_page)
    if paging.page > pages.num_pages:
        raise problems.NotThere(_("There are %(number)d pages.") % {"number": pages.num_pages})
    page = pages.page(paging.page)
    following = request.GET.copy()
    following["page"] = str(paging.page + 1)
    return _written(
        {
            "as_of": reader.today.isoformat(),
            "count": pages.count,
            "page": page.number,
            "pages": pages.num_pages,
            "next": f"{request.path}?{following.urlencode()}" if page.has_next() else None,
            "items": table.entries(list(page.object_list), reader),
        }
    )


def _give(table: Table) -> None:
    """Offer a table as JSON, page by page, and whole as CSV."""
    ask_type = table.ask
    known, known_of_paging = set(ask_type.model_fields), set(asks.Paging.model_fields)

    def as_json(request: HttpRequest, ask: Any, paging: Any) -> HttpResponse:
        reader = _reader(request, *table.sees)
        write = lambda: _page(request, table, ask, paging, reader)  # noqa: E731
        return answer(request, reader, write, JSON, known | known_of_paging)

    def as_csv(request: HttpRequest, ask: Any) -> HttpResponse:
        reader = _reader(request, *table.sees)
        response = answer(request, reader, lambda: sheet(table, reader, ask), CSV, known)
        response.headers["Content-Disposition"] = f'attachment; filename="{table.name}.csv"'
        return response

    query, page_of = cast(Any, Query), cast(Any, shapes.Page)  # their types are known only when this runs
    as_json.__annotations__ |= {"ask": query[ask_type], "paging": query[asks.Paging]}
    as_csv.__annotations__ |= {"ask": query[ask_type]}
    api.get(
        f"/{table.name}", url_name=table.name, operation_id=table.name, summary=table.says,
        response=page_of[table.shape], openapi_extra=DESCRIBED,
    )(as_json)  # fmt: skip
    api.get(
        f"/{table.name}.csv", url_name=f"{table.name}_csv", operation_id=f"{table.name}_csv",
        summary=f"{table.says} As a table, whole.",
        openapi_extra={"responses": {**DESCRIBED["responses"], "200": AS_CSV}},
    )(as_csv)  # fmt: skip


def _reader(request: HttpRequest, *sees: Any) -> Reader:
    """Who reads. Raises PermissionDenied where none of the permissions is there."""
    reader: Reader = request.auth  # type: ignore[attr-defined]  # what Token.authenticate returned
    reader.check_may(*sees)
    return reader


for _table in TABLES.values():
    _give(_table)


# --- single records ------------------------------------------------------------------------------------------------


def _single(path: str, name: str, says: str, shape: Any) -> Callable[[Any], Any]:
    return api.get(path, url_name=name, operation_id=name, summary=says, response=shape, openapi_extra=DESCRIBED)


@_single("/body", "body", "The body itself: its areas, plan, groups and series of meetings.", shapes.Body)
def body(request: HttpRequest) -> HttpResponse:
    reader = _reader(request, *SEES_PEOPLE)

    def write() -> str:
        found = next(KeptRecord.objects.of("body"), None)
        if found is None:
            raise Http404
        return _written(json_ready(found))

    return answer(request, reader, write, JSON)


@_single("/actions/{home}/{label}", "action", "One action: 2017-12/3, or 2017-12/- without a label.",
         shapes.ActionEntry)  # fmt: skip
def action(request: HttpRequest, home: asks.Text, label: asks.Text) -> HttpResponse:
    reader = _reader(request, *SEES_ACTIONS)
    reference = f"action {home}" if label == NO_LABEL else f"action {home}/{label}"
    rows = Action.objects.for_user(reader.access).with_all().prefetch_related("events").filter(reference=reference)
    return answer(request, reader, lambda: _written(_only(action_entries(list(rows), reader))), JSON)


@_single("/meetings/{home}", "meeting", "One meeting with its items and the records under them.", shapes.Meeting)
def meeting(request: HttpRequest, home: asks.Text, ask: Query[asks.VersionAsk]) -> HttpResponse:
    reader = _reader(request, *SEES_ACTIONS)
    last, every = Meeting.objects.last_for(reader.access), Meeting.objects.for_user(reader.access)
    seen = last if ask.version is None else every.filter(version=ask.version)
    rows = interchange.with_all(seen.filter(reference=f"meeting {home}").order_by("-version", "series"))

    def write() -> str:
        row = _only(list(rows[:1]))
        is_seen = may_see_notes(reader.access, row)
        if is_seen and may_see_records(reader.access):
            return _written(json_ready(interchange.meeting(row)))
        return _written(json_ready(interchange.meeting_outline(row, with_items=is_seen)))

    return answer(request, reader, write, JSON, asks.VersionAsk.model_fields)


@_single("/matters/{key}", "matter", "One matter.", shapes.Matter)
def matter(request: HttpRequest, key: asks.Text) -> HttpResponse:
    reader = _reader(request, *SEES_ACTIONS)
    rows = Matter.objects.for_user(reader.access).filter(key=key)
    return answer(request, reader, lambda: _written(_only(matter_entries(list(rows), reader))), JSON)


@_single("/commitments/standing", "commitment_standing", "How commitments stand: counts, never a score.",
         shapes.CommitmentCounts)  # fmt: skip
def commitment_standing(request: HttpRequest) -> HttpResponse:
    reader = _reader(request, Permission.SEE_ALL)

    def write() -> str:
        try:
            return _written(commitment_counts(seen_by(reader.access), reader.today))
        except Refused:  # there is no body yet
            raise Http404 from None

    return answer(request, reader, write, JSON)


@_single("/documents/{key}", "document", "What is known of one document.", shapes.Document)
def document(request: HttpRequest, key: asks.Text) -> HttpResponse:
    reader = _reader(request, *SEES_ACTIONS)
    rows = Document.objects.for_user(reader.access).filter(key=key).with_all()
    write = lambda: _written(_only([json_ready(documents.document(row)) for row in rows]))  # noqa: E731
    return answer(request, reader, write, JSON)


def _only(found: list[Any]) -> Any:
    """The one that was asked for. Raises Http404 where it is not there or not to be seen."""
    if not found:
        raise Http404
    return found[0]
