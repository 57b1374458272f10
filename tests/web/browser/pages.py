"""A sample address for every page of the server: whoever adds a page adds a line here, or says why it is none.

SAMPLES maps the name of a URL to the samples of it. The arguments are what `reverse` needs, or a function that finds
them in what `site.furnish` made. `who` opens it: Ada, who has every role; nobody; Tot, who has a second
factor; or half, who is Tot before the code is typed. `sent` is typed into the form of the page, which is then sent: the
page that answers is looked at as well.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, get_resolver, reverse

from eyre_web.accounts.models import Holding, Token, User
from eyre_web.documents.changes import CHANGES as DOCUMENT_CHANGES
from eyre_web.meetings.changes import CHANGES
from eyre_web.meetings.models import Item, Meeting
from eyre_web.minutes.after.services import ends_of
from eyre_web.minutes.after.views import key_of
from eyre_web.sheets.models import Sheet
from web.browser.site import LONG_NAME, TODAY, Furnished

Arguments = Mapping[str, Any]
ADA, NOBODY, TOT, HALF = "Ada", "nobody", "Tot", "half"


@dataclass(frozen=True, slots=True)
class Sample:
    """One address of a page. code: what it is answered with; query: what stands behind the address; stays: it leads
    nowhere else."""

    arguments: Arguments | Callable[[Furnished], Arguments] = field(default_factory=dict)
    who: str = ADA
    query: str = ""
    code: int = 200
    sent: Mapping[str, str] | None = None
    stays: bool = True

    def address(self, name: str, made: Furnished) -> str:
        """Where it is, once the body is furnished."""
        arguments = self.arguments(made) if callable(self.arguments) else self.arguments
        return reverse(name, kwargs=arguments) + self.query


def _action(label: str, home: str = "2025-09") -> Arguments:
    return {"home": home, "label": label}


def _first(model: Any, **where: Any) -> Callable[[Furnished], Arguments]:
    return lambda _made: {"pk": model.objects.filter(**where).first().pk}


def _loose_end(_made: Furnished) -> Arguments:
    held = Meeting.objects.get(reference="meeting 2025-08")
    return {"home": held.home, "key": key_of(ends_of(held, TODAY)[0])}


PLANNED = {"home": "2025-12"}
ASKED = {**PLANNED, "label": "Q1"}  # its request was sent; that of Q2 was not
REPORTED = {"home": "2025-10", "label": "1"}
FITS = {"accept": REPORTED, "return": REPORTED, "proof": {"home": "2025-10", "label": "2"}}
FITS["keep-date"] = _action("2")  # for which a new date is asked
DOCUMENT_FITS = {"ask": "rota", "receive": "repeat-burglary", "marking": "repeat-burglary"}

SAMPLES: Mapping[str, tuple[Sample, ...]] = {
    # --- actions and meetings
    "front_page": (Sample(),),
    "action_list": (Sample(), Sample(query="?owner=chief&state=open&matter=lost")),
    "action_print": (Sample(), Sample(query="?owner=chief")),
    "more": (Sample(),),
    "chairs_list": (Sample(),),
    "action": (Sample(_action("1")), Sample(_action("2")), Sample(_action("4")), Sample(REPORTED)),
    "change_action": tuple(
        Sample({**FITS.get(change, _action("1")), "change": change}, sent={})
        for change in CHANGES
        if change != "ask-date"  # Ada sets dates and asks nobody; what it asks, `new-date` asks as well
    ),
    "action_parts": (Sample(_action("1"), sent={}),),
    "matter_parts": (Sample({"key": "burglary"}),),
    "plan_list": (Sample(),),
    "plan": (Sample({"key": "burglary-plan"}),),
    "plan_parts": (Sample({"key": "burglary-plan"}, sent={}),),
    "answer_links": (Sample(_action("1")), Sample(_action("1"), sent={"post": "chief", "days": "14"})),
    "answer": (
        Sample(lambda made: {"token": made.answer}, who=NOBODY, sent={}),
        Sample({"token": "never"}, who=NOBODY, code=404),
    ),
    "matter_list": (Sample(),),
    "matter": (Sample({"key": "burglary"}), Sample({"key": "calls"})),
    "matter_print": (Sample({"key": "burglary"}),),
    "commitment_list": (Sample(),),
    "commitments_for_chair": (Sample(),),
    "commitment": (Sample({"home": "2025-08", "label": "1"}),),
    "meeting_list": (Sample(),),
    "meeting": (Sample({"home": "2025-10"}), Sample({"home": "2025-09"})),
    "new_action": (Sample({"home": "2025-10", "place": 0}, sent={}),),
    # --- after a meeting, and the registers
    "after_meeting": (Sample({"home": "2025-10"}),),
    "loose_ends": (Sample({"home": "2025-10"}),),
    "loose_end": (Sample(_loose_end),),
    "version": (Sample({"home": "2025-09", "number": 1}),),
    "version_changes": (Sample({"home": "2025-07", "number": 2}),),
    "notes_step": (Sample({"home": "2025-10", "step": "send"}),),
    "registers": (Sample(),),
    "register": (Sample({"kind": "commitment"}), Sample({"kind": "finding"})),
    "record": (Sample({"kind": "commitment", "home": "2025-08", "label": "1"}),),
    "change_record": (Sample({"kind": "commitment", "home": "2025-08", "label": "1", "change": "update"}, sent={}),),
    # --- series and agendas
    "series_list": (Sample(),),
    "new_series": (Sample(sent={}),),
    "series": (Sample({"key": "scrutiny"}),),
    "change_series": (Sample({"key": "scrutiny"}, sent={}),),
    "plan_meeting": (Sample({"key": "scrutiny"}, sent={}),),
    "plan_for_action": (Sample(_action("1", "2025-08"), sent={}),),
    "meeting_closes": (Sample(lambda _made: {"home": Meeting.objects.get(series="special").home}),),
    "agenda": (Sample(PLANNED),),
    "agenda_paper": (Sample(PLANNED),),
    "change_header": (Sample(PLANNED, sent={}),),
    "apologies": (Sample(PLANNED, sent={}),),
    "cancel_meeting": (Sample(PLANNED, sent={}),),
    "issue_agenda": (Sample(PLANNED),),
    "add_item": (Sample(PLANNED, sent={}),),
    "agenda_item": (Sample(lambda _made: {**PLANNED, "pk": Item.objects.get(title=LONG_NAME).pk}, sent={}),),
    # --- questions put beforehand
    "commission": (Sample(PLANNED),),
    "question": (Sample(ASKED),),
    "new_question": (Sample(PLANNED, sent={}),),
    "change_question": (Sample({**PLANNED, "label": "Q2"}, sent={}),),
    "request_letter": (Sample({**PLANNED, "post": "chief"}, sent={}),),
    "reply": (Sample(ASKED, sent={"words": ""}),),
    "settle_question": (Sample(ASKED, sent={}),),
    "lateness": (Sample(),),
    "coverage": (Sample(),),
    "forward_plan": (Sample(),),
    "asked_for_list": (Sample(),),
    "ask_for": (Sample(sent={}),),
    "decline": (Sample({"key": "response-times"}, sent={}),),
    # --- papers
    "papers": (Sample({"home": "2025-10"}), Sample(PLANNED)),
    # --- the notes while they are taken
    "notes": (Sample({"home": "2025-10"}), Sample({"home": "2025-09"})),
    "attendance": (Sample({"home": "2025-10"}),),
    "meeting_times": (Sample({"home": "2025-10"}, sent={"start": "noonish"}),),
    "next_meeting": (Sample({"home": "2025-10"}, sent={"date": "18/11/2025", "weekday": "Wednesday"}),),
    "line_kinds": (Sample({"home": "2025-10", "place": 0}),),
    "line_by_parts": (
        Sample({"home": "2025-10", "place": 0, "word": "question"}, sent={}),
        Sample({"home": "2025-10", "place": 0, "word": "judgement"}, sent={"words": "It is so"}),
    ),
    "change_line": (
        Sample({"home": "2025-10", "kind": "finding", "label": "F1"}),
        Sample({"home": "2025-10", "kind": "action", "label": "1"}),
    ),
    "proposed_tests": (Sample({"home": "2025-10", "kind": "commitment", "label": "C1"}),),
    # --- documents and sheets
    "document_list": (Sample(),),
    "ask_for_document": (Sample(sent={}),),
    "document": (Sample({"key": "rota"}), Sample({"key": "plan"}), Sample({"key": "repeat-burglary"})),
    "change_document": tuple(
        Sample({"key": DOCUMENT_FITS.get(change, "plan"), "change": change}, sent={}) for change in DOCUMENT_CHANGES
    ),
    "action_file": (Sample(_action("1"), sent={}),),
    "action_document": (Sample(_action("1"), sent={}),),
    "sheets": (Sample(sent={}),),
    "sheet": (Sample(_first(Sheet)),),
    "search": (Sample(), Sample(query="?q=burglary"), Sample(query="?q=nothing+of+the+kind")),
    # --- people and accounts
    "people": (Sample(),),
    "post": (Sample({"key": "chief"}),),
    "new_post": (Sample(sent={}),),
    "last_day_of_post": (Sample({"key": "chief"}, sent={}),),
    "new_holder": (Sample({"key": "chief"}, sent={}),),
    "last_day": (Sample(_first(Holding, person__name="Ben"), sent={}),),
    "new_account": (
        Sample(sent={}),
        Sample(sent={"email": "new@example.org", "role": "auditor", "name": "New"}),
    ),
    "close_account": (Sample(_first(User, person__name="Cy")),),
    "change_roles": (Sample(_first(User, person__name="Cy"), sent={}),),
    "audit_trail": (Sample(),),
    "audit_entry": (Sample({"number": 1}),),
    "remove_entry": (Sample({"number": 1}, sent={}),),
    "tokens": (Sample(),),
    "new_token": (
        Sample(sent={}),
        Sample(sent={"name": "Excel", "kind": "sheet", "days": "30"}),
        Sample(sent={"name": "Program", "kind": "api", "days": "30"}),
    ),
    "revoke_token": (Sample(_first(Token)),),
    "accounts": (Sample(),),
    "invitation": (
        Sample(lambda made: {"token": made.invitation}, who=NOBODY, sent={}),
        Sample({"token": "never"}, who=NOBODY, code=404),
    ),
    # --- signing in
    "account_login": (Sample(who=NOBODY), Sample(who=NOBODY, sent={"login": "x", "password": "y"})),
    "account_logout": (Sample(),),
    "account_inactive": (Sample(who=NOBODY),),
    "account_reauthenticate": (Sample(sent={}),),
    "account_change_password": (Sample(sent={}),),
    "account_reset_password": (Sample(who=NOBODY, sent={}),),
    "account_reset_password_done": (Sample(who=NOBODY),),
    "account_reset_password_from_key": (
        Sample(lambda made: made.reset, who=NOBODY, stays=False),  # to an address without the key in it
        Sample({"uidb36": "1", "key": "never-was"}, who=NOBODY),
    ),
    "account_reset_password_from_key_done": (Sample(who=NOBODY),),
    # --- the second factor
    "mfa_index": (Sample(), Sample(who=TOT)),
    "mfa_authenticate": (Sample(who=HALF, sent={"code": "1"}),),
    "mfa_reauthenticate": (Sample(who=TOT, sent={}),),
    "mfa_activate_totp": (Sample(sent={}),),
    "mfa_deactivate_totp": (Sample(who=TOT),),
    "mfa_view_recovery_codes": (Sample(who=TOT),),
    "mfa_generate_recovery_codes": (Sample(who=TOT),),
}

NOT_PAGES: Mapping[str, str] = {
    "keep_filter": "takes what another page sends, and leads back to it",
    "drop_filter": "takes what another page sends, and leads back to it",
    "end_part": "takes what another page sends, and leads back to it",
    "revoke_link": "takes what another page sends, and leads back to it",
    "take_offers": "takes what another page sends, and leads back to it",
    "move_item": "takes what another page sends, and leads back to it",
    "remove_item": "takes what another page sends, and leads back to it",
    "take_back_question": "takes what another page sends, and leads back to it",
    "language": "takes what another page sends, and leads back to it",
    "send_invitation": "takes what another page sends, and leads back to it",
    "note_lines": "is read by the script of the notes",
    "begin_meeting": "takes what another page sends, and leads back to it",
    "enter_line": "takes what another page sends, and leads back to it",
    "keep_draft": "takes what the script of the notes sends",
    "move_line": "takes what another page sends, and leads back to it",
    "strike_line": "takes what another page sends, and leads back to it",
    "looked_at": "takes what another page sends, and leads back to it",
    "noticed": "takes what another page sends, and leads back to it",
    "account_signup": "leads to the sign-in: nobody signs up",
    "document_file": "hands over a file",
    "paper": "hands over a file",
    "download_sheet": "hands over a file",
    "mfa_download_recovery_codes": "hands over a file",
    "openapi": "is read by programs",
    "meeting_invitation": "hands over a file",
    "calendar": "is read by calendars",
    "table_feed": "is read by spreadsheets",
}
READ_BY_PROGRAMS = "api:"  # every name that begins so


def named_urls() -> list[str]:
    """The name of every URL that Django knows, with its namespace."""
    return [name for name in _names(get_resolver()) if not name.startswith(READ_BY_PROGRAMS)]


def _names(resolver: Any, space: str = "") -> list[str]:
    found = []
    for pattern in resolver.url_patterns:
        if not isinstance(pattern, URLPattern):
            found += _names(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.name:
            found.append(space + pattern.name)
    return found
