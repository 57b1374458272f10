"""`make bench`: what Eyre costs, beside what its peers cost, measured in one run on one machine.

    make bench                      with the data folder beside the checkout, where there is one
    EYRE_BENCH_DATA=PATH make bench with another: a folder that holds raw_police_uk/

Prints a table; with --write it goes to docs/reference/benchmarks.md with the machine and the day, beside what
`make bench-projection` writes there.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import comparison
from page import PAGE, write_part

HERE = Path(__file__).resolve().parent
DOCUMENTS = ("pdf", "docx", "ods")  # a pack as one of these, beside the page
EXAMPLES = {"west-mercia": "2025-12-31", "london": "2024-02-20"}
RUN = HERE.parent / ".venv" / "bin"  # as a user has it: without the peers, of which pandas is slow to start
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: seconds of wall clock and of processor, and the peak memory of it and its children."""

    what: str
    seconds: float
    cpu_seconds: float
    peak_megabytes: float

    @property
    def row(self) -> str:
        return f"| {self.what} | {self.seconds:.1f} | {self.cpu_seconds:.1f} | {self.peak_megabytes:.0f} |"


def cost_of(what: str, command: Sequence[str], cwd: Path) -> Cost:
    """Run a command to its end and say what it took; a command that fails ends the benchmark."""
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} failed.")
    return Cost(what, time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def commands(data: Path | None, work: Path) -> Iterator[Cost]:
    """The whole commands, as a user runs them; the second help is the one with its byte code written."""
    eyre = str(RUN / "eyre")
    for what in ("eyre --help, first", "eyre --help"):
        yield cost_of(what, [eyre, "--help"], work)
    for name in EXAMPLES:
        shutil.copytree(HERE.parent / "examples" / name, work / name)
    if data is None:
        print("No raw_police_uk at hand: loading was not measured. Set EYRE_BENCH_DATA.", file=sys.stderr)
    else:
        bare = work / "bare"
        shutil.copytree(work / "west-mercia", bare, ignore=shutil.ignore_patterns("loads", "loads.csv"))
        raw = str(data / "raw_police_uk")
        received = ["--received", "2025-12-31", "--published", "unknown"]
        yield cost_of("eyre load, 42 raw files and a zip", [eyre, "load", str(bare), raw, *received], work)
    for name, as_of in EXAMPLES.items():
        out = ["--as-of", as_of, "--out", str(work / f"{name}-pack")]
        yield cost_of(f"eyre pack {name}", [eyre, "pack", str(work / name), *out], work)


def stages(work: Path) -> Iterator[str]:
    """Where the time of a pack goes, in one process with everything imported."""
    from eyre.body.folder import read_folder
    from eyre.body.house import PLAIN_HOUSE
    from eyre.disclosure import Audience
    from eyre.minutes.standing import Standing, find_meeting
    from eyre.pack.build import Pack
    from eyre.pack.document import charts_of
    from eyre.tracker import Request, build_tracker
    from eyre.writers.files import write_pack
    from eyre.writers.formats import FORMATS

    for name, text in EXAMPLES.items():
        taken: dict[str, float] = {}
        as_of = date.fromisoformat(text)
        with timed("read the folder", taken):
            folder = read_folder(work / name)
        day = find_meeting(folder, "next")
        last = Standing(folder, day).last
        with timed("judge the series", taken):
            tracker = build_tracker(folder, Request(as_of=as_of, since=last.date if last else None))
        with timed("build the document", taken):
            document = Pack(folder, day, as_of, Audience.WORKING, tracker).document()
        with timed("write the files", taken):
            write_pack(document, work / f"{name}-stages")
        for each in DOCUMENTS:
            with timed(each, taken):
                FORMATS[each](document, PLAIN_HOUSE)
        parts = " | ".join(f"{seconds:.1f}" for seconds in taken.values())
        yield f"| {name} ({len(tracker.rows)} series, {len(list(charts_of(document)))} charts) | {parts} |"


def load_stages(work: Path, data: Path) -> Iterator[str]:
    """Where the time of a load goes: reading in the limited process, and taking in what was read."""
    from eyre.body.folder import read_folder
    from eyre.body.loads import accept
    from eyre.body.registers import LoadEntry
    from eyre.readers import read

    taken: dict[str, float] = {}
    folder = read_folder(work / "bare")
    with tempfile.TemporaryDirectory(prefix="eyre-bench-load-") as empty:
        with timed("read in a process of its own", taken):
            reading = read([data / "raw_police_uk"], areas=folder.areas, measures=folder.measures)
        with timed("compare and write", taken):
            accept(Path(empty), reading.table, reading.covers, LoadEntry(id="", received_on=date(2025, 12, 31)))
    parts = " | ".join(f"{seconds:.1f}" for seconds in taken.values())
    yield f"| 42 raw files and a zip ({reading.rows_read:,} rows) | {parts} |"


@contextmanager
def timed(what: str, into: dict[str, float]) -> Iterator[None]:
    began = time.perf_counter()
    yield
    into[what] = time.perf_counter() - began


def data_folder() -> Path | None:
    """Where the raw files are: as the environment says, else beside the checkout."""
    found = Path(os.environ.get("EYRE_BENCH_DATA", HERE.parent.parent / "shared" / "data"))
    return found if (found / "raw_police_uk").is_dir() else None


def report(rows: int) -> Iterator[str]:
    yield "## Commands, loads and counts"
    yield ""
    yield f"Measured by `make bench` on {date.today().isoformat()}: {platform.platform()}, {os.cpu_count()} cores,"
    yield f"Python {platform.python_version()}. Other work makes wall times longer: compare within one run."
    with tempfile.TemporaryDirectory(prefix="eyre-bench-") as folder:
        work = Path(folder)
        yield from ("", "### Commands", "", "| command | seconds | processor seconds | peak MB |", "|---|---|---|---|")
        yield from (cost.row for cost in commands(data_folder(), work))
        yield from ("", "### Where the time of a load goes (seconds)", "")
        yield "| source | read in a process of its own | compare and write |"
        yield "|---|---|---|"
        data = data_folder()
        told = [str(RUN / "python"), str(HERE / "run.py"), "--load-stages", str(work)]
        if data is not None:
            yield subprocess.run(told, check=True, capture_output=True, text=True, env=ENVIRONMENT).stdout.strip()
        yield from ("", "### Where the time of a pack goes (seconds)", "")
        heads = ["read the folder", "judge the series", "build the document", "write the files", *DOCUMENTS]
        yield f"| body | {' | '.join(heads)} |"
        yield "|---|" + "---|" * len(heads)
        told = [str(RUN / "python"), str(HERE / "run.py"), "--stages", str(work)]
        yield subprocess.run(told, check=True, capture_output=True, text=True, env=ENVIRONMENT).stdout.strip()
    yield from ("", "### Ranks, funnels and sample plans (milliseconds)", "", *comparison.table())
    yield from ("", "### Promises: readings, check, luck and power", "", *promises())
    yield from ("", "### Ten years of promises (seconds)", "", standings_speed())
    yield from ("", "### Pages of the server", "", *pages())
    yield from ("", "### Pages of the meeting cycle on ten years", "", *cycle_pages())
    yield from ("", "### Projecting every small area: the whole command", "", "```", project_speed(), "```")
    yield from ("", f"### Counting {rows:,} street rows", "")
    command = [sys.executable, str(HERE / "street_count.py"), "--rows", str(rows)]
    yield from ("```", subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip(), "```")


def project_speed() -> str:
    """What `eyre project` takes for half a million small areas, and for one force."""
    command = [str(RUN / "python"), str(HERE / "project_speed.py")]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=ENVIRONMENT).stdout.strip()


def pages() -> list[str]:
    """What each page of the server costs on a large body, on SQLite and on PostgreSQL: with the body of the tests."""
    command = [str(HERE.parent / ".venv-test" / "bin" / "python"), str(HERE / "pages.py")]
    environment = {**ENVIRONMENT, "PYTHONPATH": os.pathsep.join(str(HERE.parent / each) for each in ("src", "tests"))}
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout.splitlines()


def promises() -> list[str]:
    """What the tests of a promise cost, in one process with everything imported."""
    command = [str(RUN / "python"), str(HERE / "promises.py")]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=ENVIRONMENT).stdout.splitlines()


def standings_speed() -> str:
    """What it takes to say where ten years of promises stand."""
    command = [str(RUN / "python"), str(HERE / "standings.py")]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=ENVIRONMENT).stdout.strip()


def cycle_pages() -> list[str]:
    """What every page of the meeting cycle takes on ten years of a body."""
    command = [str(RUN / "python"), str(HERE / "cycle_pages.py")]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=ENVIRONMENT).stdout.splitlines()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=10_000_000, help="street rows to make and count")
    asked.add_argument("--write", action="store_true", help=f"write {PAGE.name} too")
    asked.add_argument("--load-stages", type=Path, help=argparse.SUPPRESS)
    asked.add_argument("--stages", type=Path, help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.load_stages and (data := data_folder()):
        print("\n".join(load_stages(options.load_stages, data)))
        return
    if options.stages:
        print("\n".join(stages(options.stages)))
        return
    lines = []
    for line in report(options.rows):
        print(line, flush=True)
        lines.append(line)
    if options.write:
        write_part("bench", "\n".join(lines))


if __name__ == "__main__":
    main()
