"""Every commitment in the words it was given: by whom, due when, by which test, and what was found of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from eyre.commitments.settlement import Settled
from eyre.core import say_date
from eyre.cycle.states import say_state
from eyre.disclosure import Column, Form, Table, release
from eyre.pack.document import Block, Document, Nil, Paragraph, Section, TableBlock, Text
from eyre.pack.promise_words import PromiseWords, record_base
from eyre.papers.setting import Meta, Setting
from eyre.tracker.commitments import CommitmentsAsOf, CommitmentStanding, TrialStanding

COLUMNS = (
    Column("reference", "Reference"), Column("words", "Words as given"), Column("kind", "Kind"),
    Column("by", "Given by"), Column("given", "Given on", Form.DATE), Column("due", "Due, as said"),
    Column("now", "Date that holds", Form.DATE), Column("test", "Test"), Column("finding", "Finding"),
    Column("decision", "Decision"),
)  # fmt: skip


@dataclass(frozen=True)
class Promised:
    """The commitments of the meetings before a day, on the figures received by `asked.as_of`."""

    setting: Setting
    asked: CommitmentsAsOf

    def document(self) -> Document:
        section = Section(Text("Commitments, the oldest first"), "commitments", tuple(self._blocks()))
        return self.setting.document(Text("Commitments"), [section], self._meta())

    def _meta(self) -> Iterator[Meta]:
        yield Text("Record"), Text("as it stood on ", self.setting.on)
        yield Text("Figures"), Text("as received by ", self.asked.as_of)
        yield self.setting.made_by()

    def _blocks(self) -> Iterator[Block]:
        standings = standings_before(self.setting, self.asked)
        if not standings:
            yield Nil(Text("No commitment is on record from before this meeting"))
            return
        yield Paragraph(
            "Each stands in the words it was given in. A finding is put to a person, who decides. An aspiration or an "
            "expectation is listed and followed: nothing is found of it, and nobody is held to have kept it."
        )
        table = Table("Commitments", COLUMNS, map(self._row, standings), record_base(self.setting.on))
        yield TableBlock(release(table, self.setting.audience))

    def _row(self, standing: CommitmentStanding) -> list[object]:
        promise = standing.promise
        by = self.setting.posts(promise.commitment.given_by) if promise.commitment.given_by else "giver not stated"
        tests = [self.words.test(each.trial).plain for each in standing.trials]
        return [
            str(promise.reference), promise.commitment.words, say_state(promise.commitment.kind), by,
            promise.meeting.date, promise.due.first.label, promise.due.date,
            " ".join(tests) or f"Untested: {promise.untested_because}",
            self._finding(standing),
            self._decision(standing),
        ]  # fmt: skip

    @cached_property
    def words(self) -> PromiseWords:
        asked = self.asked
        return PromiseWords(self.setting.folder, asked.views, self.setting.on, asked.as_of, self.setting.audience)

    def _finding(self, standing: CommitmentStanding) -> str:
        if not standing.promise.is_scored or not standing.trials:
            return ""
        return marked(self.words.mark_of(standing), " ".join(map(found_of, standing.trials)))

    def _decision(self, standing: CommitmentStanding) -> str:
        event, decision = standing.promise.decided_by, standing.promise.decision
        if event is None or decision is None:
            return ""
        reason = f": {event.words}" if event.words else ""
        return f"{say_state(decision)}, {self.setting.standing.post(event.by)}, {say_date(event.at)}{reason}"


def standings_before(setting: Setting, asked: CommitmentsAsOf) -> list[CommitmentStanding]:
    """The commitments of meetings before the day of a paper, as they stand; the oldest first."""
    return [asked.standing(each) for each in asked.promises if each.meeting.date < setting.on]


def marked(mark: str, said: str) -> str:
    """Words with the mark of made-up figures before them, where there is one."""
    return f"{mark}: {said}" if mark else said


def found_of(each: TrialStanding) -> str:
    """What was found of one test; or where it is heading, while nothing has been."""
    label = f"{each.trial.label}: " if each.trial.label else ""
    if isinstance(each.settled, Settled):
        return f"{label}{each.settled.finding.verdict.says()}, settled on {say_date(each.settled.on)}."
    if each.course is None:
        return f"{label}waiting."
    course = "off course" if each.course.is_off else "on course" if each.course.is_on else "course uncertain"
    return f"{label}waiting; {course} if nothing changes."
