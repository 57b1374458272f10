"""Questions the chair may want to ask, each with the reason it is offered. The chair decides which are put.

A question is offered where the figures or the record leave something open; nothing is offered for its own sake.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eyre.core import Direction
from eyre.disclosure import Form
from eyre.minutes.questions import LeftOpen, RecordQuestion, record_questions
from eyre.minutes.standing import Standing
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
    record = record_questions(standing, matter)
    offered = [
        *(_of_the_record(each) for each in record if each.left_open is LeftOpen.UNANSWERED),
        *(question for reading in readings for question in of_figures(reading)),
        *(_of_the_record(each) for each in record if each.left_open is not LeftOpen.UNANSWERED),
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


def _of_the_record(question: RecordQuestion) -> Suggested:
    return Suggested(
        Text(f"{question.ask} ", Quoted(question.words)),
        Text(question.before, question.on, f"{question.after} (", Ref(str(question.reference)), ")."),
    )
