"""The items of a meeting with their lines and actions, as a page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eyre.commitments import Known
from eyre.commitments.testability import Setting, Untestable, doubts_about
from eyre.cycle.due import Due
from eyre.cycle.noticed import notice
from eyre.cycle.states import QuestionStatus
from eyre.cycle.words import ActionDeliverable, EvidenceGrade, SpeechAct
from eyre.minutes.lines.forms import BY_WORD, NOTE, Form
from eyre_web.body.models import as_record
from eyre_web.meetings.directory import Directory
from eyre_web.meetings.models import Action, Item, Meeting
from eyre_web.meetings.says import TAGS, say_state
from eyre_web.minutes.notes.lines import Row, kind, record_of
from eyre_web.minutes.notes.models import Settled
from eyre_web.minutes.registers.says import say
from eyre_web.snapshot.kept import folder

SAYS: Mapping[str, Any] = {
    "question": gettext_lazy("Question"),
    "finding": gettext_lazy("Finding"),
    "figure": gettext_lazy("Figure"),
    "assurance": gettext_lazy("Assurance"),
    "judgement": gettext_lazy("Judgement"),
    "commitment": gettext_lazy("Commitment"),
    "action": gettext_lazy("Action"),
    "decision": gettext_lazy("Decision"),
    "risk": gettext_lazy("Risk"),
    "contact": gettext_lazy("Contact"),
    NOTE: gettext_lazy("Note"),
}
BECOMES: Mapping[str, Any] = {  # what a sentence that seems to promise may be said to be
    "action": gettext_lazy("An action"),
    "commitment": gettext_lazy("A commitment"),
    NOTE: gettext_lazy("Only a note"),
}
NO_PROMISE = ("question", "action", "commitment", "decision", "judgement", "contact", "figure")
HIDDEN = ("doubts", "facet")  # said elsewhere, or by nothing that a reader knows
FIXED = {  # what a word of a fixed list means, where the word alone says too little
    "act": SpeechAct,
    "status": QuestionStatus,
    "evidence": EvidenceGrade,
}
LABELS: Mapping[str, Any] = {  # what a field is called for whoever reads, where it is not what is typed
    "act": gettext_lazy("What was done by saying so"),
    "commissioned": gettext_lazy("Put beforehand"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A line or an action as it reads: head, lead, words, more.

    head: what it is ("Finding (gap)"). who: who said, asked, gave or owns it, to whom. due: with its doubt. more: what
    else is known. The rest is for those who keep notes: doubts, what a promise could not be tested for, sentences that
    seem to promise with their turn and the reason, the address where it is changed, and of a question that where it is
    said how it was answered.
    """

    row: Row
    head: str
    who: str
    due: str
    words: str
    more: str
    doubts: tuple[str, ...] = ()
    checks: tuple[Untestable, ...] = ()
    noticed: tuple[tuple[int, str, str], ...] = ()
    change: str = ""
    settle: str = ""

    @property
    def lead(self) -> str:
        """What stands between the head and the words."""
        said = ", ".join(filter(None, (self.who, self.due)))
        return f" {said}:" if said else ":"

    @property
    def label(self) -> str:
        return self.row.reference.partition("/")[2]

    @property
    def id(self) -> str:
        return f"{kind(self.row)}-{self.label}"

    @property
    def has_looks(self) -> bool:
        return bool(self.doubts or self.checks or self.noticed)

    @property
    def state(self) -> str:
        """Of an action, where it stands."""
        return say_state(self.row.status) if isinstance(self.row, Action) else ""

    @property
    def tag(self) -> str:
        return TAGS[self.row.status] if isinstance(self.row, Action) else ""


class Called:
    """What posts, areas and measures are called, by their keys; of areas and measures looked up when one is named."""

    def __init__(self) -> None:
        self.posts = Directory.load()

    def by_attribute(self, attribute: str) -> Mapping[str, str]:
        """The names for the keys that an attribute of a record holds."""
        if attribute in ("area", "areas"):
            return self._areas
        return self._measures if attribute in ("measure", "measures") else self.posts.titles

    @cached_property
    def _areas(self) -> Mapping[str, str]:
        return {area.key: area.name for area in folder().body.areas}

    @cached_property
    def _measures(self) -> Mapping[str, str]:
        return {measure.key: measure.name for measure in folder().measures}


@dataclass(frozen=True, slots=True)
class Section:
    """An item with what stands under it."""

    item: Item
    lines: tuple[Shown, ...] = ()
    actions: tuple[Shown, ...] = ()
    nil: str = ""

    @property
    def columns(self) -> tuple[tuple[bool, tuple[Shown, ...]], ...]:
        """Its lines, and the ACTION column beside them where there are actions; of each, whether it is of actions."""
        return ((False, self.lines), (True, self.actions)) if self.actions else ((False, self.lines),)

    @property
    def id(self) -> str:
        return f"item-{self.item.place}"


def sections(items: Iterable[Item], called: Called, looks: Looks | None = None) -> list[Section]:
    """Items, whose lines and actions are at hand, as a page shows them.

    looks: what is known when lines are looked at, for the page on which they are typed: there they stand as they were
    entered, without the actions that were set after the notes had been agreed. Else they stand in reading order, each
    kind together.
    """
    return [_section(item, called, looks) for item in items]


def _section(item: Item, called: Called, looks: Looks | None) -> Section:
    lines, actions = list(item.lines.all()), list(item.actions.all())
    if looks is None:
        order = list(SAYS)
        lines.sort(key=lambda line: (order.index(line.kind), line.place, line.pk))
    else:
        actions = [action for action in actions if action.set_on is None]
    return Section(
        item,
        tuple(shown(line, called, looks) for line in lines),
        tuple(shown(action, called, looks) for action in sorted(actions, key=lambda each: (each.place, each.pk))),
        nil=item.kept.get("nil", ""),
    )


def shown(row: Row, called: Called, looks: Looks | None = None) -> Shown:
    """A line or an action as it reads."""
    plain, form = _plain(row), BY_WORD.get(kind(row))
    view = Shown(
        row=row,
        head=_head(row, plain, form),
        who=_who(plain, form, called),
        due=_lead_due(plain.get(form.due), form) if form and form.due else "",
        words=row.words,
        more=" ".join(_sentences(plain, form, called)) if form else "",
        doubts=tuple(plain.get("doubts", ())),
    )
    return looks.at_line(view) if looks else view


def _plain(row: Row) -> Mapping[str, Any]:
    if isinstance(row, Action):
        more = {"owners": row.owner_keys, "due": row.due, "managing_officer": row.managing_officer}
        deliverable = "" if row.deliverable == ActionDeliverable.OTHER else row.deliverable
        return {**row.kept, **more, "closes_when": row.closes_when, "deliverable": deliverable}
    return row.kept  # type: ignore[no-any-return]  # a PlainField


def _head(row: Row, plain: Mapping[str, Any], form: Form | None) -> str:
    says = str(SAYS[kind(row)])
    if form is None or form.head_choice is None:
        return says
    words = [plain["kind"]] if form.word == "risk" else []
    words.append(plain.get(form.head_choice.attribute, ""))
    chosen = ", ".join(word.replace("_", " ") for word in words if word and word != form.word)
    return f"{says} ({chosen})" if chosen else says


def _who(plain: Mapping[str, Any], form: Form | None, called: Called) -> str:
    if form is None:
        return ""
    who, whom = (_named(plain.get(name), called) if name else "" for name in (form.who, form.whom))
    if not whom:
        return who
    words = {"who": who, "whom": whom}
    if form.joint == "with":
        return _("%(who)s with %(whom)s") % words
    return _("%(who)s to %(whom)s") % words if who else _("to %(whom)s") % words


def _named(keys: Any, called: Called) -> str:
    every = (keys,) if isinstance(keys, str) else keys or ()
    return ", ".join(called.posts.title(key) for key in every if key)


def _lead_due(plain: Any, form: Form) -> str:
    """A day before the words: of what is to come, with "by" where the notes give the day alone."""
    said = _due(plain)
    is_to_come = form.due in ("due", "paper_due")
    return _("by %(day)s") % {"day": said} if is_to_come and said[:1].isdigit() else said


def _due(plain: Any) -> str:
    return as_record(Due, plain, "due").label if plain else ""


def _sentences(plain: Mapping[str, Any], form: Form, called: Called) -> Iterator[str]:
    return (f"{name}: {value.rstrip('.')}." for name, value in _more(plain, form, called))


def _more(plain: Mapping[str, Any], form: Form, called: Called) -> Iterator[tuple[str, str]]:
    """What else is known of a line: the fields after its words."""
    for tail in form.tails:
        value = plain.get(tail.attribute)
        if tail.attribute in HIDDEN or value in (None, "", [], False, SpeechAct.ASSERTS):
            continue
        label = str(LABELS.get(tail.attribute, tail.label.capitalize()))
        if tail.attribute in FIXED:
            yield label, say(FIXED[tail.attribute](value)).lower()
        else:
            yield label, _value(value, called.by_attribute(tail.attribute))
    for label, name in form.tail_due.items():
        if plain.get(name):
            yield label.capitalize(), _due(plain[name])


def _value(value: Any, called: Mapping[str, str]) -> str:
    """called: what the keys of its kind are called; a word of a fixed list is written with underscores."""
    if value is True:
        return _("yes")
    if isinstance(value, list):
        return ", ".join(_value(each, called) for each in value)
    text = str(value).removesuffix(".0") if isinstance(value, float) else str(value)
    return called.get(text) or (text.replace("_", " ") if isinstance(value, str) and " " not in text else text)


# --- what a person must look at ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Looks:
    """What is known when lines are looked at: what of them was settled, and what a promise could be tested by."""

    home: str
    settled: frozenset[tuple[str, str]]
    testing: Setting

    @classmethod
    def at(cls, meeting: Meeting) -> Looks:
        settled = frozenset(Settled.objects.filter(meeting=meeting).values_list("reference", "sentence"))
        known = Known({measure.key: measure for measure in folder().measures}, {}, {})
        return cls(meeting.home, settled, Setting(known))

    def at_line(self, view: Shown) -> Shown:
        row = view.row
        checks = tuple(doubts_about(record_of(row), self.testing)) if kind(row) == "commitment" else ()
        address = reverse("change_line", args=[self.home, kind(row), view.label])
        settle = reverse("settle_question", args=[self.home, view.label]) if kind(row) == "question" else ""
        return replace(view, checks=checks, noticed=self._noticed(row), change=address, settle=settle)

    def _noticed(self, row: Row) -> tuple[tuple[int, str, str], ...]:
        if kind(row) in NO_PROMISE:
            return ()
        found = ((at, each.sentence(row.words), each.why) for at, each in enumerate(notice(row.words)))
        return tuple(each for each in found if (row.reference, each[1]) not in self.settled)
