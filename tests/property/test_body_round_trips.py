"""What is written is what is read: every record of a body folder, whatever it holds."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eyre.body.folder import TABLES
from eyre.body.registers import LoadEntry
from eyre.core.codec import read_csv, read_toml, write_csv, write_toml
from records import every_record, records

ROWS = sorted({*TABLES.values(), LoadEntry}, key=lambda cls: cls.__name__)


@pytest.mark.parametrize("cls", sorted(set(every_record()), key=lambda cls: cls.__name__))
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_every_record_is_read_back_from_its_toml_and_written_alike_again(cls, data):
    value = data.draw(records(cls))
    written = write_toml(value)
    read, faults = read_toml(cls, written.encode(), "x.toml")
    assert (read, faults) == (value, [])
    assert write_toml(read) == written


@pytest.mark.parametrize("cls", ROWS)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_every_row_is_read_back_from_its_table_and_written_alike_again(cls, data):
    rows = data.draw(st.lists(records(cls, no_empty_text=True), max_size=3))
    written = write_csv(cls, rows)
    read, faults = read_csv(cls, written.encode(), "x.csv")
    assert (read, faults) == (rows, [])
    assert write_csv(cls, read) == written


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_a_writing_does_not_depend_on_the_order_in_which_fields_come(data):
    cls = data.draw(st.sampled_from(sorted(set(every_record()), key=lambda cls: cls.__name__)))
    written = write_toml(data.draw(records(cls)))
    assert write_toml(_turned_round(tomllib.loads(written))) == written


def _turned_round(value):
    if isinstance(value, dict):
        return {key: _turned_round(value[key]) for key in reversed(value)}
    return [_turned_round(item) for item in value] if isinstance(value, list) else value
