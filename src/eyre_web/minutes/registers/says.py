"""Kinds of record and the words of the record as a page says them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from eyre.cycle.events import EventKind
from eyre.cycle.states import QuestionStatus
from eyre.cycle.words import (
    AssuranceGrade,
    CommitmentKind,
    ContactKind,
    DecisionOutcome,
    EvidenceGrade,
    FindingKind,
    MediaCoverage,
    Proceedings,
    RiskKind,
    RiskLevel,
    RiskNature,
    RiskTrend,
    SpeechAct,
)
from eyre.minutes.registers import Whose

# In the order of the page that lists them: what each register is called, one record of it, what is in it.
REGISTERS: Final[Mapping[str, tuple[str | Promise, str | Promise, str | Promise]]] = {
    "finding": (_("Findings"), _("Finding"), _("What the meetings heard and concluded.")),
    "question": (_("Questions"), _("Question"), _("What was asked, of whom, and whether it was answered.")),
    "figure": (_("Figures as quoted"), _("Figure as quoted"), _("Beside the series each comes from.")),
    "assurance": (_("Assurances"), _("Assurance"), _("Who said that it is so, on what, and what came of it.")),
    "judgement": (_("Judgements"), _("Judgement"), _("Given by a named post; never computed.")),
    "commitment": (_("Commitments"), _("Commitment"), _("Who said that it will be so, and by when.")),
    "decision": (_("Decisions"), _("Decision"), _("Whose each is, its outcome and its reason.")),
    "risk": (_("Risks and opportunities"), _("Risk or opportunity"), _("And each look at them.")),
    "contact": (_("Contacts"), _("Contact"), _("Visits, briefings and challenges outside the meeting.")),
    "note": (_("Notes"), _("Note"), _("What was written down and is none of these.")),
}  # fmt: skip

WORDS: Final[Mapping[type[StrEnum], Mapping[StrEnum, str | Promise]]] = {
    FindingKind: {
        FindingKind.CHALLENGE: _("Challenge"), FindingKind.ASSURANCE: _("Assurance"),
        FindingKind.PERFORMANCE: _("Performance"), FindingKind.GAP: _("Gap"), FindingKind.COMPARISON: _("Comparison"),
        FindingKind.ANALYSIS: _("Analysis"), FindingKind.PLAN: _("Plan"), FindingKind.FUNDING: _("Funding"),
        FindingKind.RESOURCE: _("Resource"), FindingKind.ACTIVITY: _("Activity"), FindingKind.UPDATE: _("Update"),
        FindingKind.OPTION_RAISED: _("Option raised"), FindingKind.RECOGNITION: _("Recognition"),
    },
    SpeechAct: {
        SpeechAct.ASKS: _("asks"), SpeechAct.ANSWERS: _("answers"), SpeechAct.ASSERTS: _("says that it is so"),
        SpeechAct.UNDERTAKES: _("undertakes"), SpeechAct.INSTRUCTS: _("instructs"),
        SpeechAct.REPORTS_UNDERTAKING: _("tells what another has undertaken"),
    },
    QuestionStatus: {
        QuestionStatus.PUT: _("Put"), QuestionStatus.ANSWERED: _("Answered"),
        QuestionStatus.PART: _("Answered in part"),
        QuestionStatus.NOT_ANSWERED: _("Not answered"), QuestionStatus.NOT_REACHED: _("Not reached"),
        QuestionStatus.NOT_RECORDED: _("No answer on record"),
    },
    EvidenceGrade: {
        EvidenceGrade.TOLD: _("Told"), EvidenceGrade.SHOWN_FIGURES: _("Shown figures"),
        EvidenceGrade.SAMPLED: _("Sampled"), EvidenceGrade.INDEPENDENTLY_VERIFIED: _("Independently verified"),
    },
    AssuranceGrade: {
        AssuranceGrade.ASSURED: _("Assured"), AssuranceGrade.PARTLY_ASSURED: _("Partly assured"),
        AssuranceGrade.NOT_ASSURED: _("Not assured"),
    },
    CommitmentKind: {
        CommitmentKind.COMMITMENT: _("Commitment"), CommitmentKind.ASPIRATION: _("Aspiration"),
        CommitmentKind.EXPECTATION: _("Expectation"), CommitmentKind.TARGET: _("Target"),
    },
    DecisionOutcome: {
        DecisionOutcome.AGREED: _("Agreed"),
        DecisionOutcome.AGREED_IN_PRINCIPLE_NOT_SIGNED_OFF: _("Agreed in principle, not signed off"),
        DecisionOutcome.NOTED: _("Noted"), DecisionOutcome.DEFERRED: _("Deferred"),
        DecisionOutcome.NOT_SUPPORTED: _("Not supported"), DecisionOutcome.DELEGATED: _("Delegated"),
    },
    Whose: {
        Whose.OWN: _("The oversight body’s own"),
        Whose.REPORTED: _("Not the oversight body’s: taken by another and reported to the meeting"),
        Whose.NOT_STATED: _("Whose it is cannot be told: no organisation is on record for the post"),
    },
    RiskKind: {RiskKind.OPPORTUNITY: _("Opportunity"), RiskKind.RISK: _("Risk")},
    RiskNature: {
        RiskNature.OPERATIONAL: _("Operational"), RiskNature.REPUTATIONAL: _("Reputational"),
        RiskNature.BOTH: _("Operational and reputational"),
    },
    RiskLevel: {
        RiskLevel.LOW: _("Low"), RiskLevel.MEDIUM: _("Medium"), RiskLevel.HIGH: _("High"),
        RiskLevel.VERY_HIGH: _("Very high"),
    },
    RiskTrend: {
        RiskTrend.IMPROVING: _("Improving"), RiskTrend.STEADY: _("Steady"), RiskTrend.WORSENING: _("Worsening"),
        RiskTrend.CANNOT_TELL: _("Cannot tell"),
    },
    MediaCoverage: {
        MediaCoverage.NONE: _("No coverage"), MediaCoverage.LOCAL_LIMITED: _("Local, limited"),
        MediaCoverage.LOCAL: _("Local"), MediaCoverage.NATIONAL: _("National"),
    },
    Proceedings: {
        Proceedings.NONE: _("No case before a court"), Proceedings.LIVE: _("Live proceedings"),
        Proceedings.CONCLUDED: _("The case has ended"),
    },
    ContactKind: {
        ContactKind.VISIT: _("Visit"), ContactKind.BRIEFING: _("Briefing"),
        ContactKind.WRITTEN_CHALLENGE: _("Written challenge"), ContactKind.MEETING: _("Meeting"),
        ContactKind.CORRESPONDENCE: _("Correspondence"),
    },
}  # fmt: skip

LATER: Final[Mapping[str, str | Promise]] = {
    EventKind.BORNE_OUT: _("Borne out"),
    EventKind.NOT_BORNE_OUT: _("Not borne out"),
    EventKind.CANNOT_TELL: _("Cannot tell"),
    EventKind.ANSWERED: _("Answered"),
    EventKind.PART_ANSWERED: _("Answered in part"),
    EventKind.NOT_ANSWERED: _("Not answered"),
}


def say(word: StrEnum | None) -> str:
    """A word of the record as a page says it; nothing where the record says nothing."""
    return "" if word is None else str(WORDS[type(word)][word])


def choices(words: type[StrEnum]) -> list[tuple[str, str | Promise]]:
    return [(word.value, said) for word, said in WORDS[words].items()]
