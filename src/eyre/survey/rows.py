"""The rows of a survey before they are a survey, and everything that can be wrong with them.

A row is k satisfied of n answered in one month, or one answer: 0 or 1 of 1, with a weight. It holds nothing that points
at a person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from eyre.core import Fault, Month
from eyre.survey.elements import Questionnaire


@dataclass(frozen=True, slots=True, order=True)
class Group:
    """Whose answers, about what: an element, an area, a crime type; "" for what a table does not tell apart."""

    element: str = ""
    area: str = ""
    crime_type: str = ""

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.element.replace("_", " "), self.area, self.crime_type))) or "all answers"


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One row of a table of counts or of answers.

    satisfied, answered: k of n; of one answer, 0 or 1 of 1. asked: how many were asked, with those who did not
    answer; None where it is not said. weight: for how many people each answer of the row stands. cluster, stratum: how
    the sample was drawn. population: how many there were to draw from in the month, of the row's stratum: clusters
    where there are any, else people. where: the row in its file, for sentences.
    """

    month: Month
    satisfied: float
    answered: float
    group: Group = Group()
    weight: float | None = None
    asked: float | None = None
    cluster: str = ""
    stratum: str = ""
    where: str = ""
    population: float | None = None


def row_faults(rows: Sequence[SurveyRow], questionnaire: Questionnaire, *, are_answers: bool) -> list[Fault]:
    """Everything that is wrong with the rows, at once."""
    faults = [Fault(row.where, what) for row in rows for what in _wrong(row)]
    faults += _unknown_elements(rows, questionnaire)
    if not are_answers:
        faults += _months_twice(rows, questionnaire)
    return [*faults, *_weight_faults(rows), *_part_weighted(rows), *_population_faults(rows)]


def _wrong(row: SurveyRow) -> Iterable[str]:
    k, n = row.satisfied, row.answered
    if k < 0 or n < 0:
        yield f"{k:g} of {n:g}: a count cannot be negative."
    elif k > n:
        yield f"{k:g} satisfied of {n:g} answered: more than all. Check that the two columns are not exchanged."
    elif k != round(k) or n != round(n):
        yield f"{k:g} of {n:g}: counts are whole numbers. Give how many answered, not a percentage."
    if row.asked is not None and row.asked < n:
        yield f"{n:g} answered of {row.asked:g} asked: more than all. Check the column asked."
    if row.weight is not None and row.weight < 0:
        yield f"weight {row.weight:g} is negative. A weight says for how many people an answer stands."


def _unknown_elements(rows: Sequence[SurveyRow], questionnaire: Questionnaire) -> list[Fault]:
    """One fault for each name that no element has, at its first row, with how many rows have it."""
    names = {row.group.element for row in rows} - {""}
    strange = {name for name in names if questionnaire.find(name) is None}
    unknown: dict[str, list[SurveyRow]] = defaultdict(list)
    for row in rows:
        if row.group.element in strange:
            unknown[row.group.element].append(row)
    more = {name: f" {len(own) - 1:,} more rows have it." if len(own) > 1 else "" for name, own in unknown.items()}
    return [
        Fault(own[0].where, f"element {questionnaire.why_unknown(name)}{more[name]}") for name, own in unknown.items()
    ]


def keyed_groups(rows: Sequence[SurveyRow], questionnaire: Questionnaire) -> dict[Group, Group]:
    """Each group of the rows with its element under its key, however a table spells it."""
    keyed: dict[Group, Group] = {}
    for group in {row.group for row in rows}:
        found = questionnaire.find(group.element) if group.element else None
        keyed[group] = replace(group, element=found.key) if found else group
    return keyed


def _months_twice(rows: Sequence[SurveyRow], questionnaire: Questionnaire) -> list[Fault]:
    first: dict[tuple[Group, Month], SurveyRow] = {}
    keyed = keyed_groups(rows, questionnaire)  # "overall" and "whole experience" are one element
    faults = []
    for row in rows:
        before = first.setdefault((keyed[row.group], row.month), row)
        if before is not row:
            what = f"{row.group} has {row.month} already ({before.where}). Give each month once."
            faults.append(Fault(row.where, what))
    return faults


def _weight_faults(rows: Sequence[SurveyRow]) -> list[Fault]:
    """A month of a group whose weights sum to 0 has answers and no share."""
    total: Counter[tuple[Group, Month]] = Counter()
    first: dict[tuple[Group, Month], SurveyRow] = {}
    for row in rows:
        if row.weight is not None and row.answered > 0:
            total[row.group, row.month] += abs(row.weight)  # type: ignore[assignment]
            first.setdefault((row.group, row.month), row)
    return [
        Fault(row.where, f"the weights of {group} in {month} sum to 0, so no answer counts. Give weights above 0.")
        for (group, month), row in first.items()
        if not total[group, month] > 0
    ]


def _part_weighted(rows: Sequence[SurveyRow]) -> list[Fault]:
    without = [row for row in rows if row.weight is None]
    if not without or len(without) == len(rows):
        return []
    return [Fault(row.where, "has no weight where other rows have one. Write 1, or the weight.") for row in without]


def _population_faults(rows: Sequence[SurveyRow]) -> list[Fault]:
    """A population that some rows lack, that differs within a stratum of a month, or is smaller than its sample."""
    if all(row.population is None for row in rows):
        return []
    faults = [
        Fault(row.where, "has no population where other rows have one. Write how many there were to draw from.")
        for row in rows
        if row.population is None
    ]
    drawn: dict[tuple[Group, Month, str], list[SurveyRow]] = defaultdict(list)
    for row in rows:
        if row.population is not None:
            drawn[row.group, row.month, row.stratum].append(row)
    for (group, month, stratum), own in drawn.items():
        of = f"{group} in {month}{f', stratum {stratum}' if stratum else ''}"
        sizes = sorted({row.population for row in own if row.population is not None})
        if len(sizes) > 1:
            said = " and ".join(f"{size:g}" for size in sizes)
            faults.append(Fault(own[0].where, f"the population of {of} is {said}. Give one number."))
        alone = sum(row.answered for row in own if not row.cluster)
        sample = alone + len({row.cluster for row in own if row.cluster})
        if sizes[0] < sample:
            what = f"{sample:g} were drawn from a population of {sizes[0]:g} ({of}). Check the column population."
            faults.append(Fault(own[0].where, what))
    return faults
