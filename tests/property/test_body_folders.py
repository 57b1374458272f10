"""A whole folder written and read is the same folder."""

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from eyre.body.folder import ONE_EACH, ONE_FILE, TABLES, BodyFolder, file_name, read_folder, write_folder
from eyre.body.settings import Body
from eyre.core import MeasureKind
from eyre.measures import Catalogue, Measure
from records import records

bodies = records(Body).map(lambda body: replace(body, areas=()))  # whether areas make a tree is tested elsewhere
measures = records(Measure).map(
    lambda m: replace(m, kind=MeasureKind.COUNT, period="month", targets=(), facets=m.facets + m.overlapping)
)


def once_each(values):
    """Records in the order of their files, one a file."""
    by_file = {file_name(value): value for value in values}
    return tuple(by_file[name] for name in sorted(by_file))


@st.composite
def folders(draw) -> BodyFolder:
    parts = {name: draw(records(cls)) for name, cls in ONE_FILE.items()}
    for name, cls in TABLES.items():
        parts[name] = tuple(draw(st.lists(records(cls, no_empty_text=True), max_size=2)))
    for name, cls in ONE_EACH.items():
        parts[name] = once_each(draw(st.lists(records(cls), max_size=2)))
    defined = once_each(draw(st.lists(measures, max_size=2)))
    catalogue = Catalogue(tuple(sorted(defined, key=lambda m: m.key)))
    return BodyFolder(path=Path(), body=draw(bodies), measures=catalogue, **parts)


@settings(max_examples=15, deadline=None)
@given(folders())
def test_a_folder_is_read_back_as_it_was_written_and_needs_no_second_writing(folder):
    with tempfile.TemporaryDirectory() as path:
        there = replace(folder, path=Path(path))
        written = write_folder(there)
        assert "body.toml" in written
        assert read_folder(Path(path)) == there
        assert write_folder(read_folder(Path(path))) == []
