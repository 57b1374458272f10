"""The thread of a matter as charts: what was asked, promised and done, on the time axis of what the figures did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from eyre.body.folder import BodyFolder
from eyre.body.registers import Matter
from eyre.commitments.views import Views
from eyre.core import Month, Period, Series
from eyre.disclosure import Audience, Base, Column, Form, Released, Table, release
from eyre.minutes.thread import Step, Thread
from eyre.pack.charts import Lane, LanesSpec, ProcessChartSpec
from eyre.pack.document import Chart, Text
from eyre.pack.figures import Reading
from eyre.pack.text import Name
from eyre.tracker import Request, build_tracker

MOST_CHARTS = 4
STEP_WORDS = {
    Step.QUESTION: "Questions",
    Step.EVIDENCE: "Evidence",
    Step.FINDING: "Findings",
    Step.COMMITMENT: "Commitments",
    Step.ACTION: "Actions",
    Step.RESULT: "Results",
}


def readings_of(folder: BodyFolder, matter: Matter, as_of: date) -> list[Reading]:
    """What the figures of a matter show on a day, in the order of its measures; those without figures are left out."""
    figures = folder.figures(as_of)
    there = {measure for measure in matter.measures if measure in figures.measure_keys and measure in folder.measures}
    if not there:
        return []
    areas = tuple(area for area in matter.areas if area in folder.areas)
    asked = Request(as_of, measures=tuple(m for m in matter.measures if m in there), areas=areas)
    rows = [row for row in build_tracker(folder, asked).rows if not areas or row.key.area in areas]
    places = {key: place for place, key in enumerate((*matter.measures, *areas))}
    rows.sort(key=lambda row: (places[row.key.measure], row.key.facet, places.get(row.key.area, 0)))
    return [Reading(row, as_of, Audience.WORKING, folder.areas) for row in rows]


def matter_charts(
    views: Views, matter: Matter, thread: Thread, readings: Sequence[Reading], as_of: date
) -> list[Chart]:
    """A chart for each of the first few series, all on one axis with the thread; without figures, the thread alone."""
    months = [Month.of(entry.on) for entry in thread.entries]
    lanes = tuple(_lane(step, thread) for step in Step if thread.of(step))
    found = [(reading, views.series(as_of, reading.row.key)) for reading in readings[:MOST_CHARTS]]
    drawn = [(reading, series.trimmed()) for reading, series in found if series is not None and series.seen.any()]
    for _, series in drawn:
        months += [p for p in (series.periods[0], series.periods[-1]) if isinstance(p, Month)]
    if not months:
        return []
    axis = _run(min(months), max(months))
    if drawn:
        return [_of_series(reading, series, axis, lanes) for reading, series in drawn]
    return [_of_thread(matter, thread, axis, lanes, as_of)]


def _lane(step: Step, thread: Thread) -> Lane:
    return Lane(STEP_WORDS[step], tuple(sorted(thread.counted(step).items())))


def _run(first: Month, last: Month) -> tuple[Month, ...]:
    return tuple(first.shift(step) for step in range(last.index - first.index + 1))


def _of_series(reading: Reading, series: Series, axis: Sequence[Month], lanes: tuple[Lane, ...]) -> Chart:
    row = replace(reading.row, shown=series, chart=None, incomplete=np.zeros(len(series.periods), dtype=bool))
    table = replace(reading, row=row).table()
    spec = reading.chart().spec if reading.row.chart is not None else _plain(reading, table, series.periods)
    assert isinstance(spec, ProcessChartSpec)
    periods: tuple[Period, ...] = tuple(axis) if set(series.periods) <= set(axis) else series.periods
    values = dict(zip(series.periods, table.values("value"), strict=True))
    whole = replace(
        spec, periods=periods, values=tuple(values.get(period) for period in periods), fan=None, markers=(), lanes=lanes
    )
    said = Text(Name(reading.name), ": ", Name(_statement(reading)))
    about = Text(
        "A line of ", Name(reading.name), " from ", series.periods[0], " to ", series.periods[-1], ". ", _beneath(lanes)
    )
    return Chart(whole, said, about, table)


def _statement(reading: Reading) -> str:
    words = reading.statement().plain
    return words[:1].lower() + words[1:]


def _plain(reading: Reading, table: Released, periods: tuple[Period, ...]) -> ProcessChartSpec:
    """The line alone, where there are too few figures to judge."""
    return ProcessChartSpec(reading.unit or "%", periods, table.values("value"), reading.form)


def _beneath(lanes: Sequence[Lane]) -> Name:
    """What the rows say to whoever cannot see them."""
    told = "; ".join(f"{lane.label.lower()} in {', '.join(month.label for month, _ in lane.counts)}" for lane in lanes)
    return Name(f"Beneath it on the same axis: {told}." if told else "Nothing was said or done meanwhile.")


def _of_thread(matter: Matter, thread: Thread, axis: Sequence[Month], lanes: tuple[Lane, ...], as_of: date) -> Chart:
    months = sorted({month for lane in lanes for month, _ in lane.counts})
    columns = [Column("period", "Month", Form.PERIOD)]
    columns += [Column(str(place), lane.label, Form.TALLY) for place, lane in enumerate(lanes)]
    rows = [[month, *(dict(lane.counts).get(month) for lane in lanes)] for month in months]
    base = Base((axis[0], axis[-1]), "the record of this body", as_of)
    table = release(Table(f"{matter.title}, month by month", columns, rows, base), Audience.WORKING)
    about = Text("Dots for what is on record, month by month. ", _beneath(lanes))
    return Chart(LanesSpec(tuple(axis), lanes), Text("What is on record, and when"), about, table)
