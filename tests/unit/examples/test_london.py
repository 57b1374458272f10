"""The London example: real figures, made-up records that say so and agree with the figures they quote."""

import re
from calendar import day_name
from datetime import date
from pathlib import Path

import pytest

from eyre.body.check import check_folder, walk
from eyre.body.folder import canonical_files, read_folder
from eyre.body.meeting import QuotedFigure
from eyre.core import AreaKind, Panel, SeriesKey
from eyre.cycle.dates import resolve
from eyre.cycle.due import Certainty, Due
from eyre.cycle.events import ACTION_MOVES
from eyre.readers.dispatch import read_here
from eyre.readers.request import Request

LONDON = Path(__file__).parents[3] / "examples" / "london"
BEFORE_THE_LAST_PUBLICATION = date(2025, 11, 30)  # of December 2025; the meetings quote that of February 2024
EVERY_KIND = (
    "questions",
    "findings",
    "figures",
    "assurances",
    "judgements",
    "commitments",
    "actions",
    "decisions",
    "risks",
    "contacts",
)


@pytest.fixture(scope="module")
def london():
    return read_folder(LONDON)


def quoted(folder):
    for meeting in folder.meetings:
        for _, record in walk(meeting, str(meeting.reference)):
            if isinstance(record, QuotedFigure):
                yield record


def sum_over(panel: Panel, figure: QuotedFigure) -> float:
    series = panel.series(SeriesKey(figure.measure, figure.area))
    months = zip(series.periods, series.value, strict=True)
    return float(sum(value for month, value in months if figure.period.contains(month)))


def test_the_folder_has_no_fault(london):
    assert check_folder(london).faults == ()


def test_every_text_file_is_in_the_one_writing(london):
    # Byte for byte, so that a line end of another system is caught too.
    wrong = [name for name, text in canonical_files(london).items() if (LONDON / name).read_bytes() != text.encode()]
    assert wrong == []


def test_no_text_file_stands_outside_the_folder_as_read(london):
    known = {*canonical_files(london), "README.md", "loads.csv", "datapackage.json"}
    here = {path.relative_to(LONDON).as_posix() for path in LONDON.rglob("*") if path.is_file()}
    assert {name for name in here if not name.startswith(("loads/", "issued/"))} <= known


def test_every_meeting_and_the_body_say_what_is_made_up(london):
    assert "made up" in london.body.illustrative
    assert all("Made up" in meeting.illustrative for meeting in london.meetings)
    assert all("llustrati" in target.source for measure in london.measures for target in measure.targets)
    assert all(group.made_up for group in london.body.comparison_groups)
    assert all("llustrative" in mark.reason for mark in london.rebases)


def test_no_person_is_named(london):
    assert all(not post.holders for post in london.body.posts)


def test_weekdays_and_dates_agree(london):
    for meeting in london.meetings:
        assert day_name[meeting.date.weekday()] == meeting.weekday
        assert meeting.next_meeting is not None
        assert day_name[meeting.next_meeting.date.weekday()] == meeting.next_meeting.weekday


def test_each_meeting_was_planned_and_leads_to_the_next(london):
    planned = london.body.meeting_series[0].planned
    october, november = london.standing_meetings()
    assert {october.date, november.date} <= set(planned)
    assert october.next_meeting.date == november.date
    assert november.next_meeting.date == min(day for day in planned if day > november.date)


def test_due_dates_are_what_the_grammar_reads_in_their_words(london):
    planned = london.body.meeting_series[0].planned
    for meeting in london.meetings:
        for where, due in walk(meeting, str(meeting.reference)):
            if isinstance(due, Due) and due.certainty is not Certainty.STATED:
                read = resolve(due.words, meeting.date, planned)
                assert (due.date, due.earliest) == (read.date, read.earliest), where


def test_the_force_is_the_sum_of_its_21_boroughs_and_its_name_says_so(london):
    boroughs = london.areas.children("metropolitan", london.meetings[0].date)
    assert len(boroughs) == 21
    assert all(re.fullmatch(r"E090000\d\d", borough.code) for borough in boroughs)
    assert "21 boroughs" in london.areas.name("metropolitan")


def test_what_has_no_borough_is_shown_apart(london):
    # "Unknown" is of all 32 boroughs: added to 21 of them it would make a total of nothing.
    unknown = london.areas.get("metropolitan:no-location")
    assert (unknown.kind, unknown.part_of) == (AreaKind.NOT_PLACED, None)


def test_every_area_of_the_publication_has_its_place_in_the_body(london, tmp_path):
    # The three kinds of name that stand in the published table: a borough, the airports, and none.
    names = ["Kensington and Chelsea", "London Heathrow and London City Airports", "Unknown"]
    rows = [f"2023-11,metropolitan,{name},ROBBERY,ROBBERY OF PERSONAL PROPERTY,7" for name in names]
    table = tmp_path / "panel.csv"
    table.write_text("\n".join(["month,force,area_name,major_type,crime_type,count", *rows]) + "\n", "utf-8")
    asked = Request(sources=(str(table),), kind="panel", areas=london.body.areas, measures=tuple(london.measures))
    read = read_here(asked, tmp_path / "work").table
    assert set(read["area"].to_pylist()) == {
        "kensington-and-chelsea",
        "london-heathrow-and-london-city-airports",
        "metropolitan:no-location",
    }
    assert set(read["measure"].to_pylist()) <= {measure.key for measure in london.measures}


def test_inner_and_outer_boroughs_share_no_borough_and_leave_none_out(london):
    inner, outer = (set(group.members) for group in london.body.comparison_groups)
    assert not inner & outer
    assert inner | outer == set(london.areas.leaves("metropolitan", london.meetings[0].date))


def test_the_later_meeting_has_something_of_every_kind_to_show(london):
    items = london.standing_meetings()[-1].items
    for kind in EVERY_KIND:
        assert any(getattr(item, kind) for item in items), kind
    moved = {ACTION_MOVES.get(event.kind) for event in london.events}
    assert {"accepted", "reported_complete"} <= moved
    assert any(event.sets_date for event in london.events)


def test_figures_quoted_in_the_meetings_are_those_of_the_publication_they_name(london):
    if not london.loads:
        pytest.skip("examples/london has no loads yet: eyre load makes them from the published files.")
    figures = list(quoted(london))
    known = london.figures(BEFORE_THE_LAST_PUBLICATION)
    panels = {key: known.panel(key, london.areas.keys) for key in {figure.measure for figure in figures}}
    assert len(figures) > 20
    assert {str(f.reference): f.value for f in figures} == {
        str(f.reference): sum_over(panels[f.measure], f) for f in figures
    }


def test_a_figure_and_its_words_say_the_same_number(london):
    for figure in quoted(london):
        assert f"{figure.value:,.0f}" in figure.words


def test_every_quoted_figure_has_period_base_and_source(london):
    for figure in quoted(london):
        assert figure.period is not None
        assert figure.n is not None
        assert "February 2024" in figure.source
