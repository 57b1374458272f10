"""What settles a promise: the first load that covers it, in the view of that day, and nothing that came later."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from eyre.body.commitment_test import Aggregate, AllOfTest, ChangeTest, Comparison, FactTest, RecordTest
from eyre.body.folder import read_folder
from eyre.body.loads import retract
from eyre.body.registers import Document, Holding
from eyre.commitments.answers import Verdict
from eyre.commitments.settlement import Settled, Waiting, data_date
from eyre.core import Month, Rolling
from given_promises import (
    EXPECTED,
    GIVEN,
    MONTHS,
    QUARTER,
    agreed,
    body,
    event,
    level,
    meeting,
    more,
    promise,
    sample,
    settled,
)
from small_body import measure

NORTH = {"burglary": {"north": [100] * MONTHS}}
MAY = date(2020, 5, 12)


def north(*values):
    """Burglaries in the north from December 2019 on."""
    return {"burglary": {"north": list(values)}}


def verdict(found):
    assert isinstance(found, Settled), found
    return found.finding.verdict


# --- which load ----------------------------------------------------------------------------------------------------


def test_the_first_load_after_the_data_date_that_covers_every_window_settles_it(tmp_path):
    folder = body(tmp_path, NORTH, promise(test=level(290)))
    folder = more(folder, north(100, 95, 96), date(2020, 4, 2))  # to February: March is not there
    folder = more(folder, north(100, 95, 96, 97), MAY)  # 288 in the quarter
    folder = more(folder, north(100, 95, 96, 110), date(2020, 6, 3))  # revised: 301
    assert settled(folder, date(2020, 4, 29)) == Waiting(EXPECTED, ("Its figures may be expected from 30 April 2020.",))
    late = settled(folder, date(2020, 5, 1))
    assert isinstance(late, Waiting)
    assert late.is_late
    assert "Load what has come since." in late.why[0]
    found = settled(folder, MAY)
    assert (found.on, verdict(found), found.now) == (MAY, Verdict.SHOWN, None)


def test_a_later_vintage_says_what_it_would_now_read_and_finds_nothing(tmp_path):
    folder = body(tmp_path, NORTH, promise(test=level(290)))
    folder = more(folder, north(100, 95, 96, 97), MAY)
    folder = more(folder, north(100, 95, 96, 110), date(2020, 6, 3))
    found = settled(folder, date(2020, 6, 3))
    assert (found.on, verdict(found)) == (MAY, Verdict.SHOWN)
    assert found.now.verdict is Verdict.SHOWN_NOT


def test_nothing_is_late_on_the_very_day_from_which_it_may_be_expected(tmp_path):
    folder = body(tmp_path, NORTH, promise(test=level()))
    assert not settled(folder, EXPECTED).is_late
    assert settled(folder, EXPECTED + timedelta(days=1)).is_late


def test_both_windows_are_read_in_the_view_of_one_day(tmp_path):
    # As first printed the autumn had 300; by May it is revised to 330, and the quarter first printed with 310.
    test = ChangeTest(
        measure="burglary", area="north", before=Rolling(Month(2019, 9), Month(2019, 11)), after=QUARTER,
        aggregate=Aggregate.SUM,
    )  # fmt: skip
    folder = body(tmp_path, NORTH, promise(test=test))
    folder = more(folder, north(110, 110, 110, 100, 100, 105, 105), MAY, first=Month(2019, 9))
    found = settled(folder, MAY)
    assert verdict(found) is Verdict.SHOWN
    assert found.finding.parts[0].numbers["change"] == -20


def test_a_load_of_one_area_can_complete_what_another_began(tmp_path):
    """Coverage is of the view of the day, and not of one file alone."""
    folder = body(tmp_path, NORTH, promise(test=level(290)))
    folder = more(folder, north(100, 95, 96), date(2020, 4, 2))
    folder = more(folder, north(97), MAY, first=Month(2020, 3))
    found = settled(folder, MAY)
    assert (found.on, verdict(found)) == (MAY, Verdict.SHOWN)


def test_figures_that_came_early_are_read_on_the_data_date(tmp_path):
    folder = body(tmp_path, NORTH, promise(test=level(290)))
    folder = more(folder, north(100, 95, 96, 97), date(2020, 4, 10))
    assert isinstance(settled(folder, EXPECTED - timedelta(days=1)), Waiting)
    found = settled(folder, EXPECTED)
    assert (found.on, found.known_when_agreed) == (EXPECTED, False)


def test_a_month_withdrawn_before_the_data_date_is_waited_for(tmp_path):
    folder = body(tmp_path, NORTH, promise(test=level(290)))
    folder = more(folder, north(100, 95, 96, 97), date(2020, 4, 10))
    folder = more(folder, north(100, float("nan"), 96, 97), date(2020, 4, 20))
    waiting = settled(folder, MAY)
    assert isinstance(waiting, Waiting)
    assert "has no figure for January 2020" in waiting.why[0]


def test_a_month_withdrawn_later_leaves_the_finding_and_says_that_it_cannot_be_read_now(tmp_path):
    folder = body(tmp_path, NORTH, promise(test=level(290)))
    folder = more(folder, north(100, 95, 96, 97), MAY)
    folder = more(folder, north(100, float("nan"), 96, 97), date(2020, 6, 3))
    found = settled(folder, date(2020, 7, 1))
    assert (found.on, verdict(found), found.now) == (MAY, Verdict.SHOWN, None)
    assert "has no figure for January 2020" in found.not_now[0]


def test_months_that_are_still_filling_up_are_waited_for(tmp_path):
    slow = measure(lag_days=30, settles_months=2)
    assert data_date(level(), {"burglary": slow}) == date(2020, 6, 30)  # of May, two months on
    folder = body(tmp_path, NORTH, promise(test=level(290)), measures=[slow])
    folder = more(folder, north(100, 95, 96, 97), MAY)
    assert isinstance(settled(folder, date(2020, 6, 29)), Waiting)
    assert settled(folder, date(2020, 6, 30)).on == date(2020, 6, 30)


# --- agreed late ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("agreed_on", "came", "on", "known"),
    [
        (date(2020, 5, 11), MAY, MAY, False),
        (MAY, MAY, MAY, True),  # what comes on a day is known that day
        (date(2020, 6, 1), MAY, date(2020, 6, 1), True),
        (date(2020, 4, 20), date(2020, 4, 10), EXPECTED, True),  # early figures, a test agreed after them, read later
        (date(2020, 4, 5), date(2020, 4, 10), EXPECTED, False),
    ],
)
def test_a_test_agreed_when_its_figures_were_there_promised_nothing(tmp_path, agreed_on, came, on, known):
    folder = body(tmp_path, NORTH, promise(), commitments=(agreed((agreed_on, level(290))),))
    folder = more(folder, north(100, 95, 96, 97), came)
    found = settled(folder, date(2020, 7, 1))
    assert (found.on, found.known_when_agreed) == (on, known)


# --- mistakes ------------------------------------------------------------------------------------------------------


@pytest.fixture
def mistaken(tmp_path):
    """A load of the wrong figures came on 12 May and was taken back on 20 May; the right one came on 25 May."""
    folder = body(tmp_path, NORTH, promise(test=level(290)))
    folder = more(folder, north(100, 150, 150, 150), MAY)
    retract(tmp_path, folder.loads[-1].id, received_on=date(2020, 5, 20), by="analyst", reason="another force's")
    return more(read_folder(tmp_path), north(100, 95, 96, 97), date(2020, 5, 25))


def test_until_a_mistaken_load_is_taken_back_it_settles(mistaken):
    found = settled(mistaken, date(2020, 5, 19))
    assert (found.on, verdict(found), found.fallen) == (MAY, Verdict.SHOWN_NOT, None)


def test_a_finding_falls_with_the_load_it_was_read_on_and_is_kept(mistaken):
    waiting = settled(mistaken, date(2020, 5, 20))
    assert isinstance(waiting, Waiting)
    assert (waiting.fallen.on, verdict(waiting.fallen)) == (MAY, Verdict.SHOWN_NOT)


def test_the_right_load_settles_in_place_of_the_mistaken_one(mistaken):
    found = settled(mistaken, date(2020, 6, 30))
    assert (found.on, verdict(found), verdict(found.fallen)) == (date(2020, 5, 25), Verdict.SHOWN, Verdict.SHOWN_NOT)


def test_a_mistake_that_changes_no_finding_is_not_spoken_of(tmp_path):
    folder = body(tmp_path, {"burglary": {"north": [100] * MONTHS, "south": [50] * MONTHS}}, promise(test=level(290)))
    folder = more(folder, north(100, 95, 96, 97), MAY)
    folder = more(folder, {"burglary": {"south": [9, 9, 9, 9]}}, date(2020, 5, 13))
    retract(tmp_path, folder.loads[-1].id, received_on=date(2020, 5, 20), by="analyst", reason="wrong")
    found = settled(read_folder(tmp_path), date(2020, 6, 30))
    assert (found.on, found.fallen) == (MAY, None)


# --- samples -------------------------------------------------------------------------------------------------------


def visited(**changes):
    """At least 90 % of the visits of the quarter, by a sample."""
    usual = {
        "aggregate": Aggregate.MEAN, "op": Comparison.AT_LEAST, "value": 90, "evidence": "sample:sample 2020-visits",
    }  # fmt: skip
    return level(**{"measure": "satisfaction", **usual, **changes})


@pytest.mark.parametrize(
    ("cases", "found"),
    [
        (sample(date(2020, 4, 6), 50, 50), Verdict.SHOWN),  # at least 94 %, one-sided
        (sample(date(2020, 4, 6), 47, 50), Verdict.NOT_SHOWN),  # 85 to 98 %
        (sample(date(2020, 4, 6), 30, 50), Verdict.SHOWN_NOT),
        (sample(date(2020, 4, 6), 50, 50, seed=None), Verdict.NOT_SHOWN),  # picked by hand: of these cases only
        (sample(date(2020, 4, 6), 10, 50, seed=None), Verdict.NOT_SHOWN),
    ],
)
def test_the_bound_of_a_sample_decides_on_the_day_it_was_drawn(tmp_path, cases, found):
    folder = body(tmp_path, NORTH, promise(test=visited()), samples=(cases,))
    assert isinstance(settled(folder, date(2020, 4, 5)), Waiting)
    reading = settled(folder, date(2020, 4, 6))
    assert (reading.on, verdict(reading)) == (date(2020, 4, 6), found)
    assert reading.loads == ("sample 2020-visits",)


def test_a_sample_drawn_before_its_window_ended_says_nothing_of_the_rest(tmp_path):
    folder = body(tmp_path, NORTH, promise(test=visited()), samples=(sample(date(2020, 2, 3), 50, 50),))
    waiting = settled(folder, date(2020, 6, 1))
    assert isinstance(waiting, Waiting)
    assert "was drawn on 3 February 2020, before 3 months to March 2020 ended" in waiting.why[0]


def test_a_sample_without_a_day_was_known_on_none(tmp_path):
    folder = body(tmp_path, NORTH, promise(test=visited()), samples=(sample(None, 50, 50),))
    assert isinstance(settled(folder, date(2020, 6, 1)), Waiting)


def test_beside_figures_a_sample_without_a_day_is_still_waited_for(tmp_path):
    both = AllOfTest(tests=(level(290), visited()))
    folder = body(tmp_path, NORTH, promise(test=both), samples=(sample(None, 50, 50),))
    waiting = settled(more(folder, north(100, 95, 96, 97), MAY), date(2020, 6, 1))
    assert isinstance(waiting, Waiting)
    assert "There is no such record with results." in waiting.why[0]


def test_a_census_must_have_looked_at_every_case_and_then_its_share_is_the_answer(tmp_path):
    census = visited(evidence="census:sample 2020-visits")
    some = sample(date(2020, 4, 6), 37, 40, frame_size=60, usable=55, seed=None)
    waiting = settled(body(tmp_path / "some", NORTH, promise(test=census), samples=(some,)), date(2020, 6, 1))
    assert "looked at 55 of 60" in waiting.why[0]
    every = replace(some, usable=60)  # all 60 were looked at, and the element applied to 40 of them
    found = settled(body(tmp_path / "every", NORTH, promise(test=census), samples=(every,)), date(2020, 6, 1))
    assert verdict(found) is Verdict.SHOWN  # 37 of 40: 92.5 %
    assert "3 did not" in found.finding.parts[0].note


# --- records and facts ---------------------------------------------------------------------------------------------

PAPER = RecordTest(what="paper", matching="plan", by=date(2020, 2, 28))


def paper(on):
    return Document(key="plan", title="The plan", held_by=(Holding(post="chair", since=on),))


def test_a_record_made_by_its_day_keeps_the_promise_on_the_day_it_was_made(tmp_path):
    folder = body(tmp_path, {}, promise(test=PAPER), documents=(paper(date(2020, 2, 3)),))
    assert settled(folder, date(2020, 2, 2)) == Waiting(date(2020, 2, 28), ("It has not been recorded yet.",))
    found = settled(folder, date(2020, 2, 3))
    assert (found.on, verdict(found)) == (date(2020, 2, 3), Verdict.SHOWN)


@pytest.mark.parametrize("on", [date(2019, 12, 1), GIVEN])
def test_what_was_on_record_when_the_promise_was_given_does_not_keep_it(tmp_path, on):
    folder = body(tmp_path, {}, promise(test=PAPER), documents=(paper(on),))
    assert isinstance(settled(folder, date(2020, 2, 2)), Waiting)


def test_a_missing_record_shows_something_from_the_first_day_after_of_which_anything_is_on_record(tmp_path):
    minuted = meeting(on=date(2020, 3, 11))
    folder = body(tmp_path, {}, promise(test=PAPER), meetings=(meeting(promise(test=PAPER)), minuted))
    silent = settled(folder, date(2020, 3, 10))
    assert isinstance(silent, Waiting)
    assert silent.is_late
    assert "a missing record shows nothing" in silent.why[0]
    for as_of in (date(2020, 3, 11), date(2020, 9, 1)):
        found = settled(folder, as_of)
        assert (found.on, verdict(found)) == (date(2020, 3, 11), Verdict.SHOWN_NOT)


def test_a_record_that_came_after_its_day_does_not_count(tmp_path):
    folder = body(tmp_path, {}, promise(test=PAPER), documents=(paper(date(2020, 3, 2)),))
    assert verdict(settled(folder, date(2020, 3, 2))) is Verdict.SHOWN_NOT


@pytest.mark.parametrize(
    ("moved_on", "found"),
    [
        (date(2020, 3, 1), Verdict.SHOWN),  # in time: to the end of June
        (date(2020, 4, 20), Verdict.SHOWN_NOT),  # after the day had passed: it was missed all the same
    ],
)
def test_a_day_moved_after_it_passed_was_missed_all_the_same(tmp_path, moved_on, found):
    test = RecordTest(what="paper", matching="plan")  # by the day of the promise, 31 March
    events = (
        event("C1", "update", date(2020, 4, 1)),
        event("C1", "new_date", moved_on, sets_date=date(2020, 6, 30)),
    )
    folder = body(tmp_path, {}, promise(test=test), documents=(paper(date(2020, 5, 5)),), events=events)
    late = settled(folder, date(2020, 5, 4))
    assert isinstance(late, Waiting) if found is Verdict.SHOWN else verdict(late) is Verdict.SHOWN_NOT


FACTS = AllOfTest(tests=(FactTest(evidence_wanted="The plan is in use"), FactTest(evidence_wanted="A post is filled")))


def test_a_person_says_of_each_fact_by_itself(tmp_path):
    one = event("C1", "finding", date(2020, 2, 5), "The plan is in use, seen on a visit.", outcome="seen")
    other = event("C1", "finding", date(2020, 3, 5), "No: nobody. A post is filled, it was said.", outcome="not_seen")
    folder = body(tmp_path, {}, promise(test=FACTS), events=(one, other))
    assert isinstance(settled(folder, date(2020, 3, 4)), Waiting)  # of the second nobody has said anything
    found = settled(folder, date(2020, 3, 5))
    assert [seen for _, seen in found.finding.apart] == [Verdict.SHOWN, Verdict.SHOWN_NOT]
    assert (found.on, verdict(found)) == (date(2020, 3, 5), Verdict.SHOWN_NOT)


def test_where_one_fact_is_wanted_every_word_on_it_is_of_that_fact_and_the_last_one_holds(tmp_path):
    test = FactTest(evidence_wanted="The plan is in use")
    events = (
        event("C1", "finding", date(2020, 2, 5), "Not yet.", outcome="not_seen"),
        event("C1", "finding", date(2020, 3, 5), "Now it is.", outcome="seen"),
    )
    folder = body(tmp_path, {}, promise(test=test), events=events)
    assert verdict(settled(folder, date(2020, 2, 6))) is Verdict.SHOWN_NOT
    assert verdict(settled(folder, date(2020, 3, 6))) is Verdict.SHOWN


def test_what_is_no_outcome_confirms_nothing(tmp_path):
    test = FactTest(evidence_wanted="The plan is in use")
    folder = body(tmp_path, {}, promise(test=test), events=(event("C1", "finding", GIVEN, outcome="Seen"),))
    assert isinstance(settled(folder, date(2020, 2, 6)), Waiting)


def test_a_record_beside_figures_is_read_by_its_own_day_and_apart(tmp_path):
    test = AllOfTest(tests=(level(290), RecordTest(what="paper", matching="plan", by=date(2020, 6, 30))))
    folder = body(tmp_path, NORTH, promise(test=test), documents=(paper(date(2020, 6, 5)),))
    folder = more(folder, north(100, 95, 96, 97), MAY)

    def apart(as_of):
        return verdict(settled(folder, as_of)), settled(folder, as_of).finding.apart[0][1]

    assert apart(date(2020, 5, 20)) == (Verdict.SHOWN, Verdict.NOT_YET)
    assert apart(date(2020, 6, 5)) == (Verdict.SHOWN, Verdict.SHOWN)
    assert settled(folder, date(2020, 6, 5)).now is None
