"""Ten million street rows counted by our engines, Polars and pandas: rows per second and peak memory, in one run.

    python bench/street_count.py [--rows 10000000] [--from FOLDER OF STREET FILES] [--rounds 3]

Each contender does the job of a load, in a process of its own: rows by month, reported by, falls within, district,
crime type and last outcome. Rounds are run in turn and the best of each is printed, so that other work on the machine
falls on all alike. All must come to the same number of groups and rows. The file is removed afterwards.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

HOME = Path(__file__).parents[1]
sys.path.insert(0, str(HOME / "src"))

from eyre.core import Month  # noqa: E402
from eyre.engines.layouts import LSOA_SUFFIX, STREET  # noqa: E402

REAL = HOME / "tests" / "data" / "police_uk"
FIRST, MONTHS = Month(2022, 11), 36
SAID = ["Month", "Reported by", "Falls within", "LSOA name", "Crime type", "Last outcome category"]

Answer = tuple[int, int]  # groups, rows


# --- contenders: imported only in their own process ---


def by_duckdb(path: Path) -> Answer:
    return _by_engine("duckdb", path)


def by_memory(path: Path) -> Answer:
    return _by_engine("memory", path)


def _by_engine(name: str, path: Path) -> Answer:
    from eyre.engines import engine_named

    counts = engine_named(name).count_street_rows([path])
    return len(counts), sum(count.rows for count in counts)


def by_polars(path: Path) -> Answer:
    import polars as pl

    names = pl.scan_csv(path, infer_schema=False).group_by(SAID).len()
    district = pl.col("LSOA name").str.replace(LSOA_SUFFIX, "")  # as ours: once a name, not once a row
    counts = names.with_columns(district).group_by(SAID).agg(pl.col("len").sum()).collect(engine="streaming")
    return counts.height, counts["len"].sum()


def by_pandas(path: Path) -> Answer:
    import pandas as pd

    rows = pd.read_csv(path, usecols=SAID, dtype="category", keep_default_na=False)
    names = rows.groupby(SAID, observed=True).size().reset_index(name="rows")
    names["LSOA name"] = names["LSOA name"].astype(str).str.replace(LSOA_SUFFIX, "", regex=True)
    counts = names.groupby(SAID, observed=True)["rows"].sum()
    return len(counts), int(counts.sum())


CONTENDERS: dict[str, Callable[[Path], Answer]] = {
    "eyre, duckdb": by_duckdb,
    "polars": by_polars,
    "pandas": by_pandas,
}


# --- the file ---


def street_texts(folder: Path) -> Iterator[bytes]:
    """The rows of every street file of a folder, without its header."""
    for path in sorted(folder.iterdir()):
        if path.name.endswith("-street.csv.gz"):
            yield gzip.decompress(path.read_bytes()).partition(b"\n")[2]
        elif path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                yield from (archive.read(name).partition(b"\n")[2] for name in sorted(archive.namelist()))


def make(path: Path, folder: Path, wanted: int) -> int:
    """Write real rows over and over, each time as another month, until there are enough; return how many."""
    text = b"".join(street_texts(folder))
    each, written = text.count(b"\n"), 0
    months = [str(FIRST.shift(number)).encode() for number in range(MONTHS)]
    with path.open("wb") as out:
        out.write(",".join(STREET.columns).encode() + b"\n")
        while written < wanted:
            month = months[written // each % MONTHS]
            out.write(re.sub(rb"^([0-9a-f]*),\d{4}-\d\d,", rb"\g<1>," + month + b",", text, flags=re.MULTILINE))
            written += each
    return written


# --- measuring ---


def run_here(name: str, path: Path) -> None:
    """Count once in this process and print what it took, for the process that started it."""
    before = time.perf_counter()
    groups, rows = CONTENDERS[name](path)
    seconds = time.perf_counter() - before
    used = resource.getrusage(resource.RUSAGE_SELF)
    processor = used.ru_utime + used.ru_stime
    print(json.dumps([groups, rows, seconds, processor, used.ru_maxrss / 2**20]))


def run_apart(name: str, path: Path) -> list[float]:
    command = [sys.executable, __file__, "--run", name, str(path)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    result: list[float] = json.loads(done.stdout)
    return result


def compare(path: Path, rows: int, rounds: int) -> None:
    best: dict[str, list[float]] = {}
    answers = set()
    for _ in range(rounds):
        for name in CONTENDERS:
            groups, counted, *took = run_apart(name, path)
            answers.add((groups, counted))
            best[name] = [min(pair) for pair in zip(took, best.get(name, took), strict=True)]
    assert len(answers) == 1, f"contenders disagree: {answers}"
    (groups, counted), *_ = answers
    assert counted == rows
    print(f"{rows:,} rows, {path.stat().st_size / 1e9:.2f} GB, {groups:,} groups; best of {rounds} rounds")
    ours = best["eyre, duckdb"][0]
    print(f"{'':14}{'seconds':>9}{'rows/s':>13}{'processor s':>13}{'peak GiB':>10}{'time / ours':>13}")
    for name, (seconds, processor, peak) in best.items():
        print(f"{name:14}{seconds:9.2f}{rows / seconds:13,.0f}{processor:13.2f}{peak:10.2f}{seconds / ours:13.2f}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--rows", type=int, default=10_000_000)
    options.add_argument("--from", dest="folder", type=Path, default=REAL)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--run", nargs=2, metavar=("NAME", "FILE"), help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.run:
        run_here(chosen.run[0], Path(chosen.run[1]))
        return
    with tempfile.TemporaryDirectory(prefix="eyre-bench-") as home:
        path = Path(home) / "street.csv"
        compare(path, make(path, chosen.folder, chosen.rows), chosen.rounds)


if __name__ == "__main__":
    main()
