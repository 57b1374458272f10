"""The register of predictions: which of them is locked out, which was changed, which says something twice.

A prediction is lodged before its period opens; from the first day of the period on it can be neither lodged nor
changed. What comes too late is kept and shown, and never scored. The rules look at the register alone, at no figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from itertools import pairwise
from typing import Any

from eyre.body.registers import Prediction
from eyre.core import AreaTree, Doubt, Fault, MeasureKind, Month, Period, SeriesKey, months_between, say_date
from eyre.measures import Catalogue, Measure

PERCENT = 100.0
SAME = 0.5  # a total and the sum of its months that differ by less say the same


class Lodging(StrEnum):
    """What a prediction is in its register."""

    STANDS = "stands"  # it is set beside the result
    LATE = "late"  # lodged when its period had opened
    SUPERSEDED = "superseded"  # the same post lodged another for the period later, and in time
    REPEATS = "repeats"  # a total that says what its own months say
    ASKED = "asked"  # a total that says otherwise than its own months: which is meant?


@dataclass(frozen=True, slots=True)
class Lodged:
    """A prediction as its register has it.

    row: its row in predictions.csv. changed: how many times the post had changed it before. others: for a total, the
    rows of its months.
    """

    row: int
    prediction: Prediction
    lodging: Lodging
    changed: int = 0
    others: tuple[int, ...] = ()

    @property
    def key(self) -> SeriesKey:
        return key_of(self.prediction)


def key_of(prediction: Prediction) -> SeriesKey:
    """The series that a prediction is of."""
    return SeriesKey(prediction.measure, prediction.area, prediction.facet)


def is_late(lodged_on: date, period: Period) -> bool:
    """Whether a prediction came when its period had opened: on the first day of it, or after."""
    return lodged_on >= period.start


def as_lodged(predictions: Sequence[Prediction], measures: Catalogue, as_of: date | None = None) -> tuple[Lodged, ...]:
    """What each prediction lodged by a day is, in the order of the register; all of them without a day.

    Of several by one post for one period the last that came in time stands.
    """
    known = [(row, p) for row, p in enumerate(predictions, start=2) if as_of is None or p.lodged_on <= as_of]
    found = {row: Lodged(row, p, Lodging.LATE) for row, p in known}
    for mine in _in_time(known).values():
        said = [(prediction.value, prediction.low, prediction.high) for _, prediction in mine]
        changes = [before != after for before, after in pairwise(said)]
        for at, (row, prediction) in enumerate(mine):
            lodging = Lodging.STANDS if at == len(mine) - 1 else Lodging.SUPERSEDED
            found[row] = Lodged(row, prediction, lodging, sum(changes[:at]))
    for total, months in _totals_with_their_months(list(found.values())):
        lodging = Lodging.REPEATS if _agree(total, months, measures) else Lodging.ASKED
        others = tuple(month.row for month in months)
        found[total.row] = Lodged(total.row, total.prediction, lodging, total.changed, others)
    return tuple(found.values())


def _in_time(known: Sequence[tuple[int, Prediction]]) -> dict[Any, list[tuple[int, Prediction]]]:
    """Predictions that came in time by post, series and days of the period, each from the first to the last lodged."""
    mine: dict[Any, list[tuple[int, Prediction]]] = defaultdict(list)
    for row, prediction in sorted(known, key=lambda pair: pair[1].lodged_on):  # stable: same day, as written
        if not is_late(prediction.lodged_on, prediction.period):
            mine[_of_what(prediction)].append((row, prediction))
    return mine


def _of_what(prediction: Prediction) -> tuple[Any, ...]:
    """2024-01..2024-03 and 2024-Q1 are one period, written in two ways."""
    return prediction.who, key_of(prediction), prediction.period.start, prediction.period.end


def _totals_with_their_months(lodged: Sequence[Lodged]) -> Iterator[tuple[Lodged, list[Lodged]]]:
    """Standing predictions of a run of months whose every month the same post predicted too, with these."""
    standing = {_of_what(each.prediction): each for each in lodged if each.lodging is Lodging.STANDS}
    for each in standing.values():
        period = each.prediction.period
        months = list(months_between(Month.of(period.start), Month.of(period.end)))
        if len(months) > 1:
            who = (each.prediction.who, each.key)
            parts = [standing.get((*who, month.start, month.end)) for month in months]
            if all(parts):
                yield each, [part for part in parts if part]


def _agree(total: Lodged, months: Sequence[Lodged], measures: Catalogue) -> bool:
    """Counts add up to their total; a share or a mean of the whole run lies among those of its months."""
    said, values = total.prediction.value, [month.prediction.value for month in months]
    measure = total.prediction.measure
    if measure in measures and not measures[measure].kind.adds_up:
        return min(values) <= said <= max(values)
    return abs(sum(values) - said) < SAME


# --- what is wrong, and what is to be asked ------------------------------------------------------------------------


def prediction_faults(predictions: Sequence[Prediction], measures: Catalogue) -> Iterator[Fault]:
    """Everything that cannot be in a register of predictions; names that lead nowhere are found elsewhere."""
    for row, prediction in enumerate(predictions, start=2):
        if prediction.measure in measures:
            measure = measures[prediction.measure]
            for what in (*_impossible(prediction, measure), *_not_whole(prediction, measure)):
                yield Fault(_where(row), what)
        yield from (Fault(_where(row), what) for what in _backwards(prediction))
    yield from _twice(predictions)


def lost_names(predictions: Sequence[Prediction], measures: Catalogue, areas: AreaTree) -> Iterator[Fault]:
    """Measures and areas that are not here; `check` finds them among all names that lead nowhere."""
    for row, prediction in enumerate(predictions, start=2):
        known = {"measure": [measure.key for measure in measures], "area": sorted(areas.keys)}
        for register, keys in known.items():
            key = getattr(prediction, register)
            if key not in keys:
                near = get_close_matches(key, keys, n=1)
                hint = f'Did you mean "{near[0]}"?' if near else "Add it to the body, or mend the row."
                yield Fault(_where(row), f'there is no {register} "{key}" here. {hint}')


def _where(row: int) -> str:
    return f"predictions.csv, row {row}"


def _impossible(prediction: Prediction, measure: Measure) -> Iterator[str]:
    """Values that the measure can never have."""
    least = None if measure.kind is MeasureKind.MEAN else 0.0
    most = PERCENT if measure.kind is MeasureKind.PROPORTION else None
    for name in ("value", "low", "high"):
        said = getattr(prediction, name)
        if said is None:
            continue
        if least is not None and said < least:
            yield f"{name} is {said:g}, and {measure.name} cannot be below 0. Write what was predicted."
        if most is not None and said > most:
            yield f"{name} is {said:g}, and {measure.name} is a percentage from 0 to 100. Write what was predicted."


def _backwards(prediction: Prediction) -> Iterator[str]:
    low, value, high = prediction.low, prediction.value, prediction.high
    if low is not None and low > value:
        yield f"low is {low:g}, above the value {value:g}. A range holds its value: low, value, high in this order."
    if high is not None and high < value:
        yield f"high is {high:g}, below the value {value:g}. A range holds its value: low, value, high in this order."


MONTHS_OF = {"month": 1, "quarter": 3, "financial_year": 12, "calendar_year": 12}
OPENS_IN = {"month": 1, "quarter": 1, "financial_year": 4, "calendar_year": 1}  # its first month, every so many


def _not_whole(prediction: Prediction, measure: Measure) -> Iterator[str]:
    """A period that is not one or several whole periods of the measure."""
    period, usual = prediction.period, measure.period
    first, last = Month.of(period.start), Month.of(period.end)
    if usual not in MONTHS_OF:
        return  # figures by day or week: any run of days is whole
    whole = (first.start, last.end) == (period.start, period.end)
    length, offset = last.index - first.index + 1, first.month - OPENS_IN[usual]
    if not whole or length % MONTHS_OF[usual] or offset % MONTHS_OF[usual]:
        plain = usual.replace("_", " ")
        yield (
            f"period {period} is not made of whole {plain}s, and {measure.name} has a figure each {plain}. "
            "Write one, such as 2024-01, or a run of whole months, such as 2024-01..2024-06."
        )


def _twice(predictions: Sequence[Prediction]) -> Iterator[Fault]:
    """One post, one day, one period, two values."""
    first: dict[Any, tuple[int, Prediction]] = {}
    for row, prediction in enumerate(predictions, start=2):
        was, other = first.setdefault((prediction.lodged_on, *_of_what(prediction)), (row, prediction))
        if (other.value, other.low, other.high) != (prediction.value, prediction.low, prediction.high):
            yield Fault(
                _where(row),
                f"{prediction.who} lodged another value for {prediction.period.label} on the same day, in row {was} "
                f"({other.value:g}, here {prediction.value:g}). Keep the one that was meant.",
            )


def prediction_doubts(predictions: Sequence[Prediction], measures: Catalogue) -> Iterator[Doubt]:
    """Predictions that came too late, and totals that say otherwise than their own months."""
    lodged = as_lodged(predictions, measures)
    for each in lodged:
        if (words := why_not_scored(each, lodged)) and each.lodging in (Lodging.LATE, Lodging.ASKED):
            yield Doubt(_where(each.row), words)


def why_not_scored(each: Lodged, lodged: Sequence[Lodged]) -> str:
    """Why a prediction is not set beside its result, in words; "" where it is."""
    period = each.prediction.period
    if each.lodging is Lodging.LATE:
        return (
            f"was lodged on {say_date(each.prediction.lodged_on)}, when {period.label} had opened: it is kept and "
            "shown, and never scored."
        )
    if each.lodging is Lodging.SUPERSEDED:
        return f"was superseded: {each.prediction.who} lodged another for {period.label} before it opened."
    if each.lodging is Lodging.REPEATS:
        return "says what its own months say: these are scored, and it is not scored a second time."
    if each.lodging is Lodging.ASKED:
        values = [other.prediction.value for other in lodged if other.row in each.others]
        rows = ", ".join(map(str, each.others))
        return (
            f"is {each.prediction.value:g} for {period.label}, and its months (rows {rows}) say {sum(values):,g} "
            f"together, from {min(values):g} to {max(values):g} each. Ask {each.prediction.who} which is meant; "
            "until then the months are scored and this is not."
        )
    return ""
