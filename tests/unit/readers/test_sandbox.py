"""Reading in a process of its own: what comes back, and what happens to what is too much for it."""

import gzip
import sys

import pytest

from eyre.core import BadInput, LimitReached
from eyre.measures import shipped
from eyre.readers import Limits, read
from street_files import REAL, doubts, force, street_file, street_row, total

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows holds no process to memory or processor time")


def test_a_reading_comes_back_whole(tmp_path):
    file = street_file(tmp_path / "2025-02-west-mercia-street.csv", street_row(), street_row(LSOA_name=""))
    reading = read([file], areas=force("west-mercia", "Redditch"), measures=shipped("police_uk"))
    assert total(reading) == 2
    assert reading.counts["no_location"] == 1
    assert reading.reader == "police_uk"
    assert (reading.publisher, reading.licence) == ("data.police.uk (Home Office)", "Open Government Licence v3.0")
    assert reading.sources[0].rows == 2
    assert "is named west-mercia 2025-02" in doubts(reading)[0]
    assert str(reading.covers).startswith("anti_social_behaviour bicycle_theft")


def test_faults_come_back_as_they_were_found(tmp_path):
    with pytest.raises(BadInput) as refused:
        read([street_file(tmp_path / "a.csv", street_row(Month="x"), street_row(Crime_type="y"))])
    assert [fault.where for fault in refused.value.faults] == ["a.csv, row 2", "a.csv, row 3"]


def test_a_limit_reached_in_the_child_is_a_limit_reached(tmp_path):
    bomb = tmp_path / "bomb.csv.gz"
    bomb.write_bytes(gzip.compress(b"0" * 20_000_000))
    with pytest.raises(LimitReached, match="more than 100 times"):
        read([bomb])


@posix
def test_a_reading_that_needs_too_much_memory_is_stopped(tmp_path):
    # Between what the libraries need to start and what a table of a million cells takes.
    file = tmp_path / "a.csv"
    file.write_bytes(b"measure,area,period,value\n" + b"m,a,2025-01,1\n" * 4_000_000)
    with pytest.raises(LimitReached, match=r"memory|was ended|killed"):
        read([file], limits=Limits(memory_bytes=700 * 2**20))


def test_a_reading_that_takes_too_long_is_stopped():
    with pytest.raises(LimitReached, match=r"longer than 0.05 seconds and was stopped"):
        read([REAL], limits=Limits(wall_seconds=0.05))


@posix
def test_a_reading_that_uses_too_much_processor_time_is_stopped(tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes(b"measure,area,period,value\n" + b"m,a,2025-01,1\n" * 2_000_000)
    with pytest.raises(LimitReached, match="ran past its processor time"):
        read([file], limits=Limits(cpu_seconds=2))


def test_sources_of_two_kinds_are_refused(tmp_path):
    tidy = tmp_path / "tidy.csv"
    tidy.write_text("measure,area,period,value\nm,a,2025-01,1\n")
    with pytest.raises(BadInput, match=r"of 2 kinds \(police_uk: a.csv; tidy: tidy.csv\)"):
        read([street_file(tmp_path / "a.csv", street_row()), tidy])
