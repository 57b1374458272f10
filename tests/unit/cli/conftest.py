"""What the tests of the command share: the command itself, run in this process, and small files to give it."""

import io
import shutil
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass

import pytest

from eyre_cli.main import app, run

STREET = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context"
)


@dataclass(frozen=True)
class Ended:
    """How a run of the command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def eyre(capsys, monkeypatch):
    """Run `eyre` as a shell would, and return its exit code and what it printed."""

    def call(*arguments, stdin=None):
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Ended(end.value.code or 0, said.out, said.err)

    return call


@pytest.fixture
def on_a_terminal(monkeypatch):
    """Let every stream be one that a person reads, of a given width."""

    def of(columns):
        monkeypatch.setenv("COLUMNS", str(columns))
        for stream in (sys.stdout, sys.stderr):
            monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
        monkeypatch.setenv("NO_COLOR", "1")

    return of


def street_rows(month, rows, crime_type="Burglary", district="Stafford", force="Staffordshire Police"):
    """So many records of one type and district, each with an ID of its own."""
    lsoa = f"E01029000,{district} 001A" if district else ","
    ids = (f"{month}{crime_type}{district}{n}".encode().hex() for n in range(rows))
    return [
        f"{i},{month},{force},{force},-2.1,52.8,On or near High Street,{lsoa},{crime_type},Under investigation,"
        for i in ids
    ]


@pytest.fixture
def street_file(tmp_path):
    """Write a month of street records of Staffordshire: burglaries in Stafford, and what else is given."""

    def write(month="2025-01", rows=5, more=(), name=None):
        path = tmp_path / (name or f"{month}-staffordshire-street.csv")
        path.write_text("\n".join([STREET, *street_rows(month, rows), *more]) + "\n")
        return path

    return write


@pytest.fixture(scope="session")
def bodies(tmp_path_factory):
    """A new body folder of Staffordshire, and the same with one month of figures, to be copied."""
    new, loaded = (tmp_path_factory.mktemp(name) / "body" for name in ("new", "loaded"))
    month = tmp_path_factory.mktemp("month") / "2025-01-staffordshire-street.csv"
    month.write_text("\n".join([STREET, *street_rows("2025-01", 5)]) + "\n")
    quietly("new", new, "--force", "staffordshire", "--next-meeting", "2025-12-16")
    shutil.copytree(new, loaded)
    quietly("load", loaded, month, "--received", "2025-03-01", "--published", "2025-02-28")
    return {"new": new, "loaded": loaded}


def quietly(*arguments):
    with redirect_stdout(io.StringIO()):
        app([str(argument) for argument in arguments], prog_name="eyre", standalone_mode=False)


@pytest.fixture
def body(bodies, tmp_path):
    """A new body folder of Staffordshire."""
    return shutil.copytree(bodies["new"], tmp_path / "body")


@pytest.fixture
def loaded(bodies, tmp_path):
    """A body folder of Staffordshire with five burglaries in Stafford, January 2025."""
    return shutil.copytree(bodies["loaded"], tmp_path / "body")
