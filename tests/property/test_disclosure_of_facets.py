"""No reader of a measure and its facets, of several packs one after another, can work out a small count.

The attacker is a linear program that shares no code with the room: one unknown a month, area and smallest kind of case.
It knows all that was shown, that what is hidden is 1 or more, and, where the types named are all of them, that too.
"""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from eyre.core import Facet, Month
from eyre.disclosure import Figure, Ledger, Wholes, entries_of, hide
from eyre.disclosure.inference import plainly_too_close

AREAS, MONTHS = ("a", "b"), (Month(2018, 1), Month(2018, 2))
TYPES, OTHER = ("1", "2", "3"), "other"  # other: of no type that is named
HIT, MISS = "satisfied", "not"
COUNTS = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 7, 12, 40])
SETS = [list(subset) for subset in (AREAS, AREAS[:1], AREAS[1:])]
SPANS = [list(span) for span in (MONTHS, MONTHS[:1], MONTHS[1:])]
SLICES = [*TYPES, None]  # a type, or all of them with the others
ATOMS = list(product(AREAS, MONTHS, (*TYPES, OTHER), (HIT, MISS)))
PARTS_AMONG_OTHERS = Wholes()
ALL_TYPES = Wholes(complete={"offences": {"type": frozenset(TYPES)}})
SHARES = Wholes(within={"answers:numerator": "answers:denominator"})


@st.composite
def worlds(draw, has_others=True, has_misses=False):
    """Counts of every smallest cell."""
    cells = {cell: draw(COUNTS) for cell in ATOMS}
    return {
        (area, month, kind, hit): n if (has_others or kind != OTHER) and (has_misses or hit == HIT) else 0
        for (area, month, kind, hit), n in cells.items()
    }


@st.composite
def releases(draw, parts=("",)):
    """What one pack prints: some sums over areas, months and types, as their cells by figure."""
    pairs = list(product(SETS, SPANS, SLICES, parts))
    at = draw(st.lists(st.integers(0, len(pairs) - 1), min_size=4, max_size=20, unique=True))
    return [pairs[i] for i in at]


def figure(areas, months, kind, part):
    facet = Facet.of(type=kind) if kind else Facet()
    return Figure.of(f"answers:{part}" if part else "offences", areas, months, facet)


def cells_of(areas, months, kind, part):
    wanted = [
        cell
        for cell in ATOMS
        if cell[0] in areas
        and cell[1] in months
        and kind in (None, cell[2])
        and (part == "denominator" or cell[3] == HIT)
    ]
    return np.array([cell in wanted for cell in ATOMS], dtype=float)


def bounds(wanted, rows, world, knows_there_are_no_others, has_misses):
    """The least and the most that a sum of cells can be, given rows of (cells, value or None where hidden)."""
    shown = [(cells, value) for cells, value in rows if value is not None]
    hidden = [cells for cells, value in rows if value is None]
    most = [
        (0, 0 if (cell[2] == OTHER and knows_there_are_no_others) or (cell[3] == MISS and not has_misses) else None)
        for cell in ATOMS
    ]
    asked = {
        "A_eq": np.array([cells for cells, _ in shown]) if shown else None,
        "b_eq": [value for _, value in shown] if shown else None,
        "A_ub": -np.array(hidden) if hidden else None,
        "b_ub": [-1] * len(hidden) if hidden else None,
        "bounds": most,
    }  # fmt: skip
    ends = []
    for sign in (1, -1):
        found = linprog(sign * wanted, **asked)
        assert found.status in (0, 3), found.message  # solved, or without an end
        ends.append(sign * found.fun if found.status == 0 else sign * -np.inf)
    return ends


def attack(packs, world, *, wholes=PARTS_AMONG_OTHERS, knows_there_are_no_others=False, has_misses=False):
    """Issue the packs one after another; then say of each hidden small count what was worked out too closely."""
    truth = np.array([world[cell] for cell in ATOMS])
    ledger, named = Ledger(), {}
    given_away = set()
    for pack in packs:
        named |= {figure(*row): cells_of(*row) for row in pack}
        hiding = hide({figure(*row): float(cells_of(*row) @ truth) for row in pack}, ledger=ledger, wholes=wholes)
        given_away |= hiding.given_away
        ledger = ledger.with_entries(entries_of(hiding))
    rows = [(named[f], value) for f, value in ledger.shown.items()] + [(named[f], None) for f in ledger.hidden]
    told = []
    for small in sorted(ledger.small - given_away, key=lambda f: f.order):
        cells = named[small]
        low, high = bounds(cells, rows, world, knows_there_are_no_others, has_misses)
        inside = [named[f] for f in ledger.hidden if f != small and (named[f] <= cells).all()]
        # a sum of hidden parts is known to be as many at least as it has parts
        if high - low < 1 - 1e-6 or (not inside and (low > 1 + 1e-6 or high < 4 - 1e-6)):
            told.append((str(small), low, high))
    return told


@settings(max_examples=20, deadline=None)
@given(worlds(), st.lists(releases(), min_size=1, max_size=3))
def test_no_small_count_is_told_by_facets_and_their_whole(world, packs):
    assert attack(packs, world) == []


@settings(max_examples=20, deadline=None)
@given(worlds(has_others=False), st.lists(releases(), min_size=1, max_size=2))
def test_nor_to_a_reader_who_knows_that_the_types_named_are_all(world, packs):
    every = [(areas, months, kind, "") for areas, months, kind in product(SETS, SPANS, SLICES)]
    assert attack([every], world, knows_there_are_no_others=True) == []  # they add up: that need not be said
    cells = [(areas, months, kind, "") for areas, months, kind in product(SETS, SPANS[1:], SLICES)]
    assert attack([cells, *packs], world, wholes=ALL_TYPES, knows_there_are_no_others=True) == []


@settings(max_examples=20, deadline=None)
@given(worlds(has_misses=True), st.lists(releases(parts=("numerator", "denominator")), min_size=1, max_size=3))
def test_nor_by_a_share_that_cannot_be_more_than_what_it_is_of(world, packs):
    assert attack(packs, world, wholes=SHARES, has_misses=True) == []


@settings(max_examples=10, deadline=None)
@given(worlds(), st.lists(releases(), min_size=2, max_size=2))
def test_hiding_facets_is_what_the_plain_attack_asks_for(world, packs):
    truth, ledger = np.array([world[cell] for cell in ATOMS]), Ledger()
    for pack in packs:
        counts = {figure(*row): float(cells_of(*row) @ truth) for row in pack}
        hiding = hide(counts, ledger=ledger)
        assert hiding == hide(counts, ledger=ledger, attack=plainly_too_close)
        ledger = ledger.with_entries(entries_of(hiding))
