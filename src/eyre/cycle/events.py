"""What happened to a record after its meeting, and the state and date that follow from it."""

from __future__ import annotations

from enum import StrEnum


class EventKind(StrEnum):
    """One line of the record of later events. Nothing is overwritten: state and due date are folded from these."""

    UPDATE = "update"
    EVIDENCE = "evidence"
    NEW_DATE = "new_date"
    # actions
    REPORTED_COMPLETE = "reported_complete"
    ACCEPTED = "accepted"
    RETURNED = "returned"  # reported complete, and not accepted: open again
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    DOCUMENT_RECEIVED = "document_received"
    # questions
    ANSWERED = "answered"
    PART_ANSWERED = "part_answered"
    NOT_ANSWERED = "not_answered"
    NOT_REACHED = "not_reached"
    NOT_RECORDED = "not_recorded"
    # assurances
    BORNE_OUT = "borne_out"
    NOT_BORNE_OUT = "not_borne_out"
    CANNOT_TELL = "cannot_tell"
    # commitments
    TEST_AGREED = "test_agreed"
    FINDING = "finding"
    DECISION = "decision"
    # matters
    WATCHED = "watched"
    CLOSED = "closed"
    REOPENED = "reopened"
    # meetings
    AGENDA_ISSUED = "agenda_issued"
    MEETING_HELD = "meeting_held"
    NOTES_AGREED = "notes_agreed"
    NOTES_PUBLISHED = "notes_published"
    CANCELLED = "cancelled"
    CORRECTED = "corrected"  # a later version of the notes stands beside this one
