"""A pack for the public with a measure and its facets: which of them are parts of one whole, and what is hidden."""

from dataclasses import replace

import numpy as np

from eyre.body.settings import Tracker
from eyre.core import Facet, Month
from eyre.disclosure import PART, SUPPRESSED, Audience, Figure, hide, still_exposed
from eyre.measures import check_measure
from eyre.pack.counts import Printed
from eyre.pack.document import charts_of, tables_of
from eyre.pack.wholes import wholes_of
from eyre.writers.json import to_json
from small_body import FORCE, measure, share, small_body, steady

CRIMES = measure("crimes", facets=("kind",))
HOME, SHOP = Facet.of(kind="home"), Facet.of(kind="shop")
ROWS = ("crimes", "crimes[kind=home]", "crimes[kind=shop]")


def one_small_shop():
    home, shop = steady(80), steady(40, seed=2)
    shop[-5] = 3.0  # August 2023
    return {"crimes": home + shop, "crimes[kind=home]": home, "crimes[kind=shop]": shop}


def public(pack_of, figures, rows=ROWS, measures=(CRIMES,), **more):
    of_areas = {key: value if isinstance(value, dict) else {FORCE: value} for key, value in figures.items()}
    return pack_of(
        of_areas, measures=measures, tracker=Tracker(measures=rows, **more), audience=Audience.PUBLIC
    )  # fmt: skip


def cut(tmp_path, figures, of=CRIMES, facets=(HOME, SHOP)):
    """How the counts of a body are cut."""
    folder = small_body(tmp_path / "body", {key: {FORCE: value} for key, value in figures.items()}, measures=[of])
    return wholes_of(folder.figures(None), [(of.key, facet) for facet in facets])


# --- the rule ------------------------------------------------------------------------------------------------------


def test_values_that_add_up_to_their_whole_in_every_period_are_all_its_parts(tmp_path):
    found = cut(tmp_path, one_small_shop())
    assert found.overlapping == {}
    assert found.complete == {"crimes": {"kind": {"home", "shop"}}}


def test_values_that_do_not_always_are_parts_among_others(tmp_path):
    figures = one_small_shop()
    figures["crimes"][7] += 2
    found = cut(tmp_path, figures)
    assert (found.overlapping, found.complete) == ({}, {})


def test_where_no_whole_is_published_values_are_taken_as_parts(tmp_path):
    figures = one_small_shop()
    del figures["crimes"]
    found = cut(tmp_path, figures)
    assert (found.overlapping, found.complete) == ({}, {})


def test_values_that_are_more_than_their_whole_in_most_periods_overlap(tmp_path):
    figures = one_small_shop()
    figures["crimes"] = figures["crimes"] - 1
    assert cut(tmp_path / "most", figures).overlapping == {"crimes": {"kind"}}
    figures["crimes"][:30] += 1  # in a third of the periods alone: figures may be wrong, parts they stay
    assert cut(tmp_path / "some", figures).overlapping == {}


def test_a_definition_may_say_that_values_overlap(tmp_path):
    found = cut(tmp_path, one_small_shop(), replace(CRIMES, overlapping=("kind",)))
    assert found.overlapping == {"crimes": {"kind"}}


def test_a_key_that_overlaps_must_be_one_of_the_facets():
    faults = check_measure(replace(CRIMES, overlapping=("kind", "age")), "measures/crimes.toml")
    assert [fault.what for fault in faults] == ["overlapping names age, and facets does not. Write it in both."]


def test_outcomes_of_one_total_are_parts_of_its_denominator(tmp_path):
    of = share("outcomes", facets=("outcome",))
    charged = [(20 + at % 3, 100) for at in range(45)]
    closed = [(100 - k, n) for k, n in charged]
    facets = Facet.of(outcome="1"), Facet.of(outcome="18")
    found = cut(tmp_path, {"outcomes[outcome=1]": charged, "outcomes[outcome=18]": closed}, of, facets)
    assert found.alike == {"outcomes:denominator": {"outcome"}}
    assert found.overlapping == {}
    assert found.complete["outcomes:numerator"] == {"outcome": {"1", "18"}, PART: {"outcomes:numerator"}}


def test_answers_to_several_questions_are_no_parts(tmp_path):
    of = share("satisfaction", facets=("element",))
    answers = [(70 + at % 5, 100) for at in range(45)]
    facets = Facet.of(element="contact"), Facet.of(element="whole")
    figures = {
        "satisfaction[element=contact]": answers,
        "satisfaction[element=whole]": answers,
        "satisfaction": answers,
    }
    assert cut(tmp_path, figures, of, facets).overlapping["satisfaction:numerator"] == {"element"}


# --- what is hidden ------------------------------------------------------------------------------------------------


def test_a_small_facet_takes_another_count_of_its_month_with_it(pack_of):
    pack = public(pack_of, one_small_shop())
    hiding = pack.counts.hiding
    august = {figure.facet: figure in hiding.hidden for figure in hiding.counts if figure.periods == (Month(2023, 8),)}
    assert august[SHOP]
    assert august[HOME] or august[Facet()]
    assert still_exposed(hiding) == []


def test_tables_charts_their_words_and_the_json_hide_the_same(pack_of):
    document = public(pack_of, one_small_shop()).document()
    tables = {table.title: table for _, table in tables_of(document)}
    charts = [chart for _, chart in charts_of(document)]
    at = -5
    hidden = [
        title
        for title, table in tables.items()
        if title.startswith("Crimes") and table.column("value")[at] is SUPPRESSED
    ]
    assert len(hidden) > 1
    for chart in charts:
        if chart.table.title in hidden:
            assert chart.spec.values[at] is None
    written = to_json(document)
    assert written.count('"suppressed"') >= len(hidden)


def test_counts_beside_the_tracker_are_held_to_the_same_whole(pack_of):
    figures = one_small_shop()
    pack = public(pack_of, figures, rows=ROWS[:2])
    august = (Month(2023, 8),)
    key = replace(pack.tracker.rows[0].key, facet=SHOP)
    beside = Printed(pack.tracker.rows[0].measure, key, august, "", 3.0)
    counts = replace(pack.counts, beside=(beside,))
    found = counts.figure_of_run(beside)
    assert found == Figure.of("crimes", found.areas, august, SHOP)
    assert found in counts.hiding.small
    assert any(figure.periods == august for figure in counts.hiding.with_them)


def test_a_facet_published_for_the_force_alone_is_held_to_a_whole_published_by_district(pack_of):
    figures = one_small_shop()
    whole = figures["crimes"]
    figures["crimes"] = {
        "north": np.floor(whole / 2),
        "south": whole - np.floor(whole / 2),
        f"{FORCE}:no-location": whole * 0,
    }
    hiding = public(pack_of, figures).counts.hiding
    assert len({figure.areas for figure in hiding.counts if FORCE not in figure.areas}) >= 1
    assert all(FORCE not in figure.areas for figure in hiding.counts)
    assert any(figure.periods == (Month(2023, 8),) for figure in hiding.with_them)


def test_elements_of_a_survey_are_hidden_each_by_itself(pack_of):
    answers = [(40 + at % 5, 100) for at in range(45)]
    small = [(3 if at == 40 else 30 + at % 5, 100) for at in range(45)]
    pack = public(
        pack_of,
        {"satisfaction": answers, "satisfaction[element=contact]": small, "satisfaction[element=care]": answers},
        ("satisfaction", "satisfaction[element=contact]"), [share("satisfaction", facets=("element",))],
    )  # fmt: skip
    hiding = pack.counts.hiding
    assert {figure.facet for figure in hiding.hidden} == {Facet.of(element="contact")}


def test_the_order_in_which_counts_are_named_changes_nothing(pack_of):
    counts = public(pack_of, one_small_shop()).counts
    hiding = counts.hiding
    turned = hide(dict(reversed(hiding.counts.items())), hiding.rule, counts.ledger, wholes=counts.wholes)
    again = hide(hiding.counts, hiding.rule, counts.ledger, wholes=counts.wholes)
    assert turned == again
