"""What a pack for the public hides so that no small count comes back by subtraction, from it or from the last one."""

from datetime import date

import numpy as np
import pytest

from eyre.body.disclosed import DISCLOSED, disclosed_csv, read_ledger
from eyre.body.folder import read_folder
from eyre.body.settings import Tracker
from eyre.core import BadInput, Facet, MeasureKind, Month
from eyre.disclosure import SUPPRESSED, Audience, Entry, Figure, State, still_exposed
from eyre.pack.document import charts_of, tables_of
from eyre.writers.issue import issue_pack, with_ledger
from eyre.writers.json import to_json
from small_body import FORCE, load, measure, share, steady


def with_one_small_month():
    values = steady(80)
    values[-5] = 3.0  # August 2023
    return {"burglary": {FORCE: values}}


def table_of(document, title="Burglary"):
    return next(table for _, table in tables_of(document) if table.title.startswith(title))


def test_one_hidden_month_takes_another_with_it_for_the_average_is_a_total(pack_of):
    document = pack_of(with_one_small_month(), audience=Audience.PUBLIC).document()
    table = table_of(document)
    hidden = [cell for cell in table.column("value") if cell is SUPPRESSED]
    assert len(hidden) > 1
    assert table.column("centre")[0] > 0
    assert "by subtraction" in table.notes[0]
    assert table.rule.version == 2


def test_the_chart_and_the_json_have_no_more_than_the_table(pack_of):
    document = pack_of(with_one_small_month(), audience=Audience.PUBLIC).document()
    table = table_of(document)
    chart = next(chart for _, chart in charts_of(document) if chart.table == table)
    assert chart.spec.values == table.values("value")
    assert [value is None for value in chart.spec.values] == [cell is SUPPRESSED for cell in table.column("value")]
    hidden = sum(cell is SUPPRESSED for cell in table.column("value"))
    assert to_json(document).count('"suppressed"') >= hidden


def test_the_office_sees_everything_under_the_rule_it_had(pack_of):
    pack = pack_of(with_one_small_month())
    table = table_of(pack.document())
    assert pack.counts is None
    assert SUPPRESSED not in table.column("value")
    assert table.rule.version == 1


def test_parts_with_their_total_hide_two_parts_in_the_same_month(pack_of):
    north, south, east = steady(80), steady(60), steady(70)
    north[-1] = 3.0
    figures = {"burglary": {"north": north, "south": south, f"{FORCE}:no-location": east}}
    pack = pack_of(figures, tracker=Tracker(areas=("north", "south")), audience=Audience.PUBLIC)
    counts = pack.counts
    assert counts is not None
    assert still_exposed(counts.hiding) == []
    december = Month(2023, 12)
    assert Figure.of("burglary", ["north"], december) in counts.hiding.small
    assert counts.hiding.with_them


def test_an_average_that_would_tell_a_small_count_is_not_printed(pack_of):
    values = np.zeros(45)
    values[-3] = 2.0  # the average of 45 months is 2/45: who knows the noughts knows the 2
    document = pack_of({"burglary": {FORCE: values}}, audience=Audience.PUBLIC).document()
    table = table_of(document)
    assert table.column("value")[-3] is SUPPRESSED
    assert set(table.column("centre")) == {SUPPRESSED}
    chart = next(chart for _, chart in charts_of(document) if chart.table == table)
    assert chart.spec.limits == ()


# --- the ledger ----------------------------------------------------------------------------------------------------


def test_what_the_public_was_shown_is_kept_without_what_was_hidden(pack_of, tmp_path):
    pack = pack_of(with_one_small_month(), audience=Audience.PUBLIC)
    given = issue_pack(pack, tmp_path / "out", seed=0)
    assert not (tmp_path / "out" / DISCLOSED).exists()
    ledger = read_ledger(pack.folder.path)
    august = Figure.of("burglary", _areas(pack), Month(2023, 8))
    assert august in ledger.small
    assert august not in ledger.shown
    assert len(ledger.shown) > 30
    assert given.given_away == ()


def _areas(pack):
    return pack.counts.figure(pack.tracker.rows[0].measure, FORCE, Month(2023, 8)).areas


def test_a_pack_that_is_made_again_hides_the_same(pack_of, tmp_path):
    pack = pack_of(with_one_small_month(), audience=Audience.PUBLIC)
    first = issue_pack(pack, tmp_path / "one", seed=0)
    again = issue_pack(pack, tmp_path / "two", seed=0)
    assert again.kept_in == first.kept_in
    assert (tmp_path / "one" / "pack.json").read_bytes() == (tmp_path / "two" / "pack.json").read_bytes()


def test_a_later_pack_shows_nothing_that_the_last_one_hid(pack_of, make_pack, tmp_path):
    pack = pack_of(with_one_small_month(), audience=Audience.PUBLIC)
    issue_pack(pack, tmp_path / "one", seed=0)
    before = read_ledger(pack.folder.path)
    load(pack.folder.path, {"robbery": {FORCE: steady(90)}}, received=date(2024, 1, 14))
    later = with_ledger(make_pack(read_folder(pack.folder.path), audience=Audience.PUBLIC))
    assert later.counts is not None
    assert before.hidden & set(later.counts.hiding.shown) == set()
    assert still_exposed(later.counts.hiding, later.ledger) == []


def test_the_ledger_comes_back_as_it_was_written(tmp_path):
    months = [Month(2023, 11), Month(2023, 12), Month(2024, 1), Month(2024, 4)]
    entries = (
        Entry(Figure.of("burglary", ["north", "south"], months, Facet.of(kind="home")), State.SHOWN, 41.0),
        Entry(Figure.of("burglary", "north", Month(2024, 1)), State.SMALL),
        Entry(Figure.of("burglary", "south", Month(2024, 1)), State.WITH_THEM),
    )
    kept = tmp_path / "issued" / "pack"
    kept.mkdir(parents=True)
    (kept / DISCLOSED).write_text(disclosed_csv(entries))
    ledger = read_ledger(tmp_path)
    assert ledger.shown == {entries[0].figure: 41.0}
    assert (ledger.small, ledger.with_them) == ({entries[1].figure}, {entries[2].figure})
    assert read_ledger(tmp_path, without="pack").shown == {}


def test_a_ledger_that_was_spoilt_stops_the_release(tmp_path):
    kept = tmp_path / "issued" / "pack"
    kept.mkdir(parents=True)
    (kept / DISCLOSED).write_text("measure,facet,areas,periods,state,value\nburglary,,north,2024-13,shown,7\n")
    with pytest.raises(BadInput, match=r"issued/pack/disclosed.csv"):
        read_ledger(tmp_path)


def test_a_small_count_of_one_facet_is_hidden_and_the_whole_is_not(pack_of):
    of_all, small = [(40 + at % 5, 100) for at in range(45)], [(3 + at % 5, 100) for at in range(45)]
    pack = pack_of(
        {"outcomes": {FORCE: of_all}, "outcomes[outcome=1]": {FORCE: small}},
        measures=[share("outcomes", facets=("outcome",))],
        tracker=Tracker(measures=("outcomes", "outcomes[outcome=1]")),
        audience=Audience.PUBLIC,
    )
    document = pack.document()
    whole, facet = (table_of(document, title) for title in ("Outcomes, ", "Outcomes (outcome 1), "))
    assert SUPPRESSED not in whole.column("numerator")
    shown = [cell for cell in facet.column("numerator") if cell is not SUPPRESSED]
    assert shown
    assert min(shown) > 4
    anchors = {name for name in document_anchors(document) if "outcomes" in name}
    assert len(anchors) == 2


def document_anchors(document):
    return [section.anchor for section in document.sections]


# --- the first page and the tracker --------------------------------------------------------------------------------


def rate(key="violence"):
    words = {"numerator": "offences", "denominator": "residents"}
    return measure(key, kind=MeasureKind.RATE, unit="per 100 residents", per=100.0, **words)


@pytest.mark.parametrize(
    ("k", "shown"),
    [(48, 4.8), (4, SUPPRESSED)],  # 48 of 1,000 are 4.8 per 100, and nobody is one of 4
)
def test_a_low_rate_is_judged_by_the_counts_it_was_made_from(pack_of, make_pack, record, k, shown):
    figures = [(50.0 + at % 5, 1000.0) for at in range(44)] + [(float(k), 1000.0)]
    pack = pack_of(
        {"violence": {FORCE: figures[:-1]}}, measures=[rate()], name="body", received=date(2023, 11, 1), **record
    )
    load(pack.folder.path, {"violence": {FORCE: figures}}, received=date(2024, 1, 10))
    document = make_pack(read_folder(pack.folder.path), audience=Audience.PUBLIC).document()
    now = table_of(document, "What was known at the last meeting")
    assert now.column("latest") == (shown,)
    assert now.column("then")[0] == pytest.approx(100 * figures[-2][0] / 1000)
    tracked = [
        t
        for _, t in tables_of(document)
        if "value" in {c.name for c in t.columns} and "reason" in {c.name for c in t.columns}
    ]
    assert [cell for table in tracked for cell in table.column("value")] == [shown]


def test_a_small_count_of_the_first_page_is_judged_by_itself(pack_of, make_pack, record):
    values = steady(80)
    values[-1] = 4.0
    pack = pack_of({"burglary": {FORCE: values[:-1]}}, name="body", received=date(2023, 11, 1), **record)
    load(pack.folder.path, {"burglary": {FORCE: values}}, received=date(2024, 1, 10))
    document = make_pack(read_folder(pack.folder.path), audience=Audience.PUBLIC).document()
    assert table_of(document, "What was known at the last meeting").column("latest") == (SUPPRESSED,)
