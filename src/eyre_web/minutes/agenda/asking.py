"""Matters that somebody or another board asks for, and matters that are sent to another board: kept on both sides.

What comes from a board on a matter, or goes to one, is named on the matter too (`linked_to`).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from eyre.body.registers import AskedFor
from eyre.core import Refused
from eyre.core.codec import json_ready
from eyre.cycle.words import StandingHeading
from eyre_web.accounts.access import access_of
from eyre_web.accounts.models import User
from eyre_web.audit import services as audit
from eyre_web.body.models import KeptRecord
from eyre_web.meetings.models import Matter
from eyre_web.minutes.permissions import check_may_keep_notes

KIND = "asked_for"
LONGEST_KEY = 50


@transaction.atomic
def ask_for(
    *,
    by: User,
    on: date,
    words: str,
    asked_by: str,
    asked_on: date,
    why: str = "",
    matter: str = "",
    board: str = "",
    goes_out: bool = False,
    heading: StandingHeading = StandingHeading.PLAN_PERFORMANCE,
) -> AskedFor:
    """Keep that somebody wants a matter before a meeting, or that a matter is sent to another board."""
    check_may_keep_notes(access_of(by, on))
    words, board = " ".join(words.split()), " ".join(board.split())
    if asked_on > on:
        raise Refused(_("It cannot have been asked for on a day to come."))
    if goes_out and not (board and matter):
        raise Refused(_("Say which board it is sent to, and which matter it is about."))
    of = Matter.objects.select_for_update(no_key=True).filter(key=matter).first()
    if matter and of is None:
        raise Refused(_("There is no matter %(key)s. Choose one of the register.") % {"key": matter})
    asked = AskedFor(
        key=_free_key(words), words=words, by=asked_by, on=asked_on, why=why.strip(), matter=matter, board=board,
        goes_out=goes_out, heading=heading,
    )  # fmt: skip
    last = KeptRecord.objects.filter(kind=KIND).aggregate(Max("place"))["place__max"]
    KeptRecord.objects.create(kind=KIND, place=0 if last is None else last + 1, value=json_ready(asked))
    if of is not None and board:
        _link(of, board, asked, by=by)
    audit.record("asked_for.kept", asked.reference, by=by, after=_plain(asked))
    return asked


def _link(matter: Matter, board: str, asked: AskedFor, *, by: User) -> None:
    """Name the board on the matter, with which way it went."""
    linked = list(matter.kept.get("linked_to", ()))
    said = f"{board}: {asked.words}"
    if said not in linked:
        matter.kept = {**matter.kept, "linked_to": [*linked, said]}
        matter.save(update_fields=["kept"])
        audit.record("matter.linked", f"matter {matter.key}", by=by, after={"linked_to": said, "as": asked.reference})


@transaction.atomic
def decline(key: str, *, by: User, on: date, reason: str) -> AskedFor:
    """Say why something that was asked for is not taken: it is offered no more, and stays on record."""
    check_may_keep_notes(access_of(by, on))
    row = _row(key)
    if not reason.strip():
        raise Refused(_("Say why it is not taken: whoever asked for it will want to know."))
    if row.value.get("declined"):
        raise Refused(_("It was declined already."))
    row.value = {**row.value, "declined": reason.strip()}
    row.save(update_fields=["value"])
    asked: AskedFor = row.record()
    audit.record("asked_for.declined", asked.reference, by=by, after={"words": asked.words}, why=reason.strip())
    return asked


def _row(key: str) -> KeptRecord:
    for row in KeptRecord.objects.select_for_update(no_key=True).filter(kind=KIND):
        if row.value["key"] == key:
            return row
    raise Refused(_("Nothing called %(key)s was asked for.") % {"key": key})


def _free_key(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_KEY].strip("-")
    if not slug:
        raise Refused(_("Say in words what is asked for."))
    audit.hold_the_end()
    taken = {row.value["key"] for row in KeptRecord.objects.filter(kind=KIND)}
    return next(key for key in (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))) if key not in taken)


def _plain(asked: AskedFor) -> dict[str, str]:
    return {name: str(value) for name, value in json_ready(asked).items()}
