"""What people read: each case against each element of a standard, by one reviewer or two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from eyre.core import Fault, raise_if_any
from eyre.sampling.sheet import Sheet, check_no_person, twice
from eyre.sampling.standards import Element, Standard
from eyre.sampling.times import Moment, backward_faults, read_moments

NEEDED = ("reference", "element", "result")
USUAL_SPAN = ("reported_at", "attended_at")  # kept and looked at whether or not a standard is named
AGREED = "agreed"  # the reviewer under whose name two others settle what they disagreed on


class Result(StrEnum):
    """What a reviewer says of one element in one case; the last two are of the whole case."""

    MET = "met"
    NOT_MET = "not_met"
    DOES_NOT_APPLY = "does_not_apply"
    CANNOT_TELL = "cannot_tell"
    NOT_RECEIVED = "not_received"  # asked for, and the file never came
    UNUSABLE = "unusable"  # it came, and nothing can be read of it

    @property
    def is_of_case(self) -> bool:
        return self in (Result.NOT_RECEIVED, Result.UNUSABLE)


ALSO_WRITTEN = {"yes": Result.MET, "no": Result.NOT_MET, "n/a": Result.DOES_NOT_APPLY, "na": Result.DOES_NOT_APPLY,
                "not applicable": Result.DOES_NOT_APPLY, "unknown": Result.CANNOT_TELL}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reviewer says of one element in one case. result: None where only times were kept."""

    reference: str
    element: str
    result: Result | None
    reviewer: str = ""
    row: int = 0
    times: Mapping[str, Moment] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checklist:
    """Everything that was read. areas, facts: of each case; facts are what the scope of a standard asks about."""

    where: str
    readings: tuple[Reading, ...]
    areas: Mapping[str, str]
    facts: Mapping[str, Mapping[str, str]]

    @property
    def cases(self) -> tuple[str, ...]:
        return tuple(self.areas)

    @property
    def reviewers(self) -> tuple[str, ...]:
        """Who read, in the order they appear; not the name under which two settle a disagreement."""
        return tuple(dict.fromkeys(one.reviewer for one in self.readings if one.reviewer.casefold() != AGREED))

    def received(self) -> tuple[str, ...]:
        """Cases of which anything came."""
        missing = {one.reference for one in self.readings if one.result is Result.NOT_RECEIVED}
        return tuple(case for case in self.cases if case not in missing)

    def usable(self) -> tuple[str, ...]:
        """Cases of which something could be told."""
        told = {
            one.reference
            for one in self.readings
            if (one.result is None and one.times) or one.result in (Result.MET, Result.NOT_MET, Result.DOES_NOT_APPLY)
        }
        return tuple(case for case in self.readable() if case in told)

    def readable(self) -> tuple[str, ...]:
        """Cases that came and that nobody called unusable; what could not be told of them is counted as such."""
        useless = {one.reference for one in self.readings if one.result is Result.UNUSABLE}
        return tuple(case for case in self.received() if case not in useless)


def read_checklist(sheet: Sheet, standard: Standard | None = None) -> Checklist:
    """Read a checklist: a row for each case, element and reviewer.

    Columns: reference, element, result (met, not_met, does_not_apply, cannot_tell; not_received and unusable are of the
    whole case and need no element); area, reviewer, and times where there are any. A result may be empty where the
    times decide. Raises BadInput with every fault of the file.
    """
    sheet.check_has(NEEDED)
    check_no_person(sheet, "reference")
    elements = {element.key: element for element in standard.elements} if standard else {}
    spans = dict.fromkeys([USUAL_SPAN, *((e.starts, e.ends) for e in elements.values() if e.rule)])
    faults: list[Fault] = []
    moments = read_moments(sheet, dict.fromkeys(name for span in spans for name in span), faults)
    faults += backward_faults(sheet, moments, spans)
    rows = [_reading(sheet, row, {name: column[row] for name, column in moments.items()}) for row in range(len(sheet))]
    about = ["area", *(rule.column for rule in standard.scope)] if standard else ["area"]
    faults += [*_row_faults(sheet, rows, elements), *_twice(sheet, rows), *_changing(sheet, dict.fromkeys(about))]
    raise_if_any(list(dict.fromkeys(faults)))
    areas = {one.reference: sheet.cells("area")[row] for row, one in reversed(list(enumerate(rows)))}
    facts = {one.reference: {name: sheet.cells(name)[row] for name in about} for row, one in enumerate(rows)}
    return Checklist(sheet.where, tuple(rows), {one.reference: areas[one.reference] for one in rows}, facts)


def _reading(sheet: Sheet, row: int, moments: Mapping[str, Moment | None]) -> Reading:
    cell = {name: sheet.cells(name)[row] for name in (*NEEDED, "reviewer")}
    times = {name: moment for name, moment in moments.items() if moment}
    result = result_of(cell["result"])
    return Reading(cell["reference"], cell["element"], result, cell["reviewer"], sheet.numbers[row], times)


def result_of(text: str) -> Result | None:
    """The result a cell says; None where it says none that is known."""
    said = text.casefold()
    if said in ALSO_WRITTEN:
        return ALSO_WRITTEN[said]
    word = said.replace(" ", "_").replace("-", "_")
    return Result(word) if word in set(Result) else None


def _row_faults(sheet: Sheet, rows: Sequence[Reading], elements: Mapping[str, Element]) -> Iterable[Fault]:
    for row, one in enumerate(rows):
        said = sheet.columns["result"][row]
        if not one.reference:
            yield Fault(sheet.at(row), "has no reference. Say which case was read.")
        if not one.element and not (one.result and one.result.is_of_case):
            yield Fault(sheet.at(row), "has no element. Say what the case was read for.")
        if said and one.result is None:
            yield Fault(sheet.at(row), f'result "{said}" is not known. Write one of {", ".join(Result)}.')
        if not said and not _times_decide(one, elements):
            yield Fault(
                sheet.at(row), "has no result, and no times that would give one. Write cannot_tell if nobody can."
            )


def _times_decide(one: Reading, elements: Mapping[str, Element]) -> bool:
    element = elements.get(one.element)
    if element is None:
        return set(USUAL_SPAN) <= set(one.times)
    return element.rule is not None and {element.starts, element.ends} <= set(one.times)


def _twice(sheet: Sheet, rows: Sequence[Reading]) -> Iterable[Fault]:
    for row, first in twice([(one.reference, one.element, one.reviewer) for one in rows]):
        one, who = rows[row], f" by {rows[row].reviewer}" if rows[row].reviewer else ""
        what = f'reads "{one.element}" of the case {one.reference}{who} again, after row {rows[first].row}. Keep one.'
        yield Fault(sheet.at(row), what)


def _changing(sheet: Sheet, names: Iterable[str]) -> Iterable[Fault]:
    """A case whose area, or whatever else is true of the whole case, is not the same in all its rows."""
    for name in names:
        first: dict[str, tuple[str, int]] = {}
        for row, (reference, value) in enumerate(zip(sheet.columns["reference"], sheet.cells(name), strict=True)):
            known, number = first.setdefault(reference, (value, sheet.numbers[row]))
            if value != known:
                what = f'puts the case {reference} under {name} "{value}", and row {number} under "{known}".'
                yield Fault(sheet.at(row), what)


# --- a standard applied ---


@dataclass(frozen=True, slots=True)
class Applied:
    """What a standard says of a checklist: readings of its own elements, cases that come under it, and doubts.

    left_out: cases out of scope, each with the reason.
    """

    readings: tuple[Reading, ...]
    elements: tuple[str, ...]
    cases: tuple[str, ...]
    left_out: Mapping[str, str]
    notes: tuple[str, ...]


def as_read(checklist: Checklist) -> Applied:
    """The elements as the checklist names them, where no standard is given; times decide nothing."""
    cases = checklist.readable()
    can_be_read = set(cases)
    readings = [
        one
        for one in checklist.readings
        if one.reference in can_be_read and one.element and one.result and not one.result.is_of_case
    ]
    only_times = sum(one.result is None for one in checklist.readings)
    notes = [f"{only_times} rows have times and no result: name a standard to judge them."] * bool(only_times)
    elements = tuple(dict.fromkeys(one.element for one in readings))
    for element in elements:
        readings += _not_read(element, cases, readings, notes)
    return Applied(tuple(readings), elements, cases, {}, tuple(notes))


def _not_read(element: str, cases: Sequence[str], readings: Sequence[Reading], notes: list[str]) -> list[Reading]:
    """A reading that cannot tell for each case of which an element was not read, so that none is lost from sight."""
    read = {one.reference for one in readings if one.element == element}
    lost = [case for case in cases if case not in read]
    if lost:
        notes.append(f'"{element}" was not read of {", ".join(lost)}: counted as what could not be told.')
    return [Reading(case, element, Result.CANNOT_TELL) for case in lost]


def apply_standard(checklist: Checklist, standard: Standard) -> Applied:
    """Judge every case that can be read by every element of a standard, an old sample by a later standard too.

    An element with a limit of time is judged by the times that were kept, under whatever element they were kept; a
    result that was read for another element never stands in for it.
    """
    readable = checklist.readable()
    left_out = {case: why for case in readable if (why := standard.leaves_out(checklist.facts[case]))}
    cases = tuple(case for case in readable if case not in left_out)
    of_case = _by_case(checklist, set(cases))
    notes = [*_scope_notes(checklist, standard, left_out), *_force_notes(checklist, standard, of_case)]
    readings: list[Reading] = []
    for element in standard.elements:
        own = [one for case in cases for one in _judged(element, of_case[case], notes)]
        if own:
            readings += [*own, *_not_read(element.key, cases, own, notes)]
        else:
            notes.append(f'"{element.key}" was not read in this sample, and no times were kept that would tell.')
    known = {element.key for element in standard.elements}
    others = sorted({one.element for one in checklist.readings if one.element} - known)
    notes += [f'"{key}" was read and is no element of {standard.name}: it stands for none of them.' for key in others]
    return Applied(tuple(readings), tuple(e.key for e in standard.elements), cases, left_out, tuple(notes))


def _by_case(checklist: Checklist, cases: set[str]) -> Mapping[str, list[Reading]]:
    of_case: dict[str, list[Reading]] = defaultdict(list)
    for one in checklist.readings:
        if one.reference in cases:
            of_case[one.reference].append(one)
    return of_case


def _judged(element: Element, readings: Sequence[Reading], notes: list[str]) -> Iterable[Reading]:
    """One reading of the element from each reviewer who read it, or kept the times that decide it."""
    for reviewer in dict.fromkeys(one.reviewer for one in readings):
        mine = [one for one in readings if one.reviewer == reviewer]
        said = next((one for one in mine if one.element == element.key), None)
        by_times = _by_times(element, [said, *mine] if said else mine) if element.rule else None
        settled = by_times if reviewer.casefold() != AGREED else None  # people may settle against a clock
        if settled and said and said.result in (Result.MET, Result.NOT_MET) and said.result is not settled:
            notes.append(
                f'Row {said.row}: "{element.key}" of the case {said.reference} was read as {_words(said.result)}; '
                f"by its times it is {_words(settled)}. The times were taken."
            )
        if said and said.result is Result.DOES_NOT_APPLY:
            settled = None
        result = settled or (said.result if said else None)
        if said or settled:
            yield Reading(mine[0].reference, element.key, result or Result.CANNOT_TELL, reviewer, (said or mine[0]).row)


def _by_times(element: Element, readings: Sequence[Reading]) -> Result | None:
    """What the times say, of the first reading that has both moments; None where no reading tells."""
    for one in readings:
        if element.starts in one.times and element.ends in one.times:
            is_met = element.is_met_by(one.times[element.starts], one.times[element.ends])
            if is_met is not None:
                return Result.MET if is_met else Result.NOT_MET
    return None


def _scope_notes(checklist: Checklist, standard: Standard, left_out: Mapping[str, str]) -> Iterable[str]:
    for rule in standard.scope:
        blank = sum(not facts.get(rule.column) for facts in checklist.facts.values())
        if blank:
            yield (
                f"The scope of {standard.name} asks for {rule.column}, which {blank} of {len(checklist.facts)} cases "
                "do not say: they are taken to come under it."
            )
    if left_out:
        why = "; ".join(f"{case}: {reason}" for case, reason in left_out.items())
        yield f"Out of the scope of {standard.name}: {why}."


def _force_notes(checklist: Checklist, standard: Standard, of_case: Mapping[str, list[Reading]]) -> Iterable[str]:
    if standard.in_force_from is None:
        yield (
            f"From which day {standard.name} binds is not stated: read this as what it would show, not as whether it "
            "was kept."
        )
        return
    starts = [element.starts for element in standard.elements if element.rule] or [USUAL_SPAN[0]]
    days = {case: _first_day(readings, starts) for case, readings in of_case.items()}
    outside = sum(day is not None and not standard.is_in_force(day) for day in days.values())
    undated = sum(day is None for day in days.values())
    if outside:
        yield (
            f"{outside} of {len(days)} cases began on a day on which {standard.name} did not bind: for them this is "
            "what it would show, not whether it was kept."
        )
    if undated:
        yield f"{undated} of {len(days)} cases have no date: whether {standard.name} bound them is not known."


def _first_day(readings: Sequence[Reading], starts: Sequence[str]) -> date | None:
    return min((one.times[name].day for one in readings for name in starts if name in one.times), default=None)


def _words(result: Result) -> str:
    return result.replace("_", " ")
