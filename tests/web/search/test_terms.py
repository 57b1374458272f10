"""How words are folded, what a query asks for, and what is marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eyre_web.search.terms import MOST_PHRASES, Phrase, fold, is_found, marked, read_query, terms


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Chief's paper: 101-calls", ["the", "chief", "s", "paper", "101", "calls"]),
        ("Ŵythnos, CAFÉ, straße", ["wythnos", "cafe", "strasse"]),
        ("action 2017-12/3", ["action", "2017", "12", "3"]),
        ("α_β", ["x3b1x", "x3b2x"]),  # letters beyond a to z are written as their number
        ("… !", []),
    ],
)
def test_capitals_and_accents_do_not_count(text, found):
    assert terms(text) == found


@given(st.text())
def test_a_folded_word_is_plain_enough_for_every_database(text):
    assert all(term.isascii() and term.isalnum() and term == term.lower() for term in terms(text))


@given(st.text(min_size=1))
def test_folding_twice_is_folding_once(word):
    assert fold(fold(word)) == fold(word)


def test_words_are_begun_quoted_words_are_whole_and_a_reference_is_several_terms_together():
    assert read_query('burgl "repeat victim" 2017-12/3') == (
        Phrase(("burgl",), begins=True),
        Phrase(("repeat", "victim"), begins=False),
        Phrase(("2017", "12", "3"), begins=True),
    )


@pytest.mark.parametrize(
    ("text", "asked"),
    [("", ()), ('"', ()), ("* OR (", (Phrase(("or",), True),)), ('"not closed', (Phrase(("not", "closed"), False),))],
)
def test_nothing_that_is_typed_means_anything_to_a_database(text, asked):
    assert read_query(text) == asked


@given(st.text(max_size=300))
def test_any_text_can_be_typed(text):
    assert len(read_query(text)) <= MOST_PHRASES


def test_a_phrase_stands_in_one_text():
    assert is_found(read_query('"repeat burglary"'), "A paper on repeat burglary.")
    assert not is_found(read_query('"repeat burglary"'), "Repeat", "burglary")
    assert is_found(read_query("repeat burgl"), "Repeat", "burglary")
    assert not is_found(read_query('"burgl"'), "burglary")


def shown(pieces):
    return "".join(f"[{piece.text}]" if piece.found else piece.text for piece in pieces)


def test_what_was_found_is_marked_as_it_was_written():
    assert shown(marked("A Café, and cafés.", read_query("caf"))) == "A [Café], and [cafés]."
    assert shown(marked("Nothing of it", read_query("caf"))) == "Nothing of it"


def test_of_a_long_text_what_stands_around_the_first_is_shown():
    text = "before " * 60 + "burglary " + "after " * 60
    pieces = shown(marked(text, read_query("burglary"), around=20))
    assert pieces == "… before before [burglary] after after after after after …"


@given(st.text(max_size=200), st.text(max_size=10), st.integers(0, 30))
def test_marking_loses_and_adds_nothing_but_dots(text, typed, around):
    pieces = [piece.text for piece in marked(text, read_query(typed), around=around) if piece.text not in ("… ", " …")]
    assert "".join(pieces) in text
