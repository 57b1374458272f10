"""Taking a sheet in, and taking over what of it was accepted: all rows that were asked for, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from eyre.core import EyreError, Refused
from eyre.core.codec import json_ready
from eyre.readers.incoming import LogSheet
from eyre_web.accounts.access import Access, access_of, check_may
from eyre_web.accounts.models import Post, User
from eyre_web.accounts.roles import Permission
from eyre_web.audit import services as audit
from eyre_web.meetings import services as meetings
from eyre_web.meetings.models import Action
from eyre_web.sheets.models import Sheet, SheetRow
from eyre_web.sheets.proposals import Proposal, proposals, reference_of

ANSWERS = (Permission.ANSWER_OWN, Permission.ANSWER_ANY)
A_BATCH = 500


class RowRefused(Refused):
    """A row that was to be accepted cannot be; nothing of the others was taken over either."""

    def __init__(self, number: int, why: str) -> None:
        self.number = number
        super().__init__(_("Row %(number)d: %(why)s Nothing was taken over.") % {"number": number, "why": why})


class SheetIsThere(Refused):
    """The same file came before; `sheet` is the one that is there."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        super().__init__(_("This very sheet was uploaded before. Here it is, with what was accepted of it."))


@transaction.atomic
def take_in(name: str, sheet: LogSheet, *, by: User, on: date, said_by: str = "") -> Sheet:
    """Take a sheet in, to be looked at; nothing is changed by it. said_by: the post it came from, empty for one's own.

    Raises Refused for a sheet in which nothing was filled in, and for one that this person uploaded before.
    """
    access = access_of(by, on)
    check_may(access, *ANSWERS)
    _check_may_say(access, said_by)
    filled_in = [row for row in sheet.rows if row.is_filled_in]
    if not filled_in:
        raise Refused(_("Nothing is filled in on this sheet. Fill in the white columns, save it, and upload it again."))
    audit.hold_the_end()
    there = Sheet.objects.filter(sha256=sheet.sha256, by=by).first()
    if there is not None:
        raise SheetIsThere(there)
    made = Sheet.objects.create(name=name, sha256=sheet.sha256, said_by=said_by, by=by, at=timezone.now())
    SheetRow.objects.bulk_create(
        (SheetRow(sheet=made, number=row.row, value=json_ready(row)) for row in filled_in), batch_size=A_BATCH
    )
    after = {"name": name, "sha256": sheet.sha256, "rows": len(filled_in), "said_by": said_by}
    audit.record("sheet.taken_in", made.reference, by=by, after=after)
    return made


def _check_may_say(access: Access, said_by: str) -> None:
    """Raise PermissionDenied unless a person may write down what this post answers."""
    if said_by in ("", *access.posts):
        return
    check_may(access, Permission.ANSWER_ANY)
    if not Post.objects.filter(key=said_by).exists():
        raise Refused(_('There is no post "%(post)s".') % {"post": said_by})


@transaction.atomic
def accept_rows(sheet_id: int, wanted: Mapping[int, int], *, by: User, on: date) -> int:
    """Take over rows of a sheet; returns how many. wanted: numbers of rows, each with the last event that was seen.

    All or none: raises RowRefused for the first that cannot be, also where an action changed since the page was made.
    """
    sheet = Sheet.objects.select_for_update(no_key=True).get(pk=sheet_id)
    access = access_of(by, on)
    if not Sheet.objects.for_user(access, by).filter(pk=sheet_id).exists():
        raise PermissionDenied(_("This sheet is somebody else's."))
    rows = list(sheet.rows.all())
    _hold_actions(rows, wanted)
    # All rows are looked at, as on the page: whether a reference stands twice is seen by no row alone.
    for proposal in proposals(rows, access, on):
        if proposal.row.number in wanted:
            _accept(sheet, proposal, wanted[proposal.row.number], by=by, on=on)
    missing = set(wanted) - set(sheet.rows.values_list("number", flat=True))
    if missing:
        raise RowRefused(min(missing), _("there is no such row."))
    return len(wanted)


def _hold_actions(rows: Iterable[SheetRow], wanted: Mapping[int, int]) -> None:
    """Lock every action that rows are about, before the first of them is changed."""
    references = {reference_of(row.said) for row in rows if row.number in wanted}
    list(Action.objects.select_for_update(no_key=True).filter(reference__in=references).order_by("pk"))


def _accept(sheet: Sheet, proposal: Proposal, seen: int, *, by: User, on: date) -> None:
    row = proposal.row
    if not proposal.can_be_accepted or proposal.action is None:
        raise RowRefused(row.number, " ".join(proposal.why) or _("It was accepted already."))
    try:
        _take_over(sheet, proposal, seen, by=by, on=on)
    except (EyreError, PermissionDenied) as error:
        raise RowRefused(row.number, str(error)) from error
    row.accepted_by, row.accepted_at = by, timezone.now()
    row.save(update_fields=["accepted_by", "accepted_at"])
    after = {"action": proposal.action.reference, "row": row.number, "said_by": sheet.said_by}
    audit.record("sheet.row_accepted", sheet.reference, by=by, after=after)


def _take_over(sheet: Sheet, proposal: Proposal, seen: int, *, by: User, on: date) -> None:
    """The events of one row. `seen` is asked of the first only: those that follow are ours."""
    assert proposal.action is not None
    for turn, (service, typed) in enumerate(_steps(proposal, sheet.said_by)):
        known = None if turn else seen
        service(proposal.action.pk, by=by, on=on, seen=known, **typed)


def _steps(proposal: Proposal, said_by: str) -> Iterator[tuple[Callable[..., Action], dict[str, Any]]]:
    """The changes that one row asks for, in their order: evidence, a new date, what was done.

    Whoever decides for the body sets the date that another asks for by accepting the row; else it is asked for.
    """
    said, author = proposal.said, {"said_by": said_by}
    if said.evidence:
        yield meetings.give_evidence, {"document": said.evidence, "words": said.update, **author}
    if proposal.new_date is not None:
        moved = {"to": proposal.new_date, "reason": said.reason}
        if said_by or not proposal.sets_dates:
            yield meetings.ask_for_date, {**moved, **author}
        if proposal.sets_dates:
            yield meetings.redate_action, moved
    if proposal.is_done:
        yield meetings.report_complete, {"words": said.update, **author}
    elif said.update and not said.evidence:
        yield meetings.update_action, {"words": said.update, **author}


def ready(found: Iterable[Proposal]) -> dict[int, int]:
    """The rows that clash with nothing, each with the last event of its action."""
    return {each.row.number: each.seen for each in found if each.can_be_accepted and not each.since}
