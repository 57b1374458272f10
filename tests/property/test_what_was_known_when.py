"""Whatever loads come and are taken back, what was known on a day is what a plain reading of them says."""

import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from eyre.body.loads import check_loads, compare, known_rows, read_manifest, retract
from eyre.core import Refused
from figures import Cell, covers, known, table, take_in

START = date(2025, 1, 1)
CELLS: list[Cell] = [
    (measure, area, month)
    for measure in ("burglary", "robbery")
    for area in ("north", "south")
    for month in ("2024-11", "2024-12")
]


@dataclass(frozen=True)
class Loading:
    days_later: int
    cells: dict[Cell, float]
    claimed: frozenset[Cell]


@dataclass(frozen=True)
class TakingBack:
    days_later: int
    which: int


loadings = st.builds(
    Loading,
    st.integers(0, 2),
    st.dictionaries(st.sampled_from(CELLS), st.integers(0, 3).map(float), max_size=5),
    st.frozensets(st.sampled_from(CELLS), max_size=3),
)
takings_back = st.builds(TakingBack, st.integers(0, 2), st.integers(0, 5))
histories = st.lists(st.one_of(loadings, loadings, takings_back), min_size=1, max_size=7)


class Model:
    """The plain reading: play the loads that stand, oldest first; each clears what it covers and sets what it has."""

    def __init__(self) -> None:
        self.loads: list[tuple[str, date, Loading]] = []
        self.taken_back: dict[str, date] = {}

    def known(self, on: date) -> dict[Cell, float]:
        cells: dict[Cell, float] = {}
        for load, received, loading in self.loads:
            if received <= on and self.taken_back.get(load, date.max) > on:
                covered = loading.cells.keys() | loading.claimed
                cells = {cell: value for cell, value in cells.items() if cell not in covered} | loading.cells
        return cells


def play(folder: Path, history: list[Loading | TakingBack]) -> tuple[Model, date, list[dict[Cell, float]]]:
    """Do what the history says; the model, the last day, and what was known at the end of each step's day."""
    model, today, seen = Model(), START, []
    for step in history:
        today += timedelta(days=step.days_later)
        if isinstance(step, Loading):
            try:
                entry = take_in(folder, step.cells, today, step.claimed).entry
                model.loads += [(entry.id, today, step)] if entry else []
            except Refused:  # the very same figures, already taken in on this day and gone since
                assert (today, step.cells) in [(received, loading.cells) for _, received, loading in model.loads]
        elif standing := [load for load, *_ in model.loads if load not in model.taken_back]:
            load = standing[step.which % len(standing)]
            retract(folder, load, received_on=today, by="analyst", reason="wrong")
            model.taken_back[load] = today
        seen.append((today, known(known_rows(folder, today))))
    return model, today, seen


@settings(max_examples=25, deadline=None)
@given(histories)
def test_what_is_known_on_a_day_is_what_the_plain_reading_says(history):
    with tempfile.TemporaryDirectory() as folder:
        model, today, _ = play(Path(folder), history)
        for day in range((today - START).days + 2):
            on = START + timedelta(days=day - 1)
            assert known(known_rows(Path(folder), on)) == model.known(on)
        assert check_loads(Path(folder)) == []


@settings(max_examples=25, deadline=None)
@given(histories)
def test_nothing_received_later_changes_what_was_known_before(history):
    with tempfile.TemporaryDirectory() as folder:
        _, _, seen = play(Path(folder), history)
        last_of_day = dict(seen)  # two loads of one day are both known at its end
        for day, cells in last_of_day.items():
            assert known(known_rows(Path(folder), day)) == cells


@settings(max_examples=25, deadline=None)
@given(histories)
def test_what_is_known_already_makes_no_new_load(history):
    with tempfile.TemporaryDirectory() as folder:
        model, today, _ = play(Path(folder), history)
        before = read_manifest(Path(folder)).entries
        cells = model.known(today)
        if before:
            assert take_in(Path(folder), cells, today).entry is None
        assert read_manifest(Path(folder)).entries == before


@given(*[st.dictionaries(st.sampled_from(CELLS), st.integers(0, 3).map(float)) for _ in range(2)])
@settings(max_examples=25, deadline=None)
def test_every_cell_is_new_same_revised_or_withdrawn(before, after):
    changes = compare(table(before), table(after), covers(CELLS))
    counted = [sum(getattr(c, name) for c in changes) for name in ("new", "same", "revised", "withdrawn")]
    both = before.keys() & after.keys()
    same = sum(before[cell] == after[cell] for cell in both)
    assert counted == [len(after.keys() - both), same, len(both) - same, len(before.keys() - both)]
    assert sum(c.after - c.before for c in changes) == sum(after[cell] - before[cell] for cell in both)
