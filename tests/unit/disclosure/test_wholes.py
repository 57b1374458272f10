"""A measure and its facets: what can be taken from what, and what is hidden so that no small count comes back."""

import pytest

from eyre.core import Facet, Month
from eyre.disclosure import Entry, Figure, Ledger, State, Wholes, entries_of, hide, hide_rounded, still_exposed

JAN, FEB = Month(2018, 1), Month(2018, 2)
SHARES = Wholes(within={"answers:numerator": "answers:denominator"})


def of(facet="", area="a", period=JAN, measure="crimes"):
    return Figure.of(measure, area, period, Facet.parse(facet))


def after(counts):
    return Ledger().with_entries(entries_of(hide(counts)))


def test_a_whole_beside_all_its_facets_takes_another_with_the_small_one():
    # 30 - 20 - 7 = 3: the 7 goes too, and 10 in two parts tells neither
    found = hide({of(): 30, of("kind=home"): 20, of("kind=shop"): 7, of("kind=farm"): 3})
    assert found.small == {of("kind=farm")}
    assert found.with_them == {of("kind=shop")}
    assert still_exposed(found) == []


def test_some_of_the_facets_beside_their_whole_say_no_more_than_the_sign():
    # 30 - 20: what is not published may be 0 to 9, and the farms 1 to 10
    assert hide({of(): 30, of("kind=home"): 20, of("kind=farm"): 3}).with_them == set()


def test_what_is_left_of_a_whole_is_no_small_count_either():
    # 30 - 20 - 7 = 3 of kinds that are not named
    found = hide({of(): 30, of("kind=home"): 20, of("kind=shop"): 7})
    assert found.small == set()
    assert found.with_them == {of("kind=shop")}
    assert hide({of(): 36, of("kind=home"): 20, of("kind=shop"): 7}).hidden == set()
    assert hide({of(): 27, of("kind=home"): 20, of("kind=shop"): 7}).hidden == set()  # nothing is left


def test_facets_of_one_area_are_subtracted_from_a_total_of_areas_and_months():
    counts = {of(area=["a", "b"], period=(JAN, FEB)): 100, of("kind=home"): 3, of("kind=shop"): 20}
    counts |= {of("kind=home", period=FEB): 30, of("kind=shop", period=FEB): 15}
    counts |= {of("kind=home", "b", (JAN, FEB)): 12, of("kind=shop", "b", (JAN, FEB)): 20}
    assert hide(counts).with_them == {of("kind=home", "b", (JAN, FEB))}  # 100 - 20 - 30 - 15 - 12 - 20 = 3


def test_two_keys_that_cut_one_measure_are_looked_at_together():
    cells = {("home", "1"): 3, ("home", "18"): 20, ("shop", "1"): 9, ("shop", "18"): 30}
    counts = {of(f"kind={kind};outcome={outcome}"): n for (kind, outcome), n in cells.items()}
    counts |= {of("kind=home"): 23, of("kind=shop"): 39, of("outcome=1"): 12, of("outcome=18"): 50, of(): 62}
    found = hide(counts)
    assert found.small == {of("kind=home;outcome=1")}
    assert still_exposed(found) == []
    assert len(found.with_them) >= 3  # one of its row, one of its column, one where those meet


def test_facets_that_come_later_are_held_to_the_whole_shown_before():
    found = hide({of("kind=home"): 20, of("kind=shop"): 7, of("kind=farm"): 3}, ledger=after({of(): 30}))
    assert found.with_them == {of("kind=shop")}
    later = hide({of(): 30}, ledger=after({of("kind=home"): 20, of("kind=shop"): 7, of("kind=farm"): 3}))
    assert later.with_them == {of()} or still_exposed(later) == []


def test_a_whole_has_a_part_for_what_is_not_named_unless_there_is_no_more():
    named = [of(), of("kind=home"), of("kind=farm")]
    assert len(Wholes().parted(named)(of()).made_of) == 3
    both = Wholes(complete={"crimes": {"kind": frozenset({"home", "farm"})}})
    assert len(both.parted(named)(of()).made_of) == 2
    assert len(both.parted(named[:2])(of()).made_of) == 2  # the farms are not named here


def test_what_was_shown_before_and_gives_a_facet_away_is_said():
    ledger = Ledger().with_entries([Entry(of(), State.SHOWN, 10), Entry(of("kind=home"), State.SHOWN, 7)])
    told = hide({of("kind=farm"): 3}, ledger=ledger).given_away
    assert of("kind=farm") in told


@pytest.mark.parametrize("whole", [26, 5])
def test_values_that_overlap_are_not_subtracted_and_each_is_still_guarded_by_itself(whole):
    # 20 + 7 is more than the whole: parts they cannot be; the farms of both months still give January away
    farms = {of("kind=farm"): 3, of("kind=farm", period=FEB): 9, of("kind=farm", period=(JAN, FEB)): 12}
    counts = {of(): whole, of("kind=home"): 20, of("kind=shop"): 7, **farms}
    assert hide(counts).with_them == {of("kind=farm", period=FEB)}
    said = Wholes(overlapping={"crimes": frozenset({"kind"})})
    assert hide(counts, wholes=said).with_them == {of("kind=farm", period=FEB)}
    assert hide({of(): 30, of("kind=home"): 20, of("kind=shop"): 7, of("kind=farm"): 3}, wholes=said).with_them == set()


def test_one_count_under_two_names_is_hidden_under_both():
    alike = Wholes(complete={"crimes": {"kind": frozenset({"home"})}})
    counts = {of(): 7, of("kind=home"): 7, of(period=FEB): 3, of("kind=home", period=FEB): 3, of(period=(JAN, FEB)): 10}
    found = hide(counts, wholes=alike)
    assert found.small == {of(period=FEB), of("kind=home", period=FEB)}
    assert found.with_them == {of(), of("kind=home")}


def test_a_share_is_no_more_than_what_it_is_of():
    def share(part, area):
        return Figure.of(f"answers:{part}", area, JAN)

    # with b hidden, 12 of a and b together, b of 10 at most: a has 2 at least, closer than "1 to 4"
    counts = {share("numerator", "a"): 3, share("numerator", "b"): 9, share("numerator", "c"): 20}
    counts |= {share("numerator", ["a", "b", "c"]): 32, share("denominator", "b"): 10, share("denominator", "a"): 30}
    assert hide(counts).with_them == {share("numerator", "b")}
    assert hide(counts, wholes=SHARES).with_them == {share("numerator", "c")}


def test_denominators_that_a_key_does_not_cut_are_one_count():
    alike = Wholes(alike={"answers:denominator": frozenset({"outcome"})})
    one = Figure.of("answers:denominator", "a", JAN, Facet.of(outcome="1"))
    assert alike.plain(one) == Figure.of("answers:denominator", "a", JAN)
    assert alike.kind(one) == alike.kind(Figure.of("answers:denominator", "a", JAN))


def test_figures_meet_where_they_may_have_a_cell_in_common():
    everything = Wholes()
    assert everything.meet(of(), of("kind=home"))
    assert everything.meet(of("kind=home"), of("outcome=1"))
    assert not everything.meet(of("kind=home"), of("kind=shop"))
    assert not everything.meet(of(), of("kind=home", "b"))
    assert not Wholes(overlapping={"crimes": frozenset({"kind"})}).meet(of(), of("kind=home"))


def test_rounded_facets_and_their_rounded_whole_tell_nothing():
    kinds = {of(f"kind={kind}"): 2 for kind in "abcd"}
    assert len(hide_rounded({**kinds, of(): 8}).hidden) == 1  # 0 to 2 each, and 8 to 12 together: all are 2
