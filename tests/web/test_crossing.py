"""Changes that cross on PostgreSQL, where each holds its own records: none is broken off because of another."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_no_two_changes_wait_for_each_other_for_ever(postgresql, tmp_path):
    where = {"DATABASE_URL": postgresql(), "EYRE_DATA": str(tmp_path), "PYTHONPATH": f"{ROOT}/src:{ROOT}/tests"}
    done = subprocess.run(
        [sys.executable, "-m", "web.crossing"], env={**os.environ, **where}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
