"""What a list and a page say of a record of each kind: its state, its flags, and what is known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from eyre.body.folder import BodyFolder
from eyre.core import Facet, Period
from eyre.cycle.due import Due
from eyre.cycle.events import QUESTION_MOVES, fold
from eyre.cycle.states import QuestionStatus
from eyre.cycle.words import (
    AssuranceGrade,
    CommitmentKind,
    ContactKind,
    DecisionOutcome,
    FindingKind,
    Proceedings,
    RiskKind,
)
from eyre.minutes.registers import (
    BORNE_OUT,
    Entry,
    Whose,
    awaits_identification_check,
    borne_out,
    proceedings_of,
    whose,
)
from eyre_web.meetings.directory import Directory
from eyre_web.minutes.registers.says import LATER, choices, say

NOBODY_SAID: Final = "not_said"  # of an assurance: nobody has said yet what came of it


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing known of a record."""

    name: str
    said: str
    link: str = ""


def numbers(value: float, unit: str = "") -> str:
    """A number as a page prints it: at most two places, no empty ones, with its unit."""
    places = 0 if value == int(value) else 2
    said = number_format(value, places, use_l10n=True, force_grouping=True)
    if places:
        said = said.rstrip("0")
    return f"{said}{'' if unit == '%' else ' '}{unit}".strip()


# --- the state of a record -----------------------------------------------------------------------------------------


def question_status(entry: Entry) -> QuestionStatus:
    """How far a question is: what the notes say, and what was said since."""
    noted: QuestionStatus = entry.record.status
    return fold(noted, [event.kind for event in entry.events], QUESTION_MOVES).status


def states_of(entry: Entry) -> tuple[str, ...]:
    """What the filter by kind or state finds a record by."""
    record = entry.record
    if entry.kind == "assurance":
        found = borne_out(entry)
        return (found.kind if found else NOBODY_SAID,)
    if entry.kind == "question":
        return (question_status(entry),)
    if entry.kind == "risk":
        return (record.kind, proceedings_of(entry))
    return tuple(filter(None, (getattr(record, name, "") for name in ("kind", "grade", "outcome"))))


OFFERED: Final[Mapping[str, type[StrEnum]]] = {
    "finding": FindingKind, "question": QuestionStatus, "judgement": AssuranceGrade, "commitment": CommitmentKind,
    "decision": DecisionOutcome, "contact": ContactKind,
}  # fmt: skip


def states_offered(kind: str) -> dict[str, str]:
    """What the filter by kind or state offers in a register."""
    if kind == "assurance":
        return {NOBODY_SAID: _("Nobody has said yet"), **{each.value: str(LATER[each]) for each in BORNE_OUT}}
    if kind == "risk":
        courts = [pair for pair in choices(Proceedings) if pair[0] != Proceedings.NONE]
        return {value: str(said) for value, said in (*choices(RiskKind), *courts)}
    return {value: str(said) for value, said in choices(OFFERED[kind])} if kind in OFFERED else {}


def state(entry: Entry, directory: Directory) -> tuple[str, str]:
    """Whose a record is, and its kind or state, as a list prints them."""
    whose_it_is, said = STATE[entry.kind](entry)
    return (directory.list(whose_it_is) if whose_it_is else _("Not stated")), said


def _assured(entry: Entry) -> str:
    found = borne_out(entry)
    return str(LATER[found.kind]) if found else _("Nobody has said yet")


def _risk(entry: Entry) -> str:
    levels = [look.level for look in entry.looks if look.level]
    trends = [look.trend for look in entry.looks if look.trend]
    level, trend = (found[-1] if found else None for found in (levels, trends))
    return ", ".join(filter(None, (say(entry.record.kind), say(level), say(trend).lower())))


STATE: Final[Mapping[str, Callable[[Entry], tuple[tuple[str, ...], str]]]] = {
    "finding": lambda e: (e.record.speakers, say(e.record.kind)),
    "question": lambda e: (e.record.addressed_to, say(question_status(e))),
    "figure": lambda e: (tuple(filter(None, (e.record.quoted_by,))), _quoted(e.record)),
    "assurance": lambda e: (tuple(filter(None, (e.record.given_by,))), _assured(e)),
    "judgement": lambda e: ((e.record.by,), say(e.record.grade)),
    "commitment": lambda e: (e.record.given_by, say(e.record.kind)),
    "decision": lambda e: ((e.record.by,), say(e.record.outcome)),
    "risk": lambda e: (tuple(dict.fromkeys(look.by for look in e.looks)), _risk(e)),
    "contact": lambda e: ((e.record.by,), say(e.record.kind)),
    "note": lambda e: ((), ""),
}


def flags(entry: Entry, folder: BodyFolder) -> list[tuple[str, str]]:
    """What must not be overlooked: words, and the colour of their tag."""
    if entry.kind == "decision" and whose(folder, entry.meeting, entry.record) is Whose.REPORTED:
        return [(_("Reported to the meeting"), "govuk-tag--grey")]
    if entry.kind != "risk":
        return []
    court = proceedings_of(entry)
    found = [(say(court), "govuk-tag--red" if court is Proceedings.LIVE else "govuk-tag--orange")]
    if awaits_identification_check(entry):
        found.append((_("Identification check before publishing"), "govuk-tag--yellow"))
    return found if court is not Proceedings.NONE else []


# --- what is known of a record -------------------------------------------------------------------------------------


def facts(entry: Entry, folder: BodyFolder, directory: Directory) -> Iterator[Fact]:
    """What the notes say of a record, beside its words and where it stands; what they do not say is left out."""
    said = {name: getattr(entry.record, name, None) for name in NAMES}
    if entry.kind == "decision":
        yield Fact(_("Whose decision"), say(whose(folder, entry.meeting, entry.record)))
    if entry.kind == "assurance" and not entry.record.given_by:
        yield Fact(_("Given by"), _("Not stated"))
    for name, value in said.items():
        if text := _said(name, value, entry, folder, directory):
            yield Fact(_name(name, entry.kind), text)
    if entry.kind == "figure":
        yield Fact(_("Quoted"), _quoted(entry.record))


POSTS: Final = frozenset({
    "addressed_to", "asked_by", "answered_by", "speakers", "quoted_by", "given_by", "received_by", "relayed_by",
    "relied_on_by", "by", "reported_by", "with_whom",
})  # fmt: skip
# Fields in the order of the page.
NAMES: Final = (
    "kind", "nature", "grade", "of", "outcome", "subject", "act", "addressed_to", "asked_by", "asks_whether",
    "evidence_wanted", "status", "answered_by", "speakers", "given_by", "relayed_by", "relied_on_by", "received_by",
    "by", "with_whom", "reported_by", "quoted_by", "reason", "evidence", "in_place", "functioning", "impact", "due",
    "when", "next_look", "measure", "measures", "area", "areas", "facet", "period", "period_words", "n", "source",
    "place", "media", "about", "untested_because",
)  # fmt: skip


def _name(name: str, kind: str) -> str:
    names = {
        "kind": _("Kind"), "nature": _("Nature"), "grade": _("Judgement"), "of": _("Of what"), "outcome": _("Outcome"),
        "subject": _("Subject"), "act": _("By saying it"), "addressed_to": _("Put to"), "asked_by": _("Asked by"),
        "asks_whether": _("Asks whether"), "evidence_wanted": _("Evidence wanted"), "status": _("State"),
        "answered_by": _("Answered by"), "speakers": _("Said by"), "given_by": _("Given by"),
        "relayed_by": _("Passed on by"), "relied_on_by": _("Relied on by"), "received_by": _("Given to"),
        "by": _("Decided by") if kind == "decision" else _("By"), "with_whom": _("With"),
        "reported_by": _("Reported by"), "quoted_by": _("Quoted by"), "reason": _("Reason"), "evidence": _("Rests on"),
        "in_place": _("In place?"), "functioning": _("Functioning?"), "impact": _("With what impact?"),
        "due": _("Due"), "when": _("When"), "next_look": _("Next look"), "measure": _("Measure"),
        "measures": _("Measures"), "area": _("Area"), "areas": _("Areas"), "facet": _("Of which part"),
        "period": _("Period"), "period_words": _("Period in words"), "n": _("How many it rests on"),
        "source": _("Source"), "place": _("Place"), "media": _("In the media"), "about": _("About"),
        "untested_because": _("Without a test because"),
    }  # fmt: skip
    return names[name]


def _said(name: str, value: Any, entry: Entry, folder: BodyFolder, directory: Directory) -> str:
    """A field as words; nothing where it says nothing."""
    if name == "reason" and entry.kind == "judgement":
        return ""  # they are its words
    if name == "status" and entry.kind == "question":
        return say(question_status(entry))
    if value is None or value in ("", ()):
        return ""
    if isinstance(value, Due):
        return due(value)
    if isinstance(value, StrEnum):
        return say(value)
    values = value if isinstance(value, tuple) else (value,)
    if name in POSTS:
        return ", ".join(directory.named(key, entry.meeting.date) for key in values)
    if name in ("measure", "measures"):
        return ", ".join(folder.measures[key].name if key in folder.measures else str(key) for key in values)
    if name in ("area", "areas"):
        areas = {area.key: area.name for area in folder.body.areas}
        return ", ".join(areas.get(key, str(key)) for key in values)
    if isinstance(value, Facet):
        return str(value).replace("=", ": ").replace(";", ", ").replace("_", " ")
    if isinstance(value, Period):
        return value.label
    return ", ".join(map(str, values))


def due(value: Due) -> str:
    """A due date with the words it was given in."""
    day = date_format(value.date, "j F Y") if value.date else ""
    return f"{day} (“{value.words}”)" if day and value.words else day or value.words or ""


def _quoted(figure: Any) -> str:
    """The number as it was quoted."""
    about = _("about ") if figure.approximate else ""
    if figure.value is not None:
        return f"{about}{numbers(figure.value, figure.unit)}"
    if figure.low is not None and figure.high is not None:
        return _("%(about)s%(low)s to %(high)s") % {
            "about": about, "low": numbers(figure.low), "high": numbers(figure.high, figure.unit),
        }  # fmt: skip
    if figure.low is not None:
        return _("%(about)sat least %(low)s") % {"about": about, "low": numbers(figure.low, figure.unit)}
    if figure.high is not None:
        return _("%(about)sat most %(high)s") % {"about": about, "high": numbers(figure.high, figure.unit)}
    return _("no number")
