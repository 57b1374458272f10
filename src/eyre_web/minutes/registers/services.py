"""What happened later to a record of the notes. Nothing is overwritten: each is an event, or a look, that is added."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from eyre.body.registers import RiskLook
from eyre.core import Reference, Refused
from eyre.core.codec import json_ready
from eyre.cycle.events import QUESTION_MOVES, EventKind, fold
from eyre.cycle.states import QuestionStatus, check_can_move
from eyre.cycle.words import MediaCoverage, Proceedings, RiskLevel, RiskTrend
from eyre.minutes.registers import BORNE_OUT
from eyre_web.accounts.access import access_of
from eyre_web.accounts.models import User
from eyre_web.audit import services as audit
from eyre_web.meetings import interchange, models
from eyre_web.meetings.models import Event, Line
from eyre_web.minutes.permissions import check_may_say_later

ANY: Final = (EventKind.UPDATE, EventKind.EVIDENCE)
# What may be said of a record later, beside what may be said of any.
MORE: Final[Mapping[str, tuple[EventKind, ...]]] = {
    "assurance": BORNE_OUT,
    "question": (EventKind.ANSWERED, EventKind.PART_ANSWERED, EventKind.NOT_ANSWERED),
    "risk": (EventKind.IDENTIFICATION_CHECKED,),
}


@transaction.atomic
def say_later(reference: str, kind: EventKind, *, by: User, on: date, words: str, document: str = "") -> Event:
    """Add what happened to a record since its meeting, or what a person now says of it.

    Raises PermissionDenied, and Refused for a kind of event that does not go with the record or with its state.
    """
    line, post = _locked(reference, by=by, on=on)
    if kind not in (*ANY, *MORE.get(line.kind, ())):
        raise Refused(_("This cannot be said of a record of this kind."))
    if not words.strip():
        raise Refused(_("Say something: an event without words tells nobody anything."))
    if line.kind == "question" and kind in QUESTION_MOVES:
        check_can_move(status_of_question(line), QUESTION_MOVES[kind])
    event = Event.objects.create(
        reference=line.reference,
        at=on,
        by=post,
        kind=kind,
        words=words.strip(),
        document=document.strip(),
        entered_by=by,
        entered_at=timezone.now(),
    )
    after = {"as": post, "document": document.strip()}
    audit.record(f"{line.kind}.{kind}", line.reference, by=by, after=after, why=event.words)
    return event


def status_of_question(line: Line) -> QuestionStatus:
    """How far a question is: what the notes say, and what was said since."""
    noted = QuestionStatus(line.kept.get("status", QuestionStatus.NOT_RECORDED))
    events = Event.objects.filter(reference=line.reference).order_by("at", "pk")
    return fold(noted, [EventKind(event.kind) for event in events], QUESTION_MOVES).status


@transaction.atomic
def look_at(
    reference: str,
    *,
    by: User,
    on: date,
    level: RiskLevel | None,
    trend: RiskTrend | None,
    measures: tuple[str, ...],
    coverage: MediaCoverage | None,
    proceedings: Proceedings | None,
    inspection: str,
    words: str,
) -> models.RiskLook:
    """Keep what a post holds of a risk or an opportunity today. Raises PermissionDenied, and Refused where it says
    nothing, and where a level or a trend rests on nothing."""
    line, post = _locked(reference, by=by, on=on)
    if line.kind != "risk":
        raise Refused(_("Only a risk or an opportunity is looked at so."))
    if (level or trend) and not (measures or words.strip()):
        raise Refused(_("Say what the level and the trend rest on: a measure, or in words."))
    if not any((level, trend, coverage, proceedings, inspection, words.strip())):
        raise Refused(_("Say something of it: nothing was chosen and nothing was written."))
    look = RiskLook(
        reference=Reference.parse(line.reference), at=on, by=post, level=level, trend=trend, measures=measures,
        coverage=coverage, proceedings=proceedings, inspection=inspection, words=words.strip(),
    )  # fmt: skip
    row = models.RiskLook.objects.create(**interchange.look_columns(look), entered_by=by, entered_at=timezone.now())
    after = {name: value for name, value in json_ready(look).items() if name not in ("reference", "words")}
    audit.record("risk.looked_at", line.reference, by=by, after=after, why=look.words)
    return row


def _locked(reference: str, *, by: User, on: date) -> tuple[Line, str]:
    """The record, held until the change is made, and the post in which the person acts."""
    line = Line.objects.select_for_update(no_key=True).get(reference=reference)
    access = access_of(by, on)
    check_may_say_later(access)
    return line, access.posts[0]
