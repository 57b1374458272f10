"""The words of the sheet that goes out, and its lines: the actions that a person may see and that are not closed."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from eyre.cycle.states import ActionStatus, is_closed
from eyre.readers.incoming.log_sheet import LogForm, LogLine
from eyre_web.body.models import body_value
from eyre_web.meetings.directory import Directory
from eyre_web.meetings.models import Action


def log_form() -> LogForm:
    """Headings and notes in the language of whoever downloads it."""
    yes, no = _("yes"), _("no")
    return LogForm(
        sheet=_("Actions"),
        notes_sheet=_("How to fill it in"),
        heads={
            "reference": _("Reference"),
            "words": _("Action"),
            "owner": _("Owner"),
            "due": _("Due"),
            "update": _("What has been done"),
            "evidence": _("Evidence: which document"),
            "new_date": _("New date asked for"),
            "reason": _("Why a new date"),
            "done": _("Done: %(yes)s or %(no)s") % {"yes": yes, "no": no},
            "seen": _("Leave as it is"),
        },
        answers=(yes, no),
        wrong_answer=_("Write %(yes)s or %(no)s, or leave the cell empty.") % {"yes": yes, "no": no},
        wrong_date=_("Write a date, for example 27/03/2026, or leave the cell empty."),
        notes=(
            _("Fill in the white columns of the rows you can answer, and leave the others empty."),
            _("The grey columns are locked: they say which action it is. Leave every row and column where it is."),
            _("What has been done: in your own words. It is kept as you write it."),
            _("Evidence: the name or number of the document, so that anyone can find it. Send the document beside."),
            _("New date asked for: a day, with the reason in the next column. The first date stays on record."),
            _("Done: say yes when it is done, and under “What has been done” what was done. The office accepts it."),
            _("Nothing is taken over by itself: the office looks at each row before it accepts it."),
            _("Write values and no formulas. A sheet with formulas or macros is refused."),
        ),
    )  # fmt: skip


def seen_mark(body: str, event: int) -> str:
    """What a row carries so that its return tells of which body it is, and what had happened when it went out."""
    return f"{body}/{event}"


def log_lines(actions: Iterable[Action]) -> list[LogLine]:
    """The lines of a sheet. actions: with owners and events, as many queries for many as for few."""
    directory, body = Directory.load(), body_value().get("key", "")
    return [
        LogLine(
            reference=action.slug,
            words=action.words,
            owner=directory.list(action.owner_keys),
            due=action.due_on,
            seen=seen_mark(body, max((event.pk for event in action.events.all()), default=0)),
        )
        for action in actions
        if not is_closed(ActionStatus(action.status))
    ]
