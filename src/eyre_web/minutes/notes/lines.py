"""Every change to a line of the notes.

Each function asks in the same order: lock, may this person, may this happen; then does it and writes it into the audit
trail, about the reference of the record. Nothing is mailed: a line may be mended a minute later.

A reference is never used again. Where a line becomes a record of another kind it is struck, and entered anew in its
place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from eyre.body import meeting as said
from eyre.core import Reference, Refused
from eyre.core.codec import json_ready
from eyre.cycle.noticed import notice
from eyre.minutes.lines import FORMS, LineSetting, ReadLine, compose_line, read_line, write_line
from eyre.minutes.lines.forms import BY_RECORD, NOTE
from eyre.minutes.lines.reading import not_said
from eyre_web.accounts.access import access_of
from eyre_web.accounts.models import User
from eyre_web.audit import services as audit
from eyre_web.body.models import KeptRecord, as_record
from eyre_web.meetings import interchange
from eyre_web.meetings.models import Action, Event, Item, Line, Meeting, PartPlayed, RiskLook, restate
from eyre_web.meetings.new_actions import next_reference, order_doubts
from eyre_web.minutes.notes.models import Draft, Sent, Settled
from eyre_web.minutes.notes.setting import check_can_be_typed, line_setting
from eyre_web.minutes.permissions import check_may_keep_notes
from eyre_web.snapshot import kept

Row = Line | Action
LONGEST = 40_000  # characters that are sent at once
MOST = 100  # lines that are sent at once
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # control characters: nobody sees them, nobody meant them
RECORD = {**{form.word: form.record for form in FORMS}, NOTE: said.Note}
LETTER = {**{form.word: form.letter for form in FORMS}, NOTE: "N"}


class ChangedMeanwhile(Refused):
    """Somebody else has changed or struck the line since the person looked; `row` is what it is now, None if struck."""

    def __init__(self, row: Row | None) -> None:
        self.row = row
        super().__init__(
            _("Somebody else has struck this line meanwhile. What you typed is still below.")
            if row is None
            else _("Somebody else has changed this line meanwhile. Both texts are below: send again what is to stand.")
        )


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of a line. faults: why it is a note; doubts: what a person should look at."""

    reference: str
    faults: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


# --- entering ------------------------------------------------------------------------------------------------------


def enter_lines(item_id: int, text: str, *, by: User, on: date, token: str = "") -> tuple[Entered, ...]:
    """Enter each row of a text as a line at an item; what cannot be read is kept as a note, with the reason.

    token: of the form it was sent with: what the same form sends twice is entered once. The draft of the person at the
    item is done with. Raises Refused where nothing was typed, or more than can be taken at once.
    """
    folder = kept.folder()
    with transaction.atomic():
        item, meeting = _locked_item(item_id, by=by, on=on)
        rows = _new_rows(token, item, _rows(text))
        setting, place = line_setting(meeting, folder), _next_place(item)
        read = [read_line(row, setting) for row in rows]
        made = tuple(_enter(each, item, place + turn, by=by) for turn, each in enumerate(read))
        Draft.objects.filter(user=by, item=item).delete()
    return made


def _rows(text: str) -> list[str]:
    if len(text) > LONGEST:
        raise Refused(
            _("This has %(length)d characters; %(most)d can be taken at once. Enter it in parts.")
            % {"length": len(text), "most": LONGEST}
        )
    rows = [row for row in UNSEEN.sub(" ", text).splitlines() if row.strip()]
    if not rows:
        raise Refused(_("Nothing was typed. Write what it is, who, a colon and the words."))
    if len(rows) > MOST:
        raise Refused(
            _("These are %(number)d lines; %(most)d can be taken at once. Enter them in parts.")
            % {"number": len(rows), "most": MOST}
        )
    return rows


def _new_rows(token: str, item: Item, rows: list[str]) -> list[str]:
    """The rows that this form has not sent before; that it has sent them is remembered."""
    if not token:
        return rows
    count: Counter[str] = Counter()
    new = []
    for row in rows:
        count[row] += 1
        key = sha256(f"{token}\n{item.pk}\n{count[row]}\n{row}".encode()).hexdigest()
        if Sent.objects.get_or_create(key=key)[1]:
            new.append(row)
    return new


def _enter(read: ReadLine, item: Item, place: int, *, by: User) -> Entered:
    """Keep what was read as a row of its own, under the next free reference."""
    kind = kind_of(read)
    reference = next_reference(item.meeting, kind, LETTER[kind])
    record = _record(read, reference)
    if isinstance(record, said.Action):
        restate(interchange.keep_action(record, item, place))
    else:
        columns = interchange.line_columns(kind, record)
        Line.objects.create(item=item, kind=kind, place=place, entered_by=by, entered_at=timezone.now(), **columns)
    audit.record("line.entered", reference, by=by, after={"line": read.text, "item": str(item)})
    return Entered(reference, read.faults, _to_look_at(record, read))


def kind_of(read: ReadLine) -> str:
    """Which kind of record a line is: a note where it could not be read."""
    return NOTE if read.record is None else BY_RECORD[type(read.record)].word


def _record(read: ReadLine, reference: str, own_doubts: Iterable[str] = ()) -> Any:
    """The record of a line. What is doubted of it, and why it is only a note, is kept with it."""
    if read.record is None:
        doubts = dict.fromkeys((*own_doubts, *read.faults, *read.doubts))
        return said.Note(reference=Reference.parse(reference), words=read.note, doubts=tuple(doubts))
    record: Any = replace(read.record, reference=Reference.parse(reference))
    if not hasattr(record, "doubts"):  # a judgement and a contact have no place for them
        return record
    ordered = order_doubts(record.words) if isinstance(record, said.Action) else ()
    doubts = dict.fromkeys((*own_doubts, *record.doubts, *read.doubts, *ordered))
    return replace(record, doubts=tuple(doubts))


def _to_look_at(record: Any, read: ReadLine) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*getattr(record, "doubts", ()), *read.doubts)))


def _next_place(item: Item) -> int:
    """After every line and every action of the item."""
    last = [rows.aggregate(last=Max("place"))["last"] for rows in (item.lines, item.actions)]
    return max((place for place in last if place is not None), default=-1) + 1


# --- changing ------------------------------------------------------------------------------------------------------


def change_line(reference: str, text: str, *, version: int, by: User, on: date) -> Entered:
    """Let a line say something else. version: the one the person had before them.

    Where it is then another kind of record, the old one is struck and the new one stands in its place. Of a record that
    no line can hold (a promise with a test) only the words are changed, to the text.
    Raises ChangedMeanwhile, and Refused for a text of more than one line, or one that cannot be read where the line
    was more than a note: a slip of the pen must not cost a record its number.
    """
    folder = kept.folder()
    with transaction.atomic():
        row, meeting = _locked(reference, version, by=by, on=on)
        rows = _rows(text)
        if len(rows) > 1:
            raise Refused(_("There is more than one line here. Keep one, and enter the others as new lines."))
        setting = line_setting(meeting, folder)
        was = record_of(row)
        line = line_of(was, setting)
        if line is None:
            return _change_words(row, was, rows[0].strip(), by=by)
        read = read_line(rows[0], setting)
        if read.faults and kind(row) != NOTE:
            raise Refused(" ".join(read.faults))
        own = [doubt for doubt in getattr(was, "doubts", ()) if doubt not in _made_by(was, line, setting)]
        if kind_of(read) == kind(row):
            record = _record(read, reference, own)
            _write(row, record, was, by=by, line=read.text)
            return Entered(reference, read.faults, _to_look_at(record, read))
        _strike(row, by=by, why=_("It became another kind of line."))
        return _enter(read, row.item, row.place, by=by)


def _made_by(was: Any, line: str, setting: LineSetting) -> set[str]:
    """The doubts that follow from how a line reads: they are looked for again when it changes."""
    read = read_line(line, setting)
    ordered = order_doubts(was.words) if isinstance(was, said.Action) else ()
    # A word that was left out stands in the line that a record is written as: it would not be doubted there.
    form = BY_RECORD.get(type(was))
    left_out = (not_said(form.head_choice),) if form and form.head_choice else ()
    return {*read.faults, *read.doubts, *ordered, *left_out}


def _change_words(row: Row, was: Any, words: str, *, by: User) -> Entered:
    record = replace(was, **{interchange.words_name(kind(row)): words})
    _write(row, record, was, by=by, line=words)
    return Entered(row.reference, (), getattr(record, "doubts", ()))


def _write(row: Row, record: Any, was: Any, *, by: User, line: str, what: str = "line.changed") -> None:
    """Keep a record in its row in place of what it was."""
    row.version += 1
    if isinstance(row, Action):
        columns = interchange.action_columns(record)
        interchange.keep_owners(row, record.owners, row.item.meeting)
    else:
        columns = interchange.line_columns(row.kind, record)
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()
    if isinstance(row, Action):
        row.__dict__.pop("first_due", None)
        restate(row)
    before, after = (json_ready(each) for each in (was, record))
    audit.record(what, row.reference, by=by, before=before, after={**after, "line": line})


def settle_doubts(reference: str, *, version: int, by: User, on: date) -> None:
    """Let the doubts of a line go: a person has looked at them. The trail keeps what they were."""
    with transaction.atomic():
        row, _meeting = _locked(reference, version, by=by, on=on)
        was = record_of(row)
        if getattr(was, "doubts", ()):
            _write(row, replace(was, doubts=()), was, by=by, line="", what="line.looked_at")


def move_line(reference: str, to: int, *, version: int, by: User, on: date) -> None:
    """Put a line under another item of the same meeting, after what stands there; its reference stays."""
    with transaction.atomic():
        row, meeting = _locked(reference, version, by=by, on=on)
        item = Item.objects.filter(pk=to, meeting=meeting).first()
        if item is None:
            raise Refused(_("That item is not one of this meeting. Choose one of those offered."))
        if item == row.item:
            return
        before = str(row.item)
        row.item, row.place, row.version = item, _next_place(item), row.version + 1
        row.save(update_fields=["item", "place", "version"])
        audit.record("line.moved", reference, by=by, before={"item": before}, after={"item": str(item)})


def strike_line(reference: str, *, version: int, by: User, on: date) -> None:
    """Take a line out of the notes. What it said stays in the audit trail, and its reference is never given again."""
    with transaction.atomic():
        row, _meeting = _locked(reference, version, by=by, on=on)
        _strike(row, by=by)


def _strike(row: Row, *, by: User, why: str = "") -> None:
    _check_can_be_struck(row)
    audit.record("line.struck", row.reference, by=by, before=json_ready(record_of(row)), after={}, why=why)
    if isinstance(row, Action):
        row.owners.all().delete()
    row.delete()


def _check_can_be_struck(row: Row) -> None:
    """Raise Refused where something else rests on the line."""
    reference = row.reference
    quoted = f'"{reference}"'
    if any(rows.objects.filter(reference=reference).exists() for rows in (Event, PartPlayed, RiskLook)):
        raise Refused(_("Something has happened to %(it)s since: it cannot be struck.") % {"it": reference})
    rests = [
        *Line.objects.filter(kept__contains=quoted).values_list("reference", flat=True),
        *Action.objects.filter(kept__contains=quoted).values_list("reference", flat=True),
    ]
    if rests:
        named = {"it": reference, "others": ", ".join(rests)}
        raise Refused(_("%(others)s rests on %(it)s. Change that first.") % named)
    if KeptRecord.objects.filter(kind="commitments", value__contains=quoted).exists():
        raise Refused(_("A test of %(it)s was agreed: it cannot be struck.") % {"it": reference})


# --- what seemed to promise ----------------------------------------------------------------------------------------


def settle_noticed(reference: str, sentence: str, is_now: str, *, version: int, by: User, on: date) -> Entered | None:
    """Say what a sentence of a line is that seemed to promise something: an action, a commitment, or only a note.

    An action or a commitment is entered under the same item, in the words of the sentence; whoever said them owns or
    gives it. What is missing is doubted there. Raises Refused where the line does not say so any more.
    """
    folder = kept.folder()
    with transaction.atomic():
        row, meeting = _locked(reference, version, by=by, on=on)
        words = getattr(record_of(row), "words", "")
        if sentence not in {each.sentence(words) for each in notice(words)}:
            raise Refused(_("The line does not say this any more. Load the page again."))
        if not Settled.objects.get_or_create(
            reference=reference, sentence=sentence, defaults={"meeting": meeting, "is_now": is_now}
        )[1]:
            return None
        if is_now == NOTE:
            audit.record("line.only_a_note", reference, by=by, after={"sentence": sentence})
            return None
        setting = line_setting(meeting, folder)
        who = ", ".join(setting.names.posts.call(post) for post in speakers(row))
        line = compose_line(is_now, sentence, who=who)
        return _enter(read_line(line, setting), row.item, _next_place(row.item), by=by)


def speakers(row: Row) -> tuple[str, ...]:
    """The posts that said a line."""
    given = row.kept.get("speakers") or row.kept.get("given_by") or ()
    return (given,) if isinstance(given, str) else tuple(given)


# --- drafts --------------------------------------------------------------------------------------------------------


@transaction.atomic
def keep_draft(item_id: int, text: str, *, by: User, on: date) -> None:
    """Keep what a person is typing at an item, instead of what was kept of them there; nothing typed: nothing kept."""
    item = Item.objects.select_related("meeting").get(pk=item_id)
    check_may_keep_notes(access_of(by, on))
    check_can_be_typed(item.meeting)
    text = UNSEEN.sub(" ", text)[:LONGEST]
    if text.strip():
        Draft.objects.update_or_create(user=by, item=item, defaults={"text": text})
    else:
        Draft.objects.filter(user=by, item=item).delete()


# --- rows and records ----------------------------------------------------------------------------------------------


def kind(row: Row) -> str:
    return "action" if isinstance(row, Action) else row.kind


def record_of(row: Row) -> Any:
    """The body value of a row."""
    if isinstance(row, Action):
        return interchange.action(row)
    return as_record(RECORD[row.kind], interchange.line(row), row.reference)


def line_of(record: Any, setting: LineSetting) -> str | None:
    """The line that makes a record again, without its doubts; None where no line can hold it."""
    if isinstance(record, said.Note):
        return record.words if record.doubts else f"{NOTE}: {record.words}"
    try:
        return write_line(replace(record, doubts=()) if hasattr(record, "doubts") else record, setting)
    except Refused:
        return None


def find_row(reference: str) -> Row | None:
    """The row of a reference in notes that stand; an action that was set after they had been agreed is none."""
    rows: Any = Action.objects.filter(set_on=None) if reference.startswith("action ") else Line.objects.all()
    found: Row | None = rows.filter(reference=reference).select_related("item__meeting").first()
    return found


def _locked_item(item_id: int, *, by: User, on: date) -> tuple[Item, Meeting]:
    item = Item.objects.get(pk=item_id)
    item.meeting = meeting = Meeting.objects.select_for_update(no_key=True).get(pk=item.meeting_id)
    check_may_keep_notes(access_of(by, on))
    check_can_be_typed(meeting)
    return item, meeting


def _locked(reference: str, version: int, *, by: User, on: date) -> tuple[Row, Meeting]:
    """A line and its meeting, locked. Raises ChangedMeanwhile where it is not what the person looked at."""
    home = Reference.parse(reference).home
    meeting = Meeting.objects.select_for_update(no_key=True).get(reference=f"meeting {home}", is_standing=True)
    check_may_keep_notes(access_of(by, on))
    check_can_be_typed(meeting)
    row = find_row(reference)
    if row is None or row.version != version:
        raise ChangedMeanwhile(row)
    row.item.meeting = meeting
    return row, meeting
