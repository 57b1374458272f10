"""What is asked while a promise is typed. The promises are of the sort that meetings make; posts, never names."""

from dataclasses import replace
from datetime import date
from time import perf_counter

import numpy as np
import pytest

from eyre.body.commitment_test import (
    Aggregate,
    ChangeTest,
    Comparison,
    FactTest,
    LevelTest,
    RankTest,
    SignalTest,
)
from eyre.body.meeting import Checkpoint, Commitment, LuckAndPower
from eyre.commitments import DoubtKind, Improvement, Known, Setting, doubts_about
from eyre.comparison.groups import Level
from eyre.core import BadInput, Direction, FinancialQuarter, Month, Reference
from eyre.cycle.due import Due
from eyre.cycle.words import CommitmentKind
from promises import MEASURES, key, measure, quarters, series, window

SPRING = window(27, 29)  # April to June 2018
CHANGE = ChangeTest(
    measure="burglary",
    area="north",
    before=window(15, 17),
    after=SPRING,
    aggregate=Aggregate.SUM,
    by=20.0,
    percent=True,
)
LINE = Commitment(
    reference=Reference.parse("commitment 2017-12/C1"),
    words="Burglary in the north will be down by a fifth in April to June.",
    kind=CommitmentKind.COMMITMENT,
    given_by=("deputy-chief-constable",),
    due=Due.on(date(2018, 9, 1)),
    measures=("burglary",),
    areas=("north",),
    test=CHANGE,
)
LAGGED = {**MEASURES, "burglary": measure(lag_days=45)}  # the figures for June are there about 14 August
HISTORY = series(np.random.default_rng(1).poisson(100, 24))
SETTING = Setting(Known(LAGGED, {key(): HISTORY}), review_on=date(2018, 9, 18), owner="head-of-crime")


def kinds(line, setting=SETTING):
    return [doubt.kind for doubt in doubts_about(line, setting)]


def said(line, setting=SETTING):
    return " | ".join(str(doubt) for doubt in doubts_about(line, setting))


def test_a_line_that_can_be_tested_raises_no_doubt():
    assert doubts_about(LINE, SETTING) == []


def test_a_bare_line_is_asked_everything_at_once():
    bare = Commitment(reference=LINE.reference, words="It needs to be improved.", kind=CommitmentKind.COMMITMENT)
    assert kinds(bare, replace(SETTING, owner="")) == [
        DoubtKind.NO_MEASURE,
        DoubtKind.NO_AREA,
        DoubtKind.NO_TEST,
        DoubtKind.NO_DATE,
        DoubtKind.NO_GIVER,
        DoubtKind.NO_OWNER,
    ]


@pytest.mark.parametrize("review", [date(2018, 5, 22), date(2018, 6, 30)])
def test_a_review_before_its_window_ends_comes_too_early(review):
    # as in the notes: a review in May of an improvement that is to come from April to June
    doubts = doubts_about(LINE, replace(SETTING, review_on=review))
    assert [doubt.kind for doubt in doubts] == [DoubtKind.REVIEW_TOO_EARLY]
    assert "comes before 3 months to June 2018 ends on 30 June 2018" in doubts[0].says
    assert doubts[0].do == "Move the review to after 14 August 2018, or test an earlier window."


def test_a_review_before_its_figures_exist_comes_too_early():
    assert "exist, about 14 August 2018" in said(LINE, replace(SETTING, review_on=date(2018, 7, 17)))
    assert kinds(LINE, replace(SETTING, review_on=date(2018, 8, 14))) == []


def test_a_date_before_the_figures_cannot_be_met_with_figures():
    early = replace(LINE, due=Due.on(date(2018, 7, 1)))
    assert kinds(early) == [DoubtKind.NO_FIGURES_YET]
    assert "will not exist before about 14 August 2018, and it is due on 1 July 2018" in said(early)


@pytest.mark.parametrize(
    ("given", "is_whole"), [(Month(2018, 5), False), (window(27, 29), True), (window(26, 28), False)]
)
def test_a_window_is_of_whole_quarters_where_the_measure_is_quarterly(given, is_whole):
    quarterly = series(np.full(8, 300.0), periods=quarters(8))
    setting = replace(SETTING, known=Known(MEASURES, {key(): quarterly}))
    test = LevelTest(
        measure="burglary", area="north", window=given, aggregate=Aggregate.SUM, op=Comparison.AT_MOST, value=100.0
    )
    assert (DoubtKind.NOT_WHOLE_PERIODS not in kinds(replace(LINE, test=test), setting)) is is_whole


@pytest.mark.parametrize(
    ("given", "is_whole"), [(Month(2018, 5), False), (window(27, 29), True), (window(27, 28), False)]
)
def test_a_quarter_of_a_financial_year_is_a_whole_period_too(given, is_whole):
    first = FinancialQuarter(2016, 1)
    quarterly = series(np.full(8, 300.0), periods=tuple(first.shift(at) for at in range(8)))
    test = LevelTest(
        measure="burglary", area="north", window=given, aggregate=Aggregate.SUM, op=Comparison.AT_MOST, value=100.0
    )
    found = kinds(replace(LINE, test=test), replace(SETTING, known=Known(MEASURES, {key(): quarterly})))
    assert (DoubtKind.NOT_WHOLE_PERIODS not in found) is is_whole


def test_a_threshold_inside_the_noise_is_told_with_its_size():
    # 100 a month, deviation 10: a sum of three moves by 17, the difference of two such sums by 24.5; 5 % of 300 is 15
    small = replace(LINE, test=replace(CHANGE, by=5.0))
    (doubt,) = doubts_about(small, SETTING)
    assert doubt.kind is DoubtKind.INSIDE_NOISE
    assert doubt.says.startswith("An improvement of 5 % lies inside the noise")
    assert doubts_about(replace(LINE, test=replace(CHANGE, by=70.0, percent=False)), SETTING) == []


def test_a_line_near_the_present_level_lies_inside_the_noise():
    def at_most(value):
        return LevelTest(
            measure="burglary",
            area="north",
            window=SPRING,
            aggregate=Aggregate.MEAN,
            op=Comparison.AT_MOST,
            value=value,
        )

    assert kinds(replace(LINE, test=at_most(98.0))) == [DoubtKind.INSIDE_NOISE]
    assert kinds(replace(LINE, test=at_most(80.0))) == []


def fixed(luck, power):
    return LuckAndPower(
        luck=luck, power=power, improvement=Improvement(10, percent=True), computed_on=date(2017, 12, 19), version="0"
    )


@pytest.mark.parametrize(
    ("luck", "power", "found"),
    [
        (0.20, 0.50, []),
        (0.05, 0.49, [DoubtKind.BLIND]),
        (0.21, 0.90, [DoubtKind.LOOSE]),
        (0.45, 0.48, [DoubtKind.BLIND, DoubtKind.LOOSE]),
    ],
)
def test_a_test_may_be_blind_or_loose(luck, power, found):
    assert kinds(replace(LINE, luck_and_power=fixed(luck, power))) == found


def test_a_blind_test_says_what_would_pass():
    blind = said(replace(LINE, luck_and_power=fixed(0.03, 0.17)))
    assert "a force that improves by 10 % passes about 3 in 20" in blind


def test_a_local_area_is_not_ranked_in_the_family_of_the_force():
    rank = RankTest(measure="rate", area="north", window=SPRING, group="family", best=3)
    setting = replace(SETTING, area_levels={"north": Level.LOCAL}, group_levels={"family": Level.FORCE})
    line = replace(LINE, test=rank)
    assert kinds(line, setting) == [DoubtKind.WRONG_GROUP]
    assert 'north is a local area, and "family" is a group of forces' in said(line, setting)
    assert kinds(line, replace(setting, group_levels={"family": Level.LOCAL})) == []


def test_words_of_a_family_group_for_a_local_area_ask_which_group():
    line = replace(LINE, words="The north will be in the top third of its family group.")
    assert kinds(line, replace(SETTING, area_levels={"north": Level.LOCAL})) == [DoubtKind.WRONG_GROUP]
    assert kinds(line, replace(SETTING, area_levels={"north": Level.FORCE})) == []


def test_a_direction_must_be_stated_by_somebody():
    unstated = replace(SETTING, known=Known({"burglary": measure(direction=Direction.NEITHER)}, {}))
    assert kinds(LINE, unstated) == [DoubtKind.NO_DIRECTION]
    assert kinds(replace(LINE, test=replace(CHANGE, direction=Direction.DOWN)), unstated) == []


def test_significant_may_be_large_or_beyond_chance():
    vague = replace(LINE, words="There will be a significant improvement.", test=None)
    assert DoubtKind.SIGNIFICANT in kinds(vague)
    settled = SignalTest(measure="burglary", area="north", window=SPRING, baseline=window(0, 23))
    assert kinds(replace(vague, test=settled)) == []


def test_a_measure_nobody_defined_is_asked_for():
    assert kinds(replace(LINE, test=replace(CHANGE, measure="joy"))) == [DoubtKind.NO_MEASURE]


def test_each_checkpoint_is_checked():
    first = Checkpoint(label="three months", due=Due.on(date(2018, 3, 19)), test=replace(CHANGE, measure="joy"))
    assert kinds(replace(LINE, test=None, checkpoints=(first,))) == [DoubtKind.NO_MEASURE]


def test_a_fact_needs_neither_measure_nor_area():
    fact = replace(LINE, measures=(), areas=(), test=FactTest(evidence_wanted="letter sent"))
    assert kinds(fact) == []


def test_a_test_within_itself_is_refused():
    from eyre.body.commitment_test import AllOfTest

    circle = AllOfTest(tests=(CHANGE,))
    object.__setattr__(circle, "tests", (circle,))
    with pytest.raises(BadInput, match="contains itself"):
        doubts_about(replace(LINE, test=circle), SETTING)


def test_a_typed_line_is_checked_in_20_milliseconds():
    doubts_about(LINE, SETTING)
    started = perf_counter()
    for _ in range(10):
        doubts_about(LINE, SETTING)
    assert (perf_counter() - started) / 10 < 0.02
