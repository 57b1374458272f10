"""Questions that the record leaves open on a matter, each with the reason it is offered. The chair decides.

Those that the figures give rise to are worked out in the pack, which shows both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from eyre.body.meeting import Commitment
from eyre.core import Reference, say_date
from eyre.cycle.states import QuestionStatus
from eyre.minutes.standing import NO_ANSWER, OPEN_QUESTIONS, Standing


class LeftOpen(StrEnum):
    """Why a question is offered, in the order the chair would take them."""

    UNANSWERED = "unanswered"
    UNTESTABLE_PROMISE = "untestable_promise"
    TOLD_ONLY = "told_only"


@dataclass(frozen=True, slots=True)
class RecordQuestion:
    """A question about something on record. ask: what to ask; words: the record's own, quoted after it.

    before, on, after: the reason, with its day between.
    """

    left_open: LeftOpen
    ask: str
    words: str
    before: str
    on: date
    after: str
    reference: Reference

    @property
    def question(self) -> str:
        return f"{self.ask} “{self.words}”"

    @property
    def reason(self) -> str:
        return f"{self.before}{say_date(self.on)}{self.after} ({self.reference})."


def record_questions(standing: Standing, matter: str) -> tuple[RecordQuestion, ...]:
    """Every question the record leaves open on a matter: first what was put and not answered, then promises that nobody
    could ever find kept or broken, then assurances that rest on being told."""
    return (*_unanswered(standing, matter), *_promises(standing, matter), *_assurances(standing, matter))


def _unanswered(standing: Standing, matter: str) -> Iterator[RecordQuestion]:
    states = {QuestionStatus.PART: "answered in part", QuestionStatus.NOT_REACHED: "not reached"}
    for meeting, question in standing.questions_on(matter):
        if question.reference in standing.answered:
            continue
        if question.status in OPEN_QUESTIONS:
            after = f" and {states.get(question.status, 'not answered')}"
            yield RecordQuestion(
                LeftOpen.UNANSWERED, "Put again:", question.words, "it was put on ", meeting.date, after,
                question.reference,
            )  # fmt: skip
        elif question.status in NO_ANSWER:
            yield RecordQuestion(
                LeftOpen.UNANSWERED, "Was this answered?", question.words, "it was put on ", meeting.date,
                " and the notes hold no answer", question.reference,
            )  # fmt: skip


def _promises(standing: Standing, matter: str) -> Iterator[RecordQuestion]:
    """Promises without a giver, a date or a test."""
    for meeting, promise in standing.promises_on(matter):
        if missing := _missing(promise, is_tested=promise.reference in standing.tested):
            yield RecordQuestion(
                LeftOpen.UNTESTABLE_PROMISE, "By which figure, by whom and by when shall we know that this was done?",
                promise.words, "promised on ", meeting.date, f" {missing}", promise.reference,
            )  # fmt: skip


def _missing(promise: Commitment, *, is_tested: bool) -> str:
    there = {
        "a named giver": bool(promise.given_by),
        "a date": promise.due is not None and promise.due.date is not None,
        "a test": is_tested or promise.test is not None or bool(promise.checkpoints),
    }
    lacks = [word for word, has_it in there.items() if not has_it]
    return f"without {' or '.join(lacks)}" if lacks else ""


def _assurances(standing: Standing, matter: str) -> Iterator[RecordQuestion]:
    for meeting, item in standing.items_on(matter):
        for assurance in item.assurances:
            if assurance.evidence is None or assurance.evidence.value == "told":
                yield RecordQuestion(
                    LeftOpen.TOLD_ONLY, "What shows now that this is so?", assurance.words, "said on ", meeting.date,
                    ", and nothing was shown for it", assurance.reference,
                )  # fmt: skip
