"""Every engine makes of any street file what the plain one makes of it."""

import csv
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from eyre.engines import ENGINES, STREET, CannotCount, engine_named

few = st.sampled_from
cells = {
    "Crime ID": few(["", "a1", "b2", "c3"]),
    "Month": few(["2025-01", "2018-12", "x"]),
    "Reported by": few(["West Mercia Police", "British Transport Police"]),
    "Falls within": few(["West Mercia Police", "Devon & Cornwall Police", ""]),
    "Location": few(["On or near Café Row", 'On or near "The Bell"', "On or near A, B", "line\nend", ""]),
    "LSOA name": few(["", "Redditch 009D", "Bristol, City of 001A", "Redditch 12", "King's Lynn 003B", "É 001A"]),
    "Crime type": few(["Drugs", "Anti-social behaviour", "Public disorder and weapons"]),
    "Last outcome category": few(["", "Investigation complete; no suspect identified", 'a "b", c']),
}
rows = st.lists(st.tuples(*(cells.get(name, st.just("")) for name in STREET.columns)), max_size=12)


def write(path, records, end):
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator=end).writerows([STREET.columns, *records])


def answers(ask):
    return [ask(engine_named(name)) for name in sorted(ENGINES)]


@settings(max_examples=20, deadline=None)
@given(st.lists(rows, min_size=1, max_size=3), few(["\n", "\r\n"]))
def test_engines_agree_on_any_files(files, end):
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.csv" for number in range(len(files))]
        for path, records in zip(paths, files, strict=True):
            write(path, records, end)
        first, *others = answers(lambda engine: engine.count_street_rows(paths))
        assert all(other == first for other in others)
        assert sum(row.rows for row in first) == sum(map(len, files))
        first, *others = answers(lambda engine: engine.surplus_ids(paths))
        assert all(other == first for other in others)


def outcome(engine, path):
    try:
        return engine.count_street_rows([path])
    except CannotCount:
        return "refused"


@settings(max_examples=20, deadline=None)
@given(rows.filter(bool), st.integers(0, 14), st.data())
def test_engines_agree_on_which_widths_are_refused(records, width, data):
    place = data.draw(st.integers(0, len(records) - 1))
    odd = ["xyz"] * width
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "street.csv"
        write(path, [*records[:place], odd, *records[place:]], "\n")
        first, *others = answers(lambda engine: outcome(engine, path))
        assert all(other == first for other in others)
        assert (first == "refused") == (width not in (0, 12))
