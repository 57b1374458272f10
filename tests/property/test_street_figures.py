"""Whatever street files say, no record is lost and every figure is covered."""

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from eyre.core import Facet, Month
from eyre.readers.crime_types import TYPES
from eyre.readers.dispatch import read_here
from eyre.readers.request import Request
from street_files import force, street_file, street_row

rows = st.builds(
    street_row,
    Month=st.sampled_from(["2025-01", "2025-02", "2018-12"]),
    Falls_within=st.sampled_from(["West Mercia Police", "Warwickshire Police", "Kent Police"]),
    LSOA_name=st.sampled_from(["", "Redditch 009D", "Wychavon 001A", "Rugby 002B", "Nowhere 001A", "Powys 003C"]),
    Crime_type=st.sampled_from(TYPES),
    Last_outcome_category=st.sampled_from(["", "Local resolution", "Awaiting court outcome"]),
)
names = st.sampled_from(["all.csv", "2025-01-west-mercia-street.csv", "2018-12-kent-street.csv"])
KNOWN = (*force("west-mercia", "Redditch", "Wychavon").areas, *force("warwickshire", whole=True).areas)


@settings(max_examples=30, deadline=None)
@given(st.lists(rows, min_size=1, max_size=30), names)
def test_figures_add_up_to_the_records_and_are_all_covered(records, name):
    records.append(street_row())  # one at least of a force the body knows
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "work").mkdir()
        file = street_file(Path(folder) / name, *records)
        reading = read_here(Request(sources=(str(file),), areas=KNOWN, engine="memory"), Path(folder) / "work")
    known = [row for row in records if "Kent" not in row]
    figures = reading.table.to_pylist()
    assert sum(row["value"] for row in figures if not row["facet"]) == len(known)
    crimes = Counter("Anti-social behaviour" in row for row in known)[False]
    assert sum(row["value"] for row in figures if row["measure"] == "last_outcome") == crimes
    assert reading.counts["rows"] == len(records)
    assert reading.counts["left_out"] == len(records) - len(known)
    assert reading.covers.mask(reading.table).all()
    first = figures[0]
    assert reading.covers.covers(
        first["measure"], Facet.parse(first["facet"]), first["area"], Month.of(first["period_start"])
    )
