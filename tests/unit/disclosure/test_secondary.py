"""What else is hidden so that a small count does not come back by subtraction."""

from datetime import date

import pytest

from eyre.core import FinancialYear, Month, Refused, Rolling
from eyre.disclosure import (
    SECONDARY_RULE,
    SUPPRESSED,
    Audience,
    Base,
    Bounds,
    Column,
    Entry,
    Figure,
    Form,
    Ledger,
    State,
    Table,
    bounds_of,
    entries_of,
    hide,
    hide_rounded,
    release,
    round_to,
    still_exposed,
)

JAN, FEB, MAR = (Month(2018, month) for month in (1, 2, 3))
BASE = Base(JAN, "Police force", date(2018, 3, 1))


def of(*areas, period=JAN, measure="hate_crime"):
    return Figure.of(measure, areas, period)


def after(*releases):
    """The ledger after releases of these counts, each hidden as it then was."""
    ledger = Ledger()
    for counts in releases:
        ledger = ledger.with_entries(entries_of(hide(counts, ledger=ledger)))
    return ledger


# --- figures -------------------------------------------------------------------------------------------------------


def test_a_year_is_its_months_and_a_total_is_its_areas():
    year = Figure.of("burglary", ["b", "a", "b"], FinancialYear(2017))
    assert year.areas == ("a", "b")
    assert year.periods[0] == Month(2017, 4)
    assert len(year.atoms) == year.size == 24
    assert year == Figure.of("burglary", ["a", "b"], Rolling(Month(2017, 4), Month(2018, 3)))


# --- one table -----------------------------------------------------------------------------------------------------


def test_with_a_total_one_hidden_part_takes_another_with_it():
    # 3 + 7 + 20 = 30: the 3 is 30 - 7 - 20, so the 7 is hidden as well; 10 in two parts tells neither
    found = hide({of("a"): 3, of("b"): 7, of("c"): 20, of("a", "b", "c"): 30})
    assert found.small == {of("a")}
    assert found.with_them == {of("b")}


def test_without_a_total_nothing_more_is_hidden():
    assert hide({of("a"): 3, of("b"): 7, of("c"): 20}).with_them == set()


def test_two_small_parts_hide_each_other_unless_their_sum_says_what_they_are():
    # 3 + 4 = 7: each may be 1 to 6, which is more than the sign says
    assert hide({of("a"): 3, of("b"): 4, of("c"): 20, of("a", "b", "c"): 27}).with_them == set()
    # 1 + 1 = 2: hidden counts are at least 1, so both would be 1
    assert hide({of("a"): 1, of("b"): 1, of("c"): 20, of("a", "b", "c"): 22}).with_them == {of("c")}
    # 1 + 2 = 3: each would be 1 or 2, closer than "1 to 4"
    assert hide({of("a"): 1, of("b"): 2, of("c"): 20, of("a", "b", "c"): 23}).with_them == {of("c")}


def test_nought_is_never_hidden_and_hides_nothing():
    found = hide({of("a"): 3, of("b"): 0, of("c"): 0, of("a", "b", "c"): 3})
    assert found.small == {of("a"), of("a", "b", "c")}
    assert found.shown == {of("b"): 0, of("c"): 0}
    # nothing beside it: the total itself has to go
    assert hide({of("a"): 3, of("b"): 2, of("c"): 0, of("a", "b", "c"): 5}).with_them == set()
    assert hide({of("a"): 1, of("b"): 1, of("c"): 1, of("a", "b", "c"): 3, of("d"): 0}).hidden >= {of("a", "b", "c")}


def test_a_table_with_margins_on_both_sides_hides_a_rectangle():
    cells = {("a", JAN): 3, ("b", JAN): 7, ("c", JAN): 20, ("a", FEB): 9, ("b", FEB): 8, ("c", FEB): 6}
    counts = {of(area, period=month): n for (area, month), n in cells.items()}
    for month in (JAN, FEB):
        counts[of("a", "b", "c", period=month)] = sum(n for (_, m), n in cells.items() if m == month)
    for area in "abc":
        counts[of(area, period=(JAN, FEB))] = sum(n for (a, _), n in cells.items() if a == area)
    found = hide(counts)
    assert found.hidden == {of("a"), of("b"), of("a", period=FEB), of("b", period=FEB)}


def test_a_hidden_cell_of_a_table_hides_what_is_worked_out_from_it():
    columns = (
        Column("area", "Area"), Column("n", "Offences", Form.COUNT),
        Column("rate", "Rate", Form.DECIMAL, rests_on=("n",)),
    )  # fmt: skip
    table = Table("Hate crime", columns, [("A", 3, 0.3), ("B", 7, 0.7), ("C", 20, 2.0)], BASE)
    released = release(table, Audience.PUBLIC, SECONDARY_RULE, hidden={(1, "n")})
    assert released.column("n") == (SUPPRESSED, SUPPRESSED, 20)
    assert released.column("rate") == (SUPPRESSED, SUPPRESSED, 2.0)
    assert "by subtraction" in released.notes[0]
    assert release(table, Audience.WORKING, hidden={(1, "n")}).column("n") == (3, 7, 20)


# --- several tables and releases -----------------------------------------------------------------------------------


def test_tables_of_one_pack_that_share_totals_are_looked_at_together():
    # one table has the months of a, another its quarter
    counts = {of("a"): 3, of("a", period=FEB): 12, of("a", period=MAR): 9, of("a", period=(JAN, FEB, MAR)): 24}
    assert hide(counts).with_them == {of("a", period=MAR)}


def test_21_areas_and_then_20_do_not_tell_the_one_that_was_left_out():
    twenty_one = [f"area{n:02d}" for n in range(21)]
    ledger = after({of(*twenty_one): 403})
    assert hide({of(*twenty_one[1:]): 400}, ledger=ledger).with_them == {of(*twenty_one[1:])}
    assert hide({of(*twenty_one[1:]): 390}, ledger=ledger).hidden == set()  # 13 is no small count


def test_a_year_so_far_and_then_a_month_more_do_not_tell_the_month():
    ledger = after({of("a", period=(JAN, FEB)): 20})
    assert hide({of("a", period=(JAN, FEB, MAR)): 22}, ledger=ledger).with_them == {of("a", period=(JAN, FEB, MAR))}


def test_a_total_released_after_its_parts_is_hidden():
    ledger = after({of("a"): 3, of("b"): 7, of("c"): 20})
    assert ledger.small == {of("a")}
    found = hide({of("a", "b", "c"): 30}, ledger=ledger)
    assert found.with_them == {of("a", "b", "c")}
    assert still_exposed(found, ledger) == []


def test_parts_released_after_their_total_take_another_with_them():
    ledger = after({of("a", "b", "c"): 30})
    assert hide({of("a"): 3, of("b"): 7, of("c"): 20}, ledger=ledger).with_them == {of("b")}
    # and where the small one is not in the new table at all
    assert hide({of("b"): 7, of("c"): 20}, ledger=ledger).with_them == {of("b")}


def test_what_was_hidden_with_a_small_count_stays_hidden_in_the_next_release():
    first = {of("a"): 3, of("b"): 7, of("c"): 20, of("a", "b", "c"): 30}
    again = hide(first, ledger=after(first))
    assert again.with_them == {of("b")}
    only_b = hide({of("b"): 7}, ledger=after(first))
    assert only_b.with_them == {of("b")}


def test_what_earlier_releases_give_away_already_is_said():
    ledger = Ledger().with_entries([Entry(of("a", "b"), State.SHOWN, 10), Entry(of("b"), State.SHOWN, 7)])
    assert hide({of("a"): 3}, ledger=ledger).given_away == {of("a")}


def test_revised_figures_that_no_longer_add_up_tell_nothing_together():
    ledger = Ledger().with_entries([Entry(of("a", "b"), State.SHOWN, 5), Entry(of("c"), State.SHOWN, 9)])
    found = hide({of("a"): 3, of("b"): 7, of("c"): 9}, ledger=ledger)
    assert found.hidden == {of("a")}


def test_other_measures_are_never_added_up_with_it():
    counts = {of("a"): 3, of("b"): 7, Figure.of("robbery", ["a", "b"], JAN): 10}
    assert hide(counts).with_them == set()


def test_a_count_that_does_not_leave_may_not_be_worked_out_either():
    shown = {of("b"): 7, of("c"): 20, of("a", "b", "c", "d"): 33}
    assert hide(shown).with_them == set()  # a and d together are 6
    assert hide(shown, beside={of("a"): 3, of("d"): 3}).with_them == set()
    assert hide({**shown, of("d"): 3}, beside={of("a"): 3}).with_them == set()  # 3 and 3: each 1 to 5
    assert hide({of("b"): 7, of("a", "b"): 10}, beside={of("a"): 3}).with_them == {of("b")}


def test_the_ledger_holds_no_value_of_what_was_hidden():
    entries = entries_of(hide({of("a"): 3, of("b"): 7, of("c"): 20, of("a", "b", "c"): 30}))
    assert [(entry.state, entry.value) for entry in entries] == [
        (State.SMALL, None), (State.WITH_THEM, None), (State.SHOWN, 20), (State.SHOWN, 30),
    ]  # fmt: skip


# --- the attack ----------------------------------------------------------------------------------------------------


def test_the_bounds_of_a_hidden_count_are_what_the_shown_ones_leave():
    shown = {of("a", "b", "c"): (30, 30), of("c"): (20, 20)}
    found = bounds_of([of("a"), of("b"), of("a", "b")], shown, [of("a"), of("b")])
    assert found == {of("a"): Bounds(1, 9), of("b"): Bounds(1, 9), of("a", "b"): Bounds(10, 10)}


def test_counts_that_do_not_add_up_bound_nothing():
    assert bounds_of([of("a")], {of("a", "b"): (5, 5), of("b"): (7, 7)}, [of("a")]) == {of("a"): None}


# --- rounding ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "rounded"), [(0, 0), (2, 0), (3, 5), (7, 5), (8, 10), (12, 10), (13, 15)])
def test_counts_are_rounded_to_the_nearest_five(value, rounded):
    assert round_to(value, 5) == rounded


def test_rounding_to_less_than_two_is_refused():
    with pytest.raises(Refused, match="5 is usual"):
        round_to(7, 1)


def test_each_count_is_rounded_by_itself_and_what_is_worked_out_from_them_is_hidden():
    columns = (
        Column("area", "Area"), Column("n", "Offences", Form.COUNT),
        Column("share", "Share", Form.PERCENT, rests_on=("n",)),
        Column("target", "Target", Form.PERCENT, exempt="set by the body"),
    )  # fmt: skip
    table = Table("Hate crime", columns, [("A", 3, 25.0, 9.0), ("B", 8, 75.0, 9.0), ("All", 11, 100.0, 9.0)], BASE)
    released = release(table, Audience.PUBLIC, rounded_to=5)
    assert released.column("n") == (5, 10, 10)  # 5 and 10 are not 10: the total is rounded by itself
    assert released.column("share") == (SUPPRESSED,) * 3
    assert released.column("target") == (9.0,) * 3


def test_rounding_that_would_tell_a_small_count_exactly_hides_another():
    # four counts of 2 shown as 0 (0 to 2 each) and their total 8 shown as 10 (8 to 12): all would be 2
    parts = {of(area): 2 for area in "abcd"}
    assert len(hide_rounded({**parts, of(*"abcd"): 8}).hidden) == 1
    assert hide_rounded({of("a"): 3, of("b"): 7, of("a", "b"): 10}).hidden == set()
