"""What a row of a sheet proposes beside what stands in the log: what may be taken over, and what is refused and why.

Nothing here changes anything. A row is looked at anew each time, so that what happened since it came is seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import DateField
from django.utils.translation import gettext as _
from django.utils.translation import override

from eyre.core.formulas import starts_a_formula
from eyre.core.periods import NotAPeriod
from eyre.cycle.states import ActionStatus, can_move, is_closed
from eyre.readers.cells import read_day
from eyre.readers.incoming import LogRow
from eyre_web.accounts.access import Access
from eyre_web.accounts.forms import DAYS
from eyre_web.body.models import body_value
from eyre_web.meetings.forms import LONGEST, number_sent
from eyre_web.meetings.models import Action, Event
from eyre_web.meetings.permissions import may_answer, may_decide
from eyre_web.meetings.services import new_date_fault
from eyre_web.meetings.standing import standing_of
from eyre_web.sheets.models import SheetRow

LONGEST_NAME = 200  # of a document that is named as evidence
FREE = ("update", "evidence", "reason")


class RowState(StrEnum):
    """How a row stands."""

    PROPOSED = "proposed"  # can be accepted
    CLASH = "clash"  # can be accepted, and the action has changed since the sheet went out
    REFUSED = "refused"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row beside its action. action: None where there is none that the person may know of.

    seen: the last event of the action, for whoever accepts; since: what happened after the sheet went out.
    new_date: read; evidence, update, reason, is_done: as asked. why: each reason for which the row is refused.
    sets_dates: whoever accepts it decides for the oversight body, and sets the new date; else it is asked for.
    """

    row: SheetRow
    said: LogRow
    state: RowState
    action: Action | None = None
    seen: int = 0
    since: Sequence[Event] = ()
    new_date: date | None = None
    is_done: bool = False
    why: tuple[str, ...] = ()
    sets_dates: bool = False

    @property
    def can_be_accepted(self) -> bool:
        return self.state in (RowState.PROPOSED, RowState.CLASH)


def proposals(rows: Sequence[SheetRow], access: Access, on: date) -> list[Proposal]:
    """Every row beside its action as on a day, in a constant number of queries."""
    said = [row.said for row in rows]
    look = _Look.at(said, access, on)
    return [look.proposal(row, each) for row, each in zip(rows, said, strict=True)]


@dataclass(frozen=True, slots=True)
class _Look:
    """What is looked up once for all the rows of a sheet."""

    access: Access
    on: date
    actions: Mapping[str, Action]
    times: Mapping[str, int]
    body: str
    yes: frozenset[str]
    no: frozenset[str]

    @classmethod
    def at(cls, said: Sequence[LogRow], access: Access, on: date) -> _Look:
        wanted = {reference_of(row) for row in said}
        seen = Action.objects.for_user(access).with_all().prefetch_related("events")
        found = {action.reference: action for action in _among(seen, sorted(wanted))}
        times = Counter(map(reference_of, said))
        return cls(access, on, found, times, body_value().get("key", ""), *_answers())

    def proposal(self, row: SheetRow, said: LogRow) -> Proposal:
        action = self.actions.get(reference_of(said))
        new_date, is_done = _day(said.new_date), said.done.casefold() in self.yes
        if row.accepted_at is not None:
            return Proposal(row, said, RowState.ACCEPTED, action, new_date=new_date, is_done=is_done)
        why = tuple(self._why(said, action, new_date, is_done))
        if action is None:
            return Proposal(row, said, RowState.REFUSED, new_date=new_date, is_done=is_done, why=why)
        events = action.in_order()
        out = _event(said.seen)
        since = tuple(event for event in events if out is not None and event.pk > out)
        state = RowState.REFUSED if why else RowState.CLASH if since else RowState.PROPOSED
        seen = max((event.pk for event in events), default=0)
        sets_dates = may_decide(self.access, action)
        return Proposal(row, said, state, action, seen, since, new_date, is_done, why, sets_dates)

    # --- why a row is refused

    def _why(self, said: LogRow, action: Action | None, new_date: date | None, is_done: bool) -> Iterator[str]:
        body, mark, _event_seen = said.seen.rpartition("/")
        if not mark or _event(said.seen) is None:
            yield _("The last column was changed, which says when the row went out. Download the sheet again.")
        elif body != self.body:
            yield _("The sheet is of another body.")
        if action is None:
            yield _("There is no action of this reference.")
            return
        if self.times[action.reference] > 1:
            yield _("The reference stands in more than one row. Leave one of them.")
        yield from _of_locked(said, action)
        yield from _of_texts(said)
        yield from self._of_answers(said, action, new_date, is_done)
        if is_closed(ActionStatus(action.status)):
            yield _("The action is closed.")
        elif not may_answer(self.access, action):
            yield _("Your roles and posts do not let you answer this action.")

    def _of_answers(self, said: LogRow, action: Action, new_date: date | None, is_done: bool) -> Iterator[str]:
        if said.done and not is_done and said.done.casefold() not in self.no:
            yield _("“%(done)s” is neither yes nor no.") % {"done": said.done[:40]}
        if said.new_date and new_date is None:
            yield _("“%(day)s” is no date. Write it like 27/03/2026.") % {"day": said.new_date[:40]}
        if new_date is not None and (fault := new_date_fault(action.due_on, new_date, self.on)):
            yield fault
        if said.new_date and not said.reason:
            yield _("A new date needs its reason.")
        if said.reason and not said.new_date:
            yield _("There is a reason and no new date.")
        if is_done and not said.update:
            yield _("Say under “What has been done” what was done.")
        if is_done and not can_move(ActionStatus(action.status), ActionStatus.REPORTED_COMPLETE):
            yield _("It was reported complete already.")
        if said.evidence and not said.update:
            yield _("Say under “What has been done” what the evidence shows.")


def _of_locked(said: LogRow, action: Action) -> Iterator[str]:
    """What was changed in a column that is not for filling in."""
    if said.words.split() != action.words.split():
        yield _("The words of the action were changed. They stand as they were agreed.")
    if _day(said.due) not in _dues(said, action) or (said.due and _day(said.due) is None):
        yield _("The due date was changed. Ask for a new date in the column for it.")


def _dues(said: LogRow, action: Action) -> set[date | None]:
    """The day that held when the sheet went out: that of an older sheet is no change."""
    out = _event(said.seen)
    events = [event for event in action.in_order() if out is None or event.pk <= out]
    then = standing_of(action.first_due, [(event.kind, event.at, event.sets_date) for event in events])
    return {then.due.date, action.due_on} if out is None else {then.due.date}


def _of_texts(said: LogRow) -> Iterator[str]:
    for name in (*FREE, "done", "new_date"):
        text = getattr(said, name)
        most = LONGEST_NAME if name == "evidence" else LONGEST
        if len(text) > most:
            yield _("A cell holds %(length)d characters, and at most %(most)d are taken.") % {
                "length": len(text), "most": most,
            }  # fmt: skip
        if _is_formula(text):
            yield _("“%(begins)s” begins like a formula. Write words, or put a letter before it.") % {
                "begins": text[:40]
            }
        if "\0" in text:
            yield _("A cell holds the character 0. Take it out.")


def _is_formula(text: str) -> bool:
    """A list that begins with a dash and a space is none, and is made harmless on the way out like all else."""
    return starts_a_formula(text) and not text.startswith("- ")


def reference_of(said: LogRow) -> str:
    """The action that a row says it is about."""
    return f"action {said.reference.removeprefix('action ').strip()}"


def _among(seen: object, wanted: Sequence[str]) -> Iterable[Action]:
    """The actions of these references, some hundreds a query: a database takes no more names at once."""
    for at in range(0, len(wanted), 500):
        yield from seen.filter(reference__in=wanted[at : at + 500])  # type: ignore[attr-defined]


def _event(mark: str) -> int | None:
    return number_sent(mark.rpartition("/")[2])


def _day(text: str) -> date | None:
    """The day that a cell says, as people write it or as a spreadsheet keeps it; None for none."""
    if not text:
        return None
    try:
        day = DateField(input_formats=DAYS).clean(text)
    except ValidationError:
        try:
            day = read_day(text) if text.isdigit() else None
        except NotAPeriod:
            return None
    return day if isinstance(day, date) and 2000 <= day.year <= 2200 else None


def _answers() -> tuple[frozenset[str], frozenset[str]]:
    """What counts as yes and as no, in every language of the server: a sheet may have gone out in another."""
    yes, no = {"yes", "y", "true", "1"}, {"no", "n", "false", "0"}
    for language, _name in settings.LANGUAGES:
        with override(language):
            yes.add(_("yes").casefold())
            no.add(_("no").casefold())
    return frozenset(yes), frozenset(no)
