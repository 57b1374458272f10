"""Tables written block by block: as if written whole, in place only when whole."""

import csv
import io
import json

import numpy as np
import pyarrow.parquet as pq
import pytest

from eyre.body.streams import Worded, writing
from eyre.core import Refused

WORDS = ["a", "b,c", 'd"e', "", " f", "g\nh", "é"]


def block(first, last):
    values = np.array([1.0, 0.1, np.nan, 1234567.0, 1e15, -3.5, 0.0])
    return {
        "series": Worded(WORDS, np.arange(first, last, dtype=np.int32)),
        "value": values[first:last],
        "place": np.arange(first, last),
    }


def written(path, *cuts):
    with writing(path) as writer:
        for first, last in zip((0, *cuts), (*cuts, len(WORDS)), strict=True):
            writer.write(block(first, last))
        writer.end({"said": {"of": "it"}})
    return path


@pytest.mark.parametrize("cuts", [(), (1,), (2, 2, 5)])
def test_blocks_of_any_size_make_one_table(tmp_path, cuts):
    text = written(tmp_path / "t.csv", *cuts).read_text("utf-8")
    assert text == (
        "series,value,place\n"
        'a,1,0\n"b,c",0.1,1\n"d""e",,2\n,1234567,3\n f,1e+15,4\n"g\nh",-3.5,5\né,0,6\n'
    )  # fmt: skip
    assert [row[0] for row in csv.reader(io.StringIO(text, newline=""))][1:] == WORDS
    rows = pq.read_table(written(tmp_path / "t.parquet", *cuts)).to_pydict()
    assert (rows["series"], rows["value"][2:4]) == (WORDS, [None, 1234567.0])
    said = json.loads(written(tmp_path / "t.json", *cuts).read_text("utf-8"))
    assert (said["format"], said["said"], said["rows"][2]) == (
        1,
        {"of": "it"},
        {"series": 'd"e', "value": None, "place": 2},
    )


def written_half(path):
    with writing(path) as writer:
        writer.write(block(0, 3))
        raise KeyError


@pytest.mark.parametrize("name", ["t.csv", "t.parquet", "t.json"])
def test_a_table_whose_writing_fails_is_not_there_and_the_one_before_stays(tmp_path, name):
    (tmp_path / name).write_text("before")
    with pytest.raises(KeyError):
        written_half(tmp_path / name)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(name, "before")]


def test_a_file_of_another_kind_is_refused(tmp_path):
    with pytest.raises(Refused, match="name it with one of"), writing(tmp_path / "t.xlsx"):
        pass
