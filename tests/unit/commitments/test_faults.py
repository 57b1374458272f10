"""Every fault of a test is told at once and in words."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from eyre.body.commitment_test import (
    Aggregate,
    AllOfTest,
    AtLeastOfTest,
    ChangeTest,
    Comparison,
    FactTest,
    ForEach,
    LevelTest,
    ParityTest,
    RankTest,
    Reads,
    RecordTest,
    RelativeChangeTest,
    ReversalTest,
    SignalTest,
    When,
    WithinTest,
)
from eyre.commitments import check, course, faults, finding, read_test
from eyre.core import BadInput, Direction, Month, Rolling
from eyre.measures import SeriesBreak
from promises import MEASURES, START, figures, key, measure, paths, quarters, window

LEVEL = LevelTest(
    measure="satisfaction",
    area="north",
    window=window(0, 2),
    aggregate=Aggregate.MEAN,
    op=Comparison.AT_LEAST,
    value=90.0,
)
CHANGE = ChangeTest(measure="burglary", area="north", before=window(0, 2), after=window(3, 5), aggregate=Aggregate.SUM)
RANK = RankTest(measure="rate", area="north", window=window(0, 2), group="g", best=1)
YEAR = figures(
    {
        key(): paths(np.ones(12)),
        key("satisfaction"): paths(np.ones(12)),
        key("rate"): paths(np.ones(12)),
        key("rate", "a"): paths(np.ones(12)),
    },
    groups={"g": ("north", "a")},
)


def said(test, on=YEAR, **more):
    return " | ".join(str(fault) for fault in faults(test, on, **more))


@pytest.mark.parametrize("test", [LEVEL, CHANGE, RANK])
def test_a_sound_test_has_no_fault(test):
    assert faults(test, YEAR, data_date=date(2016, 12, 31)) == []


@pytest.mark.parametrize(
    ("test", "words"),
    [
        (replace(LEVEL, measure="joy"), 'no measure "joy". Known: burglary, rate, satisfaction'),
        (replace(LEVEL, area="moon"), "no figures for satisfaction/moon"),
        (replace(LEVEL, aggregate=Aggregate.SUM), "is no count and its values cannot be added"),
        (replace(LEVEL, aggregate=Aggregate.POOLED_RATE), "needs numerator and denominator"),
        (replace(LEVEL, reads=Reads.UNDERLYING), "neither k of n nor a standard error"),
        (replace(LEVEL, evidence="sample:2018-01"), "The sample 2018-01 has no result for"),
        (replace(LEVEL, confidence=90.0), "A confidence of 90 was asked"),
        (replace(LEVEL, for_each=ForEach(at_least=0)), "At least 0 of 1"),
        (replace(LEVEL, window=window(10, 14)), "not made of whole periods"),
        (replace(CHANGE, after=window(3, 4)), "is not as long"),
        (replace(CHANGE, when=When.ANY_TIME_IN), "is not as long"),
        (replace(CHANGE, after=window(2, 4)), "overlap"),
        (replace(CHANGE, before=window(3, 5), after=window(0, 2)), "Exchange the two"),
        (replace(CHANGE, by=-1.0), "A change of -1 was asked"),
        (replace(CHANGE, direction=Direction.NEITHER), "Nobody has said which way is better"),
        (replace(RANK, best=0), "which nobody can be in"),
        (replace(RANK, best=2), "which everybody is in"),
        (replace(RANK, group="h"), 'no group "h". Known: g'),
        (replace(RANK, measure="burglary"), "the largest area would lead"),
        (replace(RANK, reads=Reads.UNDERLYING), "cannot be read as underlying"),
        (
            ReversalTest(measure="burglary", area="north", window=window(0, 11), split=START.shift(7)),
            "7 before August 2016 and 5 from it on. Use `change` between two windows instead",
        ),
        (
            ReversalTest(
                measure="burglary", area="north", window=window(0, 11), split=START.shift(6), when=When.ANY_TIME_IN
            ),
            "has one look",
        ),
        (
            SignalTest(measure="burglary", area="north", window=window(4, 6), baseline=window(0, 3), rule_set="mine"),
            'no rule set "mine"',
        ),
        (
            SignalTest(measure="burglary", area="north", window=window(4, 6), baseline=window(0, 0)),
            "a baseline of at least 2 periods",
        ),
        (
            WithinTest(measure="burglary", area="north", window=window(4, 6), baseline=window(0, 3), periods=0),
            "Give m of 1 or more",
        ),
        (
            WithinTest(measure="burglary", area="north", window=window(4, 6), baseline=window(0, 3), periods=4),
            "Give a longer window",
        ),
        (ParityTest(measure="satisfaction", area="north", window=window(0, 0), tolerance=1.0), "Give one of the two"),
        (
            ParityTest(measure="satisfaction", area="north", window=window(0, 0), peer="wales", tolerance=-1.0),
            "no figures for the peer wales",
        ),
        (
            RelativeChangeTest(
                measure="burglary", area="north", before=window(0, 2), after=window(3, 5), aggregate=Aggregate.SUM
            ),
            "Give one of the two",
        ),
        (RecordTest(what="paper", count=0), "A count of 0 is always met"),
        (AllOfTest(tests=()), "has no tests in it"),
        (AtLeastOfTest(tests=(LEVEL,), at_least=2), "At least 2 of 1"),
        (AtLeastOfTest(tests=(LEVEL, FactTest(evidence_wanted="x")), at_least=1), "reported apart"),
    ],
)
def test_each_fault_says_what_was_found(test, words):
    assert words in said(test)


def test_all_faults_are_told_at_once_with_their_place():
    both = AllOfTest(tests=(replace(LEVEL, area="moon"), replace(RANK, best=0)))
    with pytest.raises(BadInput) as error:
        check(both, YEAR)
    assert [fault.where for fault in error.value.faults] == ["test.tests[0]", "test.tests[1]"]


def test_a_window_after_the_data_date_waits():
    assert "the figures run to 31 January 2016. Wait" in said(LEVEL, data_date=date(2016, 1, 31))


def test_of_many_areas_with_the_same_fault_two_are_named_and_the_rest_counted():
    areas = tuple(f"area-{at}" for at in range(25))
    ended = figures({key("satisfaction", area): paths(np.ones(2)) for area in areas})
    told = faults(replace(LEVEL, area="", for_each=ForEach(areas=areas)), ended, data_date=date(2016, 12, 31))
    assert len(told) == 3
    assert "satisfaction/area-0 run to February 2016" in str(told[0])
    assert "The same holds for 23 more of its areas and facets" in str(told[2])
    few = faults(replace(LEVEL, area="", for_each=ForEach(areas=areas[:5])), ended, data_date=date(2016, 12, 31))
    assert len(few) == 5


def test_a_missing_figure_is_named():
    gap = figures({key("satisfaction"): paths([90.0, np.nan, 90.0])})
    assert "has no figure for February 2016" in said(LEVEL, gap)


def test_nothing_counted_has_no_rate():
    none = replace(paths(np.ones(3)), numerator=np.zeros((1, 3)), denominator=np.zeros((1, 3)))
    none = figures({key("satisfaction"): none})
    assert "0 of 0" in said(replace(LEVEL, aggregate=Aggregate.POOLED_RATE), none)


def test_a_month_is_no_window_of_a_quarterly_measure():
    by_quarter = figures({key("satisfaction"): paths(np.ones(4), quarters(4))})
    assert "not made of whole periods" in said(replace(LEVEL, window=Month(2016, 2)), by_quarter)
    assert faults(replace(LEVEL, window=window(0, 5)), by_quarter) == []


def test_overlapping_periods_cannot_show_a_change():
    rolling = tuple(Rolling.ending(START.shift(at), 3) for at in range(12))
    overlapping = figures({key(): paths(np.ones(12), rolling)})
    assert "overlap, so neighbours share most of their cases" in said(CHANGE, overlapping)


def test_a_measure_redefined_between_the_windows_cannot_be_compared():
    new = measure(breaks=(SeriesBreak(on=date(2016, 4, 1), why="counting rules"),))
    redefined = replace(YEAR, measures={**MEASURES, "burglary": new})
    assert "was redefined on 1 April 2016 (counting rules)" in said(CHANGE, redefined)
    bridged = measure(breaks=(SeriesBreak(on=date(2016, 4, 1), why="counting rules", bridge="add 3 %"),))
    assert faults(CHANGE, replace(YEAR, measures={"burglary": bridged})) == []
    elsewhere = measure(breaks=(SeriesBreak(on=date(2016, 4, 1), why="new beat", areas=("south",)),))
    assert faults(CHANGE, replace(YEAR, measures={"burglary": elsewhere})) == []


def test_no_percent_of_nothing():
    none = figures({key(): paths([0, 0, 0, 1, 1, 1])})
    assert "of which no percent can be taken" in said(replace(CHANGE, percent=True, by=10.0), none)


def test_a_test_of_nothing_is_a_fault_before_anything_is_drawn():
    with pytest.raises(BadInput, match="has no tests in it"):
        course(AllOfTest(tests=()), YEAR)


def circle():
    inner = AllOfTest(tests=(LEVEL,))
    object.__setattr__(inner, "tests", (LEVEL, inner))
    return inner


def test_a_test_that_contains_itself_is_a_fault_everywhere():
    assert "contains itself" in said(circle())
    for ask in (lambda: course(circle(), YEAR), lambda: finding(circle(), YEAR, data_date=date(2016, 12, 31))):
        with pytest.raises(BadInput, match="contains itself"):
            ask()


# --- from a mapping -----------------------------------------------------------------------------------------------

PLAIN = {
    "kind": "level", "measure": "satisfaction", "area": "north", "window": "2016-01..2016-03", "aggregate": "mean",
    "op": "at_least", "value": 90.0,
}  # fmt: skip


def test_a_test_is_read_from_its_mapping():
    assert read_test(PLAIN) == (LEVEL, [])


def test_an_unknown_kind_is_told_with_those_that_are_known():
    _, found = read_test({**PLAIN, "kind": "hope"})
    assert found[0].where == "test.kind"
    assert '"hope" is not a kind of test. Write one of: level, change, relative_change' in found[0].what


def test_a_parameter_of_another_kind_is_told_with_its_owner():
    _, found = read_test({**PLAIN, "peer": "south", "colour": "red"})
    assert [fault.where for fault in found] == ["test.peer", "test.colour"]
    assert '"peer" is a parameter of relative_change, parity, not of level' in found[0].what
    assert "no parameter of any kind" in found[1].what


def test_a_mapping_within_itself_is_a_fault():
    mapping = {"kind": "all_of", "tests": [PLAIN]}
    mapping["tests"].append(mapping)
    _, found = read_test(mapping)
    assert [str(fault) for fault in found] == [
        "test.tests[1]: This test contains itself, so it can never be settled. Name the tests it is made of."
    ]
