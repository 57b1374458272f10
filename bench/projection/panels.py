"""The panels, where projections of them start, and which series are scored there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from eyre.core import Floats

HISTORY, HORIZON = 60, 12  # months
BOROUGHS, POSTCODES = "London, borough × type", "New South Wales, postcode × type"
SHARES = "breath tests, per cent positive"
FEWEST = 3  # events in the history
# A declared bridge: the label ran out in spring 2023 and two took over.
BURGLARY = dict.fromkeys(
    ("DOMESTIC BURGLARY", "RES BURGLARY OF A HOME", "RES BURGLARY OF UNCONNECTED BUILDING"), "RESIDENTIAL BURGLARY"
)
ENDED = {"FRAUD AND FORGERY"}  # a label that stops


@dataclass(frozen=True)
class Level:
    """A panel at one level.

    amount, base: shape (months, series), NaN where missing; base is None for counts, else amount is k of n.
    kind, area: of each series; first: calendar month of the first row, from 0. starts: rows where the future begins.
    sample: how many series are scored at a start, all if None; whole_kinds: a sample is of whole kinds, so that their
    areas can be ranked. goal: the line of issue 3 that it is held to, empty where nothing was tuned on it.
    """

    name: str
    amount: Floats
    base: Floats | None
    kind: NDArray[np.str_]
    area: NDArray[np.str_]
    first: int
    starts: tuple[int, ...]
    goal: str
    sample: int | None = None
    whole_kinds: bool = False

    @property
    def figure(self) -> Floats:
        """What is projected: counts, or per cent."""
        return self.amount if self.base is None else 100 * self.amount / self.base

    @property
    def year_parts(self) -> float:
        """What a month of an even year adds to the outturn."""
        return 1.0 if self.base is None else 1 / HORIZON

    def past(self, start: int) -> slice:
        return slice(max(start - HISTORY, 0), start)

    def future(self, start: int) -> slice:
        return slice(start, start + HORIZON)

    def outturn(self, part: slice, rows: NDArray[np.intp]) -> Floats:
        """One figure for some months of some series."""
        total = self.amount[part][:, rows].sum(axis=0)
        return total if self.base is None else 100 * total / self.base[part][:, rows].sum(axis=0)

    def size(self, start: int) -> Floats:
        """Mean absolute error of repeating last year in the history: what scores are divided by."""
        past = self.figure[self.past(start)]
        return np.asarray(np.abs(past[12:] - past[:-12]).mean(axis=0))

    def whole_past(self, start: int) -> NDArray[np.intp]:
        """Series with a figure in every month of the history."""
        return np.flatnonzero(~np.isnan(self.figure[self.past(start)]).any(axis=0))

    def able(self, start: int) -> NDArray[np.intp]:
        """The rule of what can be scored, that looks at no forecast."""
        past, future = self.figure[self.past(start)], self.figure[self.future(start)]
        whole = ~np.isnan(past).any(axis=0) & ~np.isnan(future).any(axis=0)
        events = np.nansum(self.amount[self.past(start)], axis=0)
        with np.errstate(invalid="ignore"):
            return np.flatnonzero(whole & (events >= FEWEST) & (self.size(start) > 0))

    def scored(self, start: int) -> NDArray[np.intp]:
        """The series that are scored: those that can be, or a sample of them with the start as its seed."""
        able, rng = self.able(start), np.random.default_rng(start)
        if self.sample is None or len(able) <= self.sample:
            return able
        if not self.whole_kinds:
            return np.sort(rng.choice(able, self.sample, replace=False))
        kinds, many = np.unique(self.kind[able], return_counts=True)
        order = rng.permutation(len(kinds))
        within = np.cumsum(many[order]) <= self.sample
        return able[np.isin(self.kind[able], kinds[order][within])]

    def quick(self) -> Level:
        """Every fourth start (or second of few), and a third of the sample."""
        few = self.starts[:: 4 if len(self.starts) > 6 else 2]
        return replace(self, starts=few, sample=None if self.sample is None else self.sample // 3)


def levels(folder: Path) -> Iterator[Level]:
    yield from london(folder / "london_borough_monthly.parquet")
    yield state(folder / "nsw_offences_monthly.parquet")
    yield postcodes(folder / "nsw_postcode_monthly_1995_2017.npz")
    yield from breath_tests(folder / "breath_tests_monthly.parquet")
    for name, start, sample in (("hospital", 60, 512), ("carparts", 27, 600)):
        yield benchmark(folder / f"benchmark_{name}_monthly.parquet", name, start, sample)


@dataclass(frozen=True)
class Table:
    """A long file as (months, series); missing where it says nothing, if it says so of any."""

    months: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    values: Floats

    def column(self, at: int) -> NDArray[np.str_]:
        return np.array([name[at] for name in self.names])


def pivoted(columns: dict[str, list], by: tuple[str, ...], value: str, nothing: float = 0.0) -> Table:
    """Sums of a column by month and by others; what stands in no row is `nothing`."""
    named = list(zip(*(columns[each] for each in by), strict=True))
    months, names = sorted(set(columns["month"])), sorted(set(named))
    month_at, name_at = {each: i for i, each in enumerate(months)}, {each: i for i, each in enumerate(names)}
    values = np.full((len(months), len(names)), nothing)
    for month, name, number in zip(columns["month"], named, columns[value], strict=True):
        if number is not None:
            at = month_at[month], name_at[name]
            values[at] = number if np.isnan(values[at]) else values[at] + number
    return Table(tuple(months), tuple(names), values)


def read(file: Path) -> dict[str, list]:
    columns: dict[str, list] = pq.read_table(file).to_pydict()
    return columns


def bridged(columns: dict[str, list]) -> Table:
    """London by type and area, burglary joined, a label that stops left out."""
    joined = [BURGLARY.get(each, each) for each in columns["crime_type"]]
    table = pivoted({**columns, "crime_type": joined}, ("crime_type", "area_name"), "count")
    stays = [i for i, (kind, _) in enumerate(table.names) if kind not in ENDED]
    return Table(table.months, tuple(table.names[i] for i in stays), table.values[:, stays])


def summed(values: Floats, kind: NDArray[np.str_]) -> tuple[NDArray[np.str_], Floats]:
    kinds = np.unique(kind)
    return kinds, np.stack([values[:, kind == each].sum(axis=1) for each in kinds], axis=1)


def london(file: Path) -> Iterator[Level]:
    table = bridged(read(file))
    kind, first = table.column(0), int(table.months[0][5:]) - 1
    kinds, whole = summed(table.values, kind)
    force = np.array(["London"] * len(kinds))
    yield Level("London, force × type", whole, None, kinds, force, first, tuple(range(60, 153, 4)), "force")
    yield Level(
        BOROUGHS, table.values, None, kind, table.column(1), first,
        (64, 82, 98, 115, 132, 150), "district", 380, whole_kinds=True,
    )  # fmt: skip


def state(file: Path) -> Level:
    table = pivoted(read(file), ("crime_type", "force"), "count")
    starts = tuple(range(60, 313, 12))
    parts = table.column(0), table.column(1)
    return Level("New South Wales, state × type", table.values, None, *parts, 0, starts, "force")


def postcodes(file: Path) -> Level:
    with np.load(file) as data:
        names, values = [str(each).split("|", 1) for each in data["ids"]], data["y"].T.astype(float)
    area, kind = (np.array([name[at] for name in names]) for at in (0, 1))
    starts = (72, 133, 194, 255, 264)
    return Level(POSTCODES, values, None, kind, area, 0, starts, "small area", 800)


def breath_tests(file: Path) -> Iterator[Level]:
    columns = read(file)
    tests, positive = (pivoted(columns, ("force",), each) for each in ("tests", "positive"))
    area, starts = tests.column(0), tuple(range(60, 169, 8))
    kind = np.array(["tests"] * len(area))
    yield Level("breath tests, counts", tests.values, None, kind, area, 0, starts, "")
    k, n = positive.values, tests.values
    wrong = (k > n) | (n <= 0)
    k, n = np.where(wrong, np.nan, k), np.where(wrong, np.nan, n)
    yield Level(SHARES, k, n, kind, area, 0, starts, "")


def benchmark(file: Path, name: str, start: int, sample: int | None) -> Level:
    table = pivoted(read(file), ("series",), "count", np.nan)
    area, first = table.column(0), int(table.months[0][5:]) - 1
    kind = np.array([name] * len(area))
    return Level(name.replace("carparts", "car parts"), table.values, None, kind, area, first, (start,), "", sample)
