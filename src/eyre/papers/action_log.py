"""Every action with its state, owner, first and present date, how far it slipped, and the last word on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eyre.body.meeting import Action, Item, Meeting
from eyre.core import say_date
from eyre.cycle.due import Due
from eyre.cycle.events import DueNow, due_after, fold_action
from eyre.cycle.states import WAS_HELD, ActionStatus, is_closed, say_state
from eyre.disclosure import Column, Form, Released, Table, release
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
        actions = [each for each in self.setting.folder.actions_by(self.setting.on) if each[0].status in WAS_HELD]
        still_open = [each for each in actions if not is_closed(self._status(each[2]))]
        closed = [each for each in actions if is_closed(self._status(each[2]))]
        sections = [
            Section(Text("Open"), "open", tuple(self._open(still_open))),
            Section(Text("Closed"), "closed", tuple(self._table("Closed actions", closed)) or (Nil(),)),
        ]
        return self.setting.document(Text("Action log"), sections, self._meta())

    def _meta(self) -> Iterator[Meta]:
        yield Text("Record"), Text("as it stood on ", self.setting.on)
        yield self.setting.made_by()

    def _open(self, actions: list[tuple[Meeting, Item, Action]]) -> Iterator[Block]:
        if not actions:
            yield Nil(Text("No action is open"))
            return
        base = record_base(self.setting.on)
        overdue = sum(bool(self._overdue(action)) for _, _, action in actions)
        undated = sum(self._now(action).date is None for _, _, action in actions)
        yield Paragraph(
            "Open: ", Number(len(actions), "", base, Form.TALLY), ". Overdue: ", Number(overdue, "", base, Form.TALLY),
            ". Without a date: ", Number(undated, "", base, Form.TALLY), ".",
        )  # fmt: skip
        yield from self._table("Open actions", actions)

    def _table(self, title: str, actions: list[tuple[Meeting, Item, Action]]) -> Iterator[Block]:
        if actions:
            yield TableBlock(self._released(title, [self._row(action) for _, _, action in actions]))

    def _released(self, title: str, rows: list[list[object]]) -> Released:
        return release(Table(title, COLUMNS, rows, record_base(self.setting.on)), self.setting.audience)

    def _row(self, action: Action) -> list[object]:
        now = self._now(action)
        said = action.due.label if action.due else "no date"
        return [
            str(action.reference), action.words, self.setting.posts(action.owners) if action.owners else NOT_STATED,
            say_state(self._status(action)), said, now.first.date, now.date, now.days_slipped,
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
