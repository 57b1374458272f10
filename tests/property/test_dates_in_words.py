"""Rules that hold for any words, on any day."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from eyre.cycle.dates import check_weekday, readings, resolve
from eyre.cycle.due import Certainty, due_faults
from eyre.cycle.past import resolve_history, resolve_period

days = st.dates(date(1990, 1, 1), date(2080, 12, 31))
meetings = st.lists(days, max_size=5)

MONTHS = ["January", "feb", "March", "april", "May", "jun", "July", "August", "Sept", "october", "Nov", "December"]
names = st.one_of(
    st.sampled_from(MONTHS),
    st.builds("{} {}".format, st.integers(1, 31), st.sampled_from(MONTHS)),
    st.builds("the next {} {}".format, st.integers(1, 60), st.sampled_from(["days", "weeks", "months", "years"])),
    st.builds("{} quarter".format, st.sampled_from(["the next", "the first", "the fourth", "this"])),
    st.sampled_from(["Friday", "the next quarter", "Q3", "the financial year", "tomorrow", "next year", "next month"]),
    st.builds("{} and {}".format, st.sampled_from(MONTHS), st.sampled_from(MONTHS)),
)
before = [
    "",
    "in ",
    "by ",
    "by the end of ",
    "before ",
    "early ",
    "within ",
    "between ",
    "first meeting after ",
    "at ",
    "first week of ",
    "second half of ",
    "not before ",
    "1-7 ",
]
forward_words = st.builds("{}{}".format, st.sampled_from(before), names)

pieces = st.sampled_from(
    [
        *MONTHS,
        *before,
        "last",
        "since",
        "31/12/",
        "2018",
        "18/19",
        "99999",
        "quarter",
        "meeting",
        "0",
        "/",
        "-",
        "٣",
        "29",
    ]
)
any_words = st.one_of(st.text(max_size=60), st.lists(pieces, max_size=8).map(" ".join), forward_words)


@given(any_words, days, meetings)
def test_any_words_are_kept_and_read_without_an_error(words, said_on, known):
    due = resolve(words, said_on, known)
    assert due.words == words
    assert due_faults(due) == ()
    assert due.date is None or due.certainty is not Certainty.UNDATED


@given(any_words, days, meetings)
def test_the_reading_that_is_taken_is_one_of_the_readings(words, said_on, known):
    due = resolve(words, said_on, known)
    if due.date:
        assert (due.earliest, due.date) in {
            (reading.earliest, reading.date) for reading in readings(words, said_on, known)
        }


@given(forward_words, days, meetings)
def test_what_is_due_is_never_due_before_it_was_said(words, said_on, known):
    due = resolve(words, said_on, known)
    if due.date and due.date < said_on:
        # "Early this quarter", said at its end, can mean nothing else; then the note says so.
        assert words.startswith(("early", "first week"))
        assert "was before the meeting" in due.note


@given(any_words, days, meetings)
def test_past_words_are_read_without_an_error(words, said_on, known):
    assert resolve_period(words, said_on).words == words
    months = [past.month for past in resolve_history(words, said_on, known)]
    assert all(month.start.year > 0 for month in months)


@given(st.lists(st.sampled_from(MONTHS), min_size=1, max_size=6).map(", ".join), days)
def test_past_meetings_are_before_this_one_and_in_order(words, said_on):
    months = [past.month for past in resolve_history(words, said_on)]
    assert months == sorted(set(months))
    assert all(month.end < said_on for month in months)


@given(days, days)
def test_a_weekday_is_doubted_exactly_when_it_is_not_the_dates_own(day, other):
    assert (check_weekday(day, f"{other:%A}") is None) is (day.weekday() == other.weekday())
