"""Every action with its state, owner, first and present date, how far it slipped, and the last word on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eyre.body.meeting import Action
from eyre.core import say_date
from eyre.cycle.due import Due
from eyre.cycle.events import DueNow, due_after, fold_action
from eyre.cycle.states import WAS_HELD, ActionStatus, is_closed, say_state
from eyre.disclosure import Column, Form, Table, release
from eyre.pack.document import Block, Document, Nil, Number, Paragraph, Section, TableBlock, Text
from eyre.pack.promise_words import record_base
from eyre.papers.setting import NOT_STATED, Meta, Setting

COLUMNS = (
    Column("reference", "Reference"), Column("words", "Action as agreed"), Column("owner", "Owner"),
    Column("state", "State"), Column("due", "Due, as said"), Column("first", "First date", Form.DATE),
    Column("now", "Date that holds", Form.DATE), Column("slipped", "Slipped", Form.TALLY, "days"),
    Column("overdue", "Overdue", Form.TALLY, "days"), Column("last", "Last word"),
)  # fmt: skip


@dataclass(frozen=True)
class ActionLog:
    """The actions set by the day of a meeting, open ones first, each as it stood that day."""

    setting: Setting

    def document(self) -> Document:
        section = Section(Text("Actions, open ones first"), "actions", tuple(self._blocks()))
        return self.setting.document(Text("Action log"), [section], self._meta())

    def _meta(self) -> Iterator[Meta]:
        yield Text("Record"), Text("as it stood on ", self.setting.on)
        yield self.setting.made_by()

    def _blocks(self) -> Iterator[Block]:
        set_by_then = self.setting.folder.actions_by(self.setting.on)
        actions = [action for meeting, _, action in set_by_then if meeting.status in WAS_HELD]
        if not actions:
            yield Nil(Text("No action has been set"))
            return
        actions.sort(key=lambda action: is_closed(self._status(action)))
        still_open = [action for action in actions if not is_closed(self._status(action))]
        base = record_base(self.setting.on)
        yield Paragraph(
            "Open: ", Number(len(still_open), "", base, Form.TALLY),
            ". Overdue: ", Number(sum(bool(self._overdue(each)) for each in still_open), "", base, Form.TALLY),
            ". Without a date: ", Number(sum(self._now(e).date is None for e in still_open), "", base, Form.TALLY),
            ". Closed: ", Number(len(actions) - len(still_open), "", base, Form.TALLY), ".",
        )  # fmt: skip
        table = Table("Action log", COLUMNS, [self._row(action) for action in actions], base)
        yield TableBlock(release(table, self.setting.audience))

    def _row(self, action: Action) -> list[object]:
        now = self._now(action)
        return [
            str(action.reference), action.words, self.setting.posts(action.owners) if action.owners else NOT_STATED,
            say_state(self._status(action)), now.first.label, now.first.date, now.date, now.days_slipped,
            self._overdue(action), self._last_word(action),
        ]  # fmt: skip

    def _status(self, action: Action) -> ActionStatus:
        return fold_action([event.kind for event in self.setting.standing.events_of(action.reference)]).status

    def _now(self, action: Action) -> DueNow:
        events = self.setting.standing.events_of(action.reference)
        return due_after(action.due or Due(), [(event.kind, event.sets_date) for event in events])

    def _overdue(self, action: Action) -> int | None:
        """Days since the date that holds, 0 before it; None of what has no date or is closed."""
        day = self._now(action).date
        if day is None or is_closed(self._status(action)):
            return None
        return max(0, (self.setting.on - day).days)

    def _last_word(self, action: Action) -> str:
        said = [event for event in self.setting.standing.events_of(action.reference) if event.words]
        if not said:
            return ""
        last = said[-1]
        return f"{say_date(last.at)}, {self.setting.standing.post(last.by)}, {say_state(last.kind)}: {last.words}"
