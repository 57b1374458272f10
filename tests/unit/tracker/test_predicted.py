"""Predictions beside their results: state, first publication, the naive forecast and Eyre's of the same day."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from eyre.body.folder import read_folder
from eyre.body.registers import LoadEntry, Prediction
from eyre.core import BadInput, Direction, Month, parse_period
from eyre.projection.predictions import Lean, Scale
from eyre.tracker import Request, build_tracker
from eyre.tracker.predicted import State, build_register
from eyre.tracker.predicted_plain import register_columns, register_plain
from small_body import load, share, small_body, steady

FIRST = Month(2020, 4)
LODGED = date(2023, 6, 20)
ROUNDS = {date(2023, 6, 20): 7, date(2023, 9, 25): 10}  # the day of lodging and the first of its three months


def prediction(period, value, lodged_on=LODGED, **more):
    usual = {"who": "chief", "measure": "burglary", "area": "anyshire"}
    return Prediction(**{**usual, "lodged_on": lodged_on, "period": parse_period(period), "value": value, **more})


def body(path, predictions, measures=(), months=36, later=(), kind="burglary"):
    """Counts of 100 a month in each district, known to March 2023; `later` is what April 2023 and after turned out."""
    known = np.round(50 + 5 * np.sin(np.arange(months) * np.pi / 6) + steady(4, months))
    folder = small_body(
        path, {kind: _areas(known)}, received=date(2023, 5, 10), predictions=tuple(predictions),
        measures=measures,
    )  # fmt: skip
    if len(later):
        load(path, {kind: _areas(np.array(later))}, first=FIRST.shift(months), received=date(2024, 2, 10))
        folder = read_folder(folder.path)
    return folder


def _areas(each):
    """Two alike districts, all of whose records have a place, and so the force."""
    return {"north": each, "south": each, "anyshire:no-location": 0 * each}


def six_months(value=100.0, **more):
    return [
        prediction(f"2023-{first + at:02d}", value, lodged_on=on, **more)
        for on, first in ROUNDS.items()
        for at in range(3)
    ]


def test_a_prediction_goes_from_open_to_locked_to_scored(tmp_path):
    folder = body(tmp_path / "body", [prediction("2023-07", 100)], later=[55.0] * 9)
    states = {
        on: build_register(folder, Request(on)).entries[0].state
        for on in (date(2023, 6, 25), date(2023, 7, 1), date(2023, 9, 1), date(2024, 2, 10))
    }
    assert list(states.values()) == [State.OPEN, State.LOCKED, State.LOCKED, State.SCORED]


def test_the_error_is_the_result_less_the_prediction(tmp_path):
    folder = body(tmp_path / "body", [prediction("2023-07", 100)], later=[55.0] * 9)
    (entry,) = build_register(folder, Request(date(2024, 3, 1))).entries
    assert (entry.published.value, entry.error) == (110, 10)  # 55 in each of two districts


def test_a_total_is_set_beside_the_sum_of_its_months(tmp_path):
    folder = body(tmp_path / "body", [prediction("2023-07..2023-09", 300)], later=[55.0] * 9)
    (entry,) = build_register(folder, Request(date(2024, 3, 1))).entries
    assert (entry.published.value, entry.error) == (330, 30)


def test_the_figure_as_first_published_counts_and_the_revision_is_said(tmp_path):
    path = tmp_path / "body"
    folder = body(path, [prediction("2023-07", 100)], later=[55.0] * 9)
    load(path, {"burglary": _areas(np.array([60.0]))}, first=Month(2023, 7), received=date(2024, 5, 1))
    (entry,) = build_register(read_folder(folder.path), Request(date(2024, 6, 1))).entries
    assert (entry.published.value, entry.published.now, entry.error) == (110, 120, 10)
    assert entry.published.received_on == date(2024, 2, 10)
    assert entry.note == "now reads 120"


def test_a_late_prediction_is_shown_with_its_result_and_never_scored(tmp_path):
    folder = body(tmp_path / "body", [prediction("2023-07", 100, date(2023, 7, 1))], later=[55.0] * 9)
    register = build_register(folder, Request(date(2024, 3, 1)))
    assert (register.entries[0].state, register.entries[0].published.value) == (State.LATE, 110)
    assert register.entries[0].error is None
    assert register.records == ()


def test_eyres_projection_of_the_same_day_is_that_of_the_tracker_of_that_day(tmp_path):
    folder = body(tmp_path / "body", [prediction("2023-07", 100)], later=[90.0] * 9)
    (entry,) = build_register(folder, Request(date(2024, 3, 1), seed=3)).entries
    row = build_tracker(folder, Request(LODGED, seed=3)).row("burglary", "anyshire")
    told = {told.period: told for told in row.projection.months(row.key)}
    naive = {told.period: told for told in row.projection.naive_months(row.key)}
    assert entry.beside.eyre.median == pytest.approx(told[Month(2023, 7)].median)
    assert entry.beside.naive.median == pytest.approx(naive[Month(2023, 7)].median)
    assert entry.beside.known_to == Month(2023, 3)  # what came later is no help to it


def test_two_rounds_of_fewer_crimes_than_came_are_over_optimistic(tmp_path):
    # fewer burglaries are better; 90 predicted, about 110 came
    later = [54.0, 55, 56, 54, 55, 56, 54, 55, 56]
    folder = body(tmp_path / "body", six_months(90.0), later=later)
    (record,) = build_register(folder, Request(date(2024, 3, 1))).records
    assert (record.judgement.n, record.judgement.rounds, record.judgement.lean) == (6, 2, Lean.OPTIMISTIC)
    assert record.sentences[0] == "Predictions were below the result in 6 of 6 months by 20 offences on average."
    assert record.suggestion.startswith("For the next round, offered and never applied: +20 (")


def test_an_open_prediction_is_shown_the_bias_so_far_and_stays_as_it_was_lodged(tmp_path):
    later = [54.0, 55, 56, 54, 55, 56, 54, 55, 56]
    coming = prediction("2024-04", 95, date(2024, 3, 1))
    folder = body(tmp_path / "body", [*six_months(90.0), coming], later=later)
    entry = build_register(folder, Request(date(2024, 3, 2))).entries[-1]
    assert entry.state is State.OPEN
    assert entry.prediction.value == 95
    assert entry.suggestion.startswith("with the bias so far 115 (")
    assert "not applied" in entry.suggestion


def test_areas_of_unlike_size_are_averaged_in_per_cent(tmp_path):
    said = [prediction("2023-07", 100), prediction("2023-07", 50, area="north")]
    folder = body(tmp_path / "body", said, later=[55.0] * 9)
    (record,) = build_register(folder, Request(date(2024, 3, 1))).records
    assert record.judgement.scale is Scale.PERCENT
    assert record.judgement.mean == pytest.approx(10)


def test_all_measures_together_are_counted_and_not_averaged(tmp_path):
    said = [prediction("2023-07", 100), prediction("2023-07", 80, measure="satisfaction", area="north")]
    counts = steady(50, 45)
    answers = [(85, 100)] * 45
    folder = small_body(
        tmp_path / "body", {"burglary": _areas(counts), "satisfaction": {"north": answers}},
        measures=[share()], received=date(2024, 2, 1), predictions=tuple(said),
    )  # fmt: skip
    register = build_register(folder, Request(date(2024, 3, 1)))
    together = register.records[-1]
    assert (together.measure, together.judgement.n, together.judgement.mean) == (None, 2, None)
    assert register.entries[1].error == pytest.approx(5)  # points
    assert register.entries[1].beside.why_not == "No figures had been received."  # the first load came later


def test_every_fault_of_the_register_is_said_at_once(tmp_path):
    wrong = [
        prediction("2023-07", -1), prediction("2023-08", 5, low=9), prediction("2023-09", 5, area="nort"),
        prediction("2023-09", 5, measure="robbery"),
    ]  # fmt: skip
    with pytest.raises(BadInput) as bad:
        build_register(body(tmp_path / "body", wrong), Request(date(2024, 3, 1)))
    assert len(bad.value.faults) == 4
    assert 'there is no area "nort" here. Did you mean "north"?' in str(bad.value)


def test_a_load_that_was_taken_back_settles_nothing(tmp_path):
    folder = body(tmp_path / "body", [prediction("2023-07", 100)], later=[99.0] * 9)
    mistaken = folder.loads[-1]
    load(folder.path, {"burglary": _areas(np.full(9, 55.0))}, first=Month(2023, 4), received=date(2024, 3, 1))
    loads = (*read_folder(folder.path).loads, LoadEntry(
        id="", received_on=date(2024, 3, 1), retracts=mistaken.id, reason="the wrong year",
    ))  # fmt: skip
    (entry,) = build_register(replace(folder, loads=loads), Request(date(2024, 4, 1))).entries
    assert (entry.published.value, entry.published.received_on) == (110, date(2024, 3, 1))
    (then,) = build_register(replace(folder, loads=loads), Request(date(2024, 2, 20))).entries
    assert then.published.value == 198  # before it was taken back nobody could know


def test_a_figure_that_was_withdrawn_keeps_its_score_and_says_so(tmp_path):
    folder = body(tmp_path / "body", [prediction("2023-07", 100)], later=[55.0] * 9)
    load(folder.path, {"burglary": _areas(np.array([np.nan]))}, first=Month(2023, 7), received=date(2024, 5, 1))
    (entry,) = build_register(read_folder(folder.path), Request(date(2024, 6, 1))).entries
    assert (entry.error, entry.note) == (10, "the figure was withdrawn since")


def test_a_direction_that_nobody_has_agreed_gives_no_praise_and_no_blame(tmp_path):
    later = [54.0, 55, 56, 54, 55, 56, 54, 55, 56]
    folder = body(tmp_path / "body", six_months(90.0), later=later)
    plain = tuple(replace(m, direction=Direction.NEITHER) for m in folder.measures)
    neither = small_body(
        tmp_path / "other", {}, measures=plain, predictions=folder.predictions,
    )  # fmt: skip
    load(neither.path, {"burglary": _areas(np.full(45, 50.0))}, received=date(2024, 2, 1))
    (record,) = build_register(read_folder(neither.path), Request(date(2024, 3, 1))).records
    assert record.judgement.cautious == record.judgement.optimistic == 0


def test_the_register_as_json_and_as_columns_says_the_same(tmp_path):
    folder = body(tmp_path / "body", six_months(90.0), later=[54.0, 55, 56, 54, 55, 56, 54, 55, 56])
    register = build_register(folder, Request(date(2024, 3, 1)))
    plain, columns = register_plain(register), register_columns(register)
    assert [row["result"] for row in plain["predictions"]] == columns["result"]
    assert plain["records"][0]["lean"] == "over-optimistic"
    assert plain["records"][0]["bias"]["p"] < 0.05
