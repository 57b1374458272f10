from dataclasses import replace
from datetime import date

import pytest

from eyre.body.folder import BodyFolder, read_folder, write_folder
from eyre.body.loads import read_manifest
from eyre.body.registers import Document, Event, LoadEntry
from eyre.body.settings import Body
from eyre.core import Area, AreaKind, BadInput, NotFound, Population, Reference
from eyre.core.codec import write_csv
from eyre.cycle.events import EventKind

BODY = Body(
    key="office",
    name="Office",
    kind="board",
    force="force",
    areas=(Area(key="force", name="Force", kind=AreaKind.FORCE),),
)


@pytest.fixture
def folder(tmp_path):
    made = BodyFolder(path=tmp_path, body=BODY, documents=(Document(key="strategy", title="Strategy"),))
    write_folder(made)
    return made


def test_a_place_without_a_body_says_how_to_make_one(tmp_path):
    with pytest.raises(NotFound, match="eyre new"):
        read_folder(tmp_path)


def test_faults_in_several_files_are_all_said_and_nothing_is_read(folder):
    (folder.path / "documents" / "strategy.toml").write_text('key = "strategy"\ntitel = "S"\n', "utf-8")
    (folder.path / "matters.toml").write_text("matters = [", "utf-8")
    (folder.path / "events.csv").write_bytes("reference,at,by,kind\ncaf\xe9,,,\n".encode("latin-1"))
    (folder.path / "loads.csv").write_text("id,received_on\nx,soon\n", "utf-8")
    (folder.path / "measures").mkdir()
    (folder.path / "measures" / "burglary.toml").write_text('key = "burglary"\n', "utf-8")
    with pytest.raises(BadInput) as bad:
        read_folder(folder.path)
    assert {fault.where.split(",")[0] for fault in bad.value.faults} == {
        "documents/strategy.toml",
        "matters.toml",
        "events.csv",
        "loads.csv",
        "measures/burglary.toml",
    }


def test_areas_that_lie_within_one_another_are_a_fault_of_the_body(folder):
    circle = tuple(Area(key=a, name=a, kind=AreaKind.DISTRICT, part_of=b) for a, b in ("xy", "yx"))
    write_folder(replace(folder, body=replace(BODY, areas=circle)))
    with pytest.raises(BadInput, match=r"body.toml: x in y in x: an area cannot lie within itself"):
        read_folder(folder.path)


def test_residents_of_one_year_given_twice_are_a_fault_of_the_body(folder):
    twice = tuple(Population(year=2017, residents=number) for number in (5, 6))
    area = Area(key="north", name="North", kind=AreaKind.DISTRICT, populations=twice)
    write_folder(replace(folder, body=replace(BODY, areas=(area,))))
    with pytest.raises(BadInput, match=r"body.toml: north: residents of 2017 are there 2 times"):
        read_folder(folder.path)


def test_residents_by_year_take_a_line_each(folder):
    by_year = tuple(Population(year=year, residents=1000 * year) for year in (2017, 2018))
    area = Area(key="north", name="North", kind=AreaKind.DISTRICT, populations=by_year)
    write_folder(replace(folder, body=replace(BODY, areas=(area,))))
    assert "    { residents = 2017000, year = 2017 },\n" in (folder.path / "body.toml").read_text("utf-8")
    assert read_folder(folder.path).body.areas == (area,)


def test_only_what_differs_is_written(folder):
    assert write_folder(folder) == []
    event = Event(reference=Reference.parse("matter a"), at=date(2018, 1, 1), by="cc", kind=EventKind.CLOSED)
    assert write_folder(replace(folder, events=(event,))) == ["events.csv"]


def test_what_a_broken_off_writing_left_behind_goes_into_nothing_issued(folder):
    (folder.path / "documents" / ".strategy.toml.7.part").write_text("half", "utf-8")
    assert [name for name, _ in folder.inputs()] == ["body.toml", "documents/strategy.toml"]


def test_of_a_meeting_that_was_corrected_the_last_version_stands(folder):
    from eyre.body.meeting import Meeting
    from eyre.cycle.states import MeetingStatus

    first = Meeting(
        reference=Reference.parse("meeting 2017-12"),
        series="monthly",
        title="As agreed",
        date=date(2017, 12, 19),
        status=MeetingStatus.AGREED,
    )
    second = replace(first, title="As corrected", version=2, corrects="monthly-2017-12-19")
    assert "meetings/monthly-2017-12-19-v2.toml" in write_folder(replace(folder, meetings=(second, first)))
    read = read_folder(folder.path)
    assert len(read.meetings) == 2
    assert [meeting.title for meeting in read.standing_meetings()] == ["As corrected"]


def test_the_manifest_of_a_folder_without_loads_is_empty(folder):
    assert read_manifest(folder.path).entries == read_folder(folder.path).loads == ()
    entry = LoadEntry(id="x", received_on=date(2025, 1, 1))
    (folder.path / "loads.csv").write_text(write_csv(LoadEntry, [entry]), "utf-8")
    assert read_folder(folder.path).loads == (entry,)
