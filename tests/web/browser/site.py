"""A small body with something on every page, served by a thread of the tests and undone afterwards."""

import threading
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, time, timedelta
from socketserver import ThreadingMixIn
from unittest.mock import patch
from wsgiref.simple_server import WSGIServer, make_server

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from chromium import Silent
from eyre.body.meeting import Action as MeetingAction
from eyre.body.meeting import Commitment, CommitmentKind, Meeting
from eyre.body.meeting import Item as MeetingItem
from eyre.body.registers import Activity, Plan, Stage
from eyre.body.settings import MeetingSeries
from eyre.core import Reference
from eyre.cycle.due import Due
from eyre.cycle.words import ActionDeliverable, Part
from eyre_web.accounts.models import Invitation, RoleHeld
from eyre_web.accounts.services import make_token
from eyre_web.accounts.tokens import hash_of
from eyre_web.documents import services as documents
from eyre_web.documents.models import Document
from eyre_web.meetings import answers, parts, services
from eyre_web.meetings.models import Action, SavedFilter
from eyre_web.meetings.models import Item as ItemRow
from eyre_web.meetings.models import Meeting as MeetingRow
from eyre_web.minutes.after import services as after
from eyre_web.minutes.agenda import asking, items, planning
from eyre_web.minutes.commission import services as commission
from eyre_web.minutes.commission.services import Asked
from eyre_web.minutes.notes.lines import enter_lines
from web.many import Much
from web.people import account, make_body
from web.sheets.test_sheets import filled, upload

TODAY = date(2025, 11, 12)
PASSWORD = "a long password"
ROLES_OF_ADA = ("chief_executive", "administrator")  # beside the one that she has everywhere
LONG = "https://www.anyshire-commissioner.example.org/" + "scrutiny-and-accountability-" * 4 + "papers.pdf"
NOTES = (
    "finding gap chief: Nobody answers after ten. A plan will be put in place by March.",
    "commitment chief: Signs of improvement in answering calls",
    "action: To bring the rota",
    f"note: {LONG}",
    "fnding chief: Calls are lost",
)
LONG_NAME = "CommissionerForNorthernAndSouthernAnyshireTemporarilyActing"


FURNITURE = Much(
    series=(MeetingSeries(key="scrutiny", title="Scrutiny", planned=(date(2025, 12, 16),)),),
    plans=(
        Plan(
            key="burglary-plan", title="Plan for burglary", owner="chief",
            stages=(Stage(
                key="prevention", title="Prevention",
                activities=(Activity(words=f"Look at {LONG}", owner="chief"),),
            ),),
        ),
    ),
    meetings=(
        Meeting(
            reference=Reference.parse("meeting 2025-07"), series="scrutiny", title="Scrutiny, 7/2025",
            date=date(2025, 7, 15), status="published", items=(MeetingItem(number="1", title="Rota", matter="calls"),),
        ),
        Meeting(
            reference=Reference.parse("meeting 2025-08"), series="scrutiny", title="Scrutiny, 8/2025",
            date=date(2025, 8, 19), status="held",
            items=(MeetingItem(number="1", title="Calls", matter="calls", actions=(
                MeetingAction(
                    reference=Reference.parse("action 2025-08/1"), words="Meet the providers of housing.",
                    owners=("chief",), deliverable=ActionDeliverable.MEETING,
                ),
            ), commitments=(
                Commitment(
                    reference=Reference.parse("commitment 2025-08/1"), words="Calls will be answered in ten seconds.",
                    kind=CommitmentKind.COMMITMENT, given_by=("chief",), due=Due.on(date(2026, 3, 31)),
                ),
            )),),
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Furnished:
    """What of a furnished body stands in none of its records."""

    emails: dict[str, str]
    answer: str  # the token of a link
    invitation: str  # the token of another
    reset: dict[str, str]  # what the address of a new password ends with
    totp: str  # the secret of Tot's second factor

    @property
    def code(self) -> str:
        """What Tot's telephone shows now."""
        return format_hotp_value(hotp_value(self.totp, next(iter(yield_hotp_counters_from_time()))))


def furnish(more=Much()) -> Furnished:  # noqa: B008  (values that never change)
    """Make the body: something on every page, and words that are longer than a telephone is wide. more: beside it."""
    make_body(FURNITURE.with_more(more))
    ada, cy, tot = account("Ada"), account("Cy"), account("Tot", "auditor")
    for role in ROLES_OF_ADA:
        RoleHeld.objects.create(user=ada, role=role)
    account(LONG_NAME, "auditor")
    secret = generate_totp_secret()
    TOTP.activate(tot, secret)
    RecoveryCodes.activate(tot)
    invitation, on = "invitation-of-the-tests", {"by": ada, "on": TODAY}
    Invitation.objects.create(
        user=cy, token_hash=hash_of(invitation), last_day=TODAY + timedelta(7), made_at=timezone.now()
    )
    make_token("calendar", name="Calendar on the telephone", days=30, **on)
    _furnish_documents(on)
    _furnish_agenda(on)
    _furnish_notes(on)
    return Furnished(
        emails={"Ada": ada.email, "Tot": tot.email},
        answer=_furnish_actions(on),
        invitation=invitation,
        reset={"uidb36": user_pk_to_url_str(cy), "key": default_token_generator.make_token(cy)},
        totp=secret,
    )


def _furnish_actions(on) -> str:
    """Write, hand out parts and links, keep a choice, take a sheet in; the token of a link that works."""
    first = Action.objects.get(reference="action 2025-09/1")
    services.update_action(first.pk, words=f"The paper is at {LONG}", **on)
    second = Action.objects.get(reference="action 2025-09/2")
    services.ask_for_date(second.pk, to=TODAY + timedelta(60), reason=f"It waits for {LONG}", said_by="deputy", **on)
    parts.give_part(first, "commissioner", Part.SCRUTINISES, reason="Asked by the panel", **on)
    SavedFilter.objects.create(user=on["by"], name=LONG_NAME, query="owner=chief")
    answers.make_link(first.pk, post="chief", days=30, **on)
    _link, address = answers.make_link(first.pk, post="chief", days=30, **on)
    office = Client()
    upload(office, on["by"], filled(office, on["by"], {"2025-09/1": {"update": LONG}, "2025-10/1": {"update": "Soon"}}))
    return address.rstrip("/").rsplit("/", 1)[1]


def _furnish_documents(on) -> None:
    documents.add_version(Document.objects.get(key="rota").pk, version="2", dated=TODAY, state="agreed", **on)
    documents.ask_for_document(
        title=LONG, kind="paper", marking="OFFICIAL", asked_of="deputy", asked_for_on=TODAY, **on
    )


def _furnish_agenda(on) -> None:
    """Plan a meeting with an item of its own, and write down what was asked for."""
    header = planning.Header(
        title="Scrutiny, 12/2025", date=date(2025, 12, 16), start=time(10), venue="Town hall", chair="commissioner"
    )
    meeting = planning.plan("scrutiny", header, **on)
    heading = meeting.items.order_by("place").last()
    item = items.add_item(meeting.pk, str(heading.pk), items.NewItem(title=LONG_NAME, matter="burglary"), **on)
    asked = Asked(words=LONG, addressed_to=("chief",), evidence_wanted="Calls by hour", paper_due=date(2025, 12, 9))
    commission.put_question(meeting.pk, item.pk, asked, **on)
    commission.send_requests(meeting.pk, "chief", sent_on=TODAY, **on)
    commission.put_question(meeting.pk, item.pk, asked, **on)
    housing = Action.objects.get(reference="action 2025-08/1")
    special = planning.Header(title="Housing providers", date=date(2025, 12, 2), chair="commissioner")
    planning.plan_for_action(housing.pk, special, **on)
    asking.ask_for(words="Response times", asked_by="commissioner", asked_on=TODAY, matter="calls", **on)


def _furnish_notes(on) -> None:
    """Type lines of every look: with doubts, with a promise in them, a promise itself, and one that cannot be read."""
    item = ItemRow.objects.get(meeting__reference="meeting 2025-10", place=0)
    enter_lines(item.pk, "\n".join(NOTES), **on)
    july = after.correct_notes(MeetingRow.objects.get(reference="meeting 2025-07").pk, reason=LONG, **on)
    enter_lines(july.items.get().pk, NOTES[0], **on)


@contextmanager
def served(data):
    """Serve a furnished body; its address, and what is furnished. One thread at a time asks the database."""
    with (
        override_settings(EYRE_DATA=data, ACCOUNT_REAUTHENTICATION_TIMEOUT=3600),  # the password, once
        patch.object(timezone, "localdate", lambda *_more: TODAY),
        transaction.atomic(),
    ):
        cache.clear()
        made = furnish()
        connection.inc_thread_sharing()
        server = make_server("127.0.0.1", 0, _one_at_a_time(), Threads, Silent)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", made
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
            connection.dec_thread_sharing()
            transaction.set_rollback(True)


class Threads(ThreadingMixIn, WSGIServer):
    """A browser keeps connections open that it does not use yet: each has a thread that waits."""

    daemon_threads = True


def _one_at_a_time():
    """The server itself, on the connection in whose transaction the body was furnished."""
    ours, application, turn = connections["default"], WSGIHandler(), threading.Lock()

    def handle(environment, start_response):
        with turn, closing(_answer(environment, start_response)) as answer:
            return [b"".join(answer)]

    def _answer(environment, start_response):
        connections["default"] = ours
        return application(environment, start_response)

    return handle
