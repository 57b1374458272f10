"""The thread of a matter on the axis of its figures."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from eyre.body.folder import read_folder
from eyre.body.registers import Event
from eyre.commitments.views import Views
from eyre.core import Month, Reference
from eyre.cycle.events import EventKind
from eyre.minutes.thread import threads
from eyre.pack.charts import LanesSpec, ProcessChartSpec
from eyre.pack.matter_charts import matter_charts, readings_of
from eyre.writers.svg import NARROW, WIDE, draw

ON = date(2018, 7, 10)
EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "west-mercia"


@pytest.fixture(scope="module")
def folder():
    return read_folder(EXAMPLE)


def charts(folder, key, on=ON):
    matter = next(each for each in folder.matters.matters if each.key == key)
    return matter_charts(Views(folder), matter, threads(folder, on).of(key), readings_of(folder, matter, on), on)


STEPS = ["Questions", "Evidence", "Findings", "Commitments", "Actions", "Results"]


def test_every_chart_of_a_matter_has_the_same_axis_and_the_steps_that_are_on_record(folder):
    found = charts(folder, "domestic-burglary", date(2026, 11, 26))
    assert len(found) == 4
    for chart in found:
        assert isinstance(chart.spec, ProcessChartSpec)
        assert chart.spec.periods == found[0].spec.periods
        assert Month(2017, 12) in chart.spec.periods
        assert [lane.label for lane in chart.spec.lanes] == STEPS
    (hate_crime,) = charts(folder, "hate-crime")  # nobody showed anything on it
    assert [lane.label for lane in hate_crime.spec.lanes] == [step for step in STEPS if step != "Evidence"]


def test_the_axis_reaches_to_what_happened_after_the_last_figure(folder):
    closed = Event(
        reference=Reference.parse("matter hate-crime"), at=date(2019, 3, 1), by="pcc", kind=EventKind.CLOSED, words="."
    )
    (chart,) = charts(replace(folder, events=(*folder.events, closed)), "hate-crime", date(2019, 4, 1))
    assert chart.spec.periods[-1] == Month(2019, 3)
    assert chart.spec.values[-1] is None  # a gap, never nought
    results = next(lane for lane in chart.spec.lanes if lane.label == "Results")
    assert (Month(2019, 3), 1) in results.counts


def test_without_figures_the_thread_stands_alone_with_its_table(folder):
    (chart,) = charts(folder, "call-handling")
    assert isinstance(chart.spec, LanesSpec)
    assert chart.table.rows[0][1:] == (2, 6, 1)  # evidence, findings, commitments of December 2017


def test_a_matter_of_which_nothing_is_known_has_no_chart(folder):
    assert charts(folder, "legitimacy-inspection") == []


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=lambda size: size.name)
@pytest.mark.parametrize("key", ["hate-crime", "call-handling"])
def test_each_lane_is_drawn_with_its_name_and_a_dot_a_month(folder, key, size):
    chart = charts(folder, key)[0]
    drawn = draw(chart, size, "chart-1")
    for lane in chart.spec.lanes:
        assert f">{lane.label}</text>" in drawn
    assert drawn.count("<circle") >= sum(len(lane.counts) for lane in chart.spec.lanes)
    assert "in December 2017" in chart.alternative.plain
