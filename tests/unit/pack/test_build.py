"""The meeting pack: every heading, every number with its base, and the same bytes from the same inputs."""

import os
import subprocess
import sys
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from eyre.body.folder import read_folder
from eyre.body.registers import Event, Matter, Matters, RebaseMark
from eyre.body.settings import MeetingSeries, Tracker
from eyre.core import Day, FinancialYear, Month, NotFound, Quarter, Reference, Week
from eyre.cycle.events import EventKind
from eyre.cycle.states import MeetingStatus
from eyre.cycle.words import StandingHeading
from eyre.disclosure import Audience
from eyre.measures import SeriesBreak, Target
from eyre.minutes.standing import find_meeting
from eyre.pack.build import Pack
from eyre.pack.document import Callout, Nil, Quotation, TableBlock, all_blocks, charts_of, naked_numbers, tables_of
from eyre.writers.files import write_pack
from eyre.writers.html.page import to_html
from eyre.writers.issue import issue_pack
from small_body import FORCE, MEETINGS, load, measure, share, small_body, steady

EXAMPLES = Path(__file__).parents[3] / "examples"
NAN = np.nan
BURGLARY = {"burglary": {FORCE: steady(80)}}


def words(document):
    """Everything a reader can read, as one text."""
    return to_html(document)


def section(document, anchor):
    return next(s for s in document.sections if s.anchor == anchor)


def text_of(part):
    """The plain text of a section."""
    return " ".join(_texts(part))


def _texts(value):
    if hasattr(value, "plain"):
        yield value.plain
    elif isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))


# --- the order of the meeting ---


def test_every_heading_of_the_standing_agenda_is_there_in_its_order_and_numbered(pack_of):
    document = pack_of(BURGLARY).document()
    anchors = [s.anchor for s in document.sections]
    wanted = [heading.value.replace("_", "-") for heading in StandingHeading]
    assert [anchor for anchor in anchors if anchor in wanted] == wanted
    assert anchors[0] == "changes"
    numbers = {s.anchor: s.number for s in document.sections if s.number}
    assert numbers["brought-forward"] == "1"
    assert len(set(numbers.values())) == len(numbers)


def test_an_empty_heading_prints_that_there_are_no_items(pack_of):
    document = pack_of({}).document()
    for anchor in (
        "brought-forward", "opportunities-and-risks", "chief-officer-meeting", "strategic-initiatives",
        "inspection-programme", "any-other-business",
    ):  # fmt: skip
        assert section(document, anchor).blocks == (Nil(),)
        assert section(document, anchor).blocks[0].words.plain == "No items"


def test_the_pack_prints_the_day_of_the_meeting_and_the_day_of_its_figures(pack_of):
    document = pack_of(BURGLARY).document()
    meta = {term.plain: said.plain for term, said in document.meta}
    assert meta["Meeting"].startswith("23 January 2024")
    assert meta["Figures"] == "as received by 15 January 2024"
    assert meta["Record"] == "as it stood on 23 January 2024"


def test_a_body_that_is_an_illustration_says_so_first(pack_of):
    made_up = pack_of(BURGLARY, body={"illustrative": "Nobody said this."}).document()
    note = made_up.sections[0].blocks[0]
    assert isinstance(note, Callout)
    assert note.kind.value == "illustration"
    assert "Nobody said this." in words(made_up)
    plain = pack_of(BURGLARY, name="real").document()
    kinds = {b.kind.value for s in plain.sections for b in all_blocks(s.blocks) if isinstance(b, Callout)}
    assert "illustration" not in kinds


# --- numbers and their bases ---


@pytest.mark.parametrize(
    ("name", "measures"), [("west-mercia", ("burglary", "breath_tests_positive")), ("london", ("burglary", "robbery"))]
)
def test_no_number_of_an_example_is_printed_without_its_base(make_pack, name, measures):
    folder = read_folder(EXAMPLES / name)
    known = tuple(key for key in measures if key in folder.measures)
    document = make_pack(folder, as_of=date(2026, 1, 10), measures=known).document()
    assert naked_numbers(document) == []
    assert document.sections[0].blocks[0].kind.value == "illustration"
    assert list(charts_of(document))


YEARLY = measure("m", period="financial_year")
odd = pytest.mark.parametrize(
    ("figures", "how"),
    [
        ({}, {}),
        ({"m": {FORCE: [5]}}, {}),
        ({"m": {FORCE: [5, 9]}}, {}),
        ({"m": {FORCE: [5, 6, 7]}}, {}),
        ({"m": {FORCE: [7] * 45}}, {}),
        ({"m": {FORCE: [0] * 45}}, {}),
        ({"m": {FORCE: [0] * 33 + [3] * 12}}, {}),
        ({"m": {FORCE: steady(0.05)}}, {}),
        ({"m": {FORCE: steady(100) * 1e12}}, {}),
        ({"m": {FORCE: steady(100) / 3}}, {}),
        ({"m": {FORCE: steady(10) - 10}}, {}),
        ({"m": {FORCE: np.where(np.arange(45) % 3, NAN, 50.0)}}, {}),
        ({"m": {FORCE: np.where((np.arange(45) > 20) & (np.arange(45) < 27), NAN, 50.0)}}, {}),
        ({"m": {FORCE: [(8, 10)] * 45}}, {"measures": [share("m")]}),
        ({"m": {FORCE: [(10, 10)] * 45}}, {"measures": [share("m")]}),
        ({"m": {FORCE: [(0, 50)] * 45}}, {"measures": [share("m")]}),
        ({"m": {FORCE: [(3, 4), (0, 0)] * 22}}, {"measures": [share("m")]}),
        ({"m": {FORCE: [(3, 4)] * 3}}, {"measures": [share("m")]}),
        ({"m": {FORCE: steady(40)}}, {"measures": [share("m")]}),  # without its counts
        ({"m": {FORCE: steady(100, 16)}}, {"measures": [measure("m", period="quarter")], "first": Quarter(2020, 1)}),
        ({"m": {FORCE: [(30, 40)] * 9}}, {"measures": [share("m", period="quarter")], "first": Quarter(2020, 1)}),
        ({"m": {FORCE: steady(9, 9)}}, {"measures": [YEARLY], "first": FinancialYear(2014)}),
        ({"m": {FORCE: steady(9, 60)}}, {"measures": [measure("m", period="week")], "first": Week(2022, 40)}),
        ({"m": {FORCE: steady(9, 60)}}, {"measures": [measure("m", period="day")], "first": Day(date(2023, 10, 1))}),
        ({"m": {FORCE: steady(9, 16)}}, {"first": Quarter(2020, 1)}),  # not by month
        ({"m": {FORCE: steady(100) - 100}}, {"measures": [measure("m", kind="mean")]}),
        ({"m": {FORCE: steady(100) / 7}}, {"measures": [measure("m", kind="duration", unit="minutes")]}),
        ({"m": {FORCE: steady(9)}}, {"measures": [measure("m", targets=(Target(value=4.5, kind="aspiration"),))]}),
        ({"m": {FORCE: steady(9)}}, {"measures": [measure("m", breaks=(SeriesBreak(on=date(2024, 1, 1), why="x"),))]}),
        ({"m": {FORCE: steady(9)}}, {"first": Month(2026, 4)}),  # figures of the future
        ({"m": {FORCE: steady(9)}}, {"tracker": Tracker(measures=("other",), areas=("atlantis",))}),
        ({"m": {FORCE: steady(9)}}, {"areas": ()}),
        ({"m": {FORCE: steady(9)}}, {"tracker": Tracker(measures=("m", "m"), areas=(FORCE, FORCE))}),
        ({"m": {"north": [-1] * 45, "south": [2] * 45}}, {"tracker": Tracker(areas=("north", "south"))}),
    ],
)  # fmt: skip


@odd
@pytest.mark.parametrize("audience", [Audience.WORKING, Audience.PUBLIC])
def test_odd_bodies_have_a_pack_of_honest_words(pack_of, tmp_path, figures, how, audience):
    document = pack_of(figures, audience=audience, **how).document()
    assert naked_numbers(document) == []
    page = words(document)
    assert ">nan<" not in page
    assert "inf<" not in page
    assert list(write_pack(document, tmp_path / "out"))


def test_before_any_load_the_pack_has_no_figures_and_says_so(pack_of, record):
    document = pack_of(BURGLARY, as_of=date(2023, 1, 1), **record).document()
    assert not list(charts_of(document))
    assert text_of(section(document, "tracker").blocks) == "No figures were received by that day"
    assert "Burglary" in text_of(section(document, "without-figures").blocks)


def test_figures_that_are_not_on_the_tracker_still_came(pack_of, record):
    figures = {"burglary": {FORCE: steady(80)}, "other": {"othershire": steady(9)}}
    pack = pack_of(figures, tracker=Tracker(measures=("other",)), **record)
    assert "Figures were received between" in text_of(pack.document().sections[0].blocks)


def test_what_the_tracker_could_not_show_is_in_the_small_print(pack_of):
    document = pack_of({"burglary": {"north": steady(80)}}).document()
    assert "no figure for Anyshire, because there is none for South" in text_of(section(document, "how-to-read").blocks)


def test_months_left_out_are_said_beside_what_was_worked_out_without_them(pack_of):
    values = steady(500)
    values[-4] = 30
    document = pack_of(
        {"burglary": {"north": values, "south": steady(400), f"{FORCE}:no-location": steady(5)}},
        measures=[measure(source_key="police")], tracker=Tracker(areas=("north",)),
    ).document()  # fmt: skip
    said = text_of(section(document, f"figures--burglary--{FORCE}").blocks)
    assert "Left out of both years, as missing or incomplete in one: September 2023" in said
    assert "In it, September 2023 is missing or incomplete and stands as a month to come does" in said
    chart = next(chart for _, chart in charts_of(document))
    assert chart.spec.incomplete == (Month(2023, 9),)  # drawn hollow
    assert "incomplete: not judged" in chart.table.column("shows")


def test_a_measure_without_direction_is_called_neither_good_nor_bad(pack_of):
    values = np.r_[steady(50, 44), [150]]
    neither = measure(direction="neither")
    document = pack_of({"burglary": {FORCE: values}}, measures=[neither]).document()
    parts = ("changes", "tracker", f"figures--burglary--{FORCE}")
    said = text_of(tuple(section(document, anchor) for anchor in parts)).lower()
    assert "unusually high" in said
    for word in ("worse", "improvement", "special cause concern", "better"):
        assert word not in said, said[max(0, said.find(word) - 150) : said.find(word) + 50]


# --- the record ---


def test_what_is_brought_forward_shows_where_it_comes_from_how_old_it_is_and_how_often_it_moved(pack_of, record):
    document = pack_of(BURGLARY, **record).document()
    part = section(document, "brought-forward")
    table = next(block for block in part.blocks if isinstance(block, TableBlock)).table
    rows = {row[0]: dict(zip([c.name for c in table.columns], row, strict=True)) for row in table.rows}
    plan = rows["action 2023-11/1"]
    said = " ".join(str(cell) for cell in plan.values())
    assert "raised 14 November 2023, 2 meetings ago" in said
    assert "by the end of November (30 November 2023); now 10 January 2024" in said  # words, then the date that holds
    assert "Overdue by 13 days" in said
    assert "Its date has moved 2 times" in said
    assert "Staff were away" in text_of(part.blocks)  # the last word on it
    assert any("no date" in str(cell).lower() for cell in rows["action 2023-11/2"].values())
    assert "question 2023-11/Q1" in rows


def test_what_was_said_before_is_quoted_with_its_day_and_post(pack_of, record):
    document = pack_of(BURGLARY, **record).document()
    quoted = [b for b in all_blocks(section(document, "topic-burglary").blocks) if isinstance(b, Quotation)]
    assert {q.words for q in quoted} == {"Burglary rose by 12 in one month", "Every victim is visited within 24 hours"}
    assert all(q.said_on == date(2023, 11, 14) and q.by.startswith("Chief constable") for q in quoted)


def test_every_suggested_question_has_its_reason(pack_of, record):
    high = {"burglary": {FORCE: np.r_[steady(80, 44), [200]]}}
    document = pack_of(high, **record).document()
    lists = [s for s in document.sections if s.anchor.endswith("-questions")]
    lines = [item.plain for s in lists for block in s.blocks for item in block.items]
    assert len(lines) >= 3
    assert all("Reason: " in line and line.partition("Reason: ")[2].strip() for line in lines)
    assert any("Put again" in line and "not answered" in line for line in lines)
    assert any("What has changed in Burglary" in line for line in lines)


def test_a_question_answered_since_is_not_put_again(pack_of, record):
    answer = Event(
        reference=Reference.parse("question 2023-11/Q1"), at=date(2024, 1, 3), by="chief", kind=EventKind.ANSWERED,
        words="By letter",
    )  # fmt: skip
    record["events"] = (*record["events"], answer)
    document = pack_of(BURGLARY, **record).document()
    assert "Put again" not in text_of(section(document, "topic-burglary-questions").blocks)
    table = next(b for b in section(document, "brought-forward").blocks if isinstance(b, TableBlock)).table
    assert "question 2023-11/Q1" not in table.column("reference")


def matter_events(*kinds):
    return tuple(
        Event(reference=Reference.parse("matter burglary"), at=date(2023, 12, 13 + i), by="chair", kind=kind)
        for i, kind in enumerate(kinds)
    )


@pytest.mark.parametrize(
    ("kinds", "is_open"),
    [((), True), ((EventKind.CLOSED,), False), ((EventKind.CLOSED, EventKind.REOPENED), True)],
)
def test_a_matter_is_a_topic_until_it_is_closed_and_again_when_reopened(pack_of, record, kinds, is_open):
    record["events"] = matter_events(*kinds)
    anchors = [s.anchor for s in pack_of(BURGLARY, **record).document().sections]
    assert ("topic-burglary" in anchors) is is_open
    assert (f"figures--burglary--{FORCE}" in anchors) is not is_open  # its series is shown once, one way or the other


@pytest.mark.parametrize("audience", list(Audience))
def test_live_proceedings_are_shown_to_the_office_and_the_force_alone(pack_of, record, audience):
    record["meetings"] = record["meetings"][:1]
    page = words(pack_of(BURGLARY, audience=audience, which="2024-01-23", **record).document())
    assert ("The inquest opens" in page) is (audience is Audience.WORKING)
    assert "The control room moves" in page


def test_boards_initiatives_and_inspections_stand_under_their_headings(pack_of, record):
    december = replace(record["meetings"][0], reference=Reference.parse("meeting 2024-01"), date=date(2024, 1, 9))
    record["meetings"] = (replace(december, items=record["meetings"][0].items[1:2]),)
    record["events"] = ()
    document = pack_of(BURGLARY, **record).document()
    assert "Buy 40 cameras" in text_of(section(document, "chief-officer-meeting").blocks)
    assert "if they are used" in text_of(section(document, "strategic-initiatives").blocks)
    assert "PEEL 2023" in text_of(section(document, "inspection-programme").blocks)


@pytest.mark.parametrize("key", ["101-calls", "999", "a-b"])
def test_a_matter_may_be_called_by_a_number_and_name_a_measure_twice(pack_of, record, key):
    record["matters"] = Matters(matters=(Matter(key=key, title="101", measures=("burglary", "burglary")),))
    items = tuple(replace(item, matter=key) if item.matter else item for item in record["meetings"][0].items)
    record["meetings"] = (replace(record["meetings"][0], items=items),)
    document = pack_of(BURGLARY, **record).document()
    assert any(s.anchor == f"topic-{key}" for s in document.sections)


# --- which meeting ---


def test_the_next_meeting_is_the_first_after_the_last_one_held(pack_of, record):
    folder = pack_of(BURGLARY, **record).folder
    assert find_meeting(folder, "next").date == date(2024, 1, 23)
    assert find_meeting(folder, "2023-11").meeting.date == date(2023, 11, 14)
    assert find_meeting(folder, "meeting 2023-12").date == date(2023, 12, 12)
    assert find_meeting(folder, "2023-12-12").meeting is not None
    with pytest.raises(NotFound, match=r'No meeting is called "2022-01".*2024-01-23 \(planned\)'):
        find_meeting(folder, "2022-01")


def test_a_meeting_announced_by_the_one_before_is_known_with_its_place(pack_of, record):
    record["meetings"] = record["meetings"][:1]
    day = find_meeting(pack_of(BURGLARY, **record).folder, "next")
    assert (day.date, day.venue) == (date(2023, 12, 12), "Town hall")


def test_a_cancelled_meeting_is_not_the_next(pack_of, record):
    off = replace(
        record["meetings"][1], reference=Reference.parse("meeting 2024-01"), date=date(2024, 1, 23),
        status=MeetingStatus.CANCELLED,
    )  # fmt: skip
    record["meetings"] = (*record["meetings"], off)
    planned = MeetingSeries(key="scrutiny", title="Scrutiny meeting", planned=(date(2024, 1, 23), date(2024, 2, 20)))
    folder = pack_of(BURGLARY, body={"meeting_series": (planned,)}, **record).folder
    assert find_meeting(folder, "next").date == date(2024, 2, 20)


def test_where_nothing_is_planned_that_is_said(pack_of, record):
    bare = {"meeting_series": (replace(MEETINGS, planned=()),)}
    folder = small_body(pack_of(BURGLARY).folder.path.parent / "bare", BURGLARY, body=bare)
    with pytest.raises(NotFound, match="put a date in `planned`"):
        find_meeting(folder, "next")
    folder = small_body(folder.path.parent / "held", BURGLARY, body=bare, meetings=record["meetings"])
    with pytest.raises(NotFound, match="No meeting after 12 December 2023 is planned"):
        find_meeting(folder, "next")


# --- small counts ---


def test_small_counts_are_hidden_from_the_public_in_tables_charts_and_words(pack_of):
    values = steady(3, 45, seed=8)
    values[-1] = 3.0
    document = pack_of({"burglary": {FORCE: values}}, audience=Audience.PUBLIC).document()
    table = next(table for _, table in tables_of(document) if "burglary" in table.title.lower())
    shown = [cell for cell in table.column("value") if isinstance(cell, int | float)]
    assert shown
    assert all(value == 0 or value >= 5 for value in shown)
    for _, chart in charts_of(document):
        assert all(value is None or value == 0 or value >= 5 for value in chart.spec.observed)
    said = text_of(section(document, f"figures--burglary--{FORCE}").blocks)
    assert "suppressed offences in December 2023" in said
    working = pack_of({"burglary": {FORCE: values}}, name="working").document()
    assert 3.0 in next(table for _, table in tables_of(working) if "burglary" in table.title.lower()).column("value")


def test_a_share_of_few_or_of_a_few_is_hidden_from_the_public(pack_of):
    # 2 of 50 is 4 %: who sees the 4 % and the 50 sees the 2.
    for k, n in ((2, 50), (4, 9)):
        figures = {"satisfaction": {FORCE: [(30, 60)] * 44 + [(k, n)]}}
        document = pack_of(figures, measures=[share()], audience=Audience.PUBLIC, name=f"b{k}").document()
        chart = next(chart for _, chart in charts_of(document))
        assert chart.spec.values[-1] is None
        assert chart.spec.values[-2] == 50
        assert not isinstance(chart.table.column("value")[-1], float)
        said = text_of(section(document, f"figures--satisfaction--{FORCE}").blocks)
        assert f"{100 * k / n:.1f}%" not in said


def test_a_rate_among_areas_does_not_give_a_small_count_away(pack_of):
    figures = {"burglary": {FORCE: steady(9) * 0 + 3 / 12, "othershire": steady(90)}}
    figures["burglary"][FORCE] = np.r_[np.zeros(42), [1, 1, 1]]  # three in the year, of 300,000 residents
    document = pack_of(
        figures, tracker=Tracker(compare_with=("othershire",)), audience=Audience.PUBLIC
    ).document()  # fmt: skip
    table = next(table for _, table in tables_of(document) if table.title == "Burglary by area")
    mine = table.rows[table.column("area").index("Anyshire")]
    assert not [cell for cell in mine[1:5] if isinstance(cell, int | float)]


# --- the same bytes, and what was issued ---


def bytes_of(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


ISSUE = """
import sys
from datetime import date
from pathlib import Path
from eyre.body.folder import read_folder
from eyre.disclosure import Audience
from eyre.pack.build import Pack
from eyre.minutes.standing import find_meeting
from eyre.tracker import Request, build_tracker
from eyre.writers.issue import issue_pack
folder = read_folder(Path(sys.argv[1]))
day = date(2024, 1, 15)
tracker = build_tracker(folder, Request(as_of=day, since=date(2023, 12, 12)))
issue_pack(Pack(folder, find_meeting(folder, "next"), day, Audience.WORKING, tracker), Path(sys.argv[2]), 0)
"""


def test_the_same_inputs_give_the_same_bytes_in_any_folder_and_process(pack_of, record, tmp_path):
    figures = {"burglary": {"north": steady(80), "south": steady(50), f"{FORCE}:no-location": steady(5)}}
    first = pack_of(figures, tracker=Tracker(areas=("north", "south")), **record)
    issue_pack(first, tmp_path / "one", seed=0)
    small_body(tmp_path / "elsewhere" / "copy", figures, tracker=Tracker(areas=("north", "south")), **record)
    subprocess.run(
        [sys.executable, "-c", ISSUE, str(tmp_path / "elsewhere" / "copy"), str(tmp_path / "two")],
        check=True, env={**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    one, two = bytes_of(tmp_path / "one"), bytes_of(tmp_path / "two")
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []
    assert bytes_of(first.folder.path / "issued") == bytes_of(tmp_path / "elsewhere" / "copy" / "issued")


def test_what_was_issued_is_kept_and_a_different_one_is_numbered_beside_it(pack_of, make_pack, tmp_path):
    pack = pack_of(BURGLARY)
    given = issue_pack(pack, tmp_path / "out", seed=0)
    assert given.kept_in == pack.folder.path / "issued" / "pack-2024-01-23-as-of-2024-01-15-working"
    kept = bytes_of(given.kept_in)
    assert {name: data for name, data in kept.items() if name != "issued.toml"} == bytes_of(tmp_path / "out")
    assert issue_pack(pack, tmp_path / "again", seed=0).kept_in == given.kept_in  # the same: nothing new
    load(pack.folder.path, {"burglary": {FORCE: steady(90)}}, received=date(2024, 1, 14))
    other = issue_pack(make_pack(read_folder(pack.folder.path)), tmp_path / "third", seed=0)
    assert other.kept_in.name == given.kept_in.name + "-2"
    assert bytes_of(given.kept_in) == kept
    assert bytes_of(other.kept_in)["pack.html"] != kept["pack.html"]


def test_a_rebasing_is_printed_with_its_reason_and_day(pack_of):
    mark = RebaseMark(
        measure="burglary", area=FORCE, from_period=Month(2022, 4), by="chair", on=date(2023, 5, 1), reason="New system"
    )
    said = text_of(section(pack_of(BURGLARY, rebases=(mark,)).document(), f"figures--burglary--{FORCE}").blocks)
    assert "New limits from April 2022, decided on 1 May 2023: New system" in said


def test_a_pack_knows_which_it_is(pack_of):
    pack = pack_of(BURGLARY)
    assert isinstance(pack, Pack)
    assert pack.key == "pack-2024-01-23-as-of-2024-01-15-working"
