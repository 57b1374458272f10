"""A row of a sheet as its page says it: what stands in the log beside what is proposed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eyre_web.meetings.directory import Directory
from eyre_web.meetings.models import Event
from eyre_web.meetings.says import say_kind, say_state
from eyre_web.sheets.proposals import Proposal, RowState

STATES: Final[Mapping[RowState, str | Promise]] = {
    RowState.PROPOSED: gettext_lazy("Can be taken over"),
    RowState.CLASH: gettext_lazy("Clashes with what was written since"),
    RowState.REFUSED: gettext_lazy("Refused"),
    RowState.ACCEPTED: gettext_lazy("Taken over"),
}
TAGS: Final[Mapping[RowState, str]] = {
    RowState.PROPOSED: "govuk-tag--blue",
    RowState.CLASH: "govuk-tag--orange",
    RowState.REFUSED: "govuk-tag--red",
    RowState.ACCEPTED: "govuk-tag--green",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a row would change: what it is called, what stands in the log, what is proposed."""

    name: str
    now: str
    proposed: str


@dataclass(frozen=True, slots=True)
class Since:
    """What happened after the sheet went out."""

    what: str
    on: date
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as the page prints it."""

    proposal: Proposal
    state: str
    tag: str
    is_ticked: bool
    differences: Sequence[Difference]
    since: Sequence[Since]


def shown(each: Proposal, directory: Directory, *, is_ticked: bool) -> Shown:
    return Shown(
        each,
        str(STATES[each.state]),
        TAGS[each.state],
        is_ticked,
        tuple(_differences(each)),
        tuple(_since(event, directory) for event in each.since),
    )


def _since(event: Event, directory: Directory) -> Since:
    return Since(say_kind(event.kind), event.at, directory.title(event.by), event.words)


def _differences(each: Proposal) -> Iterator[Difference]:
    """What a row says beside what stands there now, unless it was taken over and is what stands there.

    What could not be read is shown as it was written.
    """
    said = each.said
    action = None if each.state is RowState.ACCEPTED else each.action
    if said.update:
        yield Difference(_("What has been done"), "", said.update)
    if said.evidence:
        yield Difference(_("Evidence"), "", said.evidence)
    if said.new_date:
        asked = _day(each.new_date) if each.new_date else said.new_date
        if each.sets_dates:
            yield Difference(_("Due"), _day(action.due_on) if action else "", asked)
        else:
            yield Difference(
                _("New date asked for"), _day(action.date_asked) if action and action.date_asked else "", asked
            )
    if said.reason:
        yield Difference(_("Why a new date"), "", said.reason)
    if said.done:
        now = say_state(action.status) if action else ""
        yield Difference(_("State"), now, _("reported complete") if each.is_done else said.done)


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else _("No date")
