"""The tests marked `db` once more, on a real PostgreSQL.

The same test with other values asks the database the same: of each, two are enough here. EYRE_WHOLE=1 runs them all,
which takes as long as on SQLite. Three parts, so that two workers share them.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
PARTS = {"meetings": ("meetings",), "papers": ("documents", "sheets", "files", "search")}


def paths_of(part):
    """The folders of a part; the last part is whatever no other has."""
    taken = {name for names in PARTS.values() for name in names}
    if part in PARTS:
        return [str(HERE / name) for name in PARTS[part]]
    return [
        str(each) for each in HERE.iterdir() if each.name not in taken and (each.is_dir() or each.match("test_*.py"))
    ]


def test_every_test_of_the_server_belongs_to_a_part():
    parts = [paths_of(part) for part in (*PARTS, "rest")]
    assert {Path(path).name for part in parts for path in part} >= {
        file.relative_to(HERE).parts[0] for file in HERE.rglob("test_*.py")
    }
    assert all(Path(path).exists() for part in parts for path in part)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", [*PARTS, "rest"])
def test_whatever_holds_on_sqlite_holds_on_postgresql(postgresql, part):
    few = "" if os.environ.get("EYRE_WHOLE") else "1"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-m", "db and not browser", "-p", "no:cacheprovider", "-p", "no:xdist",
         *paths_of(part)],
        env={**os.environ, "DATABASE_URL": postgresql(), "EYRE_TWO_OF_EACH": few},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
