"""datapackage.json: the tables of a folder, described for programs that do not know Eyre."""

import hashlib
import json
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from eyre.body.coverage import Block, Coverage
from eyre.body.datapackage import LOAD_FIELDS, NAME, datapackage, is_out_of_date, write_datapackage
from eyre.body.folder import read_folder, write_folder
from eyre.body.loads import accept
from eyre.body.observations import schema
from eyre.body.registers import LoadEntry
from eyre.core import Month
from eyre.readers.new_body import Wishes, new_body

MONTH = Month(2025, 1)


@pytest.fixture
def folder(tmp_path):
    """A body with one load of one figure, and an event."""
    write_folder(new_body(tmp_path, Wishes("staffordshire", date(2025, 12, 16))))
    row = ("burglary", "", "stafford", MONTH.start, MONTH.end, 5.0, None, None, None)
    table = pa.table([[cell] for cell in row], schema=schema())
    covers = Coverage.of([Block.of(["burglary"], ["stafford"], [MONTH])])
    accept(tmp_path, table, covers, LoadEntry(id="", received_on=date(2025, 3, 1), publisher="Home Office"))
    (tmp_path / "events.csv").write_text("reference,at,by,kind,words,sets_date,document,outcome\n")
    return read_folder(tmp_path)


def resources(folder):
    return {resource["name"].partition("-")[0]: resource for resource in json.loads(datapackage(folder))["resources"]}


def test_every_table_and_load_is_listed_with_the_hash_of_its_file(folder):
    found = resources(folder)
    assert list(found) == ["events", "loads", "load"]
    for resource in found.values():
        content = (folder.path / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["bytes"] == len(content)


def test_fields_are_those_of_the_files_in_their_order(folder):
    found = resources(folder)
    for name in ("events", "loads"):
        header = (folder.path / found[name]["path"]).read_text().splitlines()[0]
        assert [field["name"] for field in found[name]["schema"]["fields"]] == header.split(",")
    parquet = pq.read_schema(folder.path / found["load"]["path"])
    assert [name for name, *_ in LOAD_FIELDS] == parquet.names


def test_types_choices_and_meanings_are_those_of_the_record(folder):
    fields = {field["name"]: field for field in resources(folder)["loads"]["schema"]["fields"]}
    assert fields["received_on"] == {**fields["received_on"], "type": "date", "constraints": {"required": True}}
    assert fields["rows"]["type"] == "integer"
    assert fields["covers"]["description"].startswith("what the load is complete about")
    kind = {field["name"]: field for field in resources(folder)["events"]["schema"]["fields"]}["kind"]
    assert "update" in kind["constraints"]["enum"]


def test_the_same_folder_gives_the_same_bytes_and_a_change_is_seen(folder):
    assert write_datapackage(folder)
    assert not write_datapackage(folder)
    assert not is_out_of_date(folder)
    (folder.path / "events.csv").write_text("reference,at,by,kind,words,sets_date,document,outcome\n\n")
    assert is_out_of_date(folder)


def test_a_folder_without_tables_has_none(tmp_path):
    made = new_body(tmp_path, Wishes("staffordshire", date(2025, 12, 16)))
    assert not write_datapackage(made)
    assert not (tmp_path / NAME).exists()
