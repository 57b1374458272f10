"""Questions the chair may want to ask, each with the reason it is offered. The chair decides which are put.

A question is offered where the figures or the record leave something open; nothing is offered for its own sake.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eyre.body.meeting import Commitment
from eyre.core import Direction
from eyre.cycle.states import QuestionStatus
from eyre.disclosure import Form
from eyre.minutes.standing import OPEN_QUESTIONS, Standing
from eyre.pack.figures import Reading
from eyre.pack.text import Name, Quoted, Ref, Text, Words
from eyre.spc import PointType
from eyre.tracker.attention import flagged_run
from eyre.tracker.row import Attention

MOST = 6


@dataclass(frozen=True, slots=True)
class Suggested:
    """A question and the reason it is offered."""

    question: Text
    reason: Text

    @property
    def line(self) -> Text:
        return Text(self.question, " ", Words("Reason: ", strong=True), self.reason)


def suggested_questions(standing: Standing, matter: str, readings: list[Reading]) -> tuple[Suggested, ...]:
    """At most six questions on a matter: what was asked and not answered first, then the figures, then the promises."""
    offered = [
        *_unanswered(standing, matter),
        *(question for reading in readings for question in of_figures(reading)),
        *_promises(standing, matter),
        *_assurances(standing, matter),
    ]
    return tuple(offered[:MOST])


def of_figures(reading: Reading) -> Iterator[Suggested]:
    """Questions that a tracker row gives rise to."""
    row, name = reading.row, Name(reading.name)
    if row.attention is Attention.LATE_OR_INCOMPLETE:
        yield Suggested(
            Text("When will the figures for ", name, " be complete, and what held them up?"), Text(Name(row.reason))
        )
    yield from _special_cause(reading)
    if row.attention is Attention.TARGET_MISSED:
        yield Suggested(
            Text("What will be done differently so that ", name, " can reach its target?"), Text(Name(row.reason))
        )
    yield from _off_target(reading)
    yield from _largest_part(reading)


def _special_cause(reading: Reading) -> Iterator[Suggested]:
    row = reading.row
    if row.chart is None or row.latest is None:
        return
    at = row.shown.periods.index(row.latest.period)
    kind = row.chart.type_at(at)
    if not kind.is_special:
        return
    since = row.shown.periods[flagged_run(row.chart, at)]
    reason = Text(Name(row.chart.reason(at)))
    if kind is PointType.SPECIAL_CAUSE_IMPROVEMENT:
        asked = Text(
            "What has brought about the improvement in ", Name(reading.name), " since ", since, ", and will it last?"
        )
    elif kind is PointType.SPECIAL_CAUSE_CONCERN:
        asked = Text("What has changed in ", Name(reading.name), " since ", since, ", and what is being done about it?")
    else:
        asked = Text(
            "What lies behind the change in ", Name(reading.name), " since ", since, ", and is it good or bad?"
        )
    yield Suggested(asked, reason)


def _off_target(reading: Reading) -> Iterator[Suggested]:
    outturn, direction = reading.row.outturn, reading.row.measure.direction
    if outturn is None or outturn.target is None or direction is Direction.NEITHER:
        return
    base = reading.base(outturn.window)
    wrong_side = (outturn.projected.median > outturn.target.value) == (direction is Direction.DOWN)
    if wrong_side:
        yield Suggested(
            Text(
                "What would have to change in the rest of ", outturn.window, " for ", Name(reading.name),
                " to reach its target?",
            ),
            Text(
                "if nothing changes the year ends at about ",
                reading.number(outturn.projected.median, reading.unit, base, reading.level_form),
                " against a target of ",
                reading.number(outturn.target.value, "", base, reading.level_form), ".",
            ),
        )  # fmt: skip


def _largest_part(reading: Reading) -> Iterator[Suggested]:
    """The area that weighs most, where the whole changed beyond chance."""
    ago, parts = reading.row.year_ago, reading.row.contributions
    if ago is None or not ago.is_beyond_chance or len(parts) < 2:
        return
    whole = ago.value_now - ago.value_then
    along = [part for part in parts if part.change * whole > 0]
    if along:
        base = reading.base(ago.now, against=ago.then)
        area = Name(reading.areas.name(along[0].part))
        yield Suggested(
            Text("What is behind the change in ", area, "?"),
            Text(
                area, " changed by ", reading.number(along[0].change, reading.unit, base, Form.CHANGE),
                ", the most of any area, "
                "where the whole changed by ", reading.number(whole, "", base, Form.CHANGE), ".",
            ),
        )  # fmt: skip


def _unanswered(standing: Standing, matter: str) -> Iterator[Suggested]:
    for meeting, question in standing.questions_on(matter):
        if question.reference in standing.answered:
            continue
        if question.status in OPEN_QUESTIONS:
            reached = question.status is not QuestionStatus.NOT_REACHED
            yield Suggested(
                Text("Put again: ", Quoted(question.words)),
                Text(
                    "it was put on ", meeting.date, " and ",
                    ("answered in part" if question.status is QuestionStatus.PART else "not answered")
                    if reached else "not reached", " (", Ref(str(question.reference)), ").",
                ),
            )  # fmt: skip
        elif question.status is QuestionStatus.NOT_RECORDED:
            yield Suggested(
                Text("Was this answered? ", Quoted(question.words)),
                Text(
                    "it was put on ",
                    meeting.date,
                    " and the notes hold no answer (",
                    Ref(str(question.reference)),
                    ").",
                ),
            )


def _promises(standing: Standing, matter: str) -> Iterator[Suggested]:
    """Promises that nobody could ever find kept or broken: without a giver, a date or a test."""
    for meeting, promise in standing.promises_on(matter):
        missing = _missing(promise, promise.reference in standing.tested)
        if missing:
            yield Suggested(
                Text("By which figure, by whom and by when shall we know that this was done? ", Quoted(promise.words)),
                Text("promised on ", meeting.date, " ", missing, " (", Ref(str(promise.reference)), ")."),
            )


def _missing(promise: Commitment, is_tested: bool) -> str:
    lacks = [
        word
        for word, there in (
            ("a named giver", bool(promise.given_by)),
            ("a date", promise.due is not None and promise.due.date is not None),
            ("a test", is_tested or promise.test is not None or bool(promise.checkpoints)),
        )
        if not there
    ]
    return f"without {' or '.join(lacks)}" if lacks else ""


def _assurances(standing: Standing, matter: str) -> Iterator[Suggested]:
    """Assurances that rest on being told."""
    for meeting, item in standing.items():
        if item.matter == matter:
            for assurance in item.assurances:
                if assurance.evidence is None or assurance.evidence.value == "told":
                    yield Suggested(
                        Text("What shows now that this is so? ", Quoted(assurance.words)),
                        Text(
                            "said on ",
                            meeting.date,
                            ", and nothing was shown for it (",
                            Ref(str(assurance.reference)),
                            ").",
                        ),
                    )
