"""Vague words become tests that are offered: which words, which windows, what is missing, and how luck would do."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from eyre.body.commitment_test import AllOfTest, ChangeTest, FactTest, RankTest, SignalTest
from eyre.body.meeting import Commitment, Meeting
from eyre.commitments import Improvement, Known, luck_and_power
from eyre.commitments.readings import (
    BLANKS,
    Library,
    nothing_found,
    offers,
    read_reading,
    read_readings,
    shipped_readings,
    windows_for,
)
from eyre.commitments.readings.blanks import blanks_in
from eyre.commitments.readings.matching import compiled, find, pattern_fault
from eyre.core import (
    Direction,
    Facet,
    FinancialQuarter,
    FinancialYear,
    Month,
    Quarter,
    Reference,
    Refused,
    SeriesKey,
    parse_period,
)
from eyre.core.codec import read_toml
from eyre.cycle.due import Certainty, Due
from eyre.cycle.words import CommitmentKind
from eyre.measures import Measure
from promises import MEASURES, known, measure, months, series, share_series

ROOT = Path(__file__).resolve().parents[3]
DECEMBER = date(2017, 12, 19)
MARCH = Due.on(date(2018, 3, 31))
SPRING = Due(words="x", date=date(2018, 3, 31), earliest=date(2018, 1, 1), certainty=Certainty.RESOLVED)
TEN, FIVE = Improvement(10.0, percent=True), Improvement(5.0)
RNG = np.random.default_rng(3)
COUNTS = RNG.poisson(100, 23)  # January 2016 to November 2017
AREAS = ("north", "south", "east", "west")
ELEMENTS = ("actions", "first", "follow_up", "treatment", "whole")
SHARES = [share_series(RNG.binomial(60, 0.8, 23), 60.0, area=area) for area in AREAS]
PARTS = [
    replace(
        share_series(RNG.binomial(20, 0.8, 23), 20.0),
        key=SeriesKey("satisfaction", area, Facet.of(element=element)),
    )
    for area in AREAS
    for element in ELEMENTS
]
KNOWN = known(series(COUNTS), *SHARES, *PARTS, groups={"group": AREAS})


def line(measures=("burglary",), areas=("north",), due=MARCH):
    return Commitment(
        reference=Reference.parse("commitment 2017-12/C1"), words="", kind=CommitmentKind.COMMITMENT, due=due,
        measures=measures, areas=areas,
    )  # fmt: skip


def offered(words, about=None, figures=KNOWN, improvement=TEN, **more):
    given = {"seed": 1, "on": DECEMBER, "draws": 400, **more}
    return offers(words, about or line(), figures, shipped_readings(), improvement=improvement, **given)


def by_meaning(found):
    return {offer.meaning: offer for offer in found}


# --- words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("Signs of improvement will be under way by the end of March", ["signs-of-improvement", "by-the-end-of"]),
        ("bring domestic burglaries BACK IN LINE", ["back-in-line"]),
        ("an outcome level on a par with another force", ["on-a-par-with"]),
        ("placing them towards the top of the force family group", ["towards-the-top"]),
        ("a tight grip is kept, and the problem is gripped", ["gripped"]),
        ("999 levels being maintained", ["maintained"]),
        ("consistently applying the policy", ["consistently"]),
        ("it has fallen since the last meeting", ["reduced-since"]),
        ("what is expected at every stage", ["at-every-stage"]),
        ("better than last year", ["better-than"]),
        ("a return to normal", ["back-in-line"]),
        ("to achieve a 90% satisfaction rate", ["reach-a-line"]),
        ("a paper will be sent to the board", []),
    ],
)
def test_vague_words_are_found_in_their_inflections(words, keys):
    assert [match.key for match in shipped_readings().matches(words)] == keys


def test_several_readings_in_one_line_are_all_found_in_its_order():
    words = (
        "There will be a trend reversal between January and March, with an improved trajectory in all elements of "
        "satisfaction across all policing areas along with a significant improvement in the first quarter."
    )
    assert [match.key for match in shipped_readings().matches(words)] == [
        "trend-reversal", "improved-trajectory", "in-all-elements", "in-all-areas", "significant-improvement",
    ]  # fmt: skip


def test_words_match_on_their_boundaries_and_short_words_only_as_they_are():
    grip, be = ("grip", compiled("grip")), ("be", compiled("be best"))
    assert [match.said for match in find("We gripped it", [grip])] == ["gripped"]
    assert find("The gripe was heard", [grip]) == ()
    assert find("a bed best made", [be]) == ()


def test_a_longer_pattern_has_the_words_that_a_shorter_one_also_wants():
    patterns = [("improve", compiled("improvement")), ("significant", compiled("significant improvement"))]
    assert [match.key for match in find("a significant improvement", patterns)] == ["significant"]
    assert [match.key for match in find("improvement, and significant improvement", patterns)] == [
        "improve",
        "significant",
    ]


def test_numbers_gaps_and_either_words():
    patterns = [("x", compiled("reach/hit ... #"))]
    assert find("it will hit at very long last a full ninety 90", patterns) == ()  # five words between
    assert find("it will reach the full 90 %", patterns)[0].said == "reach the full 90"
    assert find("reach twelve", patterns)[0].said == "reach twelve"


def test_a_no_before_the_words_is_said():
    assert "denied" in offered("there are no signs of improvement")[0].doubt
    assert "denied" not in offered("signs of improvement")[0].doubt


@pytest.mark.parametrize("phrase", ["sign(s)? of", "Improvement", "... up", "up ...", "", "the", "improv*"])
def test_a_pattern_is_plain_words(phrase):
    assert pattern_fault(phrase)


# --- the promises of December 2017 ---------------------------------------------------------------------------------

OFFERED = {
    "C4": ["towards-the-top"],
    "C5": ["the-best"],
    "C6": ["signs-of-improvement", "by-the-end-of"],
    "C7": ["signs-of-improvement", "by-the-end-of"],
    "C10": ["promptly"],
    "C11": ["on-a-par-with"],
    "C13": ["improve"],
    "C14": ["back-in-line"],
    "C15": ["shows-results"],
    "C16": ["reach-a-line"],
    "C18": ["at-every-stage"],
    "C19": ["trend-reversal", "in-all-elements", "improved-trajectory", "in-all-areas"],
    "C20": ["significant-improvement"],
    "C23": ["gripped"],
}  # C1–C3, C8, C9, C12, C17, C21 say plainly what is to be done; C22, C24 and C25 are hopes without vague words


def promises():
    path = ROOT / "examples/west-mercia/meetings/monthly-assurance-2017-12-19.toml"
    meeting, faults = read_toml(Meeting, path.read_bytes(), path.name)
    assert not faults
    return [promise for item in meeting.items for promise in item.commitments]


def test_the_vague_promises_of_december_2017_get_readings_and_the_plain_ones_none():
    library = shipped_readings()
    found = {str(each.reference).rsplit("/", 1)[1]: library.matches(each.words) for each in promises()}
    assert len(found) == 25
    assert {label: [match.key for match in own] for label, own in found.items() if own} == OFFERED
    assert all(nothing_found(each.words, library) for each in promises() if not library.matches(each.words))


def test_every_offer_on_them_has_a_test_or_says_what_is_missing():
    measures = {}
    for path in (ROOT / "examples/west-mercia/measures").glob("*.toml"):
        one, faults = read_toml(Measure, path.read_bytes(), path.name)
        assert not faults
        measures[one.key] = one
    for promise in promises():
        found = offers(
            promise.words, promise, Known(measures, {}), shipped_readings(), seed=1, on=DECEMBER, improvement=TEN
        )
        assert all((offer.test is None) == bool(offer.missing) for offer in found)
        assert all(offer.luck_and_power is None and offer.chances for offer in found if offer.test)


# --- windows -------------------------------------------------------------------------------------------------------


def windows(due=MARCH, usual="month", figures=None, on=DECEMBER, sign=-1):
    return windows_for(due, usual, figures, on=on, sign=sign)


def test_a_date_on_monthly_figures_takes_the_quarter_to_it_and_a_year_to_measure_from():
    found = windows(figures=series(COUNTS))
    assert str(found.after.period) == "2018-Q1"
    assert str(found.same_a_year_before.period) == "2017-Q1"
    assert str(found.year_before.period) == "2017"
    assert str(found.baseline.period) == "2016-01..2017-11"  # what has been seen, and no more than two years
    assert [str(period) for period in found.periods] == ["2018-01", "2018-02", "2018-03"]
    assert "quarter" in found.after.says


def test_a_window_that_was_named_is_taken_as_it_is():
    due = replace(SPRING, date=date(2018, 8, 31))
    assert str(windows(due).after.period) == "2018-01..2018-08"


@pytest.mark.parametrize(
    "due",
    [
        replace(SPRING, earliest=date(2018, 3, 1)),  # one month alone
        replace(SPRING, earliest=date(2017, 4, 1)),  # a year
        replace(SPRING, earliest=date(2017, 9, 30)),  # "within six months" means by their end
        replace(SPRING, earliest=None),
    ],
)
def test_a_named_window_too_short_or_as_long_as_a_year_gives_the_quarter_to_its_end(due):
    assert str(windows(due).after.period) == "2018-Q1"


def test_a_date_within_a_month_takes_the_last_month_that_has_ended():
    assert str(windows(Due.on(date(2018, 3, 30))).after.period) == "2017-12..2018-02"


@pytest.mark.parametrize(
    ("usual", "after", "before"),
    [("quarter", "2018-Q1", "2017"), ("financial_year", "2017/18", "2016/17"), ("week", "2017-W52", "")],
)
def test_quarters_years_and_weeks_have_windows_too(usual, after, before):
    found = windows(usual=usual)
    if before:
        assert (str(found.after.period), str(found.year_before.period)) == (after, before)
    else:
        assert found.after.period.end == date(2018, 3, 25)
        assert found.after.period.days == 13 * 7


def test_quarters_of_a_financial_year_are_cut_like_any_quarters():
    quarterly = series(RNG.poisson(300, 8), periods=[FinancialQuarter(2016, 1).shift(at) for at in range(8)])
    assert str(windows(figures=quarterly).after.period) == "2018-Q1"
    assert str(windows(figures=quarterly).year_before.period) == "2017"


def test_the_worst_quarter_is_never_what_is_measured_from():
    values = np.full(23, 100.0)
    values[12:15] = 140.0  # January to March 2017
    found = windows(figures=series(values))
    assert found.same_a_year_before.period is None
    assert "was the worst" in found.same_a_year_before.says
    assert str(found.year_before.period) == "2017"
    assert windows(figures=series(values), sign=1).same_a_year_before.period  # there, many are good


def test_figures_that_do_not_reach_back_or_have_a_gap_are_told():
    short = series(COUNTS[:9], periods=months(9, Month(2017, 3)))
    found = windows(figures=short)
    assert "figures begin with March 2017" in found.year_before.says
    assert "Limits need 12 months" in found.baseline.says
    values = COUNTS.astype(float)
    values[14] = np.nan  # March 2017
    holed = windows(figures=series(values))
    assert "1 of its figures are missing" in holed.year_before.says
    assert holed.same_a_year_before.period is None
    assert "there are 8" in holed.baseline.says  # April to November 2017


def test_a_slope_of_under_six_points_a_side_is_refused_and_a_change_is_offered():
    found = windows(SPRING, figures=series(COUNTS))
    assert found.run.period is None
    assert found.split is None
    assert "3 months" in found.run.says
    meanings = by_meaning(offered("a trend reversal", line(due=SPRING)))
    assert meanings["slope"].test is None
    assert "A change between two windows is offered instead" in meanings["slope"].missing[0]
    assert isinstance(meanings["better-level"].test, ChangeTest)


def test_a_slope_turns_after_the_day_of_the_promise_with_as_many_points_before_as_after():
    found = windows(Due.on(date(2018, 8, 31)), figures=series(COUNTS))
    assert (str(found.run.period), found.split) == ("2017-05..2018-08", Month(2018, 1))
    late = windows(Due.on(date(2018, 8, 31)), figures=series(COUNTS[:4], periods=months(4, Month(2017, 8))))
    assert "Before January 2018 there are 5 months" in late.run.says


@pytest.mark.parametrize(
    ("due", "usual", "figures", "says"),
    [
        (None, "month", None, "no date"),
        (Due(words="soon"), "month", None, "no date"),
        (MARCH, "day", None, "weeks, months, quarters or years"),
        (Due.on(date(2081, 3, 31)), "month", series(COUNTS), "Is it right?"),
        (Due.on(date(2015, 3, 31)), "month", series(COUNTS), "the figures begin with January 2016"),
        (
            MARCH, "month",
            series(COUNTS[:3], periods=[parse_period(f"2017-{m:02d}..2017-{m + 2:02d}") for m in (7, 8, 9)]),
            "none of these",
        ),
    ],
)  # fmt: skip
def test_what_no_window_can_be_made_of_is_refused_in_a_sentence(due, usual, figures, says):
    with pytest.raises(Refused, match=says):
        windows(due, usual, figures)


# --- offers --------------------------------------------------------------------------------------------------------


def test_signs_of_improvement_are_offered_with_luck_power_reason_and_doubt():
    found = offered("signs of improvement")
    assert [type(offer.test) for offer in found] == [ChangeTest, ChangeTest, SignalTest]
    against = by_meaning(found)["against-the-year"]
    assert against.says == (
        "Burglary in north: the mean of January to March 2018 is at least 5 % below that of the twelve months before, "
        "January to December 2017."
    )
    assert against.test.by == 5.0  # half of what was agreed to matter
    assert against.why
    assert against.doubt
    assert against.ask
    assert any("January to March 2018" in window for window in against.windows)
    expected = luck_and_power(
        against.test, KNOWN, TEN, seed=1, on=DECEMBER, version=against.luck_and_power.version, draws=400
    )
    assert against.luck_and_power == expected
    assert "A force that changes nothing passes this" in against.chances


def test_significant_is_asked_back_large_or_beyond_chance():
    found = by_meaning(offered("a significant improvement", line(("satisfaction",)), improvement=FIVE))
    assert found["large-against-the-year"].test.by == 5.0  # all that was agreed to matter
    assert isinstance(found["beyond-chance"].test, SignalTest)
    sure = found["sure-of-the-level"].test
    assert (sure.reads, sure.confidence, sure.by) == ("underlying", 0.95, 0.0)
    assert "Large, or beyond chance?" in found["beyond-chance"].ask


def test_a_size_in_points_stays_in_points():
    found = by_meaning(offered("signs of improvement", line(("satisfaction",)), improvement=FIVE))
    test = found["against-the-year"].test
    assert (test.by, test.percent, test.aggregate) == (2.5, False, "pooled_rate")


def test_a_share_is_pooled_unless_its_figures_came_without_counts():
    def aggregate(figures):
        found = offered("signs of improvement", line(("satisfaction",)), figures, improvement=FIVE)
        return by_meaning(found)["against-the-year"].test.aggregate

    assert aggregate(Known(MEASURES, {})) == "pooled_rate"
    assert aggregate(known(series(np.full(23, 80.0), "satisfaction"))) == "mean"


def test_each_measure_of_a_line_gets_its_tests_and_several_areas_must_all_pass():
    found = offered("signs of improvement", line(("burglary", "satisfaction"), ("north", "south")))
    assert [offer.measure for offer in found] == ["burglary"] * 3 + ["satisfaction"] * 3
    assert found[0].test.for_each.areas == ("north", "south")


def test_all_elements_across_all_areas_are_twenty_series_that_cannot_be_shown():
    found = by_meaning(offered("better in all elements", line(("satisfaction",), AREAS, SPRING), improvement=FIVE))
    every = found["every-one"]
    assert (len(every.test.for_each.areas), len(every.test.for_each.facets)) == (4, 5)
    assert every.luck_and_power.power < 0.1
    assert "blind" in {doubt.kind for doubt in every.doubts}
    assert found["most"].test.for_each.at_least == 15
    assert len([doubt for doubt in every.doubts if doubt.kind == "inside_noise"]) == 1  # said once for all twenty
    assert found["taken-together"].test.for_each.facets == ()


def test_what_holds_still_is_judged_by_a_force_that_gets_worse():
    found = by_meaning(offered("it will be maintained", line(("satisfaction",)), improvement=FIVE))
    held = found["no-worse-by-what-matters"]
    assert held.if_worse < held.luck_and_power.luck
    assert "as it should" in held.chances
    assert "loose" not in {doubt.kind for doubt in held.doubts}
    assert found["the-value-named"].missing == ("No value is named. Ask which line is to be reached.",)


def test_consistently_asks_for_every_single_period():
    test = by_meaning(offered("consistently at 90%", line(("satisfaction",))))["every-period"].test
    assert isinstance(test, AllOfTest)
    assert [str(each.window) for each in test.tests] == ["2018-01", "2018-02", "2018-03"]
    assert {each.value for each in test.tests} == {90.0}


def test_a_peer_is_the_area_named_in_the_words():
    names = {"south": "South Wales"}
    found = by_meaning(offered("on a par with South Wales", line(("satisfaction",)), improvement=FIVE, names=names))
    assert (found["within-the-agreed-size"].test.peer, found["within-the-agreed-size"].test.tolerance) == ("south", 5.0)
    unnamed = by_meaning(offered("on a par with the best", line(("satisfaction",)), improvement=FIVE, names=names))
    assert "No other area" in unnamed["closing"].missing[0]


def test_counts_of_unlike_areas_have_no_gap():
    both = known(series(COUNTS), series(COUNTS, area="south"))
    found = by_meaning(offered("on a par with south", figures=both))
    assert "is a count" in found["within-the-agreed-size"].missing[0]


def test_a_group_is_the_one_that_holds_the_area():
    found = by_meaning(offered("near the top", line(("satisfaction",)), improvement=FIVE))
    assert isinstance(found["top-half"].test, RankTest)
    assert (found["top-half"].test.best, found["top-half"].test.group) == (2, "group")
    assert found["top-half"].test.group_as_at == DECEMBER
    several = known(*SHARES, groups={"group": AREAS, "other": AREAS})
    assert "Several comparison groups" in offered("near the top", line(("satisfaction",)), several)[0].missing[0]
    assert "No comparison group" in offered("near the top", line(("satisfaction",)), known(*SHARES))[0].missing[0]


def test_what_speaks_of_the_past_ends_with_the_newest_figures_and_has_no_luck():
    found = offered("it has fallen since May", line(due=None))
    assert [str(offer.test.after) for offer in found[:2]] == ["2017-09..2017-11"] * 2
    assert all(offer.luck_and_power is None and "known already" in offer.chances for offer in found)


def test_everything_missing_is_told_at_once():
    bare = offered("signs of improvement", line((), (), None))
    assert bare[0].missing == (
        "It names no measure. Ask which figure would show it.",
        "It names no area. Ask whether the force is meant, or which areas.",
    )
    undated = offered("signs of improvement", line(due=None))
    assert undated[0].missing == ("It has no date, and every window hangs on one. Ask by when.",)


def test_a_measure_without_figures_has_its_test_and_says_why_it_has_no_luck():
    found = by_meaning(offered("signs of improvement", figures=Known(MEASURES, {})))
    assert found["against-the-year"].test is not None
    why = "Luck and power cannot be computed. There are no figures for burglary/north."
    assert found["against-the-year"].no_luck == why
    assert found["beyond-chance"].test is None


def test_where_nobody_has_said_which_way_is_better_a_person_must():
    unsaid = Known({"burglary": measure(direction=Direction.NEITHER)}, KNOWN.series)
    assert "which way is better" in by_meaning(offered("signs of improvement", figures=unsaid))["year-on-year"].no_luck
    assert "which way is better" in by_meaning(offered("maintained", figures=unsaid))["usual-range"].no_luck
    said = by_meaning(offered("signs of improvement", figures=unsaid, direction=Direction.DOWN))["year-on-year"]
    assert said.test.direction is Direction.DOWN
    assert said.luck_and_power


def test_a_fact_needs_no_figures_and_has_no_luck():
    found = by_meaning(offered("it will be gripped", line((), ())))
    assert isinstance(found["in-hand"].test, FactTest)
    assert found["in-hand"].test.by == MARCH.date
    assert found["in-hand"].no_luck.startswith("No figures are read here")


def test_by_year_two_windows_are_one_and_the_test_is_offered_once():
    years = [FinancialYear(2008 + at) for at in range(9)]
    found = offered("signs of improvement", figures=known(series(RNG.poisson(900, 9), periods=years)))
    assert sum(offer.test is not None and isinstance(offer.test, ChangeTest) for offer in found) == 1


def test_words_without_a_reading_get_no_offer_and_a_sentence():
    assert offered("a paper will be sent") == ()
    assert nothing_found("a paper will be sent", shipped_readings()).startswith("No words here are among the readings.")
    assert nothing_found("signs of improvement", shipped_readings()) == ""


def test_the_same_seed_gives_the_same_offers():
    assert offered("signs of improvement") == offered("signs of improvement")


# --- files ---------------------------------------------------------------------------------------------------------

FILE = """
key = "own"
words = "own words"
phrases = ["quite well"]
why = "Why."
doubt = "Doubt."
ask = ["What?"]

[[meanings]]
key = "one"
says = "One."
why = "Why one."
[meanings.test]
kind = "change"
after = "<after>"
before = "<year_before>"
aggregate = "<usual>"
"""


def faults(text, name="own"):
    return [str(fault) for fault in read_reading(text.encode(), f"readings/{name}.toml")[1]]


def test_every_reading_shipped_is_whole():
    library = shipped_readings()
    assert len(library.readings) >= 16
    for reading in library.readings:
        assert reading.why, reading.key
        assert reading.doubt, reading.key
        assert reading.ask, reading.key
        assert 1 <= len(reading.meanings) <= 4
        for phrase in reading.phrases:  # a phrase must find its own reading, or it is in vain
            example = phrase.replace("...", "very much").replace("#", "12").split()
            said = " ".join(word.split("/")[0] for word in example)
            assert reading.key in {match.key for match in Library((reading,)).matches(said)}, phrase


def test_a_body_adds_its_own_readings_and_replaces_those_of_the_same_key(tmp_path):
    (tmp_path / "own.toml").write_text(FILE)
    (tmp_path / "gripped.toml").write_text(FILE.replace('"own"', '"gripped"'))
    own, wrong = read_readings(tmp_path)
    assert not wrong
    both = shipped_readings().with_own(own.readings)
    assert len(both.readings) == len(shipped_readings().readings) + 1
    assert both["gripped"].words == "own words"
    assert [match.key for match in both.matches("quite well")] == ["gripped"]  # of equals the first
    assert read_readings(tmp_path / "none") == (Library(), [])


def test_the_faults_of_a_file_are_told_all_at_once():
    wrong = (
        FILE.replace('"<year_before>"', '"<befor>"')
        .replace('["quite well"]', '["(quite)? well", "..."]')
        .replace('"<usual>"', '"about <usual>"')
    )
    found = "\n".join(faults(wrong, "other"))
    assert 'the key is "own". Name the file own.toml' in found
    assert '"<befor>" is no blank' in found
    assert '"(quite)?" in "(quite)? well" is no plain word' in found
    assert "with more beside it" in found


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('aggregate = "<usual>"', 'aggregate = "median"', "is not one of"),
        ('aggregate = "<usual>"', 'aggregate = "<after>"', "is not one of"),
        ('aggregate = "<usual>"', 'aggregate = "<usual>"\ntolerance = 3', "is a parameter of parity, not of change"),
        ('kind = "change"', 'kind = "changes"', "is not a kind of test"),
        ('why = "Why."', "", "is missing"),
        ('why = "Why one."', 'why = "Why one."\neach_period = true', "has no such blank"),
        ('["quite well"]', "[]", "it has no phrases"),
    ],
)  # fmt: skip
def test_a_reading_that_is_no_test_is_a_fault_in_words(old, new, says):
    assert any(says in fault for fault in faults(FILE.replace(old, new)))


def test_two_meanings_of_one_key_and_none_or_five_of_them_are_faults():
    head, meaning = FILE[: FILE.index("[[meanings]]")], FILE[FILE.index("[[meanings]]") :]
    assert "it has 0 meanings" in "\n".join(faults(head + "meanings = []"))
    found = "\n".join(faults(FILE + meaning * 4))
    assert "it has 5 meanings" in found
    assert 'two of its meanings have the key "one"' in found


def test_every_blank_but_one_is_used_by_a_reading_shipped():
    meanings = [each for reading in shipped_readings().readings for each in reading.meanings]
    used = {name for each in meanings for name in blanks_in(each.test)}
    assert used <= set(BLANKS)
    assert set(BLANKS) - used == {"present"}  # for a body's own


def test_a_quarterly_series_is_cut_in_quarters():
    quarterly = known(series(RNG.poisson(300, 8), periods=[Quarter(2016, 1).shift(at) for at in range(8)]))
    test = by_meaning(offered("signs of improvement", figures=quarterly))["against-the-year"].test
    assert (str(test.after), str(test.before)) == ("2018-Q1", "2017")
