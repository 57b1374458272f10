"""What might be brought forward to a meeting: worked out from the record, each with its reason, for a person to choose.

Nothing is ticked, and nothing moves out of the old notes: an offer points at its record. What the figures newly show
and what somebody asked for come in as values, because they are worked out or typed elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from eyre.body.meeting import Item
from eyre.body.registers import AskedFor
from eyre.commitments.promises import Promise, promises
from eyre.core import Period, Reference, say_date
from eyre.cycle.carry_forward import BroughtForward, CarriedKind, CarryReason, brought_forward
from eyre.cycle.due import Due
from eyre.cycle.events import EventKind
from eyre.cycle.states import QuestionStatus, say_state
from eyre.cycle.words import ActionDeliverable, StandingHeading
from eyre.minutes.standing import NO_ANSWER, Standing

BETWEEN_MARKS: Final = "; "  # in `brought_forward_from` of an item that brings several things forward


class OfferKind(StrEnum):
    """Why something is offered, in the order offers stand under a heading."""

    NOT_REACHED = "not_reached"  # a question the chair did not come to
    ACTION = "action"
    QUESTION = "question"
    COMMITMENT_DUE = "commitment_due"
    COMMITMENT_SETTLED = "commitment_settled"
    REVIEW = "review"
    ASKED_FOR = "asked_for"
    SIGNAL = "signal"

    @property
    def said(self) -> str:
        return self.value.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing for the office to take or leave.

    heading: where it would stand. origin: the meeting, person, board or register it comes from. reference: of its
    record, empty where it has none. reason: of an action or promise, where it stands against its date.
    """

    kind: OfferKind
    heading: StandingHeading
    words: str
    why: str
    origin: str
    reference: str = ""
    matter: str = ""
    objective: str = ""
    day: date | None = None
    owners: tuple[str, ...] = ()
    reason: CarryReason | None = None

    @property
    def mark(self) -> str:
        """By which an item of an agenda says that it brings this forward: the reference of the record, or the words."""
        return self.reference or f"{self.kind.said}: {self.words}".replace(BETWEEN_MARKS.strip(), ",")


def marks(items: Iterable[Item]) -> frozenset[str]:
    """Everything that items of an agenda bring forward, by its mark."""
    return frozenset(mark for item in items for mark in item.brought_forward_from.split(BETWEEN_MARKS) if mark)


@dataclass(frozen=True, slots=True)
class NewSignal:
    """A signal in the figures that no meeting has looked at: which series, since when, in which words."""

    measure: str
    area: str
    since: Period
    says: str


def offers(
    standing: Standing, asked_for: Sequence[AskedFor] = (), signals: Sequence[NewSignal] = ()
) -> tuple[Offer, ...]:
    """Everything that might come before a meeting, by heading, then kind, then how pressing, date and reference.

    The same record gives the same offers in the same order.
    """
    of = _Offering(standing)
    found = [
        *of.carried(),
        *of.not_recorded(),
        *of.settled(),
        *of.registers(),
        *of.asked(asked_for),
        *of.signals(signals),
    ]
    return tuple(sorted(dict.fromkeys(found), key=_order))


def reviews(standing: Standing) -> tuple[Offer, ...]:
    """Every review that the registers name, whether its day has come or not, by day."""
    return tuple(sorted(_Offering(standing).reviews(), key=lambda offer: (offer.day or date.max, offer.words)))


def _order(offer: Offer) -> tuple[Any, ...]:
    kinds, reasons = list(OfferKind), list(CarryReason)
    pressing = reasons.index(offer.reason) if offer.reason else len(reasons)
    day = offer.day or date.max
    return (offer.heading.order, kinds.index(offer.kind), pressing, day, offer.reference, offer.words, offer.why)


@dataclass(frozen=True)
class _Offering:
    standing: Standing

    @property
    def on(self) -> date:
        return self.standing.day.date

    @property
    def since(self) -> date:
        """The day of the meeting before: what came after it is new."""
        return self.standing.last.date if self.standing.last else date.min

    @cached_property
    def promises(self) -> dict[Reference, Promise]:
        return {promise.reference: promise for promise in promises(self.standing.folder, self.on)}

    def on_matter(self, offer: Offer, key: str, objective: str = "") -> Offer:
        """The offer with its matter, and with the plan objective of that where the record itself names none."""
        matter = self.standing.matters.get(key)
        return replace(offer, matter=key, objective=objective or (matter.objective if matter else ""))

    # --- open and due ---

    def carried(self) -> Iterator[Offer]:
        """What is open: actions, questions, and promises that are due by the meeting after this one."""
        days = [meeting.date for meeting in self.standing.meetings] + [self.on]
        days += [self.standing.following] if self.standing.following else []
        reviews = {
            str(action.reference)
            for _, item in self.standing.items()
            for action in item.actions
            if action.deliverable is ActionDeliverable.REVIEW
        }
        for forward in brought_forward(self.standing.records(), self.on, days).carried:
            kind, record = self._kind(forward, reviews), forward.record
            is_ahead = forward.reason is CarryReason.NOT_YET_DUE
            if kind is OfferKind.COMMITMENT_DUE and is_ahead:
                continue
            is_review = kind is OfferKind.REVIEW and not is_ahead
            offer = Offer(
                kind=kind,
                heading=StandingHeading.PLAN_PERFORMANCE if is_review else StandingHeading.BROUGHT_FORWARD,
                words=record.words,
                why=self._why(forward, kind),
                origin=f"the meeting of {say_date(record.raised_on)}",
                reference=record.reference,
                day=record.date,
                owners=record.owners,
                reason=forward.reason,
            )
            yield self.on_matter(offer, record.matter or "", record.objective or "")

    def not_recorded(self) -> Iterator[Offer]:
        """Questions of which the notes hold no answer: whether they were answered is the first thing to ask."""
        for meeting, item in self.standing.items():
            for question in item.questions:
                if question.status in NO_ANSWER and question.reference not in self.standing.answered:
                    offer = Offer(
                        kind=OfferKind.QUESTION,
                        heading=StandingHeading.BROUGHT_FORWARD,
                        words=question.words,
                        why=f"Put on {say_date(meeting.date)}, and the notes hold no answer.",
                        origin=f"the meeting of {say_date(meeting.date)}",
                        reference=str(question.reference),
                        owners=tuple(map(self.standing.post, question.addressed_to)),
                    )
                    yield self.on_matter(offer, item.matter, item.objective)

    def _kind(self, forward: BroughtForward, reviews: set[str]) -> OfferKind:
        record = forward.record
        if record.kind is CarriedKind.QUESTION:
            is_put = record.status == say_state(QuestionStatus.NOT_REACHED)
            return OfferKind.NOT_REACHED if is_put else OfferKind.QUESTION
        if record.kind is CarriedKind.COMMITMENT:
            return OfferKind.COMMITMENT_DUE
        return OfferKind.REVIEW if record.reference in reviews else OfferKind.ACTION

    def _why(self, forward: BroughtForward, kind: OfferKind) -> str:
        record = forward.record
        if kind in (OfferKind.QUESTION, OfferKind.NOT_REACHED):
            state = "answered in part" if record.status == say_state(QuestionStatus.PART) else record.status
            return f"Put on {say_date(record.raised_on)} and {state}."
        if kind is OfferKind.COMMITMENT_DUE:
            promise = self.promises.get(Reference.parse(record.reference))
            misses = len(promise.misses) if promise else 0
            heard = f" Heard as missed {misses} times: for the chair." if promise and promise.goes_to_the_chair else ""
            is_to_come = record.date is not None and record.date > self.on
            rest = "It falls due after this meeting." if is_to_come else "Nobody has decided whether it was kept."
            return f"{forward.why} {rest}{heard}"
        return forward.why

    # --- since the last meeting ---

    def settled(self) -> Iterator[Offer]:
        """Promises that were found, decided or heard as missed since the meeting before."""
        said = {
            EventKind.FINDING: "A person said what was seen of it",
            EventKind.DECISION: "It was decided",
            EventKind.MISSED: "It was heard as missed",
            EventKind.WITHDRAWN: "It was withdrawn",
        }
        for promise in self.promises.values():
            for event in promise.events:
                if event.kind in said and self.since < event.at:
                    outcome = f": {event.outcome.replace('_', ' ')}" if event.outcome else ""
                    offer = Offer(
                        kind=OfferKind.COMMITMENT_SETTLED,
                        heading=StandingHeading.BROUGHT_FORWARD,
                        words=promise.commitment.words,
                        why=f"{said[event.kind]} on {say_date(event.at)}{outcome}.",
                        origin=f"the meeting of {say_date(promise.meeting.date)}",
                        reference=str(promise.reference),
                        day=event.at,
                        owners=tuple(map(self.standing.post, promise.commitment.given_by)),
                    )
                    yield self.on_matter(offer, promise.item.matter, promise.item.objective)

    # --- registers ---

    def registers(self) -> Iterator[Offer]:
        """Reviews whose day has come."""
        return (offer for offer in self.reviews() if offer.day is not None and offer.day <= self.on)

    def reviews(self) -> Iterator[Offer]:
        """Every review, due or to come: of projections, risks, initiatives and recommendations of inspections."""
        for offer, matter, objective in (
            *self._projections(), *self._risks(), *self._initiatives(), *self._recommendations(),
        ):  # fmt: skip
            yield self.on_matter(offer, matter, objective)

    def _projections(self) -> Iterator[tuple[Offer, str, str]]:
        for each in self.standing.folder.projections.projections:
            words = f"The projection {each.key}"
            offer = self._review(StandingHeading.PLAN_PERFORMANCE, words, each.review, "the register of projections")
            yield replace(offer, owners=(self.standing.post(each.owner),)), self._matter_of([each.measure]), ""

    def _risks(self) -> Iterator[tuple[Offer, str, str]]:
        for meeting, item in self.standing.items():
            for risk in item.risks:
                origin = f"the meeting of {say_date(meeting.date)}"
                offer = self._review(StandingHeading.OPPORTUNITIES_AND_RISKS, risk.words, _day(risk.next_look), origin)
                yield replace(offer, reference=str(risk.reference)), item.matter, item.objective

    def _initiatives(self) -> Iterator[tuple[Offer, str, str]]:
        for each in self.standing.folder.initiatives:
            offer = self._review(
                StandingHeading.STRATEGIC_INITIATIVES,
                each.title,
                _day(each.decision_due),
                "the register of initiatives",
            )
            yield offer, self._matter_of(each.measures), ""

    def _recommendations(self) -> Iterator[tuple[Offer, str, str]]:
        for inspection in self.standing.folder.inspections:
            for each in inspection.recommendations:
                offer = self._review(StandingHeading.INSPECTION_PROGRAMME, each.words, _day(each.due), inspection.title)
                owners = (self.standing.post(each.owner),) if each.owner else ()
                yield replace(offer, reference=str(each.reference), owners=owners), "", ""

    def _review(self, heading: StandingHeading, words: str, day: date | None, origin: str) -> Offer:
        why = f"To be looked at again by {say_date(day)}." if day else ""
        return Offer(OfferKind.REVIEW, heading, words, why, origin, day=day)

    def _matter_of(self, measures: Sequence[str]) -> str:
        """The first matter that names one of the measures first, or at all."""
        for measure in measures:
            for matter in self.standing.matters.values():
                if measure in matter.measures:
                    return matter.key
        return ""

    # --- asked for, and new in the figures ---

    def asked(self, asked_for: Sequence[AskedFor]) -> Iterator[Offer]:
        """What was asked for by the day, and was neither declined nor on the agenda of a meeting before."""
        taken = marks(item for _, item in self.standing.items())
        for each in asked_for:
            if each.on <= self.on and not each.goes_out and not each.declined and each.reference not in taken:
                by = self.standing.post(each.by)
                from_board = f", from {each.board}" if each.board else ""
                why = f"Asked for by {by} on {say_date(each.on)}{f': {each.why}' if each.why else '.'}"
                offer = Offer(
                    OfferKind.ASKED_FOR, each.heading, each.words, why, f"{by}{from_board}", each.reference, day=each.on
                )
                yield self.on_matter(offer, each.matter)

    def signals(self, signals: Sequence[NewSignal]) -> Iterator[Offer]:
        """Signals, with the matter they belong to; one that a matter's area fits first."""
        folder = self.standing.folder
        for each in signals:
            name = folder.measures[each.measure].name if each.measure in folder.measures else each.measure
            area = folder.areas.name(each.area, self.on) if each.area in folder.areas else each.area
            fits = [m for m in self.standing.matters.values() if each.measure in m.measures]
            fits.sort(key=lambda matter: each.area not in matter.areas)
            why = f"{each.says} Since {each.since.label}."
            offer = Offer(
                OfferKind.SIGNAL, StandingHeading.PLAN_PERFORMANCE, f"{name}, {area}", why, "the figures",
                day=each.since.start,
            )  # fmt: skip
            yield self.on_matter(offer, fits[0].key if fits else "")


def _day(due: Due | None) -> date | None:
    return due.date if due else None
