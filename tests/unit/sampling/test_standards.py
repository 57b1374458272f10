"""Standards as data, times kept, checklists read: same day and within the hour are two things."""

from datetime import date, time

import pytest

from eyre.core import BadInput, NotFound, Refused, TimeRule
from eyre.sampling import (
    Element,
    Moment,
    Result,
    ScopeRule,
    Standard,
    check_standard,
    draw,
    draw_given,
    read_checklist,
    read_frame,
    report,
    sheet,
    version_in_force,
)

SPAN = {"starts": "reported_at", "ends": "attended_at"}
SAME_DAY = Element("visited-same-day", rule=TimeRule.SAME_DAY, **SPAN)
WITHIN = Element("visited-within-the-hour", rule=TimeRule.WITHIN, minutes=60, **SPAN)
SOCO = Element("scene-of-crime-prompt", applies_when="when it is due")
FIRST = Standard("burglary-response", 1, (SAME_DAY,))
SECOND = Standard("burglary-response", 2, (WITHIN, SOCO), scope=(ScopeRule("premises", excludes=("outbuilding",)),))


def rows(text):
    """A checklist written as people write it; the first line has the headings."""
    head, *body = [[cell.strip() for cell in line.split(",")] for line in text.strip().splitlines()]
    return sheet("check.csv", {name: [row[at] for row in body] for at, name in enumerate(head)})


def faults(text, standard=None):
    with pytest.raises(BadInput) as bad:
        read_checklist(rows(text), standard)
    return [str(fault) for fault in bad.value.faults]


def moment(day, at=None):
    return Moment(date(2017, 12, day), at)


def found(said, element, area=""):
    return next(one for one in said.found if (one.element, one.area) == (element, area))


# --- limits of time ---


def test_ten_to_midnight_to_ten_past_keeps_the_hour_and_not_the_day():
    start, end = moment(1, time(23, 50)), moment(2, time(0, 10))
    assert (SAME_DAY.is_met_by(start, end), WITHIN.is_met_by(start, end)) == (False, True)


def test_the_last_minute_counts_and_the_next_does_not():
    assert WITHIN.is_met_by(moment(1, time(10)), moment(1, time(11)))
    assert not WITHIN.is_met_by(moment(1, time(10)), moment(1, time(11, 1)))


def test_a_day_without_a_time_tells_of_the_day_only():
    assert SAME_DAY.is_met_by(moment(1), moment(1, time(9)))
    assert WITHIN.is_met_by(moment(1), moment(1, time(9))) is None


def test_parts_of_a_limit_that_do_not_fit_are_all_named():
    wrong = Standard("x", 1, (
        Element("a", rule=TimeRule.SAME_DAY, minutes=60, **SPAN), Element("b", rule=TimeRule.WITHIN, **SPAN),
        Element("c", rule=TimeRule.SAME_DAY), Element("d", minutes=60), Element("d"),
    ))  # fmt: skip
    with pytest.raises(BadInput) as bad:
        check_standard(wrong, "x.toml")
    said = "\n".join(map(str, bad.value.faults))
    for part in ("same day and for 60 minutes", "Give their number", "Name the columns", "no rule", '"d" twice'):
        assert part in said
    with pytest.raises(BadInput, match="has no element"):
        check_standard(Standard("x", 1, ()))


def test_the_version_of_a_day_is_the_one_in_force():
    old = Standard("s", 1, (SAME_DAY,), in_force_from=date(2017, 1, 1), in_force_to=date(2017, 12, 31))
    new = Standard("s", 2, (WITHIN,), in_force_from=date(2018, 1, 1))
    assert version_in_force([old, new], date(2017, 12, 31)) is old
    assert version_in_force([old, new], date(2018, 1, 1)) is new
    with pytest.raises(NotFound, match="not stated from when"):
        version_in_force([FIRST], date(2018, 1, 1))


# --- one sample, two standards ---

OLD_SAMPLE = """
reference, area, element, result, reported_at, attended_at, premises
1, north, visited-same-day, met, 2017-12-01 10:00, 2017-12-01 10:40, dwelling
2, north, visited-same-day, met, 2017-12-01 10:00, 2017-12-01 16:00, dwelling
3, south, visited-same-day, met, 2017-12-01 08:00, 2017-12-01 08:59, Outbuilding
4, south, visited-same-day, met, , , dwelling
"""


def test_a_later_standard_is_applied_to_the_times_of_an_old_sample_j5():
    checklist = read_checklist(rows(OLD_SAMPLE), SECOND)
    one = found(report(checklist, standard=SECOND), "visited-within-the-hour")
    assert (one.met, one.not_met, one.cannot_tell) == (1, 1, 1), "met on the day never stands in for met in the hour"
    same_day = found(report(read_checklist(rows(OLD_SAMPLE), FIRST), standard=FIRST), "visited-same-day")
    assert (same_day.met, same_day.not_met) == (4, 0)


def test_what_the_scope_leaves_out_is_named_and_not_counted_j7():
    said = report(read_checklist(rows(OLD_SAMPLE), SECOND), standard=SECOND)
    assert "Out of the scope of burglary-response version 2: 3: premises is Outbuilding." in said.notes
    assert any("binds is not stated" in note for note in said.notes)
    assert any('"scene-of-crime-prompt" was not read' in note for note in said.notes)
    assert any('"visited-same-day" was read and is no element' in note for note in said.notes)


def test_cases_from_before_a_standard_bound_are_said_to_be_so_j7():
    later = Standard("burglary-response", 3, (WITHIN,), in_force_from=date(2018, 1, 1))
    said = report(read_checklist(rows(OLD_SAMPLE), later), standard=later)
    assert any("3 of 4 cases began on a day on which burglary-response version 3 did not bind" in n for n in said.notes)
    assert any("1 of 4 cases have no date" in note for note in said.notes)


def test_a_scope_that_the_checklist_does_not_tell_is_said():
    without = "\n".join(",".join(line.split(",")[:6]) for line in OLD_SAMPLE.strip().splitlines())
    said = report(read_checklist(rows(without), SECOND), standard=SECOND)
    assert any("asks for premises, which 4 of 4 cases do not say" in note for note in said.notes)


def test_times_win_over_what_was_ticked_and_that_is_said():
    text = """
    reference, element, result, reported_at, attended_at
    1, visited-same-day, met, 2017-12-01 10:00, 2017-12-02 10:00
    """
    said = report(read_checklist(rows(text), FIRST), standard=FIRST)
    assert found(said, "visited-same-day").not_met == 1
    assert any(note.startswith('Row 2: "visited-same-day" of the case 1 was read as met') for note in said.notes)


def test_an_element_may_not_apply_j6():
    text = """
    reference, element, result
    1, scene-of-crime-prompt, met
    2, scene-of-crime-prompt, does not apply
    3, scene-of-crime-prompt, n/a
    4, scene-of-crime-prompt, not met
    """
    one = found(report(read_checklist(rows(text))), "scene-of-crime-prompt")
    assert (one.met, one.of, one.does_not_apply) == (1, 2, 2)


# --- faults ---


def test_times_that_run_backwards_are_refused_with_their_rows():
    assert faults(
        "reference, element, result, reported_at, attended_at\n"
        "1, a, met, 2017-12-01 10:00, 2017-12-01 11:00\n"
        "2, a, met, 2017-12-01 10:00, 2017-12-01 09:59\n"
        "3, a, met, 2017-12-02, 2017-12-01"
    ) == [
        "check.csv, row 3: attended_at 2017-12-01 09:59 is before reported_at 2017-12-01 10:00: time runs backwards. "
        "Look both up again.",
        "check.csv, row 4: attended_at 2017-12-01 is before reported_at 2017-12-02: time runs backwards. "
        "Look both up again.",
    ]  # fmt: skip


def test_dates_in_two_formats_are_refused_with_the_rows_of_the_rarer():
    said = faults(
        "reference, element, result, reported_at\n1, a, met, 2017-12-01 10:00\n2, a, met, 02/12/2017 10:00\n"
        "3, a, met, 2017-12-03"
    )
    assert len(said) == 1
    assert said[0].startswith('check.csv, row 3: reported_at "02/12/2017 10:00" is written day first')


def test_faults_of_times_and_of_words_are_said_together():
    said = faults(
        "reference, element, result, reported_at, attended_at\n1, a, fine, 2017-12-01 10:00, 2017-12-01 09:00\n"
        "2, a, met, 2017-12-01, 1/12/2017"
    )
    assert len(said) == 3
    for part in ("time runs backwards", "written day first", '"fine" is not known'):
        assert any(part in fault for fault in said), part


@pytest.mark.parametrize(
    "cell", ["2017-13-01", "31/02/2017", "12/31/2017 10:00", "yesterday", "2017-12-01 25:00", "2017-12-01T10:00Z"]
)
def test_what_is_no_date_is_refused(cell):
    said = faults(f"reference, element, result, reported_at\n1, a, met, {cell}")
    assert "row 2" in said[0]
    assert "is not a date with a time" in said[0]


def test_every_fault_of_a_checklist_is_said_at_once():
    said = faults(
        "reference, area, element, result, reviewer\n"
        ", north, a, met, A\n"
        "1, north, , met, A\n"
        "2, north, a, fine, A\n"
        "3, north, a, , A\n"
        "4, north, a, met, A\n"
        "4, south, a, met, A\n"
    )
    for part in (
        "row 2: has no reference", "row 3: has no element", 'row 4: result "fine" is not known', "row 5: has no result",
        'row 7: reads "a" of the case 4 by A again, after row 6',
        'row 7: puts the case 4 under area "south", and row 6 under "north"',
    ):  # fmt: skip
        assert any(part in fault for fault in said), part


def test_a_checklist_with_a_person_in_it_is_refused():
    assert "points at a person" in faults("reference, element, result, victim name\n1, a, met, x")[0]
    assert "looks like a postcode" in faults("reference, element, result, note\n1, a, met, at WR3 8SP")[0]


def test_a_checklist_without_its_columns_is_refused():
    assert len(faults("case, what\n1, x")) == 3


# --- the sample as a whole ---

DRAWN = draw(read_frame(sheet("f.csv", {"reference": [str(at) for at in range(1, 31)]})), 5, seed=1)


def checklist_of(results, references=DRAWN.references):
    return read_checklist(sheet("check.csv", {
        "reference": list(references[: len(results)]), "element": ["a"] * len(results), "result": results,
    }))  # fmt: skip


def test_asked_received_and_usable_are_counted_j3():
    said = report(checklist_of(["met", "met", "not_received", "unusable"]), drawn=DRAWN)
    assert (said.asked, said.received, said.usable) == (5, 3, 2)
    missing = ", ".join((DRAWN.references[2], DRAWN.references[4]))
    assert f"Asked for and not received: {missing}. If those went worse, the true rate is lower." in said.notes
    assert f"Received and not usable: {DRAWN.references[3]}." in said.notes


def test_a_drawn_sample_shows_a_bound_for_its_frame_and_a_hand_picked_one_shows_none():
    checklist = checklist_of(["met"] * 5)
    drawn, picked = report(checklist, drawn=DRAWN), report(checklist)
    assert found(drawn, "a").shown.population == 30
    assert found(picked, "a").shown is None
    assert "hand-picked review" in picked.how
    assert "of no others" in found(picked, "a").says


def test_a_case_that_was_not_drawn_is_no_part_of_the_sample():
    with pytest.raises(BadInput, match='row 2: the case "x" was not drawn'):
        report(checklist_of(["met"], ["x"]), drawn=DRAWN)


def test_what_could_not_be_told_is_said_at_its_worst():
    one = found(report(checklist_of(["met", "met", "met", "cannot_tell"]), drawn=DRAWN), "a")
    assert (one.of, one.unknown) == (3, 1)
    assert "1 could not be told: were none of them met, it would be 3 of 4." in one.says


def test_a_case_of_which_an_element_was_not_read_is_not_lost_from_sight():
    text = """
    reference, element, result
    1, a, met
    1, b, met
    2, a, met
    3, a, cannot tell
    """
    said = report(read_checklist(rows(text)))
    assert (found(said, "b").met, found(said, "b").cannot_tell) == (1, 2)
    assert '"b" was not read of 2, 3: counted as what could not be told.' in said.notes
    assert (said.received, said.usable) == (3, 2)


def test_nothing_to_count_is_refused():
    with pytest.raises(Refused, match="Nothing was read that could be counted"):
        report(checklist_of(["not_received"]))


def test_an_equal_draw_is_weighted_to_the_frame_and_a_proportional_one_is_not():
    frame = read_frame(
        sheet("f.csv", {"reference": [str(at) for at in range(60)], "area": ["n"] * 50 + ["s"] * 10}), ["area"]
    )
    drawn = draw_given(frame, {("n",): 5, ("s",): 5}, seed=1)
    result = ["met"] * 4 + ["not_met"] + ["met"] + ["not_met"] * 4
    text = {
        "reference": list(drawn.references),
        "area": [one for (one,) in drawn.strata],
        "element": ["a"] * 10,
        "result": result,
    }
    said = report(read_checklist(sheet("c.csv", text)), drawn=drawn)
    assert float(found(said, "a").weighted.estimate) == pytest.approx(0.7)  # as in test_evaluate
    assert found(said, "a", "n").shown.population == 50
    assert [pair.gap.estimate for _, pair in said.differences] == [pytest.approx(0.6)]
    even = draw(frame, 10, seed=1)
    text["reference"], text["area"] = list(even.references), [one for (one,) in even.strata]
    assert found(report(read_checklist(sheet("c.csv", text)), drawn=even), "a").weighted is None


def test_areas_come_from_the_draw_and_a_checklist_that_says_otherwise_is_refused():
    frame = read_frame(sheet("f.csv", {"reference": list("abcdef"), "area": list("nnnsss")}), ["area"])
    drawn = draw(frame, 4, seed=1)
    columns = {"reference": list(drawn.references), "element": ["a"] * 4, "result": ["met"] * 4}
    said = report(read_checklist(sheet("c.csv", columns)), drawn=drawn)
    assert [(one.area, one.of) for one in said.found] == [("", 4), ("n", 2), ("s", 2)]
    columns["area"] = ["s", "n", "s", "s"]
    with pytest.raises(BadInput, match=r'row 2: puts the case . under area "s", and it was drawn from "n"'):
        report(read_checklist(sheet("c.csv", columns)), drawn=drawn)


# --- two reviewers ---


def by_two(first, second, agreed=()):
    readings = [(str(at), who, result) for who, said in (("A", first), ("B", second)) for at, result in enumerate(said)]
    readings += [(str(at), "agreed", result) for at, result in agreed]
    columns = {"reference": [r for r, _, _ in readings], "reviewer": [w for _, w, _ in readings],
               "result": [x for _, _, x in readings], "element": ["a"] * len(readings)}  # fmt: skip
    return report(read_checklist(sheet("check.csv", columns)))


def test_two_reviewers_have_their_agreement_and_their_disagreements_listed():
    # Agreed on 2 of 4; by chance .5 x .5 + .5 x .5 = .5: kappa 0
    said = by_two(["met", "met", "not_met", "not_met"], ["met", "not_met", "met", "not_met"])
    (agreement,) = said.agreements
    assert (agreement.agreed, agreement.share, agreement.kappa) == (2, 0.5, 0.0)
    assert [(one.reference, dict(one.said), one.settled) for one in said.disagreements] == [
        ("1", {"A": Result.MET, "B": Result.NOT_MET}, None), ("2", {"A": Result.NOT_MET, "B": Result.MET}, None),
    ]  # fmt: skip
    assert (found(said, "a").met, found(said, "a").not_met, found(said, "a").disputed) == (1, 1, 2)


def test_what_two_have_agreed_on_afterwards_counts():
    said = by_two(["met", "met"], ["met", "not_met"], agreed=[(1, "not_met")])
    assert (found(said, "a").met, found(said, "a").not_met, found(said, "a").disputed) == (1, 1, 0)
    assert said.disagreements[0].settled is Result.NOT_MET
    assert said.agreements[0].agreed == 1, "what was settled later does not raise the agreement"


def test_kappa_comes_with_a_caution_where_nearly_all_say_one_thing():
    (agreement,) = by_two(["met"] * 20, ["met"] * 19 + ["not_met"]).agreements
    assert (agreement.share, agreement.kappa) == (0.95, 0.0)
    assert "kappa is low there however well two people agree" in agreement.caution
    (alike,) = by_two(["met"] * 5, ["met"] * 5).agreements
    assert alike.kappa is None
    assert "nothing to measure" in alike.says
