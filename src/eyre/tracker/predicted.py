"""The predictions of a body on a day: each with its state, its result and what else was forecast that day; and how
they have done, by measure and by post. No post is set above another, and no person is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from eyre.body.folder import BodyFolder
from eyre.body.lodged import Lodged, Lodging, as_lodged, lost_names, prediction_faults, why_not_scored
from eyre.body.registers import Prediction
from eyre.core import EyreError, Facet, MeasureKind, Month, Period, TooFewPoints, raise_if_any, say_date
from eyre.measures import Measure
from eyre.projection import Basis, Projection, Range
from eyre.projection.predictions import (
    Came,
    Correction,
    Judgement,
    Scale,
    amount,
    correction,
    judge_predictions,
    number,
    sentences,
)
from eyre.tracker.build import AsKnown, Request
from eyre.tracker.published import Publications, Published


class State(StrEnum):
    """Where a prediction stands on a day."""

    OPEN = "open"  # its period has not begun: it may still be changed
    LOCKED = "locked"  # its period has begun, and no figure has come
    SCORED = "scored"
    LATE = "late"
    SUPERSEDED = "superseded"
    REPEATS = "repeats"
    ASKED = "asked"


NOT_SCORED = {
    Lodging.LATE: State.LATE,
    Lodging.SUPERSEDED: State.SUPERSEDED,
    Lodging.REPEATS: State.REPEATS,
    Lodging.ASKED: State.ASKED,
}


@dataclass(frozen=True, slots=True)
class Beside:
    """What was forecast by rule of the same period from the figures known on the day of lodging.

    eyre: None where Eyre had only a naive range to give. known_to: the last month that was known; why_not: what stood
    in the way.
    """

    naive: Range | None = None
    eyre: Range | None = None
    known_to: Month | None = None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One prediction of the register.

    note: why it is not scored, or what is to be known of its result. offered: for one that may still be changed, what
    past results of this post and measure would have it moved by.
    """

    lodged: Lodged
    measure: Measure
    area_name: str
    state: State
    published: Published | None
    beside: Beside
    note: str
    offered: Correction | None = None

    @property
    def prediction(self) -> Prediction:
        return self.lodged.prediction

    @property
    def name(self) -> str:
        return f"{self.measure.within(self.prediction.facet).name}, {self.area_name}"

    @property
    def error(self) -> float | None:
        """What came less what was predicted; None where it is not scored."""
        is_scored = self.state is State.SCORED and self.published is not None
        return self.published.value - self.prediction.value if is_scored and self.published else None

    @property
    def suggestion(self) -> str:
        """What is offered for a prediction that may still be changed, in words; "" where nothing is."""
        if self.offered is None:
            return ""
        least = None if self.measure.kind is MeasureKind.MEAN else 0.0
        most = 100.0 if self.measure.kind is MeasureKind.PROPORTION else None
        at, low, high = map(number, self.offered.corrected(self.prediction.value, least, most))
        return f"with the bias so far {at} ({low} to {high}), not applied: {self.offered.doubt}"


@dataclass(frozen=True, slots=True)
class Record:
    """How some predictions have done. measure, who: None where several are taken together."""

    measure: Measure | None
    facet: Facet
    who: str | None
    judgement: Judgement
    unit: str
    sentences: tuple[str, ...]
    correction: Correction | None

    @property
    def title(self) -> str:
        measure = self.measure.within(self.facet).name if self.measure else "all measures"
        return f"{measure}, {self.who or 'all posts'}"

    @property
    def suggestion(self) -> str:
        """The bias so far as a correction for the next round, with its interval and its doubt; "" without one."""
        offered = self.correction
        if offered is None:
            return ""
        ends = f"{_signed(offered.low)} to {_signed(offered.high)} {self.unit}"
        return f"For the next round, offered and never applied: {_signed(offered.amount)} ({ends}); {offered.doubt}."


def _signed(value: float) -> str:
    return ("+" if value >= 0 else "−") + number(abs(value))


@dataclass(frozen=True, slots=True)
class Register:
    """The predictions lodged by a day, in the order of their file, and the records of those with a result."""

    as_of: date
    entries: tuple[Entry, ...]
    records: tuple[Record, ...]

    def count(self, state: State) -> int:
        return sum(entry.state is state for entry in self.entries)


def build_register(folder: BodyFolder, request: Request) -> Register:
    """Set every prediction lodged by `request.as_of` beside its result. Raises BadInput with every fault of the file.

    request: as of the tracker; its measures and areas choose among the predictions.
    """
    lodged, measures = folder.predictions, folder.measures
    raise_if_any([*lost_names(lodged, measures, folder.areas), *prediction_faults(lodged, measures)])
    work = _Work(folder, request)
    kept = [work.entry(each) for each in work.lodged if _is_wanted(each.prediction, request)]
    offered = tuple(_with_offer(entry, kept) for entry in kept)
    return Register(request.as_of, offered, tuple(_records(offered)))


def _is_wanted(said: Prediction, request: Request) -> bool:
    return (not request.measures or said.measure in request.measures) and (
        not request.areas or said.area in request.areas
    )


class _Work:
    """What the entries of one register share."""

    def __init__(self, folder: BodyFolder, request: Request) -> None:
        self.folder = folder
        self.request = request
        self.lodged = as_lodged(folder.predictions, folder.measures, request.as_of)
        self.publications = Publications(folder, request.as_of)
        self._days: dict[date, AsKnown] = {}
        self._models: dict[tuple[date, str, Facet], tuple[Projection | None, str]] = {}

    def entry(self, lodged: Lodged) -> Entry:
        said = lodged.prediction
        measure = self.folder.measures[said.measure]
        beside = self._beside(lodged, measure) if lodged.lodging is Lodging.STANDS else Beside()
        state, published, note = self._result(lodged)
        name = self.folder.areas.name(said.area, said.period.end)
        return Entry(lodged, measure, name, state, published, beside, note)

    def _result(self, lodged: Lodged) -> tuple[State, Published | None, str]:
        period = lodged.prediction.period
        try:
            came = self.publications.first(lodged.key, period)
        except TooFewPoints as few:
            return State.LOCKED, None, str(few)
        if lodged.lodging in NOT_SCORED:  # its result is shown, and counts for nothing
            return NOT_SCORED[lodged.lodging], came, why_not_scored(lodged, self.lodged)
        if self.request.as_of < period.start:
            return State.OPEN, None, f"may be changed until {say_date(period.start)}"
        if came is None:
            ended = self.request.as_of > period.end
            return State.LOCKED, None, "no whole figure has come yet" if ended else "the period has not ended"
        if came.now is None:
            return State.SCORED, came, "the figure was withdrawn since"
        return State.SCORED, came, f"now reads {number(came.now)}" if came.is_revised else ""

    def _beside(self, lodged: Lodged, measure: Measure) -> Beside:
        said = lodged.prediction
        model, why_not = self._model(said, measure)
        if model is None:
            return Beside(why_not=why_not)
        try:
            naive, told = model.naive_total(lodged.key, said.period), model.total(lodged.key, said.period)
            known_to = Month.of(model.ahead(lodged.key)[0].start).shift(-1)
        except EyreError as refusal:
            return Beside(why_not=str(refusal))
        return Beside(naive, told if told.basis is Basis.PROJECTION else None, known_to, told.reason)

    def _model(self, said: Prediction, measure: Measure) -> tuple[Projection | None, str]:
        """The projection of a measure as it was made on the day of lodging, as far as what was lodged that day."""
        asked = (said.lodged_on, said.measure, said.facet)
        if asked not in self._models:
            known = [each.prediction for each in self.lodged]
            mine = [each for each in known if (each.lodged_on, each.measure, each.facet) == asked]
            areas, until = sorted({each.area for each in mine}), Month.of(max(each.period.end for each in mine))
            self._models[asked] = self._known(said.lodged_on).project(measure, areas, facet=said.facet, until=until)
        return self._models[asked]

    def _known(self, on: date) -> AsKnown:
        """What was known on a day, put together once for all that was lodged on it."""
        if on not in self._days:
            self._days[on] = AsKnown(self.folder, Request(on, seed=self.request.seed))
        return self._days[on]


# --- how they have done --------------------------------------------------------------------------------------------

Group = tuple[str | None, Facet, str | None]


def _records(entries: Sequence[Entry]) -> Iterator[Record]:
    """Predictions with a result, by measure and post; by measure; by post; and all: each where it adds something."""
    scored = [entry for entry in entries if entry.state is State.SCORED]
    groups: dict[Group, list[Entry]] = defaultdict(list)
    for entry in scored:
        said = entry.prediction
        of_measure: tuple[Group, ...] = ((said.measure, said.facet, said.who), (said.measure, said.facet, None))
        for group in (*of_measure, (None, Facet(), said.who), (None, Facet(), None)):
            groups[group].append(entry)
    seen: set[tuple[int, ...]] = set()
    for group in sorted(groups, key=_narrowest_first):
        mine = groups[group]
        rows = tuple(entry.lodged.row for entry in mine)
        if rows not in seen:
            seen.add(rows)
            yield _record(group, mine)


def _narrowest_first(group: Group) -> tuple[bool, bool, str, str, str]:
    measure, facet, who = group
    return measure is None, who is None, measure or "", str(facet), who or ""


def _record(group: Group, entries: Sequence[Entry]) -> Record:
    measure = entries[0].measure if group[0] else None
    judgement = judge_predictions(_came(entries), _scale(entries) if measure else Scale.NONE)
    unit = _unit(judgement.scale, entries[0].measure)
    all_months = all(isinstance(entry.prediction.period, Month) for entry in entries)
    said = sentences(judgement, unit=unit, periods="months" if all_months else "periods")
    # A correction is offered where one post predicted one measure: what others do is nothing to it.
    offered = correction(judgement) if measure and group[2] else None
    return Record(measure, group[1], group[2], judgement, unit, said, offered)


def _unit(scale: Scale, measure: Measure) -> str:
    if scale is Scale.PERCENT:
        return "%"
    return "points" if measure.unit == "%" else measure.unit


def _scale(entries: Sequence[Entry]) -> Scale:
    """Counts of unlike areas, or of runs of unlike length, are compared in per cent of what was predicted."""
    sizes = {(entry.prediction.area, _months(entry.prediction.period)) for entry in entries}
    return Scale.PERCENT if entries[0].measure.kind.adds_up and len(sizes) > 1 else Scale.UNIT


def _months(period: Period) -> int:
    return Month.of(period.end).index - Month.of(period.start).index + 1


def _came(entries: Sequence[Entry]) -> list[Came]:
    """Predictions with their results; a round is what one post lodged of one measure from one month on.

    So what two posts lodged for the same months is one round too: they share what came.
    """
    begins: dict[tuple[str, date], date] = {}
    for entry in entries:
        lodging = (entry.prediction.who, entry.prediction.lodged_on)
        begins[lodging] = min(begins.get(lodging, date.max), entry.prediction.period.start)
    return [
        Came(
            predicted=entry.prediction.value,
            actual=entry.published.value,
            round=begins[entry.prediction.who, entry.prediction.lodged_on].isoformat(),
            direction=entry.measure.direction,
            low=entry.prediction.low,
            high=entry.prediction.high,
            naive=entry.beside.naive.median if entry.beside.naive else None,
            eyre=entry.beside.eyre.median if entry.beside.eyre else None,
        )
        for entry in entries
        if entry.published is not None
    ]


def _with_offer(entry: Entry, entries: Sequence[Entry]) -> Entry:
    """An open prediction with what past results of its post and measure would have it moved by."""
    if entry.state is not State.OPEN:
        return entry
    of = (entry.prediction.who, entry.prediction.measure, entry.prediction.facet)
    past = [
        other
        for other in entries
        if other.state is State.SCORED
        and (other.prediction.who, other.prediction.measure, other.prediction.facet) == of
    ]
    if not past:
        return entry
    offered = correction(judge_predictions(_came(past), _scale([*past, entry])))
    return Entry(
        entry.lodged, entry.measure, entry.area_name, entry.state, entry.published, entry.beside, entry.note, offered
    )


def said_of(register: Register) -> tuple[str, ...]:
    """The register in a sentence, for the top of a page."""
    counts = [(state, register.count(state)) for state in State]
    told = ", ".join(f"{count} {state.value}" for state, count in counts if count)
    return (f"{len(register.entries)} predictions lodged by {say_date(register.as_of)}: {told}.",) if told else ()


__all__ = ["Entry", "Record", "Register", "State", "amount", "build_register", "said_of"]
