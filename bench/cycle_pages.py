"""Every page of the meeting cycle on ten years of a body, in process: how long it takes, and how many queries.

    PYTHONPATH=src python bench/cycle_pages.py             SQLite
    PYTHONPATH=src python bench/cycle_pages.py NAME …      only the pages of these names
    DATABASE_URL=postgresql://… the same                   PostgreSQL, an empty database

120 meetings, 3,000 actions, 5,040 findings, 2,400 commitments on 20 matters, with figures, made from a seed: the body
of `standings.py` with the rest of the record added. Each page is asked for as a policy officer gets it, signed in,
through all of the middleware, once the body is in memory and its figures are worked out. A page that is made later gets
a row in PAGES; a name that the server does not know is left out, and said.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

ROUNDS = 60
GOALS = (50, 150)  # milliseconds: the median, and the 99th of a hundred
MATTERS, ACTIONS, FINDINGS = 20, 25, 42  # the last two a meeting
LAST = "2025-06"  # the last of the ten years of `standings.py`
TODAY = date(2025, 6, 26)

# The name of each address, what stands in it, and what is asked after it.
PAGES: tuple[tuple[str, tuple[object, ...], str], ...] = (
    ("front_page", (), ""),
    ("action_list", (), ""),
    ("action_list", (), "?matter=matter-3&state=open"),
    ("action", (LAST, "A1"), ""),
    ("chairs_list", (), ""),
    ("meeting_list", (), ""),
    ("meeting", (LAST,), ""),
    ("matter_list", (), ""),
    ("matter", ("matter-3",), ""),
    ("matter", ("matter-3",), "?year=2018"),
    ("matter_print", ("matter-3",), ""),
    ("commitment_list", (), ""),
    ("commitment_list", (), "?stands=off"),
    ("commitments_for_chair", (), ""),
    ("commitment", (LAST, "C2"), ""),
    ("commitment", ("2017-07", "C8"), ""),
    ("search", (), "?q=better"),
    ("search", (), "?q=finding&kind=finding&matter=matter-3&first=1/1/2020&last=31/12/2021"),
    # of other helpers: the planning pages, the notes page, the registers
    ("calendar", (), ""),
    ("agenda", (LAST,), ""),
    ("coverage", (), ""),
    ("forward_plan", (), ""),
    ("notes", (LAST,), ""),
    ("loose_ends", (LAST,), ""),
    ("register", ("risk",), ""),
    ("record", ("finding", LAST, "F1"), ""),
)


def table(names: tuple[str, ...] = ()) -> Iterator[str]:
    """Rows of Markdown, times in milliseconds."""
    with tempfile.TemporaryDirectory(prefix="eyre-bench-cycle-") as home:
        began = time.perf_counter()
        counted = _make(Path(home))
        yield f"{counted}, made in {time.perf_counter() - began:.0f} s. Goals: {GOALS[0]} ms at the"
        yield f"median, {GOALS[1]} ms at the 99th centile of {ROUNDS} rounds, with constant queries."
        yield ""
        yield from _once()
        yield ""
        yield from _pages(names)
        yield ""
        yield f"Peak memory of the process, with the making of the body: {_megabytes():.0f} MB."


def _once() -> Iterator[str]:
    """What is paid once: the body read, its figures worked out, and the first page after a change."""
    from eyre_web.minutes.matters import worked_out as kept

    yield "| what | seconds |"
    yield "|---|---|"
    before = _megabytes()
    yield f"| read the body into memory | {_seconds(_read):.1f} |"
    yield f"| the first page, in a process that knows nothing yet | {_seconds(lambda: _get('commitment_list')):.2f} |"
    yield f"| where 2,400 promises stand, worked out meanwhile | {_seconds(_wait):.1f} |"
    _change()
    yield f"| the first page after a line of the notes was entered | {_seconds(lambda: _get('commitment_list')):.2f} |"
    again = sum(
        each not in kept.worked_out(_body(), TODAY).asked.found for each in kept.worked_out(_body(), TODAY).promises
    )
    yield f"| … and the promises to be worked out anew ({again}) | {_seconds(_wait):.1f} |"
    yield ""
    kept.leave_out_of_collection()  # as the server does
    yield f"The body in memory and what is worked out of it: {_megabytes() - before:.0f} MB."


def _pages(names: tuple[str, ...]) -> Iterator[str]:
    import numpy as np
    from django.db import connection
    from django.urls import NoReverseMatch, reverse

    yield "| page | queries | median ms | 99th centile ms | processor ms, median |"
    yield "|---|---|---|---|---|"
    unknown = []
    for name, arguments, asked in PAGES:
        if names and name not in names:
            continue
        try:
            address = reverse(name, args=arguments) + asked
        except NoReverseMatch:
            unknown.append(name)
            continue
        answer = _client().get(address)
        if answer.status_code != 200:
            yield f"| {name} {asked} | answered {answer.status_code} | | | |"
            continue
        _wait()
        queries: list[str] = []
        with connection.execute_wrapper(partial(_count, queries)):
            _client().get(address)
        taken, worked = zip(*(_costs(address) for _ in range(ROUNDS)), strict=True)
        middle, late = median(taken), float(np.quantile(taken, 0.99))
        missed = " **missed**" if middle > GOALS[0] or late > GOALS[1] else ""
        costs = f"{len(queries)} | {middle:.0f} | {late:.0f}{missed} | {median(worked):.0f}"
        yield f"| {name} {asked} | {costs} |"
    if unknown:
        yield ""
        yield f"Not there yet: {', '.join(dict.fromkeys(unknown))}."


# --- asking --------------------------------------------------------------------------------------------------------

_known: dict[str, Any] = {}


def _client() -> Any:
    return _known["client"]


def _get(name: str) -> object:
    from django.urls import reverse

    answer = _client().get(reverse(name))
    assert answer.status_code == 200
    return answer


def _body() -> Any:
    from eyre_web.snapshot.kept import snapshot

    return snapshot()


def _read() -> None:
    _body()


def _wait() -> None:
    """Until nothing is left to work out."""
    from eyre_web.minutes.matters.worked_out import worked_out

    known = worked_out(_body(), TODAY)
    while any(known.standing(each) is None for each in known.promises) or known.is_busy:
        time.sleep(0.05)


def _change() -> None:
    """A line of the notes of the last meeting, as the audit trail tells of it."""
    from django.db import transaction

    from eyre_web.audit import services as audit
    from eyre_web.meetings.models import Item, Line

    item = Item.objects.filter(meeting__reference=f"meeting {LAST}").first()
    with transaction.atomic():
        Line.objects.create(item=item, kind="note", place=99, reference=f"note {LAST}/N9", words="Tea was late.")
        audit.record("line.entered", f"note {LAST}/N9", by=_known["user"])


def _costs(address: str) -> tuple[float, float]:
    """Milliseconds by the clock and of the processor: where other work goes on, the clock tells of that too."""
    began, worked = time.perf_counter(), time.process_time()
    _client().get(address)
    return 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - worked)


def _count(queries: list[str], execute: Any, sql: str, *more: Any) -> Any:
    queries.append(sql)
    return execute(sql, *more)


def _seconds(call: Any) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# --- the made body -------------------------------------------------------------------------------------------------


def _make(home: Path) -> str:
    """Bring the body in, and sign a policy officer in; what there is of it, in words."""
    from django.contrib.auth.hashers import make_password
    from django.db import connection
    from django.test import Client

    from eyre.body.folder import read_folder, write_folder
    from eyre_web.accounts.models import Person, RoleHeld, User
    from eyre_web.meetings.models import Action, Line, Meeting
    from eyre_web.snapshot import kept
    from eyre_web.transfer.folder import import_body
    from standings import made_body

    path, _ = made_body(home / "body")
    write_folder(_full(read_folder(path)))
    import_body(path)
    kept.forget()
    person, _made = Person.objects.get_or_create(name="Policy officer")
    user = User.objects.create(email="policy@example.org", password=make_password(None), person=person)
    RoleHeld.objects.create(user=user, role="policy_officer")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client()
    client.force_login(user)
    _known.update(client=client, user=user)
    kinds = {kind: Line.objects.filter(kind=kind).count() for kind in ("finding", "commitment")}
    return (
        f"{Meeting.objects.count()} meetings, {Action.objects.count():,} actions, {kinds['finding']:,} findings, "
        f"{kinds['commitment']:,} commitments on {MATTERS} matters"
    )


def _full(folder: Any) -> Any:
    """The body of `standings.py` with matters, actions, findings, questions and what became of the actions."""
    from eyre.body.registers import Matter, Matters
    from eyre.body.settings import Holder, Post

    matters = tuple(
        Matter(key=f"matter-{n}", title=f"Matter {n}", measures=(f"crime-{n % 8 + 1}",), areas=("district-a",))
        for n in range(MATTERS)
    )
    officer = Post(
        key="officer", title="Policy officer", holders=(Holder(person="Policy officer", from_date=date(2015, 1, 1)),)
    )
    body = replace(folder.body, posts=(*folder.body.posts, officer))
    meetings = tuple(_filled(place, meeting) for place, meeting in enumerate(folder.meetings))
    events = tuple(event for meeting in meetings for event in _happened(meeting))
    return replace(
        folder, body=body, matters=Matters(matters=matters), meetings=meetings, events=(*folder.events, *events)
    )


def _filled(place: int, meeting: Any) -> Any:
    """A meeting whose items are of matters, with findings, questions and actions shared out among them."""
    from eyre.body.meeting import Action, Attendance, Finding, Question
    from eyre.core import Reference
    from eyre.cycle.states import QuestionStatus

    home, items = meeting.reference.home, len(meeting.items)

    def named(kind: str, label: str) -> Any:
        return Reference(kind, home, label)

    def item(at: int, each: Any) -> Any:
        day = meeting.date
        return replace(
            each,
            title=f"Matter {(place + at * 3) % MATTERS}",
            matter=f"matter-{(place + at * 3) % MATTERS}",
            commitments=tuple(replace(promise, due=_soon(promise.due.date)) for promise in each.commitments),
            questions=(
                Question(reference=named("question", f"Q{at + 1}"), words="What has been done since?",
                         addressed_to=("chief",), status=list(QuestionStatus)[(place + at) % len(QuestionStatus)]),
            ),
            findings=tuple(
                Finding(reference=named("finding", f"F{n + 1}"), words="It was found that it is better in some areas.",
                        kind="performance", speakers=("chief",))
                for n in range(at, FINDINGS, items)
            ),
            actions=tuple(
                Action(reference=named("action", f"A{n + 1}"), words="Send a paper on what was done.",
                       owners=("chief",), due=_soon(day + timedelta(days=20 + n)))
                for n in range(at, ACTIONS, items)
            ),
        )  # fmt: skip

    filled = tuple(item(at, each) for at, each in enumerate(meeting.items))
    return replace(meeting, items=filled, attendance=(Attendance(post="chair"), Attendance(post="chief")))


def _soon(day: date) -> Any:
    from eyre.cycle.due import Certainty, Due

    return Due(words="soon", date=day, certainty=Certainty.RESOLVED)


def _happened(meeting: Any) -> Iterator[Any]:
    """Most actions were reported and accepted; those of the last half year are open."""
    from eyre.body.registers import Event
    from eyre.cycle.events import EventKind

    if meeting.date > TODAY - timedelta(days=180):
        return
    for item in meeting.items:
        for action in item.actions:
            of = {"reference": action.reference}
            yield Event(
                at=meeting.date + timedelta(days=15), by="chief", kind=EventKind.UPDATE, words="It began.", **of
            )
            if int(action.reference.label[1:]) % 8:
                done = meeting.date + timedelta(days=25)
                yield Event(at=done, by="chief", kind=EventKind.REPORTED_COMPLETE, words="It is done.", **of)
                yield Event(at=done + timedelta(days=9), by="officer", kind=EventKind.ACCEPTED, words="Seen.", **of)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="eyre-bench-cycle-data-") as data:
        os.environ["EYRE_DATA"] = data
        sys.path.insert(0, str(Path(__file__).resolve().parent))
        from unittest.mock import patch

        from eyre_web.project.start import start

        start(Path(data))
        from django.conf import settings
        from django.utils import timezone

        from eyre_web.transfer.database import migrate

        settings.ALLOWED_HOSTS = ["*"]
        migrate()
        with patch.object(timezone, "localdate", lambda *_more: TODAY):
            for line in table(tuple(sys.argv[1:])):
                print(line, flush=True)


if __name__ == "__main__":
    main()
