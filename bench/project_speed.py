"""How fast `eyre project` is: every small area in the country from Parquet (or CSV) to quantiles and totals.

    python bench/project_speed.py [--series 490000] [--csv] [--folder FOLDER]

Makes the panel (Poisson counts of 60 months around levels as those of small areas: six in ten months are none; seeded),
runs the command on it, and prints seconds, series a second, the greatest memory of all its processes together (each
shared page once) and the time from the command to its end on one force's panel of 600 series.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

MONTHS, FORCE = 60, 600
SRC = Path(__file__).resolve().parents[1] / "src"


def make(path: Path, series: int, seed: int = 1) -> None:
    """Write a long table, by series and month, as Parquet or CSV."""
    import pyarrow as pa
    import pyarrow.csv as pc
    import pyarrow.parquet as pq

    rng = np.random.default_rng(seed)
    months = [f"{2019 + at // 12}-{at % 12 + 1:02d}" for at in range(MONTHS)]
    season = 1 + 0.2 * np.sin(np.arange(MONTHS) / 6 * np.pi)
    schema = pa.schema({"series": pa.string(), "month": pa.string(), "value": pa.int64()})
    writer = pq.ParquetWriter(path, schema) if path.suffix == ".parquet" else pc.CSVWriter(path, schema)
    with writer:
        for first in range(0, series, 10_000):
            count = min(10_000, series - first)
            level = np.exp(rng.normal(-0.6, 1.4, (count, 1)))
            names = [f"E0{first + at:07d} burglary" for at in range(count)]
            at = np.arange(count, dtype=np.int32), np.arange(MONTHS, dtype=np.int32)
            columns = {
                "series": pa.DictionaryArray.from_arrays(np.repeat(at[0], MONTHS), names).cast(pa.string()),
                "month": pa.DictionaryArray.from_arrays(np.tile(at[1], count), months).cast(pa.string()),
                "value": rng.poisson(level * season).ravel(),
            }
            writer.write_table(pa.table(columns))


def run(folder: Path, *arguments: str) -> tuple[float, float]:
    """Seconds of a run of the command, and the greatest memory of its processes in MB.

    Modules are compiled once, as where Eyre is installed: the first run writes them into the folder.
    """
    environment = {**os.environ, "PYTHONPATH": str(SRC), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    environment |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "eyre_cli.main", *arguments], env=environment)
    most = 0
    while process.poll() is None:
        most = max(most, sum(map(memory_of, family(process.pid))))
        time.sleep(0.05)
    if process.returncode:
        sys.exit(f"eyre ended with {process.returncode}.")
    return time.perf_counter() - began, most / 1024


def family(process: int) -> list[int]:
    """A process and all that it started (Linux)."""
    found = [process]
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            found += [each for child in children.read_text().split() for each in family(int(child))]
        except OSError:  # it ended meanwhile
            continue
    return found


def memory_of(process: int) -> int:
    """Proportional set size in kB; 0 for a process that ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def measure(folder: Path, series: int, ending: str) -> None:
    """Make a panel, project it, say what it took."""
    source, out = folder / f"series-{series}{ending}", folder / f"ranges{ending}"
    if not source.exists():
        make(source, series)
    seconds, memory = run(folder, "project", str(source), "--horizon", "12", "--totals", "next12", "--out", str(out))
    print(
        f"{series:>8,} series × {MONTHS} months from {ending[1:]}: {seconds:6.2f} s, "
        f"{series / seconds:9,.0f} series/s, {memory:6,.0f} MB at most",
        flush=True,
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--series", type=int, default=490_000)
    asked.add_argument("--csv", action="store_true", help="measure CSV too")
    asked.add_argument("--folder", type=Path, help="where the panels are made and kept")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = options.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        print(f"cores: {len(os.sched_getaffinity(0))}, load before: {os.getloadavg()[0]:.1f}")
        for ending in (".parquet", *([".csv"] if options.csv else [])):
            for series in (FORCE, FORCE, options.series):  # the first run compiles and warms caches
                measure(folder, series, ending)


if __name__ == "__main__":
    main()
