"""A survey by part of the service and by area: which cells differ, how many would by luck, how far areas lie apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from eyre.body.figures import Figures
from eyre.core import AreaKind, Facet, Floats, MeasureKind, Month, NotFound, Panel, Rolling, SeriesKey, TooFewPoints
from eyre.disclosure import DEFAULT_RULE, Audience, Base, Column, Form, Released, Table, release
from eyre.measures import Measure
from eyre.pack.document import Block, Details, Paragraph, Section, TableBlock, Text
from eyre.pack.satisfaction import is_survey
from eyre.pack.text import Name
from eyre.survey import (
    USER_SATISFACTION,
    Group,
    Matrix,
    MatrixCell,
    Questionnaire,
    Survey,
    SurveyRow,
    against_rest,
    questionnaire_of,
    spread_between,
    survey_of,
)

ELEMENT = "element"
YEAR = 12  # months pooled: a month of one area has too few answers to be told from another
ONLY_OFFICE = "cells are shown to the office and the panel alone"


@dataclass(frozen=True)
class SurveyMatrix:
    """The surveys of a body on a day, each by element and by the areas directly within the force."""

    figures: Figures
    force: str
    as_of: date
    audience: Audience

    def sections(self, measures: Iterable[Measure]) -> Iterator[Section]:
        """A heading, with why there is nothing for the surveys without figures, and under it one section a survey.

        None where the body has no survey that is cut by part of the service.
        """
        wanted = [m for m in measures if m.kind is MeasureKind.PROPORTION and is_survey(m) and ELEMENT in m.facets]
        if not wanted:
            return
        found = [(measure, self._matrix(measure)) for measure in wanted]
        why_not = tuple(Paragraph(Name(reason)) for _, reason in found if isinstance(reason, str))
        yield Section(Text("Satisfaction by part of the service and by area"), "matrix", why_not, 3)
        for measure, matrix in found:
            if isinstance(matrix, Matrix):
                anchor = f"matrix-{measure.key.replace('_', '-')}"
                yield Section(Text(Name(measure.name)), anchor, tuple(self._blocks(measure, matrix)), 4)

    def _blocks(self, measure: Measure, found: Matrix) -> Iterator[Block]:
        yield Paragraph(
            "Each part of the service in each area (", found.window, "), set against the other areas. ",
            Name(found.sentence),
        )  # fmt: skip
        for element in dict.fromkeys(cell.group.element for cell in found.cells):
            if said := self._spread(found, element):
                yield Paragraph(Name(said))
        if self.audience in DEFAULT_RULE.audiences:  # the totals that stand elsewhere would give a small cell back
            yield Paragraph("The cells are not shown here, so that nobody can be recognised.")
            return
        yield TableBlock(self._table(measure, found))
        yield Details(Text("Each cell against the other areas"), (TableBlock(self._cells_table(measure, found)),))

    # --- the figures ---

    def _matrix(self, measure: Measure) -> Matrix | str:
        """The matrix of the latest year of months since the last change of method; or why there is none."""
        nothing = (
            f"{measure.name}: no figures by part of the service and by area, so whether those differ is not known."
        )
        areas = self._areas()
        elements = sorted({key.facet for key in self._keys(measure) if key.area in areas})
        if not elements:
            return f"{nothing} {measure.missing_note}".rstrip()
        try:
            panel = self.figures.panel(measure.key, areas, facets=elements)
        except NotFound:
            return nothing
        if not len(panel) or not isinstance(panel.periods[-1], Month):
            return f"{nothing} It takes figures by month."
        if len({key.area for key in panel.keys}) < 2:
            return f"{nothing} There is one area alone."
        survey = self._survey(panel, measure)
        window = _window(survey, measure)
        return against_rest(survey, window)

    def _areas(self) -> tuple[str, ...]:
        """The areas directly within the force, without what could not be placed."""
        children = self.figures.areas.children(self.force, self.as_of) if self.force in self.figures.areas else ()
        return tuple(area.key for area in children if area.kind is not AreaKind.NOT_PLACED)

    def _keys(self, measure: Measure) -> Iterator[SeriesKey]:
        """The series of one element each, not cut by anything else."""
        if measure.key in self.figures.measure_keys:
            keys = self.figures.series_keys(measure.key)
            yield from (key for key in keys if [name for name, _ in key.facet.parts] == [ELEMENT])

    def _survey(self, panel: Panel, measure: Measure) -> Survey:
        rows = [
            SurveyRow(month=month, satisfied=float(k), answered=float(n), group=Group(_element(key.facet), key.area))
            for key, hits, base in zip(panel.keys, panel.numerator, panel.denominator, strict=True)
            for month, k, n in zip(panel.periods, hits, base, strict=True)
            if isinstance(month, Month) and not np.isnan(k + n)
        ]
        return survey_of(rows, questionnaire=_questionnaire({row.group.element for row in rows}))

    # --- words and tables ---

    def _spread(self, found: Matrix, element: str) -> str:
        """How far the areas lie apart on one element beyond what sampling explains; "" where too few were tested."""
        try:
            spread = spread_between(found, element)
        except TooFewPoints:
            return ""
        label = _label(element)
        if spread.between_sd == 0 or spread.p_value > 1 - found.confidence:
            return (
                f"{label}: that areas lie further apart than sampling takes them is not shown "
                f"(phi {spread.dispersion:.1f})."
            )
        apart = 100 * spread.between_sd
        return (
            f"{label}: the areas lie further apart than sampling takes them (phi {spread.dispersion:.1f}); their true "
            f"levels have a standard deviation of about {apart:.1f} points."
        )

    def _base(self, measure: Measure, found: Matrix) -> Base:
        made_up = self.figures.made_up(measure.key)
        return Base(
            found.window, measure.source or "source not stated", self.as_of,
            definition=f"{measure.name}, definition {measure.version}", made_up=made_up.mark if made_up else "",
        )  # fmt: skip

    def _table(self, measure: Measure, found: Matrix) -> Released:
        """Elements by areas: the share of each cell, without those of too few answers."""
        areas = tuple(dict.fromkeys(cell.group.area for cell in found.cells))
        of = {(cell.group.element, cell.group.area): cell for cell in found.cells}
        names = self.figures.areas
        columns = [Column("element", "Part of the service")]
        columns += [Column(area, names.name(area), Form.PERCENT, exempt=ONLY_OFFICE) for area in areas]
        elements = dict.fromkeys(cell.group.element for cell in found.cells)
        rows = [[_label(element), *(_share(of.get((element, area))) for area in areas)] for element in elements]
        title = f"{measure.name}: parts of the service by area"
        return release(Table(title, columns, rows, self._base(measure, found)), self.audience)

    def _cells_table(self, measure: Measure, found: Matrix) -> Released:
        percent = {"form": Form.PERCENT, "exempt": ONLY_OFFICE}
        points = {"form": Form.CHANGE_POINTS, "exempt": ONLY_OFFICE}
        columns = [
            Column("element", "Part of the service"), Column("area", "Area"), Column("share", "Satisfied", **percent),  # type: ignore[arg-type]
            Column("n", "Answers", Form.COUNT),
            Column("gap", "Against the other areas", **points),  # type: ignore[arg-type]
            Column("lower", "from", **points), Column("upper", "to (95%)", **points),  # type: ignore[arg-type]
            Column("shows", "What it shows"),
        ]  # fmt: skip
        rows = [self._cell(cell) for cell in found.cells]
        title = f"{measure.name}: each cell against the other areas"
        return release(Table(title, columns, rows, self._base(measure, found)), self.audience)

    def _cell(self, cell: MatrixCell) -> list[object]:
        gap = [_points(end) for end in (cell.difference.estimate, cell.difference.lower, cell.difference.upper)]
        answers = None if np.isnan(cell.own.denominator) else cell.own.denominator
        names = (_label(cell.group.element), self.figures.areas.name(cell.group.area))
        return [*names, _share(cell), answers, *gap, _shows(cell)]


def _window(survey: Survey, measure: Measure) -> Rolling:
    """The latest year of months, or as many as there are since the last change of method or since the first month."""
    last = survey.months[-1]
    begun = [Month.of(each.on) for each in measure.breaks if each.on <= last.end]
    first = max([survey.months[0], last.shift(1 - YEAR), *begun])
    return Rolling(min(first, last), last)


def _element(facet: Facet) -> str:
    return facet.get(ELEMENT) or ""


def _questionnaire(elements: set[str]) -> Questionnaire:
    """The usual one where it has every element, else one of these."""
    if all(USER_SATISFACTION.find(element) for element in elements):
        return USER_SATISFACTION
    return questionnaire_of("the survey of this body", sorted(elements))


def _label(element: str) -> str:
    found = USER_SATISFACTION.find(element)
    return found.label if found else element.replace("_", " ").capitalize()


def _share(cell: MatrixCell | None) -> float | None:
    return 100 * cell.own.share if cell is not None and cell.own.is_shown else None


def _points(end: Floats) -> float | None:
    return None if np.isnan(end) else 100 * float(end)


def _shows(cell: MatrixCell) -> str:
    if not cell.is_tested:
        return cell.note
    if cell.stands_out:
        return "stands out, all cells judged together"
    is_alone = not bool(cell.difference.holds(0.0))
    return "differs by itself; so many cells make some differ by luck" if is_alone else "no difference is shown"
