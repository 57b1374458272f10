"""A survey: counts by group and month, and the single answers where they carry weights or were drawn in clusters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from eyre.core import BadInput, Floats, Month, NotFound, raise_if_any
from eyre.survey.elements import USER_SATISFACTION, Questionnaire
from eyre.survey.rows import Group, SurveyRow, keyed_groups, row_faults

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Answers:
    """Single answers in the order of group and month; each of shape (answers,).

    cell: group x months + month. satisfied: 0 or 1. cluster, stratum: numbers; each answer a cluster of its own where
    nothing is said. population: how many clusters there were to draw from in the answer's month and stratum; None
    where nobody said.
    """

    cell: Places
    satisfied: Floats
    weight: Floats
    cluster: Places
    stratum: Places
    population: Floats | None = None

    def between(self, first: int, last: int) -> slice:
        """The answers of cells first to last, both included."""
        return slice(*np.searchsorted(self.cell, [first, last + 1]).tolist())


@dataclass(frozen=True)
class Survey:
    """Satisfied, answered and asked by group and month, oldest first; each of shape (groups, months).

    NaN where a month is missing: a month in which nobody answered is 0 of 0. answers: None where every answer counts
    the same and was drawn by itself.
    """

    groups: tuple[Group, ...]
    months: tuple[Month, ...]
    satisfied: Floats
    answered: Floats
    asked: Floats
    questionnaire: Questionnaire = USER_SATISFACTION
    answers: Answers | None = None

    @cached_property
    def row_of(self) -> dict[Group, int]:
        return {group: row for row, group in enumerate(self.groups)}

    def row(self, group: Group) -> int:
        """The row of a group; NotFound, with the groups there are, if it is not there."""
        if group not in self.row_of:
            known = "; ".join(map(str, self.groups[:10]))
            raise NotFound(f"The survey has no answers of {group}. It has: {known}.")
        return self.row_of[group]

    def label(self, group: Group) -> str:
        """A group in words, its element by its label."""
        found = self.questionnaire.find(group.element) if group.element else None
        return ", ".join(filter(None, (found.label if found else "", group.area, group.crime_type))) or "All answers"


def survey_of(
    rows: Sequence[SurveyRow], *, questionnaire: Questionnaire = USER_SATISFACTION, are_answers: bool = False
) -> Survey:
    """Build a survey from its rows; raise BadInput with every fault of them.

    are_answers: each row is one answer, so months may stand often, and a month without a row had no answer. Of
    counts, a month without a row is missing.
    """
    if not rows:
        raise BadInput("There are no answers.")
    raise_if_any(row_faults(rows, questionnaire, are_answers=are_answers))
    rows = _with_keys(rows, questionnaire)
    groups = _in_order({row.group for row in rows}, questionnaire)
    first, last = min(row.month.index for row in rows), max(row.month.index for row in rows)
    months = tuple(Month.at(index) for index in range(first, last + 1))
    at = {group: place for place, group in enumerate(groups)}
    cell = np.array([at[row.group] * len(months) + row.month.index - first for row in rows], np.int64)
    shape = (len(groups), len(months))
    satisfied, answered, asked = (
        _added_up(cell, [getattr(row, name) for row in rows], shape, empty=0.0 if are_answers else np.nan)
        for name in ("satisfied", "answered", "asked")
    )
    return Survey(groups, months, satisfied, answered, asked, questionnaire, _answers(rows, cell))


def _with_keys(rows: Sequence[SurveyRow], questionnaire: Questionnaire) -> list[SurveyRow]:
    keyed = keyed_groups(rows, questionnaire)
    return [row if keyed[row.group] == row.group else replace(row, group=keyed[row.group]) for row in rows]


def _in_order(groups: set[Group], questionnaire: Questionnaire) -> tuple[Group, ...]:
    """By element in the order of the survey, then by area and crime type."""
    place = {element.key: at for at, element in enumerate(questionnaire.elements)}
    return tuple(sorted(groups, key=lambda own: (place.get(own.element, -1), own.area, own.crime_type)))


def _added_up(cell: Places, own: list[float | None], shape: tuple[int, int], empty: float) -> Floats:
    """Sums by group and month; NaN where one part is not said, and `empty` where there is no row."""
    size = shape[0] * shape[1]
    values = np.array([np.nan if value is None else value for value in own], np.float64)
    sums = np.bincount(cell, values, minlength=size)
    sums[np.bincount(cell, minlength=size) == 0] = empty
    return np.asarray(sums.reshape(shape))


def _answers(rows: Sequence[SurveyRow], cell: Places) -> Answers | None:
    """The single answers, rows of counts taken apart; None where nothing sets them apart."""
    has_population = any(row.population is not None for row in rows)
    if not has_population and not any(row.weight is not None or row.cluster or row.stratum for row in rows):
        return None
    k, n = (np.array([getattr(row, name) for row in rows], np.int64) for name in ("satisfied", "answered"))
    order = np.repeat(np.arange(len(rows)), n)
    begins = np.repeat(np.cumsum(n) - n, n)
    said_yes = (np.arange(order.size) - begins < k[order]).astype(np.float64)
    weight = np.array([1.0 if row.weight is None else row.weight for row in rows])[order]
    cluster = _numbered([row.cluster for row in rows])[order]
    alone = np.array([not row.cluster for row in rows])[order]
    cluster = np.where(alone, cluster.max(initial=0) + 1 + np.arange(order.size), cluster)
    stratum = _numbered([row.stratum for row in rows])[order]
    by_cell = np.argsort(cell[order], kind="stable")
    parts = (cell[order], said_yes, weight, cluster, stratum)
    population = np.array([row.population for row in rows], np.float64)[order][by_cell] if has_population else None
    return Answers(*(part[by_cell] for part in parts), population)  # type: ignore[arg-type,call-arg]


def _numbered(labels: list[str]) -> Places:
    return np.asarray(np.unique(np.array(labels, dtype=object).astype(str), return_inverse=True)[1], np.int64)
