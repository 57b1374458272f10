"""The words of the record: what kind of thing was said, by what act, on what evidence, under which heading.

States and what may follow them are in `states`; what happened later to a record is in `events`.
"""

from __future__ import annotations

from enum import StrEnum


class ActionDeliverable(StrEnum):
    """What an action is to bring about; each kind has its own proof of being done."""

    PRODUCT_CHANGE = "product_change"
    DOCUMENT = "document"
    MEETING = "meeting"
    PLAN = "plan"
    REVIEW = "review"
    OTHER = "other"

    @property
    def closing_proof(self) -> str:
        """What the oversight body needs to see before it accepts the action."""
        return _CLOSING_PROOF[self]


_CLOSING_PROOF = {
    ActionDeliverable.PRODUCT_CHANGE: "the changed product, filed, with the date of its first issue",
    ActionDeliverable.DOCUMENT: "the document itself, with the date it was received",
    ActionDeliverable.MEETING: "the date the meeting was held, who was there and what came of it",
    ActionDeliverable.PLAN: "the plan, with its owner, its steps and its dates",
    ActionDeliverable.REVIEW: "the meeting that reviewed it, the measure and the reading it looked at",
    ActionDeliverable.OTHER: "what a person saw, in words, with the date",
}


class Part(StrEnum):
    """What a post does about an action, a matter or a plan. Who owns answers for it; who manages does the work."""

    DIRECTS = "directs"  # says what is to be done, in the force
    SCRUTINISES = "scrutinises"  # looks at what was done
    MANAGES = "manages"
    OWNS = "owns"


class SeriesKind(StrEnum):
    """What a series of meetings is for: each kind has a standing agenda of its own, or the monthly one."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    THEMATIC = "thematic"  # one theme a meeting
    PUBLIC = "public"  # held before the public
    SPECIAL = "special"  # called for one occasion, for instance because an action asks for a meeting


class DecisionOutcome(StrEnum):
    AGREED = "agreed"
    AGREED_IN_PRINCIPLE_NOT_SIGNED_OFF = "agreed_in_principle_not_signed_off"
    NOTED = "noted"
    DEFERRED = "deferred"
    NOT_SUPPORTED = "not_supported"
    DELEGATED = "delegated"


class FindingKind(StrEnum):
    CHALLENGE = "challenge"
    ASSURANCE = "assurance"
    PERFORMANCE = "performance"
    GAP = "gap"
    COMPARISON = "comparison"
    ANALYSIS = "analysis"
    PLAN = "plan"
    FUNDING = "funding"
    RESOURCE = "resource"
    ACTIVITY = "activity"
    UPDATE = "update"
    OPTION_RAISED = "option_raised"
    RECOGNITION = "recognition"


class SpeechAct(StrEnum):
    ASKS = "asks"
    ANSWERS = "answers"
    ASSERTS = "asserts"
    UNDERTAKES = "undertakes"
    INSTRUCTS = "instructs"
    REPORTS_UNDERTAKING = "reports_undertaking"  # tells what another has undertaken


class CommitmentKind(StrEnum):
    """Kept apart, because each is judged differently: only a commitment or a target is kept or not kept."""

    COMMITMENT = "commitment"  # someone said it will be so
    ASPIRATION = "aspiration"  # a hope with a value
    EXPECTATION = "expectation"  # someone said they expect it
    TARGET = "target"  # a value with a date


class EvidenceGrade(StrEnum):
    """What a statement rested on, the weakest first."""

    TOLD = "told"
    SHOWN_FIGURES = "shown_figures"
    SAMPLED = "sampled"
    INDEPENDENTLY_VERIFIED = "independently_verified"


class AssuranceGrade(StrEnum):
    ASSURED = "assured"
    PARTLY_ASSURED = "partly_assured"
    NOT_ASSURED = "not_assured"


class AttendanceState(StrEnum):
    PRESENT = "present"
    APOLOGIES = "apologies"
    PART = "part"
    OBSERVER = "observer"
    BY_INVITATION = "by_invitation"


class ApologiesRecorded(StrEnum):
    """Nobody sent apologies is not the same as nobody wrote them down."""

    NONE_RECORDED = "none_recorded"  # the notes say there were none, or leave the line empty
    NOT_RECORDED = "not_recorded"  # the notes have no such line
    RECORDED = "recorded"


class RiskKind(StrEnum):
    OPPORTUNITY = "opportunity"
    RISK = "risk"


class RiskNature(StrEnum):
    OPERATIONAL = "operational"
    REPUTATIONAL = "reputational"
    BOTH = "both"


class RiskLevel(StrEnum):
    """How great a risk or an opportunity is held to be, by the post that looked; never computed."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very_high"


class RiskTrend(StrEnum):
    """Which way it has gone since the last look, by the post that looked."""

    IMPROVING = "improving"
    STEADY = "steady"
    WORSENING = "worsening"
    CANNOT_TELL = "cannot_tell"


class MediaCoverage(StrEnum):
    NONE = "none"
    LOCAL_LIMITED = "local_limited"
    LOCAL = "local"
    NATIONAL = "national"


class Proceedings(StrEnum):
    """How far a court case is. While it is live, what is published can harm it."""

    NONE = "none"
    LIVE = "live"
    CONCLUDED = "concluded"


class LooseEndKind(StrEnum):
    """What can be left lying after a meeting, in the order it is asked about."""

    FAILURE_WITHOUT_ANSWER = "failure_without_answer"
    QUESTION_WITHOUT_ANSWER = "question_without_answer"
    ACTION_WITHOUT_OWNER = "action_without_owner"
    ACTION_WITHOUT_DATE = "action_without_date"
    OWNER_ABSENT = "owner_absent"
    ADDRESSEE_ABSENT = "addressee_absent"
    WEEKDAY = "weekday_and_date_disagree"
    DATE_BEFORE_MEETING = "date_before_meeting"
    REVIEW_TOO_EARLY = "review_before_its_figures"
    TWO_STATES = "one_document_in_two_states"
    TWO_POPULATIONS = "one_name_for_two_populations"
    TWO_BASES = "figures_on_two_bases"
    NOBODY_ASKED = "nobody_was_asked"
    ONLY_SAID = "promise_only_in_words"

    @property
    def said(self) -> str:
        return self.value.replace("_", " ")


class ContactKind(StrEnum):
    """Scrutiny outside the meeting."""

    VISIT = "visit"
    BRIEFING = "briefing"
    WRITTEN_CHALLENGE = "written_challenge"
    MEETING = "meeting"
    CORRESPONDENCE = "correspondence"


class StandingHeading(StrEnum):
    """Headings of the standing agenda, in the order they are taken."""

    BROUGHT_FORWARD = "brought_forward"
    OPPORTUNITIES_AND_RISKS = "opportunities_and_risks"
    CHIEF_OFFICER_MEETING = "chief_officer_meeting"
    HOLDING_TO_ACCOUNT = "holding_to_account"
    PLAN_PERFORMANCE = "plan_performance"
    STRATEGIC_INITIATIVES = "strategic_initiatives"
    INSPECTION_PROGRAMME = "inspection_programme"
    ANY_OTHER_BUSINESS = "any_other_business"
    NEXT_MEETING = "next_meeting"

    @property
    def printed(self) -> str:
        """The heading as it stands on the agenda, unless the body has its own label."""
        return _PRINTED[self]

    @property
    def under(self) -> StandingHeading | None:
        """The heading it is a part of: 4a, 4b and 4c are parts of 4."""
        return StandingHeading.HOLDING_TO_ACCOUNT if self in _PARTS_OF_HOLDING_TO_ACCOUNT else None

    @property
    def order(self) -> int:
        return list(StandingHeading).index(self)


_PRINTED = {
    StandingHeading.BROUGHT_FORWARD: "Outstanding matters and items brought forward",
    StandingHeading.OPPORTUNITIES_AND_RISKS: "Operational and reputational opportunities and risks",
    StandingHeading.CHIEF_OFFICER_MEETING: "Chief officer meeting and executive board",
    StandingHeading.HOLDING_TO_ACCOUNT: "Holding to account",
    StandingHeading.PLAN_PERFORMANCE: "Performance against the police and crime plan",
    StandingHeading.STRATEGIC_INITIATIVES: "Delivery of strategic initiatives",
    StandingHeading.INSPECTION_PROGRAMME: "Inspection programme and improvement board",
    StandingHeading.ANY_OTHER_BUSINESS: "Any other business",
    StandingHeading.NEXT_MEETING: "Date of next meeting",
}

_PARTS_OF_HOLDING_TO_ACCOUNT = frozenset(
    {
        StandingHeading.PLAN_PERFORMANCE,
        StandingHeading.STRATEGIC_INITIATIVES,
        StandingHeading.INSPECTION_PROGRAMME,
    }
)
