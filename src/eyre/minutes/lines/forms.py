"""Which line makes which record. The table is the one statement of the grammar's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from eyre.body.meeting import (
    Action,
    Assurance,
    Commitment,
    Contact,
    Decision,
    Finding,
    Judgement,
    Question,
    QuotedFigure,
    RiskOrOpportunity,
)
from eyre.cycle.states import QuestionStatus
from eyre.cycle.words import (
    ActionDeliverable,
    AssuranceGrade,
    CommitmentKind,
    ContactKind,
    DecisionOutcome,
    EvidenceGrade,
    FindingKind,
    RiskKind,
    RiskNature,
    SpeechAct,
)
from eyre.minutes.lines.values import (
    AREA,
    AREAS,
    COUNT,
    FACET,
    FLAG,
    MEASURE,
    MEASURES,
    NUMBER,
    PERIOD,
    POST,
    POSTS,
    REFERENCE,
    REFERENCES,
    TEXT,
    TEXTS,
    Codec,
    choice,
)

Record = (
    Finding
    | Question
    | Action
    | Commitment
    | Assurance
    | QuotedFigure
    | Decision
    | RiskOrOpportunity
    | Judgement
    | Contact
)


@dataclass(frozen=True)
class Tail:
    """A field after the words: ` | evidence wanted: figures by area`."""

    label: str
    attribute: str
    codec: Codec


@dataclass(frozen=True)
class HeadChoice:
    """A word of a fixed list in the head. default: what is read, with a doubt, where none is said; None: a fault."""

    attribute: str
    kind: type[StrEnum]
    default: StrEnum | None
    at_end: bool = False


@dataclass(frozen=True)
class Form:
    """One kind of line.

    who: the attribute of those named first; whom: of those after `joint`; due: of the words that begin with "by", "in"
    and the like (of a question, when its paper is due). needs: of these, what must be said; misses: what is doubted
    where it is not. tail_due: a due date among the fields after the words, by its label. text: where the words go.
    """

    word: str
    record: type[Any]
    letter: str
    who: str = ""
    whom: str = ""
    joint: str = "to"
    due: str = ""
    head_choice: HeadChoice | None = None
    needs: Mapping[str, str] = field(default_factory=dict)
    misses: Mapping[str, str] = field(default_factory=dict)
    tails: tuple[Tail, ...] = ()
    tail_due: Mapping[str, str] = field(default_factory=dict)  # label to attribute
    text: str = "words"
    example: str = ""


DOUBT = Tail("doubt", "doubts", TEXTS)
MEASURED = (Tail("measures", "measures", MEASURES), Tail("areas", "areas", AREAS))

FORMS: Final[tuple[Form, ...]] = (
    Form(
        "finding", Finding, "F", who="speakers",
        head_choice=HeadChoice("kind", FindingKind, FindingKind.UPDATE),
        tails=(Tail("act", "act", choice(SpeechAct)), *MEASURED, DOUBT),
        example="finding gap CC: Victim plans have not been made.",
    ),
    Form(
        "question", Question, "Q", who="asked_by", whom="addressed_to", due="paper_due",
        needs={"addressed_to": "Say who is asked"}, misses={"asked_by": "Who asks is not said."},
        tails=(
            Tail("commissioned", "commissioned", FLAG), Tail("evidence wanted", "evidence_wanted", TEXT),
            Tail("asks whether", "asks_whether", TEXTS), Tail("status", "status", choice(QuestionStatus)),
            Tail("answered by", "answered_by", POSTS), DOUBT,
        ),
        example="question PCC to CC by 23 January: Is the policy applied consistently?",
    ),
    Form(
        "action", Action, "", who="owners", due="due",
        misses={"owners": "No owner is named.", "due": "No date is given."},
        tails=(
            Tail("managing officer", "managing_officer", POST),
            Tail("deliverable", "deliverable", choice(ActionDeliverable)), Tail("closes when", "closes_when", TEXT),
            Tail("follows", "follows", REFERENCE), Tail("from", "from_findings", REFERENCES), *MEASURED, DOUBT,
        ),
        example="action DCC by 30 Jan: Share the briefing note with the commissioner.",
    ),
    Form(
        "commitment", Commitment, "C", who="given_by", whom="relied_on_by", due="due",
        head_choice=HeadChoice("kind", CommitmentKind, CommitmentKind.COMMITMENT),
        misses={"given_by": "Who gives it is not said.", "due": "No date is given."},
        tails=(
            Tail("relayed by", "relayed_by", POSTS), Tail("evidence", "evidence", choice(EvidenceGrade)),
            Tail("carried by", "carried_by", REFERENCE), Tail("untested because", "untested_because", TEXT),
            *MEASURED, DOUBT,
        ),
        example="commitment CC by the end of March: Signs of improvement in violence in Telford.",
    ),
    Form(
        "assurance", Assurance, "S", who="given_by", whom="received_by",
        misses={"given_by": "Who gives it is not said.", "evidence": "What it rests on is not said."},
        tails=(
            Tail("evidence", "evidence", choice(EvidenceGrade)), Tail("in place", "in_place", TEXT),
            Tail("functioning", "functioning", TEXT), Tail("impact", "impact", TEXT), DOUBT,
        ),
        example="assurance CC to PCC: Minimum standards are applied alike. | evidence: told",
    ),
    Form(
        "figure", QuotedFigure, "M", who="quoted_by",
        misses={"period_words": "Its period is not said."},
        tails=(
            Tail("measure", "measure", MEASURE), Tail("area", "area", AREA), Tail("facet", "facet", FACET),
            Tail("value", "value", NUMBER), Tail("low", "low", NUMBER), Tail("high", "high", NUMBER),
            Tail("unit", "unit", TEXT), Tail("approximate", "approximate", FLAG), Tail("n", "n", COUNT),
            Tail("over", "period_words", TEXT), Tail("period", "period", PERIOD), Tail("source", "source", TEXT), DOUBT,
        ),
        example="figure DCC: 90% satisfied. | value: 90 | unit: % | n: 120 | over: last 3 months",
    ),
    Form(
        "decision", Decision, "D", who="by",
        head_choice=HeadChoice("outcome", DecisionOutcome, DecisionOutcome.NOTED, at_end=True),
        misses={"by": "Whose decision it is is not said."},
        tails=(
            Tail("subject", "subject", TEXT), Tail("reason", "reason", TEXT), Tail("reported by", "reported_by", POST),
            DOUBT,
        ),
        example="decision Executive Board agreed: The confidence strategy. | reported by: DCC",
    ),
    Form(
        "risk", RiskOrOpportunity, "R",
        head_choice=HeadChoice("nature", RiskNature, RiskNature.BOTH),
        tails=(
            Tail("place", "place", TEXT), Tail("media", "media", TEXT),
            Tail("live proceedings", "live_proceedings", FLAG), Tail("measures", "measures", MEASURES), DOUBT,
        ),
        tail_due={"next look": "next_look"},
        example="risk operational: Officers cover the control room while its staff train.",
    ),
    Form(
        "judgement", Judgement, "J", who="by",
        head_choice=HeadChoice("grade", AssuranceGrade, None, at_end=True), needs={"by": "Say whose judgement it is"},
        tails=(Tail("of", "of", TEXT), Tail("about", "about", REFERENCES)),
        text="reason", example="judgement PCC partly assured: A plan is there, and no figures.",
    ),
    Form(
        "contact", Contact, "V", who="by", whom="with_whom", joint="with", due="when",
        head_choice=HeadChoice("kind", ContactKind, None), needs={"by": "Say who made it"},
        tails=(Tail("place", "place", TEXT),),
        example="contact visit PCC with ACC on 12 January: Telford at night. | place: Telford",
    ),
)  # fmt: skip

# Words that begin a line, beside those of the forms: each is one of the forms with something said already.
_SHORT: Final[Mapping[str, tuple[str, Mapping[str, Any]]]] = {
    **{kind.value.replace("_", " "): ("finding", {"kind": kind}) for kind in FindingKind if kind != "assurance"},
    **{kind.value: ("commitment", {"kind": kind}) for kind in CommitmentKind},
    "commission": ("question", {"commissioned": True}),
    "risk": ("risk", {"kind": RiskKind.RISK}),
    "opportunity": ("risk", {"kind": RiskKind.OPPORTUNITY}),
    **{kind.value.replace("_", " "): ("contact", {"kind": kind}) for kind in ContactKind},
    "judgment": ("judgement", {}),
}

BY_WORD: Final[Mapping[str, Form]] = {form.word: form for form in FORMS}
BY_RECORD: Final[Mapping[type[Any], Form]] = {form.record: form for form in FORMS}
WORDS: Final[Mapping[str, tuple[Form, Mapping[str, Any]]]] = {
    **{form.word: (form, {}) for form in FORMS},
    **{word: (BY_WORD[name], given) for word, (name, given) in _SHORT.items()},
}
NOTE = "note"

# How the fixed words are also said in the room.
ALSO_SAID: Final[Mapping[str, StrEnum]] = {
    "agreed in principle": DecisionOutcome.AGREED_IN_PRINCIPLE_NOT_SIGNED_OFF,
    "agreed as a concept": DecisionOutcome.AGREED_IN_PRINCIPLE_NOT_SIGNED_OFF,
    "partly": AssuranceGrade.PARTLY_ASSURED,
}


def is_one(form: Form, attribute: str) -> bool:
    """Whether an attribute of a record is one text, not several."""
    return bool(form.record.__dataclass_fields__[attribute].type == "str")
