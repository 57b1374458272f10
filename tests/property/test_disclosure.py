"""No reader of what was shown can work out a small count: every table that fits is tried, whole number by whole number.

The attacker here shares no code with the room: it is a search over all tables of counts that fit what was shown.
"""

from itertools import product

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from eyre.core import Month
from eyre.disclosure import Figure, Ledger, bounds_of, entries_of, hide, hide_rounded, round_to, still_exposed
from eyre.disclosure.inference import Memory, plainly_too_close, too_close

MEASURE = "hate_crime"
AREAS, MONTHS = ("a", "b", "c"), (Month(2018, 1), Month(2018, 2))
SMALL = range(1, 5)
COUNTS = st.sampled_from([0, 1, 2, 3, 4, 5, 6, 9])
TABLES = st.fixed_dictionaries(dict.fromkeys(product(AREAS, MONTHS), COUNTS))
ROWS = st.fixed_dictionaries(dict.fromkeys(AREAS, COUNTS))


def figure(areas, months):
    return Figure.of(MEASURE, areas, months)


def with_margins(cells):
    """Cells by area and month, with the total of each area, of each month, and of all."""
    sums = [([area], [month]) for area, month in cells]
    sums += [([area], MONTHS) for area in AREAS] + [(AREAS, [month]) for month in MONTHS] + [(AREAS, MONTHS)]
    return {figure(areas, months): sum(cells[pair] for pair in product(areas, months)) for areas, months in sums}


def fitting(shown, hidden, most):
    """Every table of whole numbers up to `most` that fits; its cells, and the tables as rows.

    shown: figures with the lowest and highest they may be; a hidden figure is at least 1.
    """
    cells = sorted({(atom.area, atom.period) for f in (*shown, *hidden) for atom in f.atoms})
    alone = {(f.areas[0], f.periods[0]): span for f, span in shown.items() if f.size == 1}
    spans = [alone.get(cell, (0, most)) for cell in cells]
    grid = np.meshgrid(*(np.arange(low, high + 1, dtype=np.int16) for low, high in spans), indexing="ij")
    tables = np.stack([axis.ravel() for axis in grid], axis=-1)
    for f, (low, high) in {**{f: (1, most * len(cells)) for f in hidden}, **shown}.items():
        total = tables[:, [cells.index((atom.area, atom.period)) for atom in f.atoms]].sum(axis=1)
        tables = tables[(total >= low) & (total <= high)]
    return cells, tables


def seen(figure, found):
    """Every value that a figure takes in the tables that fit."""
    cells, tables = found
    return set(tables[:, [cells.index((atom.area, atom.period)) for atom in figure.atoms]].sum(axis=1).tolist())


def holds(found, truth):
    """The attack includes the truth, or it would prove nothing."""
    cells, tables = found
    return bool((tables == np.array([truth[cell] for cell in cells])).all(axis=1).any())


def exact(shown):
    return {f: (v, v) for f, v in shown.items()}


@settings(max_examples=15, deadline=None)
@given(TABLES)
def test_no_small_cell_of_a_table_with_margins_can_be_worked_out(cells):
    hiding = hide(with_margins(cells))
    tables = fitting(exact(hiding.shown), hiding.hidden, most=10)
    assert holds(tables, cells)
    told = [f for f in hiding.small if len(seen(f, tables)) < 2]
    assert told == []
    assert still_exposed(hiding) == []


@settings(max_examples=30, deadline=None)
@given(ROWS)
def test_a_small_part_may_be_all_that_its_sign_says(cells):
    counts = {figure([area], MONTHS[0]): n for area, n in cells.items()} | {
        figure(AREAS, MONTHS[0]): sum(cells.values())
    }
    hiding = hide(counts)
    tables = fitting(exact(hiding.shown), hiding.hidden, most=20)
    for small in hiding.small:
        if small.size == 1:
            assert seen(small, tables) >= set(SMALL)


@settings(max_examples=30, deadline=None)
@example({"a": 1, "b": 1, "c": 3}, ["all", "parts", "two", "one"])
@given(ROWS, st.permutations(["parts", "all", "two", "one"]))
def test_releases_one_after_another_in_any_order_never_tell_a_small_count(cells, order):
    month = MONTHS[0]

    def total(*areas):
        return {figure(areas, month): sum(cells[area] for area in areas)}

    releases = {
        "parts": total("a") | total("b") | total("c"), "all": total(*AREAS), "two": total("b", "c"), "one": total("a"),
    }  # fmt: skip
    ledger = Ledger()
    for name in order:
        hiding = hide(releases[name], ledger=ledger)
        # Three hidden parts of a total of 5 that was shown before are at most 3 each, less than their sign says: said.
        assert not hiding.given_away or sum(cells.values()) == 5
        ledger = ledger.with_entries(entries_of(hiding))
    tables = fitting(exact(ledger.shown), ledger.hidden, most=20)
    assert holds(tables, {(area, month): n for area, n in cells.items()})
    told = [f for release in releases.values() for f, v in release.items() if v in SMALL and len(seen(f, tables)) < 2]
    assert told == []


@settings(max_examples=30, deadline=None)
@given(ROWS)
def test_rounded_counts_with_a_rounded_total_never_tell_a_small_count(cells):
    counts = {figure([area], MONTHS[0]): n for area, n in cells.items()} | {
        figure(AREAS, MONTHS[0]): sum(cells.values())
    }
    hiding = hide_rounded(counts, base=5)
    ranges = {f: (max(round_to(v, 5) - 2, 0), round_to(v, 5) + 2) for f, v in hiding.shown.items()}
    hidden = dict.fromkeys(hiding.hidden, (0, 60))  # a rounded release hides noughts too
    tables = fitting({**ranges, **hidden}, (), most=20)
    told = [f for f, v in counts.items() if v in SMALL and len(seen(f, tables)) < 2]
    assert told == []


@settings(max_examples=30, deadline=None)
@given(TABLES)
def test_nothing_that_is_not_small_is_hidden_where_nothing_small_is_there(cells):
    large = {cell: n + 5 for cell, n in cells.items()}
    assert hide(with_margins(large)).hidden == set()


RANGES = st.tuples(st.sampled_from([0.0, 1.0, 2.0, 3.0, 5.0]), st.sampled_from([3.0, 4.0, 6.0, 9.0]))


@settings(max_examples=60, deadline=None)
@given(TABLES, RANGES, st.sets(st.integers(0, 11), max_size=8), st.booleans())
def test_what_points_met_on_the_way_spare_changes_no_answer(cells, span, left_out, is_off_by_one):
    counts = with_margins(cells)
    hidden = [f for at, f in enumerate(counts) if at in left_out and counts[f] > 0]
    shown = {f: (value, value) for f, value in exact_values(counts, is_off_by_one).items() if f not in hidden}
    bounds = bounds_of(counts, shown, hidden)
    found = too_close(dict.fromkeys(counts, span), shown, hidden)
    expected = {f: b is not None for f, b in bounds.items() if b is None or not b.holds(*span)}
    assert found == expected
    assert (True in found.values()) == (
        True in too_close(dict.fromkeys(counts, span), shown, hidden, first_only=True).values()
    )


def exact_values(counts, is_off_by_one):
    """The counts; or with the last of them one higher, so that they may not add up."""
    last = list(counts)[-1]
    return {**counts, last: counts[last] + 1} if is_off_by_one else counts


@settings(max_examples=25, deadline=None)
@given(TABLES, st.lists(st.tuples(RANGES, st.sets(st.integers(0, 11), max_size=8)), min_size=2, max_size=5))
def test_what_is_remembered_of_earlier_questions_changes_no_answer(cells, questions):
    counts, memory = with_margins(cells), Memory()
    for span, left_out in questions:
        hidden = [f for at, f in enumerate(counts) if at in left_out and counts[f] > 0]
        shown = {f: (float(value), float(value)) for f, value in counts.items() if f not in hidden}
        asked = dict.fromkeys(counts, span), shown, hidden
        assert too_close(*asked, memory) == plainly_too_close(*asked)


@settings(max_examples=10, deadline=None)
@given(TABLES, TABLES)
def test_hiding_is_what_the_plain_attack_asks_for(cells, later):
    ledger = Ledger()
    for release in (with_margins(cells), with_margins(later)):  # the second revises the first
        hiding = hide(release, ledger=ledger)
        assert hiding == hide(release, ledger=ledger, attack=plainly_too_close)
        ledger = ledger.with_entries(entries_of(hiding))


def test_hiding_of_a_year_of_nine_areas_is_what_the_plain_attack_asks_for():
    # More unknowns than are taken as whole numbers, as a pack has them: months, areas, their years, the force's months.
    areas, months = [f"area {at}" for at in range(9)], [Month(2018, at) for at in range(1, 13)]
    counts = np.random.default_rng(6).poisson(np.linspace(1, 12, 9)[:, None], (9, 12))
    release = {figure(area, m): int(counts[at, j]) for at, area in enumerate(areas) for j, m in enumerate(months)}
    release |= {figure(area, months): int(counts[at].sum()) for at, area in enumerate(areas)}
    release |= {figure(areas, m): int(counts[:, j].sum()) for j, m in enumerate(months)}
    hiding = hide(release)
    assert len(hiding.small) > 20
    assert hiding == hide(release, attack=plainly_too_close)
