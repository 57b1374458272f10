"""Promises on a day: course on paths that join what was seen to what is drawn, luck and power, and what is said."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from eyre.body.commitment_test import (
    Aggregate,
    AllOfTest,
    ChangeTest,
    Comparison,
    FactTest,
    ForEach,
    Improvement,
    LevelTest,
    ParityTest,
    RankTest,
    Reads,
    RecordTest,
)
from eyre.body.folder import read_folder
from eyre.body.loads import retract
from eyre.body.meeting import Checkpoint, LuckAndPower
from eyre.body.settings import ComparisonGroup
from eyre.commitments.settlement import Settled
from eyre.commitments.standing import Stands
from eyre.commitments.testability import DoubtKind
from eyre.core import Month, Rolling
from eyre.cycle.due import Due
from eyre.cycle.words import CommitmentKind
from eyre.tracker.commitments import CommitmentsAsOf
from eyre.tracker.commitments_plain import COLUMNS, commitments_columns, commitments_plain
from given_promises import GIVEN, QUARTER, agreed, body, event, level, more, promise
from schemas import REFERENCE, breaches, schema_of
from small_body import FORCE, measure, share, steady

ROOT = Path(__file__).parents[3]
SCHEMA = schema_of("commitments")
FEBRUARY = date(2020, 2, 20)
MANY = 45  # months of figures: April 2016 to December 2019
SINCE = Month(2016, 4)


def said(folder, as_of, seed=0):
    """What `--json` prints."""
    asked = CommitmentsAsOf(folder, as_of, seed)
    return {"format": 1, **commitments_plain(asked, asked.standings())}


def standing(folder, as_of, label="C1"):
    asked = CommitmentsAsOf(folder, as_of)
    return asked.standing(next(each for each in asked.promises if each.reference.label == label))


def share_test(value, **more):
    usual = {
        "measure": "satisfaction", "area": "north", "window": QUARTER, "aggregate": Aggregate.POOLED_RATE,
        "op": Comparison.AT_LEAST, "value": value,
    }  # fmt: skip
    return LevelTest(**{**usual, **more})


def long(tmp_path, figures, *promised, **records):
    """A body whose figures go back four years: long enough to be projected."""
    return body(tmp_path, figures, *promised, **{"first": SINCE, **records})


# --- the interface -------------------------------------------------------------------------------------------------


@pytest.fixture
def full(tmp_path):
    """Promises in which everything is there: every field is filled somewhere."""
    checkpoints = (Checkpoint(label="3 months", due=Due(date=date(2020, 3, 31)), test=level(290)),)
    mixed = AllOfTest(
        tests=(level(340, reads=Reads.PUBLISHED), RecordTest(what="paper"), FactTest(evidence_wanted="x"))
    )
    rank = RankTest(measure="satisfaction", area="north", window=QUARTER, group="all", best=1)
    far = level(700, window=Rolling(Month(2020, 7), Month(2021, 6)))
    worth = LuckAndPower(luck=0.4, power=0.5, improvement=Improvement(10, percent=True), computed_on=GIVEN, version="1")
    promised = (
        promise("C1", checkpoints=checkpoints, luck_and_power=worth, relayed_by=("chair",), relied_on_by=("chair",)),
        promise("C2", test=mixed, due=None),
        promise("C3", test=rank),
        promise("C4", kind=CommitmentKind.ASPIRATION, given_by=()),
        promise("C5", test=far, luck_and_power=worth),
        promise("C6", test=level(300)),
        promise("C7", test=share_test(75, reads=Reads.UNDERLYING)),
    )
    early = agreed((date(2020, 1, 20), level(400)), (date(2020, 6, 20), level(200)), label="C6", reading="fall")
    events = (
        event("C1", "new_date", date(2020, 2, 1), sets_date=date(2020, 4, 30)),
        event("C1", "missed", date(2020, 5, 13)), event("C1", "missed", date(2020, 6, 10)),
        event("C2", "decision", date(2020, 6, 20), outcome="cannot_tell"),
    )  # fmt: skip
    figures = {
        "burglary": {"north": steady(100, MANY), "south": steady(80, MANY, 2)},
        "satisfaction": {"north": [(80, 100)] * MANY, "south": [(40, 50)] * MANY},
    }
    group = ComparisonGroup(key="all", name="Districts", level="local", members=("north", "south"))
    folder = long(
        tmp_path, figures, *promised, events=events,
        commitments=(replace(early, illustrative="Made up by the office."),), body={"comparison_groups": (group,)},
    )  # fmt: skip
    folder = more(folder, {"burglary": {"north": [100, 400, 90, 90]}}, date(2020, 5, 2))
    retract(tmp_path, folder.loads[-1].id, received_on=date(2020, 5, 4), by="analyst", reason="wrong")
    new = {"burglary": {"north": [100, 95, 90, 90]}, "satisfaction": {"north": [(90, 100)] * 4, "south": [(4, 5)] * 4}}
    folder = more(read_folder(tmp_path), new, date(2020, 5, 12))
    return more(folder, {"burglary": {"north": [100, 95, 90, 150]}}, date(2020, 6, 12))


def test_all_that_is_said_is_as_the_schema_says_and_every_field_is_filled_somewhere(full):
    plain = said(full, date(2020, 7, 1))
    json.dumps(plain, allow_nan=False)
    assert breaches(plain, SCHEMA) == []
    found = plain["commitments"]
    tests = [test for each in found for test in each["tests"]]
    parts = [part for test in tests for part in (test["finding"] or {}).get("parts", ())]
    findings = [test["finding"] for test in tests if test["finding"]]
    for name, items, never in [
        ("commitment", found, {"held_by", "matter", "evidence", "action"}),
        ("test", tests, {"no_luck_because", "no_course_because", "incomplete", "made_up"}),
        ("finding", findings, {"cannot_now_be_read"}),
        ("part", parts, {"facet", "note"}),
    ]:
        empty = {key for key in SCHEMA["$defs"][name]["properties"] if not any(item[key] for item in items)}
        assert empty == never, name


def test_the_schema_would_find_a_field_too_many_too_few_or_of_another_kind(full):
    plain = said(full, date(2020, 7, 1))
    plain["commitments"][0]["more"] = 1
    del plain["commitments"][1]["words"]
    plain["commitments"][2]["stands"] = "well"
    plain["standing"]["body"]["given"] = "6"
    assert len(breaches(plain, SCHEMA)) == 4


@pytest.mark.parametrize(
    ("example", "as_of"),
    [("west-mercia", date(2018, 1, 30)), ("west-mercia", date(2025, 12, 31)), ("london", date(2024, 2, 20))],
)
def test_what_is_said_of_the_examples_is_as_the_schema_says(example, as_of):
    plain = said(read_folder(ROOT / "examples" / example), as_of)
    json.dumps(plain, allow_nan=False)
    assert breaches(plain, SCHEMA) == []


def test_every_field_and_column_is_in_the_reference_page():
    page = (REFERENCE / "commitments.md").read_text("utf-8")

    def names(schema):
        for name, part in schema.get("properties", {}).items():
            yield name
            yield from names(part)
            yield from names(part.get("items", {}))

    every = {*names(SCHEMA), *(name for part in SCHEMA["$defs"].values() for name in names(part)), *COLUMNS}
    assert [name for name in sorted(every) if f"| `{name}` |" not in page] == []


def test_the_table_has_one_row_a_test_and_one_for_a_promise_without(full):
    columns = commitments_columns(said(full, date(2020, 7, 1)))
    assert tuple(columns) == COLUMNS
    rows = list(zip(columns["reference"], columns["label"], columns["verdict"], strict=True))
    assert [(each[0][-2:], each[1]) for each in rows] == [
        ("C1", "3 months"), ("C2", ""), ("C3", ""), ("C4", None), ("C5", ""), ("C6", ""), ("C7", ""),
    ]  # fmt: skip


def test_how_a_body_stands_is_not_said_of_a_few_promises(full):
    asked = CommitmentsAsOf(full, date(2020, 7, 1))
    assert commitments_plain(asked, asked.standings()[:2])["standing"] is None
    whole = said(full, date(2020, 7, 1))["standing"]["body"]
    places = ("listed", "untested", "waiting", "shown", "not_shown", "shown_not", "cannot_tell", "withdrawn")
    assert sum(whole[place] for place in places) == whole["given"] == 7


def test_where_each_promise_is_can_be_asked_without_a_projection(full, monkeypatch):
    day = date(2020, 7, 1)
    whole = [(each.promise, each.stands) for each in CommitmentsAsOf(full, day).standings()]
    monkeypatch.setattr(CommitmentsAsOf, "course", None)  # nothing is drawn
    assert CommitmentsAsOf(full, day).where() == whole
    assert {where for _, where in whole} == {Stands.LISTED, Stands.SHOWN, Stands.WAITING}


# --- replaced tests ------------------------------------------------------------------------------------------------


def test_a_test_that_was_settled_before_another_took_its_place_still_counts(full):
    """Of C6 it was agreed that there be at most 400; that was shown on 12 May, and in June 200 were asked for."""
    found = standing(full, date(2020, 7, 1), "C6")
    assert [(each.trial.test.value, each.counts) for each in found.replaced] == [(300, False), (400, True)]
    assert found.stands is Stands.SHOWN
    assert found.trials[0].settled.known_when_agreed
    assert standing(full, date(2020, 6, 19), "C6").replaced[0].on == date(2020, 1, 20)


def test_a_softer_test_after_a_miss_does_not_mend_it(tmp_path):
    tests = agreed((date(2020, 6, 1), level(500)))
    folder = body(tmp_path, {"burglary": {"north": [100] * 20}}, promise(test=level(290)), commitments=(tests,))
    folder = more(folder, {"burglary": {"north": [100, 100, 100, 100]}}, date(2020, 5, 12))
    assert standing(folder, date(2020, 7, 1)).stands is Stands.SHOWN_NOT


# --- course --------------------------------------------------------------------------------------------------------


def test_a_course_joins_what_was_published_to_what_is_drawn(tmp_path):
    """January stands at 0: two months of about 100 cannot reach 250, and three of 100 would."""
    burglary = {"burglary": {"north": [*steady(100, MANY), 0]}}
    folder = long(tmp_path, burglary, promise(test=level(250, op=Comparison.AT_LEAST)), received=date(2020, 2, 10))
    (trial,) = standing(folder, FEBRUARY).trials
    assert trial.course.share < 0.05
    assert trial.course.is_off
    before = {"burglary": {"north": steady(100, MANY)}}
    folder = long(tmp_path / "before", before, promise(test=level(250, op=Comparison.AT_LEAST)))
    (trial,) = standing(folder, date(2020, 1, 20)).trials
    assert trial.course.share > 0.95
    assert trial.course.draws == 1000


def test_a_course_of_a_share_is_pooled_over_what_was_counted_and_what_is_expected(tmp_path):
    """120 of 200 answered yes in January; the months to come have about 100 answers each, of which 80 are yes.

    The quarter comes to about (120 + 160) / 400 = 70 %; a mean of percentages would be 73.
    """
    rng = np.random.default_rng(4)
    usual = [(k, 100) for k in rng.binomial(100, 0.8, MANY)]
    figures = {"satisfaction": {"north": [*usual, (120, 200)]}}
    for value, low, high in [(66, 0.8, 1.0), (74, 0.0, 0.3)]:
        path = tmp_path / str(value)
        folder = long(path, figures, promise(test=share_test(value)), received=date(2020, 2, 10))
        (trial,) = standing(folder, FEBRUARY).trials
        assert low <= trial.course.share <= high, value


def test_the_force_is_drawn_as_the_sum_of_its_parts(tmp_path):
    figures = {
        "burglary": {"north": steady(100, MANY), "south": steady(60, MANY, 2), f"{FORCE}:no-location": [0] * MANY}
    }
    at_most = level(480, area=FORCE)
    folder = long(tmp_path, figures, promise(test=at_most))
    asked = CommitmentsAsOf(folder, date(2020, 1, 20))
    (trial,) = asked.standing(asked.promises[0]).trials
    known = asked.views.known(asked.as_of, [at_most], GIVEN)
    whole = asked._projected(known, QUARTER.end)
    own = next(iter(whole.values())).cut(QUARTER).paths.values.sum(axis=1)
    assert abs(own.mean() - 480) < 30
    assert trial.course.share == pytest.approx((own <= 480).mean())


def test_a_peer_and_an_area_are_drawn_together(tmp_path):
    """Both move with what all areas share, so that the gap is drawn and not two figures by themselves."""
    figures = {"burglary": {"north": steady(100, MANY), "south": steady(100, MANY, 2)}}
    even = ParityTest(measure="burglary", area="north", window=QUARTER, peer="south", tolerance=15)
    (trial,) = standing(long(tmp_path, figures, promise(test=even)), date(2020, 1, 20)).trials
    assert 0.5 < trial.course.share <= 1


def test_the_newest_months_that_are_still_filling_up_are_drawn_and_not_believed(tmp_path):
    """November and December stand at 0, because most has not come in yet: as they are they would pass."""
    figures = {"burglary": {"north": [*steady(100, MANY - 2), 0, 0]}}
    test = level(150, window=Rolling(Month(2019, 11), Month(2019, 12)))
    slow = measure(settles_months=2, lag_days=30)
    folder = long(tmp_path, figures, promise(test=test), measures=[slow])
    (trial,) = standing(folder, date(2020, 1, 20)).trials
    assert not isinstance(trial.settled, Settled)
    assert trial.course.share < 0.1
    (distance,) = trial.distances
    assert distance.window.end == date(2019, 10, 31)


def test_a_month_that_looks_incomplete_is_named_where_it_would_keep_a_promise(tmp_path):
    """In February the records of the north all but stopped coming, of every type: 190 are no success."""
    types = ("burglary", "robbery", "drugs")
    alike = [measure(key, source_key="records", lag_days=30) for key in types]
    figures = {
        key: {"north": steady(100, MANY, at), "south": steady(100, MANY, at + 9)} for at, key in enumerate(types)
    }
    folder = long(tmp_path, figures, promise(test=level(290)), measures=alike)
    new = {key: {"north": [95, 95, 3, 95], "south": [95, 95, 95, 95]} for key in types}
    (trial,) = standing(more(folder, new, date(2020, 5, 12), first=Month(2019, 12)), date(2020, 6, 1)).trials
    assert isinstance(trial.settled, Settled)
    assert trial.incomplete == (
        "February 2020 of Burglary, North looks incomplete: a low figure may be one of which a part never came.",
    )


def test_one_test_that_reaches_too_far_leaves_the_others_their_course(tmp_path):
    far = level(100, window=Rolling(Month(2029, 1), Month(2029, 12)))
    figures = {"burglary": {"north": steady(100, MANY)}}
    folder = long(tmp_path, figures, promise(test=level(300)), promise("C2", test=far))
    near, too_far = (standing(folder, date(2020, 1, 20), label).trials[0] for label in ("C1", "C2"))
    assert near.course is not None
    assert too_far.course is None
    assert "No projection reaches" in too_far.no_course


def test_figures_that_cannot_be_projected_say_why_there_is_no_course(tmp_path):
    (trial,) = standing(body(tmp_path, {"burglary": {"north": [5] * 3}}, promise(test=level(30))), FEBRUARY).trials
    assert trial.course is None
    assert trial.no_course


def test_a_group_wanted_as_at_two_days_spoils_no_other_promise(tmp_path):
    def rank(as_at):
        return RankTest(measure="satisfaction", area="north", window=QUARTER, group="all", best=1, group_as_at=as_at)

    both = AllOfTest(tests=(rank(date(2020, 1, 1)), rank(date(2019, 1, 1))))
    group = ComparisonGroup(key="all", name="Districts", level="local", members=("north", "south"))
    figures = {
        "satisfaction": {"north": [(80, 100)] * MANY, "south": [(40, 50)] * MANY},
        "burglary": {"north": steady(90)},
    }
    folder = long(
        tmp_path, figures, promise(test=both), promise("C2", test=level(300)), body={"comparison_groups": (group,)}
    )
    twice, other = (standing(folder, FEBRUARY, label).trials[0] for label in ("C1", "C2"))
    assert "Give one day." in twice.no_course
    assert other.course is not None


def test_a_group_is_taken_as_it_stood_when_the_test_was_agreed(tmp_path):
    groups = (
        ComparisonGroup(key="all", name="Then", level="local", members=("north",), to_date=date(2020, 1, 31)),
        ComparisonGroup(key="all", name="Now", level="local", members=("north", "south"), from_date=date(2020, 2, 1)),
    )
    test = RankTest(measure="satisfaction", area="north", window=QUARTER, group="all", best=1)
    tests = agreed((date(2020, 2, 10), test), label="C2")
    figures = {"satisfaction": {"north": [(80, 100)] * MANY, "south": [(40, 50)] * MANY}}
    folder = long(
        tmp_path, figures, promise(test=test), promise("C2"), commitments=(tests,), body={"comparison_groups": groups}
    )
    alone, both = (standing(folder, FEBRUARY, label).trials[0] for label in ("C1", "C2"))
    assert "which everybody is in" in alone.no_course
    assert both.course is not None


# --- luck and power ------------------------------------------------------------------------------------------------


def one_worth(tmp_path, given_on_day, agreed_on):
    """Luck and power of a test of January to March that was agreed on a day, promised on another."""
    tests = agreed((agreed_on, ChangeTest(
        measure="burglary", area="north", before=Rolling(Month(2019, 10), Month(2019, 12)), after=QUARTER,
        aggregate=Aggregate.MEAN, by=0,
    )), matters=Improvement(20, percent=True))  # fmt: skip
    figures = {"burglary": {"north": steady(100, MANY)}}
    folder = long(tmp_path, figures, promise(), commitments=(tests,))
    asked = CommitmentsAsOf(folder, date(2020, 4, 1))
    return asked.worth_of(folder.commitments[0].agreed[0], given_on_day)


def test_a_force_may_improve_from_the_day_of_its_promise_and_not_only_from_that_of_the_test(tmp_path):
    early = one_worth(tmp_path / "a", GIVEN, date(2020, 3, 25))
    late = one_worth(tmp_path / "b", date(2020, 3, 25), date(2020, 3, 25))
    assert early.luck == late.luck
    assert late.luck < late.power < late.luck + 0.15  # a week of thirteen is left to be better in
    assert early.power > late.power + 0.15
    assert early.computed_on == date(2020, 3, 25)


def test_luck_and_power_that_were_written_down_are_not_worked_out_again(full):
    fixed, again = (standing(full, date(2020, 7, 1), label).trials[0] for label in ("C5", "C6"))
    assert (fixed.is_fixed, fixed.luck_and_power.luck) == (True, 0.4)
    assert not again.is_fixed
    assert 0 <= again.luck_and_power.luck <= again.luck_and_power.power <= 1


def test_luck_rests_on_what_was_known_when_the_test_was_agreed(tmp_path):
    """A load that came later, and would make the test a sure thing, changes nothing."""
    figures = {"burglary": {"north": steady(100, MANY)}}
    folder = long(tmp_path, figures, promise(test=level(290)))
    before = standing(folder, date(2020, 1, 20)).trials[0].luck_and_power
    folder = more(folder, {"burglary": {"north": [10, 10]}}, date(2020, 3, 10), first=Month(2020, 1))
    assert standing(folder, date(2020, 3, 20)).trials[0].luck_and_power == before


# --- doubts --------------------------------------------------------------------------------------------------------


def kinds(found):
    return {doubt.kind for doubt in found.doubts}


def test_a_date_that_was_moved_answers_the_doubt_that_its_figures_come_too_late(tmp_path):
    moved = event("C1", "new_date", date(2020, 2, 1), sets_date=date(2020, 5, 31))
    figures = {"burglary": {"north": [100] * 20}}
    folder = body(tmp_path, figures, promise(test=level(290)), events=(moved,))
    assert DoubtKind.NO_FIGURES_YET in kinds(standing(folder, date(2020, 1, 31)))
    assert DoubtKind.NO_FIGURES_YET not in kinds(standing(folder, date(2020, 2, 1)))


def test_doubts_are_of_the_tests_that_stand_and_not_of_those_to_come(tmp_path):
    wrong = level(290, measure="unheard_of")
    checkpoint = (Checkpoint(label="9 months", due=Due(date=date(2020, 9, 30)), test=wrong),)
    said_later = promise(checkpoints=checkpoint, test_agreed_on=date(2020, 3, 1))
    folder = body(tmp_path, {"burglary": {"north": [100] * 20}}, said_later)
    assert DoubtKind.NO_TEST in kinds(standing(folder, FEBRUARY))
    assert "unheard_of" not in str(standing(folder, FEBRUARY).doubts)
    assert "unheard_of" in str(standing(folder, date(2020, 3, 1)).doubts)


# --- due -----------------------------------------------------------------------------------------------------------


def test_a_promise_is_due_from_its_day_until_somebody_decides(tmp_path):
    decided = event("C1", "decision", date(2020, 6, 1), outcome="kept")
    folder = body(tmp_path, {}, promise(), events=(decided,))
    assert [standing(folder, on).is_due(on) for on in (date(2020, 3, 30), date(2020, 3, 31), date(2020, 6, 1))] == [
        False, True, False,
    ]  # fmt: skip


def test_what_was_settled_since_the_last_meeting_is_known(full):
    found = standing(full, date(2020, 7, 1), "C3")
    assert found.was_settled_since(date(2020, 5, 11))
    assert not found.was_settled_since(date(2020, 5, 12))


def test_each_area_of_a_test_has_a_part_of_its_own(tmp_path):
    each = level(290, for_each=ForEach(areas=("north", "south"), at_least=1))
    folder = body(
        tmp_path,
        {"burglary": {"north": [100] * 20, "south": [90] * 20}},
        promise(test=each),
        measures=(measure(), share()),
    )
    folder = more(folder, {"burglary": {"north": [100] * 4, "south": [90] * 4}}, date(2020, 5, 12))
    plain = said(folder, date(2020, 6, 1))["commitments"][0]["tests"][0]["finding"]
    assert [(part["area"], part["verdict"]) for part in plain["parts"]] == [("north", "shown_not"), ("south", "shown")]
    assert plain["verdict"] == "shown"
