"""Two changes that cross on PostgreSQL, each in a transaction of its own: run as a program, on an empty database.

The first has the end of the audit trail and goes on; the second has locked its own record by then and waits for that
end. Where the first needs what the second holds, neither would ever come to its end, and PostgreSQL breaks one off.
"""

import sys
import threading
from datetime import date
from unittest import mock

from eyre_web.project.start import start

start()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from eyre.core import Refused  # noqa: E402
from eyre.core.codec import json_ready  # noqa: E402
from eyre.readers.incoming.log_sheet import LogRow, LogSheet  # noqa: E402
from eyre_web.accounts import services as accounts  # noqa: E402
from eyre_web.audit import services as audit  # noqa: E402
from eyre_web.documents import services as documents  # noqa: E402
from eyre_web.documents.models import Document  # noqa: E402
from eyre_web.meetings import services as meetings  # noqa: E402
from eyre_web.meetings.models import Action, Meeting  # noqa: E402
from eyre_web.minutes.agenda import asking  # noqa: E402
from eyre_web.minutes.notes import attending  # noqa: E402
from eyre_web.sheets import services as sheets  # noqa: E402
from eyre_web.sheets.form import seen_mark  # noqa: E402
from eyre_web.sheets.models import Sheet, SheetRow  # noqa: E402
from web.people import account, make_body  # noqa: E402

TODAY = date(2025, 11, 12)


def the(slug):
    return Action.objects.get(reference=f"action {slug}")


def crossing(first, second):
    """Let two changes cross; what went wrong with each, a refusal aside."""
    has_the_end, waits = threading.Event(), threading.Event()
    record, hash_of, wrong = audit.record, audit.hash_of, []

    def slow_record(*arguments, **more):
        if threading.current_thread().name == "second" and not waits.is_set():
            waits.set()
            has_the_end.wait(2)
        return record(*arguments, **more)

    def slow_hash(event):
        if threading.current_thread().name == "first" and not has_the_end.is_set():
            has_the_end.set()
            threading.Event().wait(0.5)  # the second comes to wait for the end of the trail
        return hash_of(event)

    def run(change):
        try:
            change()
        except Refused:
            pass
        except Exception as fault:
            wrong.append(f"{threading.current_thread().name}: {type(fault).__name__} {fault}")
        finally:
            connection.close()

    with mock.patch.object(audit, "record", slow_record), mock.patch.object(audit, "hash_of", slow_hash):
        threads = [
            threading.Thread(target=run, args=(each,), name=name)
            for each, name in ((second, "second"), (first, "first"))
        ]
        threads[0].start()
        waits.wait(5)
        threads[1].start()
        for thread in threads:
            thread.join(20)
    return wrong


def sheet_of(by, *slugs):
    made = Sheet.objects.create(name="log", sha256="0" * 64, said_by="chief", by=by, at=timezone.now())
    for number, slug in enumerate(slugs, start=2):
        action = the(slug)
        due = action.due_on.isoformat() if action.due_on else ""
        seen = seen_mark("office", max((event.pk for event in action.in_order()), default=0))
        row = LogRow(row=number, reference=slug, words=action.words, due=due, update="Half is done", seen=seen)
        SheetRow.objects.create(sheet=made, number=number, value=json_ready(row))
    return made


def one_key(ada, pat):
    """Two who give out the same key at once, each in their own way: the second is given another, or told."""

    def ask_for(title):
        return documents.ask_for_document(
            by=ada, on=TODAY, title=title, kind="", marking="OFFICIAL", asked_of="chief", asked_for_on=TODAY
        )

    def accept(slug):
        meetings.report_complete(the(slug).pk, by=ada, on=TODAY, words="Done")
        meetings.accept_action(
            the(slug).pk, by=ada, on=TODAY, words="Seen", without_proof="Seen", goes_on_as="Rest of it"
        )

    def take_in():
        row = LogRow(row=2, reference="2025-09/1", update="Half is done")
        sheets.take_in("log.csv", LogSheet(sha256="1" * 64, rows=(row,)), by=ada, on=TODAY)

    changes = {
        "a document": lambda: ask_for("Plan of the year"),
        "a matter asked for": lambda: asking.ask_for(by=ada, on=TODAY, words="Rural", asked_by="a", asked_on=TODAY),
        "an account": lambda: accounts.make_account("new@example.org", role="analyst", on=TODAY, by=pat),
        "a sheet": take_in,
    }
    for name, change in changes.items():
        yield f"{name} twice", change, change
    yield "a matter that goes on twice", lambda: accept("2025-09/3"), lambda: accept("2025-10/2")


def pairs(ada, ben, pat):
    """Each crossing: what the first does, what the second."""
    a_sheet = sheet_of(ada, "2025-09/1", "2025-09/3")
    rows = {
        row.number: max((e.pk for e in the(row.said.reference).in_order()), default=0) for row in a_sheet.rows.all()
    }
    plan, october = Document.objects.get(key="repeat-burglary"), Meeting.objects.get(reference="meeting 2025-10")
    seat = attending.said.Attendance(post="chief")
    yield (
        "a sheet is taken over while one of its actions is answered",
        lambda: sheets.accept_rows(a_sheet.pk, rows, by=ada, on=TODAY),
        lambda: meetings.update_action(the("2025-09/3").pk, by=ada, on=TODAY, words="Half is done"),
    )
    yield (
        "somebody writes while their roles are changed",
        lambda: meetings.update_action(the("2025-09/1").pk, by=ben, on=TODAY, words="Half is done"),
        lambda: accounts.change_roles(ben.pk, roles=["chief_officer", "analyst"], by=pat, on=TODAY, why="A new post"),
    )
    yield (
        "a document comes for an action while it is marked anew",
        lambda: documents.receive_for_action(
            the("2025-09/1").pk, plan.pk, by=ada, on=TODAY, words="It came", received_on=TODAY, version="1"
        ),
        lambda: documents.mark_document(plan.pk, by=ada, on=TODAY, marking="OFFICIAL-SENSITIVE", reason="Names"),
    )
    yield (
        "the attendance is written down while an action of everyone is answered",
        lambda: attending.keep_attendance(
            october.pk, attending.Attendance((seat,), attending.ApologiesRecorded.NOT_RECORDED),
            seen=attending.stamp(october), by=ada, on=TODAY,
        ),
        lambda: meetings.update_action(the("2025-10/9").pk, by=ada, on=TODAY, words="Half is done"),
    )  # fmt: skip


def main():
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    make_body()
    ada, ben, pat = account("Ada"), account("Ben"), account("Pat", "administrator")
    item = the("2025-10/1").item
    everyones = Action.objects.create(reference="action 2025-10/9", item=item, place=9, words="Read it.")
    everyones.owners.create(place=0, key="all")
    every = [*pairs(ada, ben, pat), *one_key(ada, pat)]
    wrong = [f"{name}: {each}" for name, first, second in every for each in crossing(first, second)]
    if not audit.verify().is_whole:
        wrong.append("the audit trail is broken")
    sys.exit("\n".join(wrong) or None)


if __name__ == "__main__":
    main()
