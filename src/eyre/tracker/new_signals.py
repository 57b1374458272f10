"""Signals in the figures that no meeting has looked at yet, as an agenda offers them."""

from __future__ import annotations

from datetime import date

from eyre.body.folder import BodyFolder
from eyre.minutes.offers import NewSignal
from eyre.tracker.attention import flagged_run
from eyre.tracker.build import Request, build_tracker
from eyre.tracker.row import Attention


def new_signals(folder: BodyFolder, on: date, since: date | None) -> tuple[NewSignal, ...]:
    """Series with a concern beyond the usual variation by a day that is new since the meeting before."""
    tracker = build_tracker(folder, Request(as_of=on, since=since))
    found, figures = [], folder.figures(on)
    for row in tracker.rows:
        if row.attention is Attention.NEW_CONCERN and row.chart is not None and row.latest is not None:
            at = flagged_run(row.chart, row.shown.periods.index(row.latest.period))
            made_up = figures.made_up(row.key.measure)
            says = f"{row.reason} {made_up.says()}" if made_up else row.reason
            found.append(NewSignal(row.key.measure, row.key.area, row.shown.periods[at], says))
    return tuple(found)
