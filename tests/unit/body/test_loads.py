import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest

from eyre.body import files
from eyre.body.loads import (
    LoadDamaged,
    accept,
    changes_between,
    check_loads,
    known_rows,
    load_path,
    read_manifest,
    retract,
)
from eyre.body.registers import LoadEntry
from eyre.core import BadInput, NotFound, Refused
from eyre.core.codec import write_csv
from figures import covers, known, table, take_in

FEBRUARY, MARCH, APRIL = date(2025, 2, 20), date(2025, 3, 20), date(2025, 4, 20)
NORTH, SOUTH = ("burglary", "north", "2025-01"), ("burglary", "south", "2025-01")


def manifest_says(folder, entries):
    (folder / "loads.csv").write_text(write_csv(LoadEntry, entries), "utf-8", newline="\n")


def test_what_was_known_on_a_day_is_what_had_been_received_by_then(tmp_path):
    take_in(tmp_path, {NORTH: 100.0}, FEBRUARY)
    take_in(tmp_path, {NORTH: 104.0}, MARCH)
    assert known(known_rows(tmp_path, date(2025, 2, 19))) == {}
    assert known(known_rows(tmp_path, FEBRUARY)) == {NORTH: 100.0}
    assert known(known_rows(tmp_path, MARCH)) == known(known_rows(tmp_path, None)) == {NORTH: 104.0}


def test_the_same_figures_loaded_twice_change_nothing(tmp_path):
    take_in(tmp_path, {NORTH: 100.0, SOUTH: 50.0}, FEBRUARY)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    again = take_in(tmp_path, {SOUTH: 50.0, NORTH: 100.0}, MARCH)
    assert again.entry is None
    assert (again.changes[0].same, again.changes[0].new, again.revised) == (2, 0, 0)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_revision_says_how_many_figures_moved_and_by_how_much(tmp_path):
    take_in(tmp_path, {NORTH: 100.0, SOUTH: 50.0}, FEBRUARY)
    accepted = take_in(tmp_path, {NORTH: 97.0, SOUTH: 50.0, ("burglary", "north", "2025-02"): 80.0}, MARCH)
    (change,) = accepted.changes
    assert (change.new, change.same, change.revised, change.withdrawn) == (1, 1, 1, 0)
    assert (change.before, change.after, change.largest) == (100.0, 97.0, 3.0)
    assert changes_between(tmp_path, FEBRUARY, MARCH) == accepted.changes


def test_a_row_withdrawn_is_told_from_one_that_was_not_spoken_of(tmp_path):
    take_in(tmp_path, {NORTH: 100.0, SOUTH: 50.0}, FEBRUARY)
    silent = {("burglary", "north", "2025-02"): 80.0}
    assert known(known_rows(tmp_path, None)).keys() == {NORTH, SOUTH}
    take_in(tmp_path, silent, MARCH)
    assert known(known_rows(tmp_path, MARCH)).keys() == {NORTH, SOUTH, *silent}
    withdrawn = take_in(tmp_path, {NORTH: 100.0}, APRIL, claimed=[SOUTH])
    assert withdrawn.changes[0].withdrawn == 1
    assert known(known_rows(tmp_path, APRIL)).keys() == {NORTH, *silent}


def test_a_load_taken_back_uncovers_what_was_known_without_it(tmp_path):
    take_in(tmp_path, {NORTH: 100.0}, FEBRUARY)
    wrong = take_in(tmp_path, {NORTH: 1000.0}, MARCH).entry
    retract(tmp_path, wrong.id, received_on=APRIL, by="analyst", reason="one nought too many")
    assert known(known_rows(tmp_path, MARCH)) == {NORTH: 1000.0}  # it was believed until then
    assert known(known_rows(tmp_path, APRIL)) == {NORTH: 100.0}
    assert load_path(tmp_path, wrong).exists()


@pytest.mark.parametrize(
    ("received_on", "reason", "said"),
    [(MARCH, "  ", "say why"), (date(2025, 2, 19), "wrong", "cannot be taken back before that")],
)
def test_a_load_is_not_taken_back_without_a_reason_or_before_it_came(tmp_path, received_on, reason, said):
    load = take_in(tmp_path, {NORTH: 100.0}, FEBRUARY).entry
    with pytest.raises(Refused, match=said):
        retract(tmp_path, load.id, received_on=received_on, by="analyst", reason=reason)
    assert len(read_manifest(tmp_path).entries) == 1


def test_a_load_is_taken_back_once_and_only_if_it_is_there(tmp_path):
    load = take_in(tmp_path, {NORTH: 100.0}, FEBRUARY).entry
    taken_back = retract(tmp_path, load.id, received_on=MARCH, by="analyst", reason="wrong")
    for again in (load.id, taken_back.id):
        with pytest.raises(Refused, match="already"):
            retract(tmp_path, again, received_on=APRIL, by="analyst", reason="wrong")
    with pytest.raises(NotFound, match=f"Loads: {load.id}"):
        retract(tmp_path, "none", received_on=APRIL, by="analyst", reason="wrong")


def test_a_load_taken_back_may_come_again_from_the_next_day_on(tmp_path):
    load = take_in(tmp_path, {NORTH: 100.0}, FEBRUARY).entry
    retract(tmp_path, load.id, received_on=FEBRUARY, by="analyst", reason="too early")
    with pytest.raises(Refused, match="from tomorrow on"):
        take_in(tmp_path, {NORTH: 100.0}, FEBRUARY)
    assert take_in(tmp_path, {NORTH: 100.0}, MARCH).entry is not None
    assert known(known_rows(tmp_path, None)) == {NORTH: 100.0}


def test_a_load_entered_late_is_doubted_because_it_changes_days_gone_by(tmp_path):
    take_in(tmp_path, {NORTH: 100.0}, MARCH)
    late = take_in(tmp_path, {SOUTH: 50.0}, FEBRUARY)
    assert "received on 20 February 2025, before one that is here already" in str(late.doubts[0])
    assert take_in(tmp_path, {NORTH: 101.0}, APRIL).doubts == ()


def test_a_load_with_two_figures_for_one_cell_is_refused_whole(tmp_path):
    import pyarrow as pa

    twice = pa.concat_tables([table({NORTH: 100.0}), table({NORTH: 101.0})])
    with pytest.raises(BadInput, match="1 cells have more than one figure"):
        accept(tmp_path, twice, covers([NORTH]), LoadEntry(id="", received_on=FEBRUARY))
    assert list(tmp_path.iterdir()) == []


def test_a_load_that_does_not_cover_its_own_figures_is_refused_whole(tmp_path):
    with pytest.raises(BadInput, match="1 rows are outside what the load says it covers"):
        accept(tmp_path, table({NORTH: 1.0, SOUTH: 2.0}), covers([NORTH]), LoadEntry(id="", received_on=FEBRUARY))
    assert list(tmp_path.iterdir()) == []


def test_the_same_rows_on_the_same_day_give_the_same_bytes_in_any_order(tmp_path):
    one = take_in(tmp_path / "a", {NORTH: 100.0, SOUTH: 50.0}, FEBRUARY).entry
    other = take_in(tmp_path / "b", {SOUTH: 50.0, NORTH: 100.0}, FEBRUARY).entry
    assert one == other
    assert load_path(tmp_path / "a", one).read_bytes() == load_path(tmp_path / "b", other).read_bytes()
    assert take_in(tmp_path / "c", {NORTH: 100.0, SOUTH: 50.0}, MARCH).entry.id != one.id


def test_a_damaged_load_is_not_read(tmp_path):
    load = take_in(tmp_path, {NORTH: 100.0}, FEBRUARY).entry
    path = load_path(tmp_path, load)
    path.write_bytes(path.read_bytes().replace(b"north", b"south"))
    with pytest.raises(LoadDamaged, match="its hash differs"):
        known_rows(tmp_path, None)
    assert "its hash differs" in str(check_loads(tmp_path)[0])


def test_a_load_that_is_gone_and_a_file_that_is_no_load_are_both_said(tmp_path):
    load = take_in(tmp_path, {NORTH: 100.0}, FEBRUARY).entry
    load_path(tmp_path, load).rename(tmp_path / "loads" / "stray.parquet")
    gone, stray = map(str, check_loads(tmp_path))
    assert "is in loads.csv but not in loads/" in gone
    assert stray.startswith("loads/stray.parquet: is not in loads.csv")


def test_a_manifest_changed_by_hand_is_told_what_is_wrong_with_it(tmp_path):
    load = take_in(tmp_path, {NORTH: 100.0}, FEBRUARY).entry
    lost = LoadEntry(id="retracts-x", received_on=MARCH, retracts="x")
    manifest_says(tmp_path, [replace(load, covers="all"), load, lost])
    said = "\n".join(map(str, check_loads(tmp_path)))
    assert f"{load.id} stands 2 times" in said
    assert "row 2, covers:" in said
    assert "row 4: retracts x, and there is no such load" in said


# --- killed ---------------------------------------------------------------------------------------------------------


class Killed(BaseException):
    """Nothing in Eyre catches it, as nothing catches the end of a process."""


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("step", range(4))
def test_a_load_broken_off_at_any_step_is_in_the_folder_whole_or_not_at_all(tmp_path, monkeypatch, call, step):
    take_in(tmp_path, {NORTH: 100.0}, FEBRUARY)
    steps, real = iter(range(100)), getattr(os, call)

    def broken(*given):
        if next(steps) == step:
            raise Killed
        return real(*given)

    with monkeypatch.context() as patch:
        patch.setattr(files.os, call, broken)
        with suppress(Killed):
            take_in(tmp_path, {NORTH: 101.0}, MARCH)
    assert known(known_rows(tmp_path, None)) in ({NORTH: 100.0}, {NORTH: 101.0})
    take_in(tmp_path, {NORTH: 101.0}, MARCH)
    assert known(known_rows(tmp_path, None)) == {NORTH: 101.0}
    assert check_loads(tmp_path) == []


CHILD = """
import os, signal, sys
from datetime import date
from pathlib import Path
from figures import take_in
from eyre.body import files

call, step, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
steps, real = iter(range(100)), getattr(os, call)
def killed(*given):
    if next(steps) == step:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*given)
setattr(files.os, call, killed)
take_in(folder, {("burglary", "north", "2025-01"): 101.0}, date(2025, 3, 20))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize(
    ("call", "step", "taken_in"),
    [("replace", 1, False), ("fsync", 3, True)],  # before and after the manifest is put in place
)
def test_a_process_killed_while_it_loads_leaves_the_folder_before_or_after(tmp_path, call, step, taken_in):
    take_in(tmp_path, {NORTH: 100.0}, FEBRUARY)
    child = subprocess.run(
        [sys.executable, "-c", CHILD, call, str(step), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )
    assert child.returncode == -signal.SIGKILL
    assert known(known_rows(tmp_path, None)) == {NORTH: 101.0 if taken_in else 100.0}


def test_of_loads_at_once_none_is_lost(tmp_path):
    cells = [("burglary", f"area-{number}", "2025-01") for number in range(12)]
    with ThreadPoolExecutor(12) as writers:
        list(writers.map(lambda cell: take_in(tmp_path, {cell: 10.0}, FEBRUARY), cells))
    assert len(read_manifest(tmp_path).entries) == 12
    assert known(known_rows(tmp_path, None)) == dict.fromkeys(cells, 10.0)
