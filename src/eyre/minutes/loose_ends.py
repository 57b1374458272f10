"""What a meeting left lying: after it, and before its notes are agreed, with what to do about each.

Nothing is changed by this and nobody is judged. Each rule is one function of the table at the end; what seems to be
about the same thing is decided in `alike`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations
from typing import Any, Final

from eyre.body.check import EVERYONE
from eyre.body.folder import BodyFolder
from eyre.body.meeting import Action, Commitment, Decision, Finding, Item, Meeting, QuotedFigure
from eyre.body.registers import Event
from eyre.core import Reference, say_date
from eyre.cycle.dates import check_weekday
from eyre.cycle.due import Due
from eyre.cycle.events import EventKind, due_after
from eyre.cycle.noticed import notice
from eyre.cycle.states import QuestionStatus, say_state
from eyre.cycle.words import ActionDeliverable, AttendanceState, DecisionOutcome, FindingKind, LooseEndKind
from eyre.minutes.alike import seem_alike, words_alike
from eyre.minutes.standing import CLOSING, NO_ANSWER, OPEN_QUESTIONS, post_name

IN_THE_ROOM: Final = frozenset(
    {AttendanceState.PRESENT, AttendanceState.PART, AttendanceState.BY_INVITATION, AttendanceState.OBSERVER}
)
FAILURE: Final = re.compile(
    r"\b(?:has not happened|hasn'?t happened|was not done|not been done|not yet been|failed to|did not happen"
    r"|needs? to be improved|has to get better|has to improve|not consistently)\b",
    re.IGNORECASE,
)
# States of a document, as they are said; of those in one sentence the first of this list holds.
DOCUMENT_STATES: Final = (
    (
        "not signed off",
        re.compile(
            r"\bnot (?:a signature|(?:been )?(?:signed off|agreed|approved))"
            r"|\bagree(?:d|ment) (?:in principle|as an? (?:concept|idea))",
            re.IGNORECASE,
        ),
    ),
    (
        "a draft",
        re.compile(
            r"\bdraft|\bwork(?:ed)? (?:it )?up\b|\bunder development|\bstill being (?:written|developed)", re.IGNORECASE
        ),
    ),
    ("agreed", re.compile(r"\b(?:agreed|signed off|approved|adopted)\b", re.IGNORECASE)),
)
DECIDED: Final = {
    DecisionOutcome.AGREED: "agreed",
    DecisionOutcome.AGREED_IN_PRINCIPLE_NOT_SIGNED_OFF: "not signed off",
}
DOCUMENT: Final = re.compile(
    r"\b((?:[a-z][a-z\-]+ )?[a-z][a-z\-]+ (?:strategy|policy|protocol|action plan|briefing note))\b", re.IGNORECASE
)
_FILLER: Final = re.compile(r"^(?:(?:the|a|an|this|that|their|its|draft|revised|new|agreed|said)\s+)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LooseEnd:
    """One thing left lying. where: the item ("4a.2 Domestic burglary"), or the meeting. also: other records of it."""

    kind: LooseEndKind
    where: str
    reference: Reference
    what: str
    do: str
    also: tuple[Reference, ...] = ()


@dataclass(frozen=True)
class Checked:
    """A meeting with what came to be known of its records by a day."""

    folder: BodyFolder
    meeting: Meeting
    as_of: date

    def post(self, key: str) -> str:
        return post_name(self.folder, key, self.meeting.date)

    @cached_property
    def present(self) -> frozenset[str] | None:
        """Posts in the room; None where nobody wrote the attendance down."""
        if not self.meeting.attendance:
            return None
        return frozenset(each.post for each in self.meeting.attendance if each.state in IN_THE_ROOM)

    @cached_property
    def _events(self) -> dict[Reference, list[Event]]:
        found: dict[Reference, list[Event]] = {}
        for event in sorted(self.folder.events, key=lambda event: event.at):
            if event.at <= self.as_of:
                found.setdefault(event.reference, []).append(event)
        return found

    def has(self, reference: Reference, *kinds: EventKind) -> bool:
        return any(event.kind in kinds for event in self._events.get(reference, ()))

    def due(self, record: Action | Commitment) -> date | None:
        """The day that holds now."""
        events = [(event.kind, event.sets_date) for event in self._events.get(record.reference, ())]
        return due_after(record.due or Due(), events).date

    def is_gone(self, action: Action) -> bool:
        return self.has(action.reference, *CLOSING)


def loose_ends(folder: BodyFolder, meeting: Meeting, as_of: date | None = None) -> tuple[LooseEnd, ...]:
    """Every loose end of a meeting, in the order of its items and of LooseEndKind.

    as_of: what was known by this day; the day of the meeting where it is left out. An answer, a new date or a decision
    that came by then closes its loose end.
    """
    checked = Checked(folder, meeting, as_of or meeting.date)
    found = [end for item in meeting.items for rule in RULES_OF_AN_ITEM for end in rule(checked, item)]
    of_all = [end for rule in RULES_OF_A_MEETING for end in rule(checked)]
    places = {where(item): at for at, item in enumerate(meeting.items)}
    kinds = list(LooseEndKind)
    return tuple(
        sorted(
            dict.fromkeys(found + of_all),
            key=lambda end: (places.get(end.where, -1), kinds.index(end.kind), end.reference),
        )
    )


def set_aside(folder: BodyFolder, meeting: Meeting, as_of: date) -> dict[LooseEnd, Event]:
    """The loose ends of a meeting that a person has set aside by a day, each with the event that says why.

    One that is found again in other words (another owner who was absent) is another loose end.
    """
    said: dict[tuple[Reference, str], list[Event]] = {}
    for event in folder.events:
        if event.kind is EventKind.SET_ASIDE and event.at <= as_of:
            said.setdefault((event.reference, event.outcome), []).append(event)
    found = {}
    for end in loose_ends(folder, meeting, as_of):
        for event in said.get((end.reference, end.kind.value), ()):
            if event.words.startswith(f"{end.what}\n"):
                found[end] = event
    return found


def words_to_set_aside(end: LooseEnd, reason: str) -> str:
    """The words of the event that sets a loose end aside: what was left lying, and why it stays so."""
    return f"{end.what}\n{reason.strip()}"


def open_ends(folder: BodyFolder, meeting: Meeting, as_of: date) -> tuple[LooseEnd, ...]:
    """The loose ends of a meeting that nobody has set aside."""
    aside = set_aside(folder, meeting, as_of)
    return tuple(end for end in loose_ends(folder, meeting, as_of) if end not in aside)


def where(item: Item) -> str:
    return f"{item.number} {item.title}".strip()


# ---------------------------------------------------------------- what nobody answered


def _failures(checked: Checked, item: Item) -> Iterator[LooseEnd]:
    """A finding of failure that no action names, and no action or promise of its item seems to answer."""
    named = {reference for each in item.actions for reference in each.from_findings}
    work: list[Action | Commitment] = [*item.actions, *item.commitments]
    for finding in item.findings:
        if not _is_failure(finding) or finding.reference in named:
            continue
        if not any(seem_alike(finding, other, item.title) for other in work):
            yield LooseEnd(
                LooseEndKind.FAILURE_WITHOUT_ANSWER, where(item), finding.reference,
                "Something was found not to be right, and neither an action nor a commitment answers it.",
                "Set an action, record what was promised, or say that it is accepted as it is.",
            )  # fmt: skip
    for promise in item.commitments:
        is_missed = checked.has(promise.reference, EventKind.MISSED)
        is_decided = checked.has(promise.reference, EventKind.DECISION, EventKind.WITHDRAWN)
        if is_missed and not is_decided and promise.carried_by is None:
            yield LooseEnd(
                LooseEndKind.FAILURE_WITHOUT_ANSWER, where(item), promise.reference,
                "The meeting heard that it has not happened, and no action carries it.",
                "Set an action with a new date, or decide on the promise.",
            )  # fmt: skip


def _is_failure(finding: Finding) -> bool:
    return finding.kind is FindingKind.GAP or FAILURE.search(finding.words) is not None


def _questions(checked: Checked, item: Item) -> Iterator[LooseEnd]:
    """A question without a whole answer; an action that may bring it is named, and only a person can say."""
    for question in item.questions:
        is_open = question.status in (*OPEN_QUESTIONS, *NO_ANSWER)
        if not is_open or checked.has(question.reference, EventKind.ANSWERED):
            continue
        likely = tuple(each.reference for each in item.actions if words_alike(question.words, each.words, item.title))
        what = {
            QuestionStatus.PART: "It was answered in part",
            **dict.fromkeys(NO_ANSWER, "The notes hold no answer"),
        }.get(question.status, f"It was {say_state(question.status)}")
        named = ", ".join(map(str, likely))
        yield LooseEnd(
            LooseEndKind.QUESTION_WITHOUT_ANSWER, where(item), question.reference,
            f"{what}; {f'{named} may bring the answer, and is not linked' if likely else 'no action would bring it'}.",
            f"Say whether {named} would answer it; if not, put the question again."
            if likely else "Record the answer, set an action that brings it, or put the question again.",
            likely,
        )  # fmt: skip


def _nobody_asked(checked: Checked, item: Item) -> Iterator[LooseEnd]:
    """Work spoken of that no action carries and no single post gave: nobody can be asked for it."""
    groups = {post.key for post in checked.folder.body.posts if post.collective} | {EVERYONE}
    for promise in item.commitments:
        if promise.carried_by or not set(promise.given_by) <= groups:
            continue
        if any(promise.words == action.words for action in item.actions):
            continue
        by = ", ".join(checked.post(key) for key in promise.given_by)
        yield LooseEnd(
            LooseEndKind.NOBODY_ASKED, where(item), promise.reference,
            f"It is to be done, {f'no single post is named for it ({by})' if by else 'nobody is named as giving it'}, "
            "and no action carries it.",
            "Ask which post will do it and by when, make it an action, or record that it was only said.",
        )  # fmt: skip


def _only_said(_: Checked, item: Item) -> Iterator[LooseEnd]:
    """A finding that seems to promise, where no record of its item takes the promise up."""
    work: list[Any] = [*item.actions, *item.commitments, *item.decisions]
    named = {reference for each in item.actions for reference in each.from_findings}
    for finding in item.findings:
        noticed = notice(finding.words)
        if (
            noticed
            and finding.reference not in named
            and not any(seem_alike(finding, each, item.title) for each in work)
        ):
            said = "; ".join(f'"{each.words(finding.words).strip()}"' for each in noticed)
            yield LooseEnd(
                LooseEndKind.ONLY_SAID, where(item), finding.reference,
                f"It seems to promise ({said}), and neither an action nor a commitment takes that up.",
                "Say which it is: an action, a commitment, or only a note.",
            )  # fmt: skip


# ---------------------------------------------------------------- owners and who was there


def _actions(checked: Checked, item: Item) -> Iterator[LooseEnd]:
    for action in item.actions:
        if checked.is_gone(action):
            continue
        if not action.owners:
            yield LooseEnd(
                LooseEndKind.ACTION_WITHOUT_OWNER, where(item), action.reference,
                "Nobody owns it.", "Name the post that answers for it.",
            )  # fmt: skip
        if checked.due(action) is None:
            words = f' ("{action.due.words}" names none)' if action.due and action.due.words else ""
            yield LooseEnd(
                LooseEndKind.ACTION_WITHOUT_DATE, where(item), action.reference,
                f"It has no date{words}, so it can never be overdue.", "Ask by when.",
            )  # fmt: skip
        for owner in action.owners:
            if _is_absent(checked, owner):
                yield LooseEnd(
                    LooseEndKind.OWNER_ABSENT, where(item), action.reference,
                    f"Its owner, {checked.post(owner)}, was not at the meeting.",
                    f"Make sure that {checked.post(owner)} knows of it and agrees, or name another owner.",
                )  # fmt: skip


def _addressees(checked: Checked, item: Item) -> Iterator[LooseEnd]:
    for question in item.questions:
        for post in question.addressed_to:
            if _is_absent(checked, post):
                by = ", ".join(checked.post(key) for key in question.answered_by)
                yield LooseEnd(
                    LooseEndKind.ADDRESSEE_ABSENT, where(item), question.reference,
                    f"It was put to {checked.post(post)}, who {_how_absent(checked, post)}"
                    f"{f'; {by} answered' if by else ''}.",
                    "Correct the attendance, or record who spoke for the post.",
                )  # fmt: skip


def _how_absent(checked: Checked, post: str) -> str:
    sent = any(each.post == post and each.state is AttendanceState.APOLOGIES for each in checked.meeting.attendance)
    return "sent apologies" if sent else "is not on the attendance list"


def _is_absent(checked: Checked, post: str) -> bool:
    return checked.present is not None and post != EVERYONE and post not in checked.present


# ---------------------------------------------------------------- days


def _weekdays(checked: Checked) -> Iterator[LooseEnd]:
    meeting = checked.meeting
    days = [("", meeting.date, meeting.weekday)]
    following = meeting.next_meeting
    if following and following.date:
        days += [("The next meeting: ", following.date, words) for words in (following.weekday, following.words)]
    for of, day, words in days:
        if words and (doubt := check_weekday(day, words)):
            yield LooseEnd(
                LooseEndKind.WEEKDAY, "The meeting", meeting.reference, f"{of}{doubt.what}", "Ask which is right."
            )


def _next_before(checked: Checked) -> Iterator[LooseEnd]:
    following = checked.meeting.next_meeting
    if following and following.date and following.date <= checked.meeting.date:
        yield LooseEnd(
            LooseEndKind.DATE_BEFORE_MEETING, "The meeting", checked.meeting.reference,
            f"The next meeting is given as {say_date(following.date)}, which is not after this one.",
            "Correct the date.",
        )  # fmt: skip


def _dues(checked: Checked, item: Item) -> Iterator[LooseEnd]:
    records: list[Action | Commitment] = [*item.actions, *item.commitments]
    for record in records:
        due = record.due
        if due is None or due.date is None:
            continue
        if due.words and (doubt := check_weekday(due.date, due.words)):
            yield LooseEnd(LooseEndKind.WEEKDAY, where(item), record.reference, doubt.what, "Ask which is right.")
        if due.date < checked.meeting.date:
            yield LooseEnd(
                LooseEndKind.DATE_BEFORE_MEETING, where(item), record.reference,
                f"It is due on {say_date(due.date)}, before the meeting that set it.", "Correct the date.",
            )  # fmt: skip


def _reviews(checked: Checked, item: Item) -> Iterator[LooseEnd]:
    """A review of a measure that comes before the figures of what was promised of that measure."""
    measures = {measure.key: measure for measure in checked.folder.measures}
    for review in item.actions:
        day = checked.due(review)
        if review.deliverable is not ActionDeliverable.REVIEW or day is None:
            continue
        for promise in item.commitments:
            until = checked.due(promise)
            if promise.carried_by == review.reference or until is None:
                continue
            for key in sorted(set(review.measures) & set(promise.measures) & set(measures)):
                lag = measures[key].lag_days or 0
                there = until + timedelta(days=lag)
                if day < there:
                    late = f", come about {say_date(there)}" if lag else ""
                    yield LooseEnd(
                        LooseEndKind.REVIEW_TOO_EARLY, where(item), review.reference,
                        f"The review is due on {say_date(day)}; the figures that {promise.reference} is about run to "
                        f"{say_date(until)}{late}.",
                        f"Hold the review after {say_date(there)}, or plan a second one.",
                        (promise.reference,),
                    )  # fmt: skip


# ---------------------------------------------------------------- what contradicts itself


def _states(checked: Checked) -> Iterator[LooseEnd]:
    """One document said to be in two states at one meeting."""
    said: dict[str, dict[str, list[tuple[Item, Reference]]]] = {}
    names = _documents(checked)
    for item in checked.meeting.items:
        records: list[Any] = [*item.findings, *item.decisions, *item.actions, *item.commitments, *item.assurances]
        for record in records:
            for name, state in _states_in(record, names):
                said.setdefault(name, {}).setdefault(state, []).append((item, record.reference))
    for name, states in said.items():
        if len(states) > 1:
            places = [places[0] for places in states.values()]
            told = " and ".join(f"{state} ({', '.join(str(r) for _, r in places)})" for state, places in states.items())
            yield LooseEnd(
                LooseEndKind.TWO_STATES, where(places[-1][0]), places[-1][1],
                f"The {name} is said to be {told}.", "Ask which version is in which state, and record it with its day.",
                tuple(r for _, r in places[:-1]),
            )  # fmt: skip


def _documents(checked: Checked) -> list[str]:
    """What documents are called here: in the register, as subjects of decisions, and in the words."""
    subjects = [d.subject for item in checked.meeting.items for d in item.decisions if d.subject]
    said = [
        _FILLER.sub("", found)
        for item in checked.meeting.items
        for record in _told(item)
        for found in DOCUMENT.findall(record.words)
    ]
    titles = [document.title for document in checked.folder.documents]
    return list(dict.fromkeys(name.casefold() for name in (*titles, *subjects, *said) if " " in name.strip()))


def _told(item: Item) -> Iterator[Finding | Decision]:
    yield from item.findings
    yield from item.decisions


def _states_in(record: Any, names: list[str]) -> Iterator[tuple[str, str]]:
    for sentence in re.split(r"(?<=[.!?;:])\s+", record.words):
        about = [name for name in names if name in sentence.casefold()]
        state = next((state for state, pattern in DOCUMENT_STATES if pattern.search(sentence)), None)
        if isinstance(record, Decision) and record.outcome in DECIDED:
            state = DECIDED[record.outcome]
        if state:
            longest = [name for name in about if not any(name != other and name in other for other in about)]
            yield from ((name, state) for name in longest)


def _populations(checked: Checked, item: Item) -> Iterator[LooseEnd]:
    """One record about a measure and about the same for part of its people; one figure with its area, one without."""
    names = {measure.key: measure.name.casefold() for measure in checked.folder.measures}
    records: list[Commitment | Finding] = [*item.commitments, *item.findings]
    for record in records:
        keys = [key for key in record.measures if key in names]
        for broad in keys:
            for narrow in keys:
                if broad != narrow and names[narrow].endswith(f" {names[broad]}"):
                    yield LooseEnd(
                        LooseEndKind.TWO_POPULATIONS, where(item), record.reference,
                        f"It is read of two populations: {names[narrow]}, and {names[broad]}.",
                        "Ask which of the two is meant.",
                    )  # fmt: skip
    for one, other in combinations(item.figures, 2):
        if (
            one.measure
            and (one.measure, one.facet) == (other.measure, other.facet)
            and bool(one.area) != bool(other.area)
        ):
            yield LooseEnd(
                LooseEndKind.TWO_POPULATIONS, where(item), one.reference,
                f"{names.get(one.measure, one.measure).capitalize()}: the figure says no area and {other.reference} "
                "does, or the other way round.",
                "Ask what each is a figure of.", (other.reference,),
            )  # fmt: skip


def _bases(checked: Checked, item: Item) -> Iterator[LooseEnd]:
    """Figures of one measure and area side by side, for periods of different lengths or of no known period."""
    groups: dict[tuple[Any, ...], list[QuotedFigure]] = {}
    for figure in item.figures:
        if figure.measure:
            groups.setdefault((figure.measure, figure.area, figure.facet), []).append(figure)
    for figures in groups.values():
        bases = dict.fromkeys(figure.period_words or "no period given" for figure in figures)
        months = {round(figure.period.days / 30.4) if figure.period else None for figure in figures}
        if len(bases) > 1 and (len(months) > 1 or None in months):
            yield LooseEnd(
                LooseEndKind.TWO_BASES, where(item), figures[0].reference,
                f"Figures of one measure stand side by side on different bases: {', '.join(bases)}.",
                "Ask for the same period, and how many each rests on, before they are compared.",
                tuple(figure.reference for figure in figures[1:]),
            )  # fmt: skip


RULES_OF_AN_ITEM: Final[tuple[Callable[[Checked, Item], Iterator[LooseEnd]], ...]] = (
    _failures, _questions, _actions, _addressees, _dues, _reviews, _populations, _bases, _nobody_asked, _only_said,
)  # fmt: skip
RULES_OF_A_MEETING: Final[tuple[Callable[[Checked], Iterator[LooseEnd]], ...]] = (_weekdays, _next_before, _states)
