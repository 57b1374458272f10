"""Every test marked `db` once more, on a real PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_whatever_holds_on_sqlite_holds_on_postgresql(postgresql):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-m", "db", "-p", "no:cacheprovider", "-p", "no:xdist", "tests/web"],
        env={**os.environ, "DATABASE_URL": postgresql()},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
