from datetime import date
from pathlib import Path

import pytest

from eyre.core import Direction, MeasureKind, Month, NotFound
from eyre.measures import Catalogue, Measure, Target, check_measure, read_measures, shipped, write_measure

EXAMPLES = Path(__file__).parents[3] / "examples"


def measure(key="burglary", kind=MeasureKind.COUNT, **fields):
    return Measure(key=key, name=key, what="w", why="w", unit="offences", kind=kind, direction=Direction.DOWN, **fields)


def faults(value, where="measures/burglary.toml"):
    return " ".join(fault.what for fault in check_measure(value, where))


BASED = {"numerator": "charges", "denominator": "offences"}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (measure("robbery"), "Name the file robbery.toml"),
        (measure(kind=MeasureKind.PROPORTION, **BASED), 'Write unit = "%"'),
        (measure(kind=MeasureKind.RATE, **BASED), "Write per = 1000"),
        (measure(kind=MeasureKind.RATE, per=1000), "needs its numerator and denominator in words"),
        (measure(targets=(Target(value=1, over="year"),)), 'over a "period" or a "financial_year"'),
        (measure(targets=(Target(value=1, kind="hope"),)), "target, aspiration or trajectory"),
        (measure(period="months"), "day, week, month, quarter, financial_year or calendar_year"),
    ],
)
def test_a_definition_that_cannot_be_is_told_what_to_write(value, said):
    assert said in faults(value)


def test_a_definition_that_can_be_has_no_fault():
    assert faults(measure(kind=MeasureKind.RATE, per=1000, **BASED)) == ""


def test_every_fault_of_every_definition_is_said_at_once(tmp_path):
    (tmp_path / "a.toml").write_text("key = ", "utf-8")
    (tmp_path / "b.toml").write_text('key = "b"', "utf-8")
    (tmp_path / "burglary.toml").write_text(write_measure(measure()), "utf-8")
    catalogue, found = read_measures(tmp_path)
    assert [m.key for m in catalogue] == ["burglary"]
    assert {fault.where.split(",")[0] for fault in found} == {"measures/a.toml", "measures/b.toml"}
    assert len(found) == 1 + 6  # not TOML; name, what, why, unit, kind and direction missing


def test_a_measure_that_is_not_there_brings_the_nearest_to_mind():
    catalogue = Catalogue((measure("burglary"), measure("robbery")))
    with pytest.raises(NotFound, match='Did you mean "burglary"'):
        catalogue["burglery"]


def test_sanction_detection_and_outcome_rate_are_two_measures_and_both_break_where_the_one_gave_way():
    measures, _ = read_measures(EXAMPLES / "west-mercia" / "measures")
    detected, outcomes = measures["burglary_sanction_detection_rate"], measures["burglary_outcome_rate"]
    assert detected.numerator != outcomes.numerator
    for one in (detected, outcomes):
        assert date(2013, 4, 1) in {found.on for found in one.breaks}
        assert all(found.bridge for found in one.breaks)  # how the two sides may be set beside one another


def test_an_area_is_held_to_its_own_target_before_the_one_for_all():
    both = measure(targets=(Target(value=10, area="telford"), Target(value=20)))
    assert both.target_for("telford", date(2018, 1, 1)).value == 10
    assert both.target_for("wyre", date(2018, 1, 1)).value == 20


def test_a_target_holds_from_its_first_period_until_its_day():
    aimed = measure(targets=(Target(value=10, from_period=Month(2017, 4), by=date(2018, 3, 31)),))
    held = [aimed.target_for("x", day) is not None for day in (date(2017, 3, 31), date(2017, 4, 1))]
    assert held == [False, True]
    over = [aimed.target_for("x", day) is None for day in (date(2018, 3, 31), date(2018, 4, 1))]
    assert over == [False, True]


def test_a_later_target_takes_the_place_of_an_earlier_one():
    moved = measure(targets=(Target(value=10), Target(value=12, from_period=Month(2018, 1))))
    assert [moved.target_for("x", day).value for day in (date(2017, 12, 31), date(2018, 1, 1))] == [10, 12]


def test_a_target_for_the_year_is_not_asked_of_each_period():
    yearly = measure(targets=(Target(value=1000, over="financial_year"),))
    assert yearly.target_for("x", date(2018, 1, 1)) is None
    assert yearly.target_for("x", date(2018, 1, 1), "financial_year").value == 1000


def test_the_definitions_that_ship_are_without_fault():
    assert len(list(shipped("police_uk"))) > 10
    keys = {measure.key for measure in shipped("home_office")}
    assert keys >= {"offences_recorded", "outcomes_of_offences_recorded", "outcomes_recorded_in_quarter"}
    with pytest.raises(NotFound, match="There are some for: home_office, police_uk"):
        shipped("elsewhere")
