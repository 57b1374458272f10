"""History, two versions, filters, how late: our own patterns."""

from datetime import date, datetime

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from eyre.cycle.states import ActionStatus
from eyre_web.project.components.difference import MOST_WORDS, compare_words
from eyre_web.project.components.navigation import page_links
from eyre_web.project.components.records import (
    Change,
    FieldVersions,
    TimelineEvent,
    eyre_difference,
    eyre_due_tag,
    eyre_filter,
    eyre_status_tag,
    eyre_timeline,
)
from html_tree import read_html
from pattern_page import ASKED, FilterForm


def texts(html, name):
    return [" ".join(element.text().split()) for element in read_html(html).each() if element.name == name]


# ---------------------------------------------------------------- two versions

WORDS = st.text(alphabet="ab \n\t.", max_size=60)


@given(WORDS, WORDS)
def test_the_stretches_of_each_side_are_its_text(before, after):
    left, right = compare_words(before, after)
    assert "".join(stretch.words for stretch in left) == before
    assert "".join(stretch.words for stretch in right) == after
    assert {stretch.kind for stretch in left} <= {"same", "gone"}
    assert {stretch.kind for stretch in right} <= {"same", "new"}


@given(WORDS)
def test_the_same_text_has_no_difference(text):
    left, right = compare_words(text, text)
    assert {stretch.kind for stretch in (*left, *right)} <= {"same"}


def test_one_word_put_in_is_the_one_word_marked():
    left, right = compare_words("provide a plan to the meeting", "provide a costed plan to the meeting")
    assert [stretch.words for stretch in right if stretch.kind == "new"] == ["costed"]
    assert not [stretch for stretch in left if stretch.kind == "gone"]


def test_a_very_long_text_is_compared_line_by_line():
    lines = [f"line {number} has some words\n" for number in range(MOST_WORDS // 4)]
    left, _right = compare_words("".join(lines), "".join([*lines[:9], "another\n", *lines[10:]]))
    assert [stretch.words for stretch in left if stretch.kind == "gone"] == ["line 9 has some words"]


def test_a_difference_is_said_and_not_only_coloured():
    html = eyre_difference([FieldVersions("Due", "31 January", "31 March"), FieldVersions("Owner", "CC", "CC")])
    assert texts(html, "del") == ["[taken out: January ]"]
    assert texts(html, "ins") == ["[put in: March ]"]
    assert texts(html, "h3") == ["Due", "The same in both"]
    assert texts(html, "h4") == ["Before", "After"]


def test_what_was_empty_is_said_to_be():
    assert "(nothing)" in eyre_difference([FieldVersions("Officer", "", "DCC")])


def test_words_in_a_difference_or_history_cannot_become_tags():
    bad = "<script>alert(1)</script>"
    html = eyre_difference([FieldVersions(bad, bad, f"{bad} x"), FieldVersions(bad, bad, bad)], before_title=bad)
    html += eyre_timeline([TimelineEvent(date(2018, 1, 1), bad, bad, bad, bad, [Change(bad, bad, bad)], "/", bad)])
    assert "<script" not in html


# ---------------------------------------------------------------- history


def test_history_says_when_who_what_and_why():
    event = TimelineEvent(
        when=datetime(2018, 1, 15, 16, 42),
        what="New due date",
        who="Deputy Chief Constable",
        changes=[
            Change("Due date", "31 January 2018", "31 March 2018"),
            Change("Officer", "", "DCC"),
            Change("Note", "x", ""),
        ],
        why="The provider changes.",
    )
    html = eyre_timeline([event])
    assert texts(html, "h3") == ["New due date"]
    assert texts(html, "p") == ["15 January 2018, 16:42 , Deputy Chief Constable", "Reason: The provider changes."]
    assert texts(html, "dd") == ["from 31 January 2018 to 31 March 2018", "set to DCC", "x removed"]
    assert 'datetime="2018-01-15T16:42:00"' in html


def test_a_day_has_no_time_of_day():
    html = eyre_timeline([TimelineEvent(date(2018, 1, 15), "Set by the meeting")])
    assert '<time datetime="2018-01-15">15 January 2018</time>' in html


# ---------------------------------------------------------------- how late


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (date(2018, 1, 14), "2 days late"),
        (date(2018, 1, 15), "1 day late"),
        (date(2018, 1, 16), "Due today"),
        (date(2018, 1, 17), "Due in 1 day"),
        (date(2018, 3, 31), "Due in 74 days"),
        (None, "No date"),
    ],
)
def test_a_date_says_how_it_stands_today(due, said):
    assert texts(eyre_due_tag(due, date(2018, 1, 16)), "strong") == [said]


def test_soon_ends_where_it_is_said_to_end():
    """14 days by default: the 14th day is soon, the 15th is not."""
    today = date(2018, 1, 16)
    assert "yellow" in eyre_due_tag(date(2018, 1, 30), today)
    assert "teal" in eyre_due_tag(date(2018, 1, 31), today)


def test_every_status_of_an_action_has_its_tag():
    tags = [eyre_status_tag(status) for status in ActionStatus]
    assert len({tuple(texts(tag, "strong")) for tag in tags}) == len(ActionStatus)
    with pytest.raises(KeyError):
        eyre_status_tag("done")


# ---------------------------------------------------------------- filters


def links(html):
    return [element.attributes["href"] for element in read_html(html).each() if element.name == "a"]


def test_each_choice_can_be_removed_by_itself():
    html = eyre_filter(FilterForm(ASKED), keep=["sort"])
    assert [said.removeprefix("Remove filter ") for said in texts(html, "a")] == [
        "Owner: Chief Constable", "State: Late", "State: Due soon", "Set since: 1 December 2017", "Show all",
    ]  # fmt: skip
    whole = {name: values for name, values in ASKED.lists() if name != "page"}
    left = [dict(QueryDict(link.removeprefix("?")).lists()) for link in links(html)]
    assert left == [
        {name: values for name, values in whole.items() if name != "owner"},
        {**whole, "state": ["soon"]},
        {**whole, "state": ["late"]},
        {name: values for name, values in whole.items() if not name.startswith("since")},
        {"sort": ["due"]},
    ]


def test_what_is_kept_goes_with_the_form():
    inputs = [element.attributes for element in read_html(eyre_filter(FilterForm(ASKED), keep=["sort"])).each()]
    assert {"type": "hidden", "name": "sort", "value": "due"} in inputs


def test_a_filter_that_is_wrong_is_unfolded_and_one_without_a_choice_shows_none():
    details = [e for e in read_html(eyre_filter(FilterForm(QueryDict("since-day=40")))).each() if e.name == "details"]
    assert "open" in details[0].attributes
    empty = eyre_filter(FilterForm(QueryDict("")))
    assert "Chosen" not in empty
    assert " open" not in empty


# ---------------------------------------------------------------- pages of a list


def test_links_to_pages_keep_the_rest_of_the_query():
    request = RequestFactory().get("/", {"owner": "a&b", "page": "8"})
    html = page_links(Paginator(range(500), 25).page(8), request)
    assert links(html) == [f"?owner=a%26b&page={number}" for number in (7, 1, 7, 8, 9, 20, 9)]
    assert page_links(Paginator(range(5), 25).page(1), request) == ""
