"""A survey by part of the service and by area, as a reader of the pack meets it."""

from dataclasses import replace
from datetime import date

import pytest

from eyre.core import Month, Rolling
from eyre.disclosure import Audience
from eyre.measures import SeriesBreak
from eyre.pack.document import Paragraph, all_blocks, naked_numbers, tables_of
from small_body import AREAS, FORCE, share, steady

SURVEY = share("victim_satisfaction", facets=("element",))
LETTERS = "ABCDE"
PLACES = tuple(replace(AREAS[1], key=f"area-{letter}", name=f"Area {letter}") for letter in LETTERS)
GIVEN = {"areas": (AREAS[0], *PLACES), "measures": (SURVEY,)}


def answers(low_area="", *, months=45, n=20, elements=("follow_up", "whole_experience")):
    """Every area at 18 of 20 a month on each part of the service; one of them at 12 on follow-up."""
    return {
        f"victim_satisfaction[element={element}]": {
            place.key: [((12 if (place.key, element) == (low_area, "follow_up") else 18) * n // 20, n)] * months
            for place in PLACES
        }
        for element in elements
    }


def words(document):
    blocks = (block for section in document.sections for block in all_blocks(section.blocks))
    return "\n".join(block.text.plain for block in blocks if isinstance(block, Paragraph))


def table_of(document, title):
    return next((table for _, table in tables_of(document) if title in table.title), None)


def test_every_part_of_the_service_stands_by_every_area_with_what_luck_would_show_k8(pack_of):
    document = pack_of(answers("area-C"), **GIVEN).document()
    table = table_of(document, "parts of the service by area")
    assert [column.heading for column in table.columns] == ["Part of the service", *(place.name for place in PLACES)]
    assert table.rows == (
        ("Follow-up", 90.0, 90.0, 60.0, 90.0, 90.0),
        ("Whole experience", 90.0, 90.0, 90.0, 90.0, 90.0),
    )
    assert table.base.period == Rolling(Month(2023, 1), Month(2023, 12))
    said = words(document)
    assert "10 cells tested against the other areas" in said
    assert "where luck alone would show about 0.5" in said
    assert naked_numbers(document) == []
    cells = table_of(document, "each cell against the other areas")
    shows = {row[:2]: row[-1] for row in cells.rows}
    assert shows["Follow-up", "Area C"] == "stands out, all cells judged together"
    assert shows["Whole experience", "Area C"] == "no difference is shown"
    # 144 of 240 against 864 of 960: 30 points
    gap = {row[:2]: row[4] for row in cells.rows}
    assert gap["Follow-up", "Area C"] == pytest.approx(-30)


def test_how_far_areas_lie_apart_is_said_beyond_sampling_k6(pack_of):
    said = words(pack_of(answers("area-C"), **GIVEN).document())
    assert "Follow-up: the areas lie further apart than sampling takes them" in said
    assert "Whole experience: that areas lie further apart than sampling takes them is not shown" in said


def test_the_public_gets_the_finding_and_no_cell(pack_of):
    document = pack_of(answers("area-C"), audience=Audience.PUBLIC, **GIVEN).document()
    assert table_of(document, "by area") is None
    assert table_of(document, "each cell against the other areas") is None
    said = words(document)
    assert "The cells are not shown here" in said
    assert "Follow-up: the areas lie further apart than sampling takes them" in said


def test_cells_of_few_answers_are_not_shown(pack_of):
    figures = answers()
    figures["victim_satisfaction[element=follow_up]"]["area-C"] = [(0, 0)] * 44 + [(3, 9)]
    document = pack_of(figures, **GIVEN).document()
    assert table_of(document, "parts of the service by area").rows[0][3] is None
    cells = table_of(document, "each cell against the other areas")
    (note,) = (row[-1] for row in cells.rows if row[:2] == ("Follow-up", "Area C"))
    assert "9" in note or "few" in note.lower()


def test_no_cell_is_pooled_across_a_change_of_method(pack_of):
    broken = replace(SURVEY, breaks=(SeriesBreak(on=date(2023, 9, 1), why="asked by text message"),))
    document = pack_of(answers(), **{**GIVEN, "measures": (broken,)}).document()
    cells = table_of(document, "each cell against the other areas")
    assert {row[3] for row in cells.rows} == {80.0}  # September to December 2023, 20 a month
    assert cells.base.period == Rolling(Month(2023, 9), Month(2023, 12))


@pytest.mark.parametrize(
    "figures",
    [
        {"victim_satisfaction": {FORCE: [(40, 50)] * 45}},
        {"victim_satisfaction[element=follow_up]": {FORCE: [(40, 50)] * 45}},
        {"victim_satisfaction[element=follow_up]": {"area-A": [(40, 50)] * 45}},
        {"burglary": {FORCE: steady(80)}},
    ],
)
def test_where_there_is_nothing_to_show_the_pack_says_why(pack_of, figures):
    document = pack_of(figures, **GIVEN).document()
    assert table_of(document, "parts of the service by area") is None
    assert "no figures by part of the service and by area, so whether those differ is not known." in words(document)


def test_a_body_without_such_a_survey_has_no_section(pack_of):
    document = pack_of({"burglary": {FORCE: steady(80)}}).document()
    assert not any(section.anchor.startswith("matrix") for section in document.sections)
