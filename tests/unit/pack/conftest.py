"""Packs of small bodies, with a record of two meetings to bring forward from."""

from datetime import date

import pytest

from eyre.body.meeting import (
    Action,
    Assurance,
    Commitment,
    Decision,
    Finding,
    Item,
    Meeting,
    NextMeeting,
    Question,
    RiskOrOpportunity,
)
from eyre.body.registers import Event, Initiative, Inspection, Matter, Matters
from eyre.core import Month, Reference
from eyre.cycle.due import Certainty, Due
from eyre.cycle.events import EventKind
from eyre.cycle.states import MeetingStatus, QuestionStatus
from eyre.cycle.words import (
    CommitmentKind,
    DecisionOutcome,
    EvidenceGrade,
    FindingKind,
    RiskKind,
    RiskNature,
    StandingHeading,
)
from eyre.disclosure import Audience
from eyre.minutes.standing import Standing, find_meeting
from eyre.pack.build import Pack
from eyre.tracker import Request, build_tracker
from small_body import small_body

AS_OF = date(2024, 1, 15)


def ref(text):
    return Reference.parse(text)


def due(words, day):
    return Due(words=words, date=day, certainty=Certainty.RESOLVED)


def november():
    topic = Item(
        number="4a.1", title="Burglary", matter="burglary",
        questions=(
            Question(
                reference=ref("question 2023-11/Q1"), words="Why have burglaries risen since May 2023?",
                addressed_to=("chief",), commissioned=True, status=QuestionStatus.NOT_ANSWERED,
            ),
        ),
        findings=(
            Finding(
                reference=ref("finding 2023-11/F1"), words="Burglary rose by 12 in one month",
                kind=FindingKind.PERFORMANCE, speakers=("chief",),
            ),
        ),
        assurances=(
            Assurance(
                reference=ref("assurance 2023-11/A1"), words="Every victim is visited within 24 hours",
                given_by="chief", evidence=EvidenceGrade.TOLD,
            ),
        ),
        commitments=(
            Commitment(
                reference=ref("commitment 2023-11/C1"), words="It will be better soon", kind=CommitmentKind.COMMITMENT,
            ),
        ),
        actions=(
            Action(
                reference=ref("action 2023-11/1"), words="Bring a plan for burglary", owners=("chief",),
                due=due("by the end of November", date(2023, 11, 30)),
            ),
            Action(reference=ref("action 2023-11/2"), words="Write to the council", owners=("chair",)),
        ),
    )  # fmt: skip
    risks = Item(
        number="2", title="Opportunities and risks", heading=StandingHeading.OPPORTUNITIES_AND_RISKS,
        risks=(
            RiskOrOpportunity(
                reference=ref("risk 2023-11/R1"), words="The inquest opens", kind=RiskKind.RISK,
                nature=RiskNature.REPUTATIONAL, live_proceedings=True,
            ),
            RiskOrOpportunity(
                reference=ref("risk 2023-11/R2"), words="The control room moves", kind=RiskKind.OPPORTUNITY,
                nature=RiskNature.OPERATIONAL,
            ),
        ),
    )  # fmt: skip
    board = Item(
        number="3", title="Chief officer meeting", heading=StandingHeading.CHIEF_OFFICER_MEETING,
        decisions=(
            Decision(
                reference=ref("decision 2023-11/D1"), words="Buy 40 cameras", by="chief",
                outcome=DecisionOutcome.AGREED, reason="they last",
            ),
        ),
    )  # fmt: skip
    plan = Item(number="4a", title="Performance", heading=StandingHeading.PLAN_PERFORMANCE)
    return Meeting(
        reference=ref("meeting 2023-11"), series="scrutiny", title="Scrutiny meeting", date=date(2023, 11, 14),
        status=MeetingStatus.AGREED, items=(risks, board, plan, topic),
        next_meeting=NextMeeting(date=date(2023, 12, 12), venue="Town hall"),
    )  # fmt: skip


def december():
    return Meeting(
        reference=ref("meeting 2023-12"), series="scrutiny", title="Scrutiny meeting", date=date(2023, 12, 12),
        status=MeetingStatus.HELD,
    )  # fmt: skip


EVENTS = (
    Event(
        reference=ref("action 2023-11/1"), at=date(2023, 12, 1), by="chief", kind=EventKind.NEW_DATE,
        words="The plan needs 2 more weeks", sets_date=date(2023, 12, 15),
    ),
    Event(
        reference=ref("action 2023-11/1"), at=date(2023, 12, 20), by="chief", kind=EventKind.NEW_DATE,
        words="Staff were away", sets_date=date(2024, 1, 10),
    ),
)  # fmt: skip
BURGLARY = Matter(key="burglary", title="Burglary at home", measures=("burglary",), considered=(Month(2023, 9),))
RECORD = {
    "meetings": (november(), december()),
    "events": EVENTS,
    "matters": Matters(
        matters=(
            Matter(key="burglary", title="Burglary at home", measures=("burglary",), considered=(Month(2023, 9),)),
        )
    ),
    "initiatives": (Initiative(key="cameras", title="Cameras", what="40 cameras", condition="if they are used"),),
    "inspections": (Inspection(key="peel", title="PEEL 2023", organisation="hmicfrs", published=date(2023, 9, 1)),),
}


@pytest.fixture
def pack_of(tmp_path):
    """Make the pack of a small body: `pack_of(figures, audience=…, which=…, **what the body folder holds)`."""

    def make(figures, *, audience=Audience.WORKING, which="next", as_of=AS_OF, name="body", **records):
        folder = small_body(tmp_path / name, figures, **records)
        return pack(folder, which, as_of, audience)

    return make


def pack(folder, which="next", as_of=AS_OF, audience=Audience.WORKING, **asked):
    day = find_meeting(folder, which)
    last = Standing(folder, day).last
    tracker = build_tracker(folder, Request(as_of=as_of, since=last.date if last else None, **asked))
    return Pack(folder, day, as_of, audience, tracker)


@pytest.fixture(scope="session")
def make_pack():
    return pack


@pytest.fixture
def record():
    """Two meetings held, their events and registers: fields for `pack_of`."""
    return dict(RECORD)
