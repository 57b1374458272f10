"""A load that is killed: the folder holds it or does not, and `eyre check` says which."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from eyre.body.folder import read_folder

SRC = Path(__file__).resolve().parents[3] / "src"
KILLS = 6


class Killed(BaseException):
    """Stands for the end of the process."""


def figures_of(folder):
    """Burglaries in Stafford as the folder knows them."""
    return read_folder(folder).figures(None).panel("burglary", ["stafford"]).value.tolist()


def is_with_or_without(eyre, folder, loads):
    """Whether the folder has all of a load or nothing of it; the check names a stray file, which counts for nothing."""
    checked = eyre("check", folder)
    faults = [line for line in checked.out.splitlines() if line.startswith("fault")]
    assert all("a load was broken off. Delete it and load again." in fault for fault in faults)
    assert len(faults) <= 1
    assert figures_of(folder) in ([[5.0]], [[6.0]])
    assert figures_of(folder) == [[5.0]] if len(read_folder(folder).loads) == loads else [[6.0]]
    return len(read_folder(folder).loads) > loads


@pytest.mark.parametrize("write", range(1, 5))
def test_a_load_cut_off_at_any_of_its_writes_is_there_or_not(eyre, loaded, street_file, monkeypatch, write):
    source = street_file(rows=6)
    writes = iter(range(1, 100))
    put_in_place = os.replace

    def put_or_die(*names):
        if next(writes) == write:
            raise Killed
        put_in_place(*names)

    monkeypatch.setattr("eyre.body.files.os.replace", put_or_die)
    before = len(read_folder(loaded).loads)
    with suppress(Killed):
        eyre("load", loaded, source, "--received", "2025-04-01", "--published", "unknown")
    monkeypatch.undo()
    # its file, its row of the manifest, datapackage.json: from the second write on it is there
    assert is_with_or_without(eyre, loaded, before) == (write > 2)
    again = eyre("load", loaded, source, "--received", "2025-04-01", "--published", "unknown")
    assert again.code == 0
    assert figures_of(loaded) == [[6.0]]


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL on Windows")
def test_a_load_killed_at_any_moment_is_there_or_not(eyre, bodies, street_file, tmp_path):
    source = street_file(rows=6)
    asked = ["--received", "2025-04-01", "--published", "unknown", "--engine", "memory"]

    def start(folder):
        command = [sys.executable, "-m", "eyre_cli.main", "load", str(folder), str(source), *asked]
        return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(SRC)}, stdout=subprocess.DEVNULL)

    began = time.monotonic()
    assert start(shutil.copytree(bodies["loaded"], tmp_path / "whole")).wait() == 0
    takes = time.monotonic() - began
    for kill in range(KILLS):  # the later the likelier: what is written is written last
        folder = shutil.copytree(bodies["loaded"], tmp_path / f"killed{kill}")
        process = start(folder)
        with suppress(subprocess.TimeoutExpired):  # the last may have ended before
            process.wait(takes * (0.6 + 0.5 * kill / KILLS))
        process.kill()
        process.wait()
        is_with_or_without(eyre, folder, loads=1)
