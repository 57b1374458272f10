"""A small body with its meetings and actions, and the people of the tests.

Three throughout: Ada, policy officer of the body, has the right; Ben leads the force and has another; Cy, a force
analyst of the same body, holds the post `analyst` and must not see what is not its own. Others where a test asks.
"""

from datetime import date
from itertools import count
from pathlib import Path

from eyre.body import meeting, registers
from eyre.body.folder import BodyFolder
from eyre.body.settings import Body, Holder, Post
from eyre.core import Reference
from eyre.cycle.due import Certainty, Due
from eyre.cycle.events import EventKind
from eyre.cycle.words import ActionDeliverable
from eyre_web.accounts.models import Person, RoleHeld, User
from eyre_web.meetings.agreed import drop_triggers
from eyre_web.transfer.folder import keep
from web.many import Much

HELD_ON = date(2025, 9, 16)
NAMES = {"policy": "Ada", "chief": "Ben", "analyst": "Cy", "commissioner": "Dee", "deputy": "Eve"}
ROLES = {
    "Ada": "policy_officer", "Ben": "chief_officer", "Cy": "force_analyst", "Dee": "commissioner",
    "Eve": "staff_officer",
}  # fmt: skip
TITLES = {
    "policy": "Policy officer", "chief": "Chief constable", "analyst": "Force analyst", "commissioner": "Commissioner",
    "deputy": "Deputy chief constable",
}  # fmt: skip


def make_body(more=Much()):  # noqa: B008  (values that never change)
    """Keep the body: a published meeting, one held later whose notes are a draft, six actions; and more beside it."""
    posts = tuple(
        Post(key=key, title=TITLES[key], holders=(Holder(person=name, from_date=date(2024, 1, 1)),))
        for key, name in NAMES.items()
    )
    body = Body(
        key="office", name="Anyshire Commissioner", kind="commissioner", force="anyshire", posts=(*posts, *more.posts),
        meeting_series=more.series,
    )  # fmt: skip
    matters = (registers.Matter(key="burglary", title="Burglary"), registers.Matter(key="calls", title="Calls"))
    keep(
        BodyFolder(
            path=Path("nowhere"), body=body, matters=registers.Matters(matters=(*matters, *more.matters)),
            meetings=(_september(), _october(), *more.meetings), events=(*EVENTS, *more.events),
            documents=(*DOCUMENTS, *more.documents), plans=more.plans,
        )
    )  # fmt: skip


def _meeting(month, day, status, *items):
    return meeting.Meeting(
        reference=Reference.parse(f"meeting 2025-{month:02}"), series="scrutiny", title=f"Scrutiny, {month}/2025",
        date=date(2025, month, day), status=status, items=items,
        attendance=(meeting.Attendance(post="commissioner"), meeting.Attendance(post="chief")),
    )  # fmt: skip


def _action(reference, words, owners, due=None, **more):
    return meeting.Action(reference=Reference.parse(f"action {reference}"), words=words, owners=owners, due=due, **more)


def _september():
    burglary = meeting.Item(
        number="1", title="Burglary", matter="burglary",
        actions=(
            _action("2025-09/1", "Send a paper on repeat burglary.", ("chief",), Due.on(date(2025, 10, 14))),
            _action("2025-09/2", "Hold a meeting with housing providers.", ("deputy",), Due(words="soon"),
                    managing_officer="analyst"),
        ),
    )  # fmt: skip
    calls = meeting.Item(
        number="2", title="Calls", matter="calls",
        actions=(
            _action("2025-09/3", "Print 101 calls by hour.", ("analyst",), Due.on(date(2025, 12, 31))),
            _action("2025-09/4", "Read the report.", ("all",), Due(
                words="before Christmas", date=date(2025, 12, 24), certainty=Certainty.RESOLVED)),
        ),
    )  # fmt: skip
    return _meeting(9, 16, "published", burglary, calls)


def _october():
    calls = meeting.Item(
        number="1", title="Calls again", matter="calls",
        actions=(
            _action("2025-10/1", "Say why calls were lost in August.", ("chief",), Due.on(date(2025, 11, 11))),
            _action("2025-10/2", "Show the new rota.", ("deputy",), Due.on(date(2026, 1, 20)),
                    deliverable=ActionDeliverable.DOCUMENT),
        ),
    )  # fmt: skip
    return _meeting(10, 21, "held", calls)


def _event(reference, on, by, kind, words="", sets_date=None):
    return registers.Event(
        reference=Reference.parse(f"action {reference}"), at=on, by=by, kind=kind, words=words, sets_date=sets_date
    )


EVENTS = (
    _event("2025-09/1", date(2025, 10, 10), "chief", EventKind.NEW_DATE, "The analyst is away.", date(2025, 11, 4)),
    _event("2025-10/1", date(2025, 11, 10), "chief", EventKind.REPORTED_COMPLETE, "Letter sent."),
    _event("2025-10/2", date(2025, 11, 3), "deputy", EventKind.UPDATE, "It is being drawn up."),
)

DOCUMENTS = (
    registers.Document(
        key="repeat-burglary", title="Paper on repeat burglary", kind="paper", asked_of="chief",
        asked_for_on=date(2025, 9, 16), due_on=date(2025, 10, 14),
    ),
    registers.Document(
        key="rota", title="Rota of the control room", marking="OFFICIAL-SENSITIVE",
        versions=(registers.DocumentVersion(version="1", on=date(2025, 9, 1), state="draft"),),
        held_by=(registers.Holding(post="deputy", version="1", since=date(2025, 9, 2)),),
    ),
    registers.Document(
        key="plan", title="Plan for calls", asked_of="analyst", asked_for_on=date(2025, 9, 16),
        received_on=date(2025, 10, 1),
        versions=(registers.DocumentVersion(version="1", on=date(2025, 9, 30)),),
        held_by=(registers.Holding(post="policy", version="1", since=date(2025, 10, 1)),),
    ),
    registers.Document(key="names", title="Names of callers", marking="SECRET"),
)  # fmt: skip


def let_agreed_notes_change():
    """Take away for one test what keeps agreed notes as they are: it wants others than those of this body."""
    drop_triggers("default")


_numbers = count(1)


def account(name, role=None):
    """The account of one of the people, with the role they have; or of somebody else, with a role and no post."""
    person, _ = Person.objects.get_or_create(name=name)
    user = User.objects.create_user(f"{name.lower()}{next(_numbers)}@example.org", "a long password", person=person)
    RoleHeld.objects.create(user=user, role=role or ROLES[name])
    return user
