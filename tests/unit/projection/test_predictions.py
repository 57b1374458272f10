"""Predictions beside what came: the side they lean to, hits, other forecasts of the same day, the next round."""

import pytest

from eyre.core import Direction, TooFewPoints
from eyre.projection.predictions import (
    FEWEST_RESULTS,
    ROUNDS_AS_UNITS,
    Came,
    Lean,
    Scale,
    correction,
    judge_predictions,
    sentences,
)

FORECAST = [88, 85, 90, 87, 92, 95, 91, 89, 94, 96, 93, 90]
ACTUAL = [92, 90, 91, 95, 97, 99, 96, 95, 99, 98, 99, 97]


def two_rounds(forecast=FORECAST, actual=ACTUAL, **more):
    """Six months lodged together, then six more."""
    return [Came(p, a, f"round {at // 6}", **more) for at, (p, a) in enumerate(zip(forecast, actual, strict=True))]


def test_two_rounds_below_every_result_lean_to_caution_s_e6():
    judged = judge_predictions(two_rounds(direction=Direction.UP), Scale.UNIT)
    assert (judged.below, judged.n, judged.rounds) == (12, 12, 2)
    assert judged.mean == pytest.approx(4.833333, abs=5e-7)
    assert judged.sign_p == pytest.approx(0.00048828, abs=5e-9)
    assert judged.tracking == pytest.approx(12)
    assert judged.line.f == pytest.approx(39.7631, abs=5e-5)
    assert judged.lean is Lean.CAUTIOUS


@pytest.mark.parametrize(
    ("direction", "lean"),
    [
        (Direction.UP, Lean.CAUTIOUS),
        (Direction.DOWN, Lean.OPTIMISTIC),  # fewer is better, and more came than was predicted
        (Direction.NEITHER, Lean.BELOW),  # nobody is told that it is good
    ],
)
def test_cautious_needs_to_know_which_way_is_better(direction, lean):
    assert judge_predictions(two_rounds(direction=direction), Scale.UNIT).lean is lean


def test_the_sentence_of_the_meeting():
    # below in 11 of 12; errors 11 × 4 and one -8: mean 36 / 12 = 3
    actual = [p + 4 for p in FORECAST[:-1]] + [FORECAST[-1] - 8]
    said = sentences(judge_predictions(two_rounds(actual=actual), Scale.UNIT), unit="points")
    assert said[0] == "Predictions were below the result in 11 of 12 months by 3 points on average."


def test_where_side_and_average_disagree_both_are_said():
    # above in 8 of 12 by 1, below in 4 by 10: mean (40 - 8) / 12 = 2.67
    actual = [p - 1 for p in FORECAST[:8]] + [p + 10 for p in FORECAST[8:]]
    said = sentences(judge_predictions(two_rounds(actual=actual), Scale.UNIT), unit="points")
    assert said[0] == "Predictions were above the result in 8 of 12 months; on average they were 2.7 points below it."


def test_under_six_results_are_too_few_to_judge():
    few = [Came(88, 92, f"round {at}", Direction.UP) for at in range(FEWEST_RESULTS - 1)]
    judged = judge_predictions(few, Scale.UNIT)
    assert judged.lean is Lean.TOO_FEW
    assert (
        "Too few to judge whether they lean: 5 results from 5 rounds, and at least 6 from 2 are needed, for "
        in " ".join(sentences(judged, unit="points"))
    )


def test_one_round_is_one_piece_of_evidence_however_many_months_it_has():
    one = [Came(p, a, "first", Direction.UP) for p, a in zip(FORECAST, ACTUAL, strict=True)]
    judged = judge_predictions(one, Scale.UNIT)
    assert judged.lean is Lean.TOO_FEW
    assert judged.why_too_few.startswith("12 results from 1 round, and at least 6 from 2 are needed")


def test_from_six_rounds_the_interval_takes_each_round_as_one():
    # two months a round with the same error: as months 12 errors, as rounds 6; 1..6 twice, mean 3.5
    came = [Came(0, error, f"round {error}") for error in range(1, ROUNDS_AS_UNITS + 1) for _ in range(2)]
    judged = judge_predictions(came, Scale.UNIT)
    assert judged.by_rounds
    assert (judged.bias.n, judged.mean) == (6, 3.5)
    # sd of 1..6 is 1.870829; t of 5 freedoms 2.570582; 2.570582 × 1.870829 / √6 = 1.963312
    assert float(judged.bias.interval.lower) == pytest.approx(3.5 - 1.963312, abs=5e-6)


def test_no_lean_is_shown_where_the_interval_holds_nought():
    came = [Came(10, 10 + error, f"round {at % 2}") for at, error in enumerate([3, -3, 2, -2, 4, -3])]
    assert judge_predictions(came, Scale.UNIT).lean is Lean.NOT_SHOWN


def test_a_range_is_hit_at_its_ends_too_and_counted_with_wilsons_interval():
    came = [Came(10, actual, "a", low=8, high=12) for actual in (8, 12, 13)] + [Came(10, 11, "a")]
    hits = judge_predictions(came, Scale.UNIT).hits
    # Wilson for 2 of 3: 0.2077 to 0.9385
    assert (hits.k, hits.n) == (2, 3)
    assert (hits.low, hits.high) == pytest.approx((0.2077, 0.9385), abs=5e-5)


def test_predictions_stand_beside_the_naive_forecast_of_the_same_day():
    # own errors 2 each; naive 4, 1, 3 twice: mean 2 against 8/3; nearer in four of six; the last has no naive forecast
    came = [*(Came(10, 12, "a", naive=naive) for naive in (8, 11, 9, 8, 11, 9)), Came(10, 12, "a")]
    naive = judge_predictions(came, Scale.UNIT).naive
    assert (naive.n, naive.nearer, naive.further) == (6, 4, 2)
    assert naive.relative == pytest.approx(0.75)
    assert naive.skill == pytest.approx(0.25)
    said = sentences(judge_predictions(came, Scale.UNIT), unit="points")
    assert (
        "They were nearer than the naive forecast of the same day in 4 of 6 months; "
        "their error was 25 % smaller than its." in said
    )


def test_unlike_areas_are_averaged_in_per_cent_of_what_was_predicted():
    # +10 of 100 and +100 of 1,000 are both 10 %; a prediction of 0 has no per cent
    came = [Came(100, 110, "a"), Came(1000, 1100, "b"), Came(0, 3, "b")]
    judged = judge_predictions(came, Scale.PERCENT)
    assert judged.mean == pytest.approx(10)
    assert (judged.n, judged.left_out) == (3, 1)


def test_unlike_measures_are_counted_and_never_averaged():
    came = [Came(90, 93, "a", Direction.UP), Came(500, 480, "a", Direction.DOWN), Came(7, 8, "a")]
    judged = judge_predictions(came, Scale.NONE)
    assert (judged.mean, judged.mean_absolute, judged.tracking) == (None, None, None)
    assert (judged.cautious, judged.optimistic) == (2, 0)
    assert correction(judged) is None


def test_the_bias_is_offered_as_a_correction_with_its_interval_and_doubt():
    offered = correction(judge_predictions(two_rounds(direction=Direction.UP), Scale.UNIT))
    assert offered.amount == pytest.approx(4.833333, abs=5e-7)
    assert offered.corrected(90)[0] == pytest.approx(94.833333, abs=5e-7)
    assert offered.corrected(98, 0, 100)[0] == 100  # never above what a percentage can be
    assert offered.doubt


def test_the_correction_of_a_single_round_says_what_it_rests_on():
    one = [Came(p, a, "first") for p, a in zip(FORECAST[:6], ACTUAL[:6], strict=True)]
    assert correction(judge_predictions(one, Scale.UNIT)).doubt.startswith("it rests on 6 results from 1 round")


def test_a_single_result_has_no_interval_and_no_correction():
    judged = judge_predictions([Came(10, 12, "a")], Scale.UNIT)
    assert judged.bias is None
    assert correction(judged) is None
    assert sentences(judged, unit="points")[0] == "The only prediction with a result was below it by 2 points."


def test_without_a_result_there_is_nothing_to_judge():
    with pytest.raises(TooFewPoints, match="No result"):
        judge_predictions([], Scale.UNIT)
