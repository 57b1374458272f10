"""A line into a record: every fault of it at once, in words, and a doubt for whatever was read and not said."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, Final

from eyre.body.check import EVERYONE
from eyre.body.folder import BodyFolder
from eyre.core import Reference, say_date
from eyre.cycle.dates import resolve
from eyre.cycle.due import Certainty, Due, due_faults
from eyre.cycle.past import resolve_period
from eyre.minutes.lines.forms import ALSO_SAID, NOTE, WORDS, Form, HeadChoice, Record, is_one
from eyre.minutes.lines.names import Names, Unknown, even
from eyre.minutes.lines.values import DAY, RANGE, TEXT, Codec, Reading, choice, ends_of, read_range, said

COLON: Final = re.compile(r"(?<!\d):|:(?!\d\d(?!\d))")  # not the colon of a time of day
FIELD_MARK: Final = re.compile(r"(?<!\|)\|(?!\|)")
BULLET: Final = re.compile(r"\s*(?:[-–•*·]|\d{1,3}[.)])\s+")
DUE_BEGINS: Final = re.compile(
    r"(?:^|(?<=\s))(?:by|before|in|within|after|at|on|until|from|during|between|no later than|prior to|ahead of)\s",
    re.IGNORECASE,
)
DUE_FIELDS: Final[Mapping[str, Codec]] = {
    "": TEXT,
    " date": DAY,
    " from": DAY,
    " certainty": choice(Certainty),
    " note": TEXT,
}
LONGEST: Final = 4000  # characters: a line, not a paper


@dataclass(frozen=True)
class LineSetting:
    """Where a line is typed: the meeting's home ("2017-12") and day, what may be named, and who is there.

    meetings: known days of the series, for "the next meeting". present: posts in the room, None while nobody has
    written down the attendance.
    """

    home: str
    said_on: date
    names: Names
    meetings: tuple[date, ...] = ()
    present: frozenset[str] | None = None

    @classmethod
    def of(
        cls,
        folder: BodyFolder,
        home: str,
        said_on: date,
        meetings: tuple[date, ...] = (),
        present: frozenset[str] | None = None,
    ) -> LineSetting:
        return cls(home, said_on, Names.of(folder, said_on), meetings, present)


@dataclass(frozen=True)
class ReadLine:
    """What a line is. record: None for a plain note and for a line with faults, which is kept as a note."""

    text: str
    record: Record | None = None
    faults: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """The words kept where there is no record."""
        if self.record is not None:
            return ""
        head, mark, words = _without_bullet(self.text).partition(":")
        return words.strip() if mark and head.strip().casefold() == NOTE else self.text.strip()


@dataclass
class _Line:
    """A line on its way to a record."""

    form: Form
    reading: Reading
    given: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def take(self, attribute: str, codec: Codec, text: str) -> None:
        try:
            self.given[attribute] = codec.read(text, self.reading)
        except ValueError as fault:
            self.faults.append(str(fault))
            self.given.setdefault(attribute, None)


def read_line(text: str, setting: LineSetting, label: str = "1") -> ReadLine:
    """Read a line. label: that of the record's reference, as `next_reference` gives it.

    Never raises for what is typed: what cannot be read comes back as faults, and the line as a note.
    """
    if wrong := _unreadable(text):
        return ReadLine(text, faults=(wrong,))
    main, *rest = FIELD_MARK.split(_without_bullet(text))
    colon = COLON.search(main)
    if colon is None:
        return ReadLine(text, faults=(f"No colon was found, so this is kept as a note. {_shape()}",))
    head, words = main[: colon.start()].strip(), _plain(main[colon.end() :])
    if head.casefold() == NOTE:
        return ReadLine(text)
    found = _kind(head)
    if found is None:
        return ReadLine(text, faults=(_no_such_kind(head),))
    form, given, after = found
    line = _Line(form, Reading(setting.names, setting.said_on, setting.meetings), dict(given))
    if words:
        line.given[form.text] = words
    else:
        line.faults.append("Nothing stands after the colon. Write what was said.")
    _read_head(line, after)
    _read_fields(line, rest)
    _look_at(line, setting)
    if line.faults:
        return ReadLine(text, faults=tuple(line.faults), doubts=tuple(line.reading.doubts))
    reference = Reference(form.word, setting.home, label)
    record = form.record(reference=reference, **line.given)
    return ReadLine(text, record, doubts=tuple(dict.fromkeys(line.reading.doubts)))


def next_reference(form: Form, home: str, used: Iterable[Reference]) -> Reference:
    """The reference of the next record of a kind at a meeting: one above the highest ever used there."""
    numbers = [int(re.sub(r"\D", "", each.label) or 0) for each in used if (each.kind, each.home) == (form.word, home)]
    return Reference(form.word, home, f"{form.letter}{max(numbers, default=0) + 1}")


def _unreadable(text: str) -> str:
    if not text.strip():
        return "The line is empty."
    if len(text) > LONGEST:
        return f"The line has {len(text)} characters; at most {LONGEST} can be taken. Make several of it."
    if len(text.strip().splitlines()) > 1:
        return "There is more than one line here. Enter them one by one."
    if any(unicodedata.category(letter) == "Cc" and letter not in "\t\r\n" for letter in text):
        return "The line holds a control character that nobody can see. Type it again."
    return ""


def _without_bullet(text: str) -> str:
    bullet = BULLET.match(text)
    return text[bullet.end() :] if bullet else text


def _plain(text: str) -> str:
    return text.strip().replace("||", "|")


def _shape() -> str:
    return "Write what it is, who, a colon and the words: action DCC by 30 Jan: Send the note."


# ---------------------------------------------------------------- the head


def _kind(head: str) -> tuple[Form, Mapping[str, Any], str] | None:
    """The form that a head begins with, what its word says already, and the rest of the head."""
    tokens = head.split()
    for length in (2, 1):
        word = " ".join(tokens[:length]).casefold()
        if len(tokens) >= length and word in WORDS:
            form, given = WORDS[word]
            return form, given, re.sub(rf"^(?:\S+\s*){{{length}}}", "", head).strip()
    return None


def _no_such_kind(head: str) -> str:
    first = head.split()[0].casefold() if head else ""
    near = get_close_matches(first, WORDS, n=2, cutoff=0.6)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"A line begins with one of: {', '.join(_forms())}."
    return f'"{first}" is not a kind of line, so this is kept as a note. {hint}'


def _forms() -> list[str]:
    return list(dict.fromkeys(form.word for form, _ in WORDS.values()))


def _read_head(line: _Line, rest: str) -> None:
    form = line.form
    if form.head_choice and not form.head_choice.at_end:
        rest = _take_choice(line, form.head_choice, rest)
    if form.due and (found := DUE_BEGINS.search(rest)):
        _take_due(line, form.due, {"": rest[found.start() :].strip()}, "")
        rest = rest[: found.start()].strip()
    if form.head_choice and form.head_choice.at_end:
        rest = _take_choice(line, form.head_choice, rest)
    who, whom = rest, ""
    if form.whom and (found := re.search(rf"(?:^|\s){form.joint}\s+(?=\S)", rest, re.IGNORECASE)):
        who, whom = rest[: found.start()].strip(), rest[found.end() :].strip()
    for attribute, names in ((form.who, who), (form.whom, whom)):
        if names:
            _take_posts(line, attribute, names)


def _take_choice(line: _Line, wanted: HeadChoice, rest: str) -> str:
    """Read the word of a fixed list at the beginning or end of what is left of the head; the longest that fits."""
    if wanted.attribute in line.given:  # its short form has said it
        return rest
    tokens = rest.split()
    for length in range(len(tokens), 0, -1):
        part = tokens[-length:] if wanted.at_end else tokens[:length]
        value = _choice(wanted.kind, " ".join(part))
        if value is not None:
            line.given[wanted.attribute] = value
            return " ".join(tokens[:-length] if wanted.at_end else tokens[length:])
    if wanted.default is None:
        ways = ", ".join(said(each) for each in wanted.kind)
        line.faults.append(f"Say the {wanted.attribute} of the {line.form.word}: {ways}. So: {line.form.example}")
    else:
        line.given[wanted.attribute] = wanted.default
        if (line.form.word, wanted.attribute) != ("commitment", "kind"):
            line.reading.doubts.append(not_said(wanted))
    return rest


def not_said(wanted: HeadChoice) -> str:
    """The doubt about a word of the head that was left out, and for which one was read."""
    return f"The {wanted.attribute} is not said; read as {said(wanted.default)}." if wanted.default else ""


def _choice(kind: type[StrEnum], text: str) -> StrEnum | None:
    even = " ".join(text.casefold().replace(",", " ").replace("_", " ").split())
    also = ALSO_SAID.get(even)
    if isinstance(also, kind):
        return also
    return next((each for each in kind if said(each) == even), None)


def _take_posts(line: _Line, attribute: str, names: str) -> None:
    if not attribute:
        line.faults.append(f'"{names}" cannot stand before the colon of a {line.form.word}. So: {line.form.example}')
        return
    try:
        keys = line.reading.names.find_posts(names, line.reading.doubts)
    except Unknown as fault:
        line.faults.append(f"{fault}{_perhaps_a_date(line, names)}")
        line.given[attribute] = None
        return
    if is_one(line.form, attribute):
        if len(keys) > 1:
            line.faults.append(f"Only one can be named here, not {len(keys)}: {names}.")
        line.given[attribute] = keys[0] if keys else ""
    else:
        line.given[attribute] = keys


def _perhaps_a_date(line: _Line, names: str) -> str:
    is_date = line.form.due and resolve(names, line.reading.said_on, line.reading.meetings).date
    return ' If a date is meant, put "by" before it.' if is_date else ""


# ---------------------------------------------------------------- the fields after the words


def _read_fields(line: _Line, parts: Iterable[str]) -> None:
    tails = {tail.label: tail for tail in line.form.tails}
    dues = dict(line.form.tail_due) | ({"due": line.form.due} if line.form.due else {})
    said_dues: dict[str, dict[str, str]] = {}
    seen: dict[str, list[str]] = {}
    for part in parts:
        label, mark, value = part.partition(":")
        label, value = " ".join(label.casefold().split()), _plain(value)
        if not mark or not value:
            line.faults.append(f'"{part.strip()}" is not a field. Write a name, a colon and a value: | n: 40')
        elif label in tails:
            seen.setdefault(label, []).append(value)
        elif (
            due := next((d for d in dues if label.startswith(d) and label[len(d) :] in DUE_FIELDS), None)
        ) is not None:
            said_dues.setdefault(due, {})[label[len(due) :]] = value
        else:
            line.faults.append(_no_such_field(line.form, label, [*tails, *dues]))
    _take_range(line, seen)
    for label, values in seen.items():
        _take_field(line, tails[label].attribute, tails[label].codec, label, values)
    for label, words in said_dues.items():
        if dues[label] in line.given:
            line.faults.append("The date is said twice: before the colon and after the words. Keep one.")
        _take_due(line, dues[label], words, label)


def _take_range(line: _Line, seen: dict[str, list[str]]) -> None:
    """A range that was typed as the value of a figure: its two ends are kept, and no value."""
    if line.form.word != "figure" or len(seen.get("value", ())) != 1:
        return
    ends = read_range(seen["value"][0], line.reading)
    if ends is None:
        return
    del seen["value"]
    if seen.keys() & {"low", "high"}:
        line.faults.append("The value is a range, and its ends are given beside it. Keep one of the two.")
        return
    line.given["low"], line.given["high"] = ends


def _no_such_field(form: Form, label: str, known: list[str]) -> str:
    near = get_close_matches(label, known, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"It may have: {', '.join(known)}."
    return f'There is no field "{label}" of a line that begins with {form.word}. {hint}'


def _take_field(line: _Line, attribute: str, codec: Codec, label: str, values: list[str]) -> None:
    if codec.repeats:
        line.given[attribute] = tuple(codec.read(value, line.reading) for value in values)
    elif len(values) > 1:
        line.faults.append(f'The field "{label}" is given {len(values)} times. Keep one.')
    else:
        line.take(attribute, codec, values[0])


def _take_due(line: _Line, attribute: str, said_of_it: Mapping[str, str], label: str) -> None:
    """A due date: read from its words, unless a day is written beside them."""
    words = said_of_it.get("")
    if len(said_of_it) == 1 and words:
        due = resolve(words, line.reading.said_on, line.reading.meetings)
        line.given[attribute] = due
        line.reading.doubts += [f'"{words}": {due.note}'] if due.note else []
        return
    parts = {}
    for suffix, text in said_of_it.items():
        try:
            parts[suffix] = DUE_FIELDS[suffix].read(text, line.reading)
        except ValueError as fault:
            line.faults.append(f"{label}{suffix}: {fault}")
    day = parts.get(" date")
    due = Due(
        words=parts.get(""),
        date=day,
        earliest=parts.get(" from"),
        certainty=parts.get(" certainty", Certainty.STATED if day else Certainty.UNDATED),
        note=parts.get(" note"),
    )
    line.faults += due_faults(due)
    line.given[attribute] = due


# ---------------------------------------------------------------- what a person should look at


def _look_at(line: _Line, setting: LineSetting) -> None:
    form, doubts = line.form, line.reading.doubts
    for attribute, asks in form.needs.items():
        if attribute not in line.given:
            line.faults.append(f"{asks}. So: {form.example}")
    for attribute, says in form.misses.items():
        if line.given.get(attribute, "") in ("", ()):  # None: it was said, and could not be read
            doubts.append(f"{says}{_in_the_words(line, attribute)}")
            if is_one(form, attribute):
                line.given[attribute] = ""
    if form.word == "figure":
        _look_at_figure(line)
    if form.word == "contact" and (when := line.given.get(form.due)) and when.date and when.date > line.reading.said_on:
        doubts.append(f"{say_date(when.date)} is after the meeting. If it has been held, give the day with its year.")
    if setting.present is not None and form.word in ("question", "action"):
        wanted = line.given.get(form.whom or form.who) or ()
        doubts += [
            f"{setting.names.posts.call(post)} is not on the attendance list."
            for post in wanted
            if post != EVERYONE and post not in setting.present
        ]


def _in_the_words(line: _Line, attribute: str) -> str:
    """Where the words after the colon begin with a post, or hold a date, that may belong before it."""
    form, names = line.form, line.reading.names
    words = str(line.given.get(form.text) or "")
    if attribute == form.who and words:
        first = words.split()[0].strip(",.;")
        if first.isupper() and even(first) in names.posts.keys:
            return f" If it is {first}, write that before the colon: {form.word} {first}: …"
    if attribute == form.due and (due := resolve(words, line.reading.said_on, line.reading.meetings)).date:
        return f" If {say_date(due.date)} is meant, write it before the colon: by {due.date.day} {due.date:%B %Y}."
    return ""


def _look_at_figure(line: _Line) -> None:
    given, doubts = line.given, line.reading.doubts
    if "period_words" in given and "period" not in given:
        read = resolve_period(given["period_words"], line.reading.said_on)
        given["period"] = read.period
        doubts += [read.note] if read.note else []
    if all(given.get(each) is None for each in ("value", "low", "high")):
        doubts.append(f"No value is given. Add it after the words: | value: {_value_in(given.get(line.form.text, ''))}")
    if given.get("unit") == "%" and given.get("n") is None:
        doubts.append("How many it rests on is not said. Add | n: 40 where it is known.")


def _value_in(words: str) -> str:
    """What in the words looks like the value: a percentage from and to, else the first number, else an example."""
    from_to = (found[0] for found in RANGE.finditer(words) if found[0].endswith("%") and ends_of(found))
    number = re.search(r"\d[\d,]*(?:\.\d+)?", words)
    return next(from_to, number[0] if number else "90")


def defaults(form: Form) -> Mapping[str, Any]:
    """What each attribute of a form's record is where nothing is said."""
    return {each.name: each.default for each in fields(form.record)}
