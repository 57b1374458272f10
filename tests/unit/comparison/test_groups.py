"""Family groups by date and level, and what may be compared at all."""

from datetime import date

import numpy as np
import pytest

from eyre.comparison import (
    AsReported,
    Definition,
    Group,
    InForce,
    Level,
    MeanKind,
    bridging_note,
    check_comparable,
    check_level,
    differences,
    group_mean,
    group_of,
    reported,
    since_last_time,
    stretches,
)
from eyre.core import FinancialYear, Month, NotFound, Refused

FORCES = Group("a", "Forces like West Mercia", Level.FORCE, ("west-mercia", "norfolk", "suffolk"), "west-mercia",
               to_date=date(2017, 3, 31))  # fmt: skip
LATER = Group("b", "Forces like West Mercia, 2017", Level.FORCE, ("west-mercia", "norfolk", "wiltshire"), "west-mercia",
              from_date=date(2017, 4, 1), made_up=True)  # fmt: skip
LOCAL = Group("c", "Places like Telford", Level.LOCAL, ("telford", "swindon"), "telford")
GROUPS = (FORCES, LATER, LOCAL)


def test_a_group_is_the_one_that_held_on_the_day():
    assert group_of(GROUPS, "west-mercia", Level.FORCE, date(2017, 3, 31)) is FORCES
    assert group_of(GROUPS, "west-mercia", Level.FORCE, date(2017, 4, 1)) is LATER


def test_a_local_area_has_no_group_of_forces():
    with pytest.raises(NotFound, match="west-mercia, a local area, has no group of local areas"):
        group_of(GROUPS, "west-mercia", Level.LOCAL, date(2017, 4, 1))
    with pytest.raises(Refused, match=r"telford is a local area, and .* is a group of forces.*never mixed"):
        check_level("telford", Level.LOCAL, LATER)
    check_level("telford", Level.LOCAL, LOCAL)


def test_an_area_in_two_groups_of_others_must_say_which():
    other = Group("d", "More forces", Level.FORCE, ("norfolk", "surrey"))
    with pytest.raises(Refused, match="several groups"):
        group_of((*GROUPS, other), "norfolk", Level.FORCE, date(2018, 1, 1))


def test_a_made_up_group_says_so_in_every_sentence():
    assert LATER.says().endswith("(made up)")
    assert "made up" not in FORCES.says()
    assert "(made up)" in reported(LATER, ["west-mercia", "norfolk"]).says()
    named = Group("e", "Made-up group", Level.FORCE, ("a", "b"), made_up=True)
    assert named.says() == "Made-up group"


def test_how_many_of_the_group_reported_and_who_did_not():
    found = reported(FORCES, ["norfolk", "west-mercia", "kent"])
    assert (found.have, found.missing) == (("west-mercia", "norfolk"), ("suffolk",))
    assert found.says() == "2 of the 3 of Forces like West Mercia reported; no figures from suffolk."


def test_fewer_of_the_group_than_agreed_are_refused():
    with pytest.raises(Refused, match="At least 3 are needed"):
        reported(FORCES, ["norfolk", "west-mercia"], at_least=3)
    with pytest.raises(Refused, match="1 of the 3"):
        reported(FORCES, ["norfolk"])


def test_a_plain_and_a_weighted_mean_are_two_things_and_say_which():
    # 10 of 100 and 300 of 1,000: plain (10 + 30) / 2 = 20 %, weighted 310 / 1,100 = 28.2 %.
    plain, weighted = (group_mean([10, 300], [100, 1000], kind) for kind in MeanKind)
    assert float(plain.value) == pytest.approx(0.20)
    assert float(weighted.value) == pytest.approx(310 / 1100)
    assert (plain.kind.says(), weighted.kind.says()) == (
        "plain mean, every area alike",
        "weighted mean, all areas taken together",
    )


# --- definitions --------------------------------------------------------------------------------------------------

CHARGED = Definition("outcomes of offences recorded in the quarter", ("1",), "offences", None)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (Definition("outcomes recorded in the quarter", ("1",), "offences"), "recording rule: outcomes of offences"),
        (Definition(CHARGED.recording_rule, ("1", "2"), "offences"), "outcome types: 1 against 1, 2"),
        (Definition(CHARGED.recording_rule, ("1",), "residents"), "denominator: offences against residents"),
    ],
)
def test_areas_that_count_different_things_are_refused(other, said):
    with pytest.raises(Refused, match=said):
        check_comparable([("a", CHARGED), ("b", other)])


def test_a_denominator_of_another_year_is_said_and_compared():
    one, other = Definition(denominator="residents", denominator_year=2017), Definition(denominator="residents", denominator_year=2011)  # noqa: E501  # fmt: skip
    (doubt,) = check_comparable([("a", one), ("b", other)])
    assert str(doubt) == "b: differs from a in year of the denominator: 2017 against 2011."


def test_what_only_one_side_states_is_never_taken_for_alike():
    (found,) = differences(Definition("HOCR 2017"), Definition())
    assert (found.what, found.is_grave) == ("recording rule: HOCR 2017 against not stated", False)


def test_the_order_of_outcome_types_is_no_difference():
    assert differences(Definition(outcome_types=("2", "1")), Definition(outcome_types=("1", "2"))) == ()


def test_no_line_is_drawn_across_a_change_of_definition():
    # Sanction detections until March 2013, outcomes from April: two stretches.
    before = InForce(date(2006, 4, 1), "sanction detection rate", Definition("detections"))
    after = InForce(date(2013, 4, 1), "outcome rate", Definition("outcomes", ("1", "2", "3")))
    months = [Month(2013, month) for month in (2, 3, 4, 5)]
    cut = stretches(months, [after, before])
    assert [(each.held.name, each.periods) for each in cut] == [
        ("sanction detection rate", tuple(months[:2])), ("outcome rate", tuple(months[2:])),
    ]  # fmt: skip
    note = bridging_note(before, after)
    assert "From 1 April 2013 this is outcome rate, before it was sanction detection rate" in note
    assert "no line is drawn across" in note


def test_a_year_in_which_the_definition_changed_belongs_to_neither():
    held = [InForce(date(2010, 4, 1), "old", Definition()), InForce(date(2012, 10, 1), "new", Definition())]
    years = [FinancialYear(year) for year in (2011, 2012, 2013)]
    assert [each.periods for each in stretches(years, held)] == [(years[0],), (years[2],)]
    with pytest.raises(Refused, match="No definition is stated for 2009/10"):
        stretches([FinancialYear(2009)], held)


# --- now against before -------------------------------------------------------------------------------------------


def test_a_fall_since_the_last_meeting_is_told_apart_from_a_revision():
    # 120 was reported; that month now reads 110; this month is 105: a fall of 5, not of 15.
    then = AsReported(date(2017, 10, 26), Month(2017, 9), 120)
    now = AsReported(date(2017, 12, 19), Month(2017, 11), 105)
    found = since_last_time(then, 110, now)
    assert (found.apparent, found.revision, found.change) == (-15, -10, -5)
    assert found.says() == (
        "At the meeting of 26 October 2017: 120 (2017-09). That period now reads 110. Now: 105 (2017-11), "
        "-5 on the figures as they read now (-15 on those reported)."
    ).replace("-5 on", "−5 on").replace("(-15", "(−15")
    assert since_last_time(then, 120, now).says().endswith("since then; the earlier figure stands.")


def test_a_month_is_not_set_against_a_year_nor_a_meeting_against_a_later_one():
    month = AsReported(date(2017, 10, 26), Month(2017, 9), 120)
    with pytest.raises(Refused, match="unlike periods"):
        since_last_time(month, 120, AsReported(date(2017, 12, 19), FinancialYear(2016), 9))
    with pytest.raises(Refused, match="is not after"):
        since_last_time(month, 120, AsReported(date(2017, 9, 1), Month(2017, 8), 9))


def test_a_mean_of_areas_can_be_made_for_many_measures():
    means = group_mean(np.array([[10, 300], [1, 1]]), [100, 1000], MeanKind.PLAIN)
    assert means.value == pytest.approx([0.2, 0.0055])
