"""A page for each promise: words, holder, test, chart, course over time, doubts, decision; and the annex of a pack."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from eyre.body.folder import read_folder
from eyre.body.registers import Event
from eyre.core import BadInput, Month, Reference
from eyre.cycle.events import EventKind
from eyre.disclosure import Audience, Form
from eyre.minutes.standing import find_meeting
from eyre.pack.build import Pack
from eyre.pack.commitment_page import commitment_page
from eyre.pack.document import all_blocks, charts_of, naked_numbers, tables_of
from eyre.tracker import Tracker
from eyre.tracker.commitments import CommitmentsAsOf
from eyre.writers.commitments import write_commitment_pages
from eyre.writers.html import to_html
from promised_body import EVENTS, LESS, MEETING, NEVER, QUARTER, YEAR_BEFORE, agreed, promised_body
from small_body import load

AS_OF = date(2024, 4, 22)


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    return CommitmentsAsOf(promised_body(tmp_path_factory.mktemp("promised") / "body"), AS_OF)


def page_of(asked, label, audience=Audience.WORKING):
    promise = next(each for each in asked.promises if each.reference.label == label)
    return commitment_page(asked, promise, audience)


def words(document):
    main = re.sub(r"<[^>]+>", " ", to_html(document).split("<main", 1)[1])
    return re.sub(r" +([.,;)])", r"\1", re.sub(r"\s+", " ", unescape(main)))


def chart_of(document):
    return next(chart for _, chart in charts_of(document))


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("label", [f"C{at}" for at in range(1, 12)])
def test_every_page_can_be_made_and_no_number_is_naked(asked, label, audience):
    document = page_of(asked, label, audience)
    assert naked_numbers(document) == []
    assert document.sections[0].anchor == "said"


def test_who_held_the_post_is_told_inside_and_only_where_it_is_on_record(asked):
    assert "Given by Chief constable (A. Holder)" in words(page_of(asked, "C2"))
    assert "Relayed by Commissioner Due" in words(page_of(asked, "C2"))
    assert "A. Holder" not in words(page_of(asked, "C2", Audience.PUBLIC))


def test_the_chart_of_what_is_settled_shades_both_windows_and_shows_the_mean_before(asked):
    document = page_of(asked, "C1")
    chart = chart_of(document)
    assert [(band.window, band.is_before) for band in chart.spec.windows] == [(YEAR_BEFORE, True), (QUARTER, False)]
    before = next(row for row in chart.table.rows if row[0] == YEAR_BEFORE.first)
    assert before[1] is not None
    inside = [value for period, value in chart.table.rows if YEAR_BEFORE.contains(period)]
    assert chart.spec.target.value == pytest.approx(sum(inside) / 3)
    assert chart.spec.fan is None
    assert "January to March 2024" in chart.alternative.plain


def test_the_chart_of_what_is_to_come_has_a_fan_over_its_window_and_the_line_asked_for(asked):
    spec = chart_of(page_of(asked, "C6")).spec
    assert spec.target.value == pytest.approx(1490 / 12)  # a total over twelve months, a month
    assert [spec.windows[0].window.contains(period) for period in spec.fan.periods] == [True] * 12


def test_the_course_is_worked_out_again_at_each_load_until_it_is_settled(asked):
    open_still = next(t for _, t in tables_of(page_of(asked, "C6")) if t.title.startswith("Course of"))
    days = (date(2023, 12, 20), date(2024, 2, 10), date(2024, 4, 20))
    assert open_still.column("on") == days
    promise = next(each for each in asked.promises if each.reference.label == "C6")
    assert open_still.column("share")[-1] == asked.standing(promise).trials[0].course.percent
    settled = next(t for _, t in tables_of(page_of(asked, "C1")) if t.title.startswith("Course of"))
    assert settled.column("on") == days[:2]
    assert next(c for c in settled.columns if c.name == "share").form is Form.CHANCE


def test_an_earlier_course_is_what_would_have_been_said_on_that_day(asked):
    promise = next(each for each in asked.promises if each.reference.label == "C6")
    then = CommitmentsAsOf(asked.folder, date(2024, 2, 10))
    own = next(each for each in then.promises if each.reference.label == "C6")
    courses = {
        day: course for day, course, _ in asked.courses(promise.trials[0], asked.settled(promise.trials[0], promise))
    }
    assert courses[date(2024, 2, 10)] == then.standing(own).trials[0].course


def test_an_aspiration_shows_its_distance_and_no_finding(asked):
    said = words(page_of(asked, "C9"))
    assert "nothing is found of it" in said
    assert "it would not be met: 84.4%" in said
    assert "settled on" not in said


def test_later_dates_misses_and_the_chairs_list_stand_in_their_order(asked):
    said = words(page_of(asked, "C8"))
    first, second = said.index("Two officers were off sick"), said.index("The system did not come")
    assert first < said.index("It needs the new system") < second
    assert "Due at first: in January (31 January 2024). Missed: 2." in said
    assert "It is on the chair's list." in said
    assert "Untested : No test has been agreed." in said


def test_a_decision_is_a_persons_with_its_reason(tmp_path, asked):
    assert "Nobody has decided yet" in words(page_of(asked, "C1"))
    decision = Event(
        reference=Reference.parse("commitment 2023-11/C1"), at=date(2024, 4, 21), by="chair", kind=EventKind.DECISION,
        outcome="partly_kept", words="In one area",
    )  # fmt: skip
    folder = promised_body(tmp_path / "body", events=(*EVENTS, decision))
    said = words(page_of(CommitmentsAsOf(folder, AS_OF), "C1"))
    assert "partly kept, Commissioner on 21 April 2024, because In one area" in said


# --- small numbers -------------------------------------------------------------------------------------------------


def test_a_public_page_shows_no_small_count_and_no_share_of_few(tmp_path):
    asked = CommitmentsAsOf(promised_body(tmp_path / "body", south=2.0, n=3), AS_OF)
    for label in ("C2", "C3", "C5"):
        document = page_of(asked, label, Audience.PUBLIC)
        for _, table in tables_of(document):
            for row in table.rows:
                for column, cell in zip(table.columns, row, strict=True):
                    small = isinstance(cell, int | float) and 0 < cell < 5
                    assert not (small and column.form in (Form.COUNT, Form.FIGURE)), (table.title, row)
        assert all(chart.spec.fan is None for _, chart in charts_of(document) if "South" in chart.table.title)
    shares = next(
        table for _, table in tables_of(page_of(asked, "C2", Audience.PUBLIC)) if "Satisfaction" in table.title
    )
    assert shares.values("value") == (None,) * len(shares.rows)


def test_pages_made_together_do_not_give_one_another_away(tmp_path):
    """North and the whole in one month are the south, which is small."""
    asked = CommitmentsAsOf(promised_body(tmp_path / "body", south=2.0), AS_OF)
    out = write_commitment_pages(asked.folder, AS_OF, Audience.PUBLIC, tmp_path / "out", ("json",))
    assert len(out) == 12
    from eyre.pack.commitment_page import commitment_pages

    pages = commitment_pages(asked, asked.promises, Audience.PUBLIC)
    tables = [table for page in pages for _, table in tables_of(page) if table.title.startswith("Burglary, ")]
    shown = {(table.title, period): value for table in tables for period, value in table.rows}
    both = [
        period
        for title, period in shown
        if title == "Burglary, North"
        and isinstance(shown[title, period], float | int)
        and isinstance(shown.get(("Burglary, Anyshire", period)), float | int)
        and 0 < shown["Burglary, Anyshire", period] - shown[title, period] < 5
    ]
    assert both == []


# --- files and annex -----------------------------------------------------------------------------------------------


def test_the_list_leads_to_a_page_for_each_promise_and_the_bytes_are_the_same_twice(tmp_path, asked):
    first = write_commitment_pages(asked.folder, AS_OF, Audience.WORKING, tmp_path / "a", ("html", "json"))
    second = write_commitment_pages(asked.folder, AS_OF, Audience.WORKING, tmp_path / "b", ("html", "json"))
    assert [path.name for path in first] == [path.name for path in second]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    index = (tmp_path / "a" / "index.html").read_text("utf-8")
    links = re.findall(r'href="(promise-[^"]+)"', index)
    assert len(links) == 11
    assert all((tmp_path / "a" / link).is_file() for link in links)


def test_what_the_public_is_shown_is_kept_and_the_same_pages_hide_the_same_again(tmp_path):
    folder = promised_body(tmp_path / "body", south=2.0)
    first = write_commitment_pages(folder, AS_OF, Audience.PUBLIC, tmp_path / "a", ("json",))
    second = write_commitment_pages(folder, AS_OF, Audience.PUBLIC, tmp_path / "b", ("json",))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    (kept,) = (folder.path / "issued").glob("*/disclosed.csv")
    assert "south" in kept.read_text("utf-8")
    load(folder.path, {"burglary": {"north": [99.0] * 3}}, first=Month(2024, 1), received=date(2024, 4, 22))
    for _ in range(2):
        write_commitment_pages(read_folder(folder.path), AS_OF, Audience.PUBLIC, tmp_path / "a", ("json",))
    assert len(list((folder.path / "issued").glob("*/disclosed.csv"))) == 2  # what was shown first is not forgotten
    write_commitment_pages(read_folder(folder.path), AS_OF, Audience.WORKING, tmp_path / "a")
    assert len(list((folder.path / "issued").glob("*"))) == 2


def test_a_format_that_is_not_there_is_refused(tmp_path, asked):
    with pytest.raises(BadInput, match="no format odt"):
        write_commitment_pages(asked.folder, AS_OF, Audience.WORKING, tmp_path, ("html", "odt"))
    assert list(tmp_path.iterdir()) == []


def test_the_annex_of_a_pack_tells_each_promise_and_every_reference_leads_there(asked):
    day = find_meeting(asked.folder, MEETING.isoformat())
    pack = Pack(asked.folder, day, AS_OF, Audience.WORKING, Tracker(AS_OF, None, (), (), ()))
    without, within = pack.document(), replace(pack, with_pages=True).document()
    anchors = {section.anchor for section in within.sections}
    assert {f"promise-2023-11-c{at}" for at in range(1, 12)} <= anchors
    assert not any(anchor.startswith("promise-") for anchor in {section.anchor for section in without.sections})
    page = to_html(within)
    assert set(re.findall(r'href="#(promise-[^"]+)"', page)) <= anchors
    assert sum(1 for section in within.sections for _ in all_blocks(section.blocks)) > sum(
        1 for section in without.sections for _ in all_blocks(section.blocks)
    )


def test_a_test_that_took_the_place_of_another_says_why_and_keeps_the_earlier_one(tmp_path):
    first, second = agreed("C1", LESS), agreed("C1", NEVER, date(2024, 1, 10))
    second = replace(second.agreed[0], reason="The first was loose")
    both = replace(first, agreed=(*first.agreed, second))
    folder = promised_body(tmp_path / "body", commitments=(both,))
    said = words(page_of(CommitmentsAsOf(folder, AS_OF), "C1"))
    assert "in place of an earlier test, because The first was loose" in said
    assert "Earlier tests 20 December 2023 : Burglary in North: the total of January to March 2024 is below" in said
    assert "at most 100 offences" in said
