"""Reading a record: every fault at once, each with its place and what to write instead."""

from dataclasses import MISSING, fields
from datetime import date

import pytest

from eyre.body.folder import TABLES
from eyre.body.meeting import Meeting
from eyre.body.registers import Document, Event, Happening, LoadEntry, Matter, Prediction
from eyre.body.settings import MeetingSeries, Organisation
from eyre.core.codec import read_csv, read_toml, write_csv, write_toml
from eyre.measures import Target

MEETING = """
date = 2017-12-19
reference = "meeting 2017-12"
series = "monthly-assurance"
status = "agreed"
title = "Monthly meeting"
"""
HEADER = "reference,at,by,kind,words,sets_date,document\n"
ROW = "action 2017-12/3,2018-01-10,cc,update,said,,\n"


def faults_of(cls, text):
    value, faults = read_toml(cls, text.encode(), "meetings/x.toml")
    assert value is None
    return [str(fault) for fault in faults]


def rows_of(text, cls=Event):
    return read_csv(cls, text.encode(), "events.csv")


def test_every_fault_of_a_file_is_said_at_once_with_the_way_to_it():
    item = """
        [[items]]
        number = "1"
        title = "Burglary"
        [[items]]
        number = "2"
        titel = "Vehicles"
        [[items.actions]]
        reference = "action 2017-12"
        words = 3
        due = {date = "soon"}
        """
    assert set(faults_of(Meeting, MEETING.replace("agreed", "done") + item)) == {
        "meetings/x.toml, status: 'done' is not one of "
        "'planned', 'agenda_issued', 'held', 'agreed', 'published' or 'cancelled'.",
        "meetings/x.toml, items[2].titel: is not a field of this record. Check its spelling, or take it out.",
        "meetings/x.toml, items[2].title: is missing. Every record of this kind needs it.",
        "meetings/x.toml, items[2].actions[1].words: 3 is not text. Put it in quotation marks.",
        "meetings/x.toml, items[2].actions[1].due.date: 'soon' is not a date. Write it as YYYY-MM-DD.",
    }


def test_the_way_to_a_fault_names_fields_and_not_kinds():
    test = """
        [[items]]
        number = "1"
        title = "Burglary"
        [[items.commitments]]
        reference = "commitment 2017-12/C1"
        words = "down by March"
        kind = "commitment"
        [items.commitments.test]
        kind = "all_of"
        [[items.commitments.test.tests]]
        kind = "level"
        measure = "burglary"
        window = "2018-13"
        aggregate = "sum"
        op = "at_most"
        value = nan
        """
    places = [fault.split(": ")[0] for fault in faults_of(Meeting, MEETING + test)]
    assert places == [
        "meetings/x.toml, items[1].commitments[1].test.tests[1].window",
        "meetings/x.toml, items[1].commitments[1].test.tests[1].value",
    ]


@pytest.mark.parametrize(
    ("cls", "text", "said"),
    [
        (Target, "value = nan", "value: nan is not a number that can be counted with."),
        (Target, "value = true\nkind = 1", "kind: 1 is not text. Put it in quotation marks."),
        (Target, "value = 1\nby = 20180331", "by: 20180331 is not a date. Write it as YYYY-MM-DD."),
        (Target, 'value = 1\nfrom_period = "April"', 'from_period: "April" is not a period. Write a month as YYYY-MM'),
        (MeetingSeries, 'key = "m"\ntitle = "M"\nstart = 14', "start: 14 is not a time. Write it as HH:MM:SS."),
        (
            MeetingSeries,
            'key = "m"\ntitle = "M"\naliases = "N"',
            "aliases: 'N' is not a list. Put it in square brackets.",
        ),
        (Organisation, 'key = "h"\nnames = ["HMIC"]', "names[1]: 'HMIC' is not a record with named fields."),
        (Document, 'key = "../x"\ntitle = "X"', 'key: "../x" is not a key.'),
        (Document, "key = ", "is not TOML"),
    ],
)
def test_a_value_that_cannot_stand_is_told_what_to_write(cls, text, said):
    assert any(said in fault for fault in faults_of(cls, text)), faults_of(cls, text)


def test_text_that_is_not_utf_8_is_said_and_not_thrown():
    latin = 'key = "d"\ntitle = "Café"'.encode("latin-1")
    assert "UTF-8" in str(read_toml(Document, latin, "d.toml")[1])
    assert "UTF-8" in str(read_csv(Event, (HEADER + ROW.replace("said", "café")).encode("latin-1"), "e.csv")[1])


def test_the_mark_that_windows_puts_before_a_file_is_passed_over():
    assert read_toml(Document, b'\xef\xbb\xbfkey = "d"\ntitle = "D"', "d.toml")[1] == []
    assert len(read_csv(Event, b"\xef\xbb\xbf" + (HEADER + ROW).encode(), "e.csv")[0]) == 1


def test_a_table_saved_with_the_line_ends_of_windows_reads_alike():
    assert rows_of((HEADER + ROW).replace("\n", "\r\n")) == rows_of(HEADER + ROW)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEADER + ROW + ROW.replace(",,", ",,,"), "row 3: has 8 cells, and there are 7 columns."),
        (HEADER + "action 2017-12/3,2018-01-10\n", "row 2: has 2 cells, and there are 7 columns."),
        (HEADER.replace("words", "wrods") + ROW, 'column "wrods" is not known.'),
        (HEADER.replace("document", "words") + ROW, 'column "words" is there 2 times.'),
        ("reference,at,by\n", 'column "kind" is missing.'),
        (HEADER + '"action 2017-12/3', "is not CSV"),
        (HEADER + ROW.replace(",cc,", ",,"), "row 2, by: is missing."),
        (HEADER + "\n" + ROW.replace("update", "up"), "row 3, kind: 'up' is not one of"),
    ],
)
def test_a_fault_of_a_table_is_said_with_its_row(text, said):
    _, faults = rows_of(text)
    assert any(said in str(fault) for fault in faults), faults


def test_a_wrong_row_takes_no_other_with_it():
    records, faults = rows_of(HEADER + ROW + ROW.replace("2018-01-10", "soon") + ROW)
    assert (len(records), len(faults)) == (2, 1)


def test_lists_in_a_cell_are_words_with_a_space_between():
    text = "kind,start,title,areas\noperation,2017-12-01,Patrols,north south\n"
    (happening,), _ = rows_of(text, Happening)
    assert happening.areas == ("north", "south")


def test_a_cell_may_be_longer_than_python_expects():
    covers = "burglary | " + " ".join(f"E0{number:07d}" for number in range(30_000)) + " | 2025-01"
    entry = LoadEntry(id="x", received_on=date(2025, 3, 1), covers=covers)
    assert read_csv(LoadEntry, write_csv(LoadEntry, [entry]).encode(), "loads.csv") == ([entry], [])


def test_a_whole_number_given_for_a_decimal_is_written_as_it_will_be_read():
    assert write_toml(Target(value=90)) == write_toml(Target(value=90.0)) == 'kind = "target"\nvalue = 90.0\n'


def test_what_has_its_default_is_not_written():
    assert write_toml(Matter(key="m", title="M", areas=(), note="")) == 'key = "m"\ntitle = "M"\n'


def test_the_kind_of_a_record_is_written_always():
    assert 'kind = "monthly"\n' in write_toml(MeetingSeries(key="m", title="M"))


def test_no_column_of_a_table_could_mean_two_things_when_it_is_empty():
    """An empty cell is the default; text whose default is anything else could not be told from it."""
    for cls in (*TABLES.values(), LoadEntry, Prediction):
        for field in fields(cls):
            if str(field.type) == "str":
                assert field.default in ("", MISSING), (cls, field.name)
            assert str(field.type) != "str | None", (cls, field.name)
