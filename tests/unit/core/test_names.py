"""Facets, references, keys: the small words that tie records together."""

import pytest

from eyre.core import Facet, Reference
from eyre.core.facets import NotAFacet
from eyre.core.keys import OneWord
from eyre.core.references import NotAReference


def test_a_facet_is_written_in_the_order_of_its_keys():
    assert str(Facet.parse("outcome=charged; crime_type=drugs")) == "crime_type=drugs;outcome=charged"
    assert Facet.of(outcome="charged", crime_type="drugs").label == "drugs, charged"
    assert Facet.parse("") == Facet() == Facet.of()


@pytest.mark.parametrize("text", ["drugs", "type=", "type= ", "Type=x", "a=1;a=2", "a=1;", "a=b=c", "a=one\ntwo"])
def test_what_is_no_facet_is_refused(text):
    with pytest.raises(NotAFacet, match="key"):
        Facet.parse(text)


@pytest.mark.parametrize("value", ["", " ", "a;b", "a=b", "two\nlines"])
def test_no_facet_is_made_that_could_not_be_read_again(value):
    with pytest.raises(NotAFacet):
        Facet.of(crime_type=value)


def test_references_sort_by_meeting_then_kind_then_number():
    written = ["action 2017-12/10", "action 2018-01/1", "action 2017-12/2", "action 2017-12/2a", "question 2017-12/Q1"]
    assert [str(reference) for reference in sorted(map(Reference.parse, written))] == [
        "action 2017-12/2",
        "action 2017-12/2a",
        "action 2017-12/10",
        "question 2017-12/Q1",
        "action 2018-01/1",
    ]


@pytest.mark.parametrize(
    "text", ["action", "Action 2017-12/3", "action 2017-12/", "action  2017-12/3", "2017-12/3", ""]
)
def test_what_is_no_reference_is_refused_and_shown_one(text):
    with pytest.raises(NotAReference, match="action 2017-12/3"):
        Reference.parse(text)


@pytest.mark.parametrize("text", ["E07000237", "north_worcestershire", "we-dont-buy-crime", "v1.2", "a"])
def test_a_key_is_one_word(text):
    assert OneWord().accept(text) == text


@pytest.mark.parametrize("text", ["", "two words", "../escape", "a/b", ".hidden", "a:b", "naïve", "end."])
def test_what_could_not_name_a_file_or_stand_in_a_list_is_no_key(text):
    with pytest.raises(ValueError, match="is not a key"):
        OneWord().accept(text)


def test_a_place_may_hang_on_its_force():
    assert OneWord(may_hang=True).accept("west-mercia:no-location") == "west-mercia:no-location"
    with pytest.raises(ValueError, match="is not a key"):
        OneWord(may_hang=True).accept("west-mercia:")
