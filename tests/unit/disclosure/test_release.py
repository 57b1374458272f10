"""What leaves the house, to whom, and what is hidden on the way."""

import copy
import dataclasses
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eyre.core import BadInput, Month, NotFound, Refused
from eyre.disclosure import (
    DEFAULT_RULE,
    SUPPRESSED,
    Audience,
    Base,
    Column,
    Form,
    Released,
    SmallNumberRule,
    Table,
    release,
    release_number,
)

BASE = Base(Month(2017, 11), "Police force", date(2017, 12, 19))
TESTS = (
    Column("area", "Area"),
    Column("positive", "Positive", Form.COUNT),
    Column("tests", "Tests", Form.COUNT),
    Column("share", "Share positive", Form.PERCENT, rests_on=("positive",), denominator="tests"),
)


def counts(*values) -> Table:
    return Table(
        "Hate crime", [Column("area", "Area"), Column("n", "Offences", Form.COUNT)], [("A", v) for v in values], BASE
    )


def test_counts_from_one_to_four_are_hidden_from_the_public_and_nought_is_shown():
    released = release(counts(0, 1, 4, 5, None), Audience.PUBLIC)
    assert released.column("n") == (0, SUPPRESSED, SUPPRESSED, 5, None)


@pytest.mark.parametrize("audience", [Audience.WORKING, Audience.PANEL])
def test_the_office_and_the_panel_see_small_counts(audience):
    assert release(counts(1, 4), audience).column("n") == (1, 4)


def test_a_share_is_hidden_where_its_count_or_its_denominator_would_come_out():
    rows = [
        ("A", 3, 40, 7.5),  # 3 is small, and 7.5 % of 40 is 3
        ("B", 8, 9, 88.9),  # out of fewer than 10
        ("C", 8, 40, 20.0),
    ]
    released = release(Table("Breath tests", TESTS, rows, BASE), Audience.PUBLIC)
    assert released.rows == (("A", SUPPRESSED, 40, SUPPRESSED), ("B", 8, 9, SUPPRESSED), ("C", 8, 40, 20.0))


def test_a_hidden_count_hides_what_rests_on_it_through_another_column():
    columns = (*TESTS, Column("change", "Change", Form.CHANGE_POINTS, rests_on=("share",)))
    released = release(Table("Breath tests", columns, [("A", 2, 50, 4.0, -3.0)], BASE), Audience.PUBLIC)
    assert released.rows[0][3:] == (SUPPRESSED, SUPPRESSED)


def test_a_worked_out_column_that_does_not_say_what_it_rests_on_is_refused_to_the_public():
    table = Table("Rates", [Column("area", "Area"), Column("rate", "Rate", Form.DECIMAL)], [("A", 0.4)], BASE)
    with pytest.raises(Refused, match="rate may give small counts away"):
        release(table, Audience.PUBLIC)
    assert release(table, Audience.PANEL).values("rate") == (0.4,)


def test_a_target_may_leave_with_the_reason_why_it_is_exempt():
    column = Column("target", "Target", Form.PERCENT, exempt="set by the body, not counted")
    released = release(
        Table("Targets", [Column("m", "Measure"), column], [("Satisfaction", 3.0)], BASE), Audience.PUBLIC
    )
    assert released.values("target") == (3.0,)


def test_the_rule_may_be_stricter_and_its_name_and_version_are_printed():
    rule = SmallNumberRule("Force rule", 3, largest_hidden=9)
    released = release(counts(9, 10), Audience.PUBLIC, rule)
    assert released.column("n") == (SUPPRESSED, 10)
    assert "from 1 to 9" in released.notes[0]
    assert "Force rule, version 3" in released.notes[0]


def test_a_table_with_nothing_hidden_or_missing_has_no_notes():
    assert release(counts(5, 6), Audience.PUBLIC).notes == ()
    assert release(counts(5, None), Audience.PUBLIC).notes == ("[x]: no figure.",)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8))
def test_no_small_count_is_left_anywhere_in_what_the_public_gets(values):
    released = release(counts(*values), Audience.PUBLIC)
    assert not [value for value in released.numbers if 1 <= value <= 4]
    assert [cell is SUPPRESSED for cell in released.column("n")] == [1 <= value <= 4 for value in values]


def test_a_chart_has_a_gap_where_a_number_is_hidden():
    assert release(counts(7, 2, 8), Audience.PUBLIC).values("n") == (7, None, 8)


def test_a_single_number_for_a_sentence_is_hidden_like_a_cell():
    assert release_number(3, Form.COUNT, Audience.PUBLIC) is SUPPRESSED
    assert release_number(3, Form.COUNT, Audience.PANEL) == 3
    assert release_number(3, Form.TALLY, Audience.PUBLIC) == 3  # three actions: nobody can be recognised
    assert release_number(50.0, Form.PERCENT, Audience.PUBLIC, denominator=9) is SUPPRESSED
    assert release_number(50.0, Form.PERCENT, Audience.PUBLIC, denominator=10) == 50.0


# ---------------------------------------------------------------- nothing else makes a Released


def test_a_released_table_is_made_by_release_alone():
    table = counts(3)
    with pytest.raises(Refused, match="by nothing else"):
        Released(table.title, table.columns, table.rows, BASE, Audience.PUBLIC, DEFAULT_RULE, object())


def test_a_released_table_cannot_be_given_other_rows():
    released = release(counts(3), Audience.PUBLIC)
    with pytest.raises((TypeError, ValueError)):
        dataclasses.replace(released, rows=(("A", 3),))
    with pytest.raises(dataclasses.FrozenInstanceError):
        released.rows = (("A", 3),)


def test_a_copy_of_a_released_table_is_as_blind_as_the_first():
    assert copy.deepcopy(release(counts(3), Audience.PUBLIC)).column("n") == (SUPPRESSED,)


# ---------------------------------------------------------------- tables


def test_missing_numbers_are_none_and_numpy_is_taken():
    table = counts(np.int64(7), np.float64("nan"), np.float64(5.5))
    assert [type(row[1]) for row in table.rows] == [int, type(None), float]


def test_every_fault_of_a_table_is_told_at_once():
    columns = [Column("area", "Area"), Column("n", "Offences", Form.COUNT, rests_on=("k",)), Column("n", "Again")]
    with pytest.raises(BadInput) as told:
        Table("Faulty", columns, [("A", "seven", ""), ("B", 1)], BASE)
    assert str(told.value).splitlines() == [
        'Faulty: column "n" is there twice',
        'Faulty: column "n" rests on "k", which is not a column',
        "Faulty, row 1: n: 'seven' is not count",
        "Faulty, row 2: 2 cells under 3 columns",
    ]


def test_an_unknown_column_is_answered_with_those_there_are():
    with pytest.raises(NotFound, match="It has: area, n"):
        release(counts(5), Audience.PUBLIC).column("rate")
