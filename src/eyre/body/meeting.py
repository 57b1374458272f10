"""meetings/<series>-<date>.toml: what a meeting agreed, in the words it agreed.

A file is never edited after agreement; a correction is a file of the next version that names the one it corrects.
What happened afterwards stands in events.csv.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Final

from eyre.body.commitment_test import Improvement, Test
from eyre.core import Facet, Period, Reference
from eyre.core.codec import TimeOfDay, record
from eyre.core.keys import Key
from eyre.cycle.due import Due
from eyre.cycle.states import MeetingStatus, QuestionStatus
from eyre.cycle.words import (
    ActionDeliverable,
    ApologiesRecorded,
    AssuranceGrade,
    AttendanceState,
    CommitmentKind,
    ContactKind,
    DecisionOutcome,
    EvidenceGrade,
    FindingKind,
    RiskKind,
    RiskNature,
    SpeechAct,
    StandingHeading,
)


@record
class Attendance:
    """A post at the meeting, in which capacity; the person is found by the date."""

    post: str
    state: AttendanceState = AttendanceState.PRESENT
    capacity: str = ""


@record
class Question:
    """A question put to a post: commissioned before the meeting, or put in the room."""

    reference: Reference
    words: str
    addressed_to: tuple[str, ...]
    asked_by: str = ""
    commissioned: bool = False
    evidence_wanted: str = ""
    paper_due: Due | None = None
    paper: str = ""  # key of the document in which the answer is to come
    tests: tuple[Reference, ...] = ()  # the commitments that the answer will show kept or not
    requested_on: datetime.date | None = None  # the day the request was sent
    reply: str = ""  # what was answered in writing before the meeting
    replied_on: datetime.date | None = None
    asks_whether: tuple[str, ...] = ()  # the parts of a question that has several
    status: QuestionStatus = QuestionStatus.NOT_RECORDED
    answered_by: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@record
class Finding:
    """Something the meeting heard or concluded."""

    reference: Reference
    words: str
    kind: FindingKind
    speakers: tuple[str, ...] = ()
    act: SpeechAct | None = None
    measures: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@record
class QuotedFigure:
    """A figure as it was quoted, with the base it was given; never corrected here.

    value, or low and high for a range; n: how many it rests on, None when it was not said.
    """

    reference: Reference
    words: str
    measure: str = ""
    area: str = ""
    facet: Facet = Facet()
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    approximate: bool = False
    n: int | None = None
    period_words: str = ""
    period: Period | None = None
    source: str = ""
    quoted_by: str = ""
    doubts: tuple[str, ...] = ()


@record
class Assurance:
    """Somebody's statement that something is so. Whether it was borne out is an event."""

    reference: Reference
    words: str
    given_by: str = ""  # empty: the giver is not stated
    received_by: str = ""
    evidence: EvidenceGrade | None = None
    in_place: str = ""
    functioning: str = ""
    impact: str = ""
    doubts: tuple[str, ...] = ()


@record
class Judgement:
    """A named post's judgement, never computed. `of`: "performance", "plan" or what else is judged."""

    reference: Reference
    grade: AssuranceGrade
    by: str
    reason: str
    of: str = "performance"
    about: tuple[Reference, ...] = ()


@record
class LuckAndPower:
    """Fixed on the day the test was agreed: what an unchanged force, and one that improved as agreed, would show."""

    luck: float
    power: float
    improvement: Improvement
    computed_on: datetime.date
    version: str


@record
class Checkpoint:
    """One of several dates a promise gives itself, each with its own window and test."""

    label: str
    due: Due | None = None
    test: Test | None = None
    luck_and_power: LuckAndPower | None = None


@record
class Commitment:
    """A promise: who gave it, who passed it on, who relies on it, and the test that would show it."""

    reference: Reference
    words: str
    kind: CommitmentKind
    given_by: tuple[str, ...] = ()  # empty: the giver is not stated
    relayed_by: tuple[str, ...] = ()
    relied_on_by: tuple[str, ...] = ()
    due: Due | None = None
    measures: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    checkpoints: tuple[Checkpoint, ...] = ()
    test: Test | None = None
    test_agreed_by: str = ""
    test_agreed_on: datetime.date | None = None
    untested_because: str = ""
    luck_and_power: LuckAndPower | None = None
    evidence: EvidenceGrade | None = None
    carried_by: Reference | None = None  # the action that carries it
    doubts: tuple[str, ...] = ()


@record
class Action:
    """A task the meeting set. Its state is computed from the events."""

    reference: Reference
    words: str
    owners: tuple[str, ...] = ()  # posts; "all" is everyone present
    managing_officer: str = ""
    due: Due | None = None
    deliverable: ActionDeliverable = ActionDeliverable.OTHER
    closes_when: str = ""
    follows: Reference | None = None  # the action or matter it succeeds
    from_findings: tuple[Reference, ...] = ()
    measures: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@record
class Decision:
    """A decision, and whose it is: the body's own, or one of the force that was reported to it."""

    reference: Reference
    words: str
    by: str  # post or organisation
    outcome: DecisionOutcome
    subject: str = ""
    reason: str = ""
    reported_by: str = ""
    doubts: tuple[str, ...] = ()


@record
class RiskOrOpportunity:
    """An entry of the register of operational and reputational opportunities and risks."""

    reference: Reference
    words: str
    kind: RiskKind
    nature: RiskNature
    place: str = ""
    media: str = ""
    live_proceedings: bool = False
    measures: tuple[str, ...] = ()
    next_look: Due | None = None
    doubts: tuple[str, ...] = ()


@record
class Contact:
    """Scrutiny outside the meeting: a visit, a briefing, a written challenge."""

    reference: Reference
    words: str
    kind: ContactKind
    by: str
    with_whom: tuple[str, ...] = ()
    when: Due | None = None
    place: str = ""


@record
class Note:
    """Words that were written down and are none of the records: a remark, or a line that could not be read as one."""

    reference: Reference
    words: str
    doubts: tuple[str, ...] = ()


@record
class Item:
    """One heading of the meeting and what was recorded under it. An empty heading keeps its `nil` words."""

    number: str  # as Eyre numbers it
    title: str
    printed_number: str = ""  # as the notes print it, where that differs
    heading: StandingHeading | None = None  # of the standing agenda, for its own headings
    matter: str = ""
    objective: str = ""
    areas: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    nil: str = ""
    brought_forward_from: str = ""
    history_words: str = ""
    history: tuple[Period, ...] = ()  # months in which the matter was considered before, as resolved
    questions: tuple[Question, ...] = ()
    findings: tuple[Finding, ...] = ()
    figures: tuple[QuotedFigure, ...] = ()
    assurances: tuple[Assurance, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    actions: tuple[Action, ...] = ()
    decisions: tuple[Decision, ...] = ()
    risks: tuple[RiskOrOpportunity, ...] = ()
    contacts: tuple[Contact, ...] = ()
    notes: tuple[Note, ...] = ()


# The lists of an item that hold its records, by what each record of one is called; actions have a life of their own.
RECORDS: Final[Mapping[str, str]] = {
    "question": "questions",
    "finding": "findings",
    "figure": "figures",
    "assurance": "assurances",
    "judgement": "judgements",
    "commitment": "commitments",
    "decision": "decisions",
    "risk": "risks",
    "contact": "contacts",
    "note": "notes",
}


@record
class NextMeeting:
    date: datetime.date | None = None
    weekday: str = ""
    start: TimeOfDay | None = None
    venue: str = ""
    words: str = ""


@record
class Meeting:
    """One meeting as agreed. `reference` is "meeting 2017-12"; its home is that of every record in it."""

    reference: Reference
    series: Key
    title: str
    date: datetime.date
    weekday: str = ""
    start: TimeOfDay | None = None
    end: TimeOfDay | None = None
    venue: str = ""
    chair: str = ""
    minute_taker: str = ""
    status: MeetingStatus
    version: int = 1
    corrects: str = ""
    called_for: Reference | None = None  # the action that asked for this meeting
    apologies: ApologiesRecorded = ApologiesRecorded.NOT_RECORDED
    attendance: tuple[Attendance, ...] = ()
    items: tuple[Item, ...] = ()
    next_meeting: NextMeeting | None = None
    source: str = ""
    illustrative: str = ""
    doubts: tuple[str, ...] = ()
